/** The database goes back to an earlier state under hubs that run: every stream is told, and nobody is handed a connection before it is
 *  known what is lost. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSharedStreams, type EventStream, type HubEvent } from '../../src/event/index.js';
import { cursorAt } from '../setup/cursor-at.js';
import { appendThings, readLog, takeEvents } from './event-database.js';
import { type RestoredHub, RestoredHubs } from './restored-hubs.js';

let hubs: RestoredHubs;
beforeAll(async () => {
  hubs = await RestoredHubs.create();
}, 60_000);
afterAll(() => hubs.remove());
beforeEach(() => hubs.begin());

/** A copy of a log of five events, which then went on to ten. */
async function copyOfFive(hub: RestoredHub): Promise<string> {
  await hub.record(5);
  const copy = await hubs.server.copy();
  await hub.record(5);
  return copy;
}

/** Commits what writes no event. */
async function claim({ pool, events }: RestoredHub): Promise<void> {
  await pool.query('CREATE TABLE claim ()');
  events.wake();
  await events.flush();
}

/** How a stream ends. */
async function endOf(stream: EventStream): Promise<unknown> {
  try {
    for (let step = await stream.next(); step.done !== true;) step = await stream.next();
    return 'over';
  } catch (error) {
    return error;
  }
}

const expired = { code: 'CURSOR_EXPIRED' };

describe('when the database goes back under a hub that runs', () => {
  it('every stream ends with CURSOR_EXPIRED, wherever it stands, and new ones follow the log that there is', async () => {
    const hub = await hubs.start({ bufferEventsMax: 3, lagGraceMs: 600_000 });
    const { events } = hub;
    const copy = await copyOfFive(hub);
    const after = events.cursorAt({ position: 0n });
    const waiting = endOf(await events.subscribe());
    const unread = await events.subscribe({ after });
    await unread.next();
    const behind = await events.subscribe();
    await hub.record(8);

    await hubs.server.putBack(copy);
    const ends = [await waiting, await endOf(unread), await endOf(behind)];
    const stream = (await events.subscribe()).one();
    await hub.record(2);

    expect(ends).toEqual(ends.map(() => expect.objectContaining(expired)));
    expect((await takeEvents(stream, 2)).map(({ position }) => position)).toEqual([6n, 7n]);
    expect(hub.told).toMatchObject([{ lostFrom: 6n, knownPosition: 18n }]);
    expect(events.stats()).toMatchObject({ subscribers: 1, behind: 0 });
  });

  it('those who share a stream are told too, also one that has no room for anything', async () => {
    const hub = await hubs.start();
    const { events } = hub;
    const copy = await copyOfFive(hub);
    const shared = createSharedStreams<HubEvent>({
      end: () => events.end(),
      laggedError: (place) => events.laggedError(place),
      onRenewed: (listener) => events.onRenewed(listener),
    });
    const join = () =>
      shared.join({
        key: 'one',
        openLive: async (from) => (await events.subscribe({ from: from.position })).one(),
        openReplay: (from, upTo) => events.replay({ from: from.position, upTo: upTo.position }).one(),
      });
    const live = endOf(await join());
    const full = await join();
    const stuck = new Promise<unknown>((resolve) => full.pour({ take: () => false, end: resolve }));
    await hub.record(1);

    await hubs.server.putBack(copy);

    expect(await live).toMatchObject(expired);
    expect(await stuck).toMatchObject(expired);
    expect(shared.size).toBe(0);
  });

  it('nobody is given a connection before it has been said what is lost', async () => {
    const order: string[] = [];
    const hub = await hubs.start({
      pollMs: 600_000,
      onLogWentBack: async (db, { lostFrom }) => {
        await db.query('CREATE TABLE recovery ()');
        order.push(`lost from ${lostFrom}`);
      },
    });
    const copy = await copyOfFive(hub);

    await hubs.server.putBack(copy);
    const asked = await Promise.all(
      [1, 2, 3].map(() => hub.pool.query(`SELECT to_regclass('recovery') IS NOT NULL AS "isOn"`)),
    );

    expect(order).toEqual(['lost from 6']);
    expect(asked.map(({ rows }) => rows)).toEqual(asked.map(() => [{ isOn: true }]));
  });

  it('nobody is given a connection where what must be done about the loss fails, until it succeeds', async () => {
    let isReady = false;
    const hub = await hubs.start({
      onLogWentBack: () => (isReady ? Promise.resolve() : Promise.reject(new Error('no recovery'))),
    });
    const { logId } = hub.events;
    const copy = await copyOfFive(hub);

    await hubs.server.putBack(copy);
    await expect(hub.pool.query('SELECT 1')).rejects.toThrow('no recovery');
    isReady = true;
    await hub.pool.query('SELECT 1');

    expect(hub.events.logId).not.toBe(logId);
  });

  it('it is noticed also where the log has grown past everything that was known', async () => {
    const hub = await hubs.start();
    const { events } = hub;
    const copy = await copyOfFive(hub);
    const end = endOf(await events.subscribe());
    const cursors = [
      await cursorAt(hub.pool, events, 4n),
      await cursorAt(hub.pool, events, 8n),
      events.cursorAt(await events.end()),
    ];
    const { port } = hubs.server;
    // Any other that is free.
    await hubs.server.putBack(copy, 0);
    const unknowing = await hubs.start();
    await unknowing.record(20);
    await unknowing.stop();

    await hubs.server.moveTo(port);

    expect(await end).toMatchObject(expired);
    expect(hub.told).toMatchObject([{ lostFrom: 6n, knownPosition: 10n }]);
    for (const after of cursors) await expect(events.subscribe({ after })).rejects.toMatchObject(expired);
  });

  it('one of several hubs gives the new id, all end their streams, and each says only what no other has said', async () => {
    const [one, other] = [await hubs.start(), await hubs.start()];
    const copy = await copyOfFive(one);
    const ends = [endOf(await one.events.subscribe()), endOf(await other.events.subscribe())];
    await other.events.flush();

    await hubs.server.putBack(copy);
    const told = await Promise.all(ends);
    await Promise.all([one.events.flush(), other.events.flush()]);
    const late = await hubs.start({ markPath: one.markPath });

    expect(told).toEqual(told.map(() => expect.objectContaining(expired)));
    expect(new Set([one, other, late].map(({ events }) => events.logId)).size).toBe(1);
    expect([...one.told, ...other.told]).toMatchObject([{ lostFrom: 6n, knownPosition: 10n }]);
    expect(late.told).toEqual([]);
    const { rows } = await one.pool.query('SELECT known_position FROM event.former_log');
    expect(rows).toEqual([{ known_position: 10n }]);
  });

  it('it is noticed also where no connection ends: the log is replaced in place', async () => {
    const hub = await hubs.start();
    await hub.record(5);
    const end = endOf(await hub.events.subscribe());
    const [first] = await readLog(hub.pool);

    await hub.pool.query('TRUNCATE event.log');
    await appendThings(hub.pool, 3);
    await hub.events.flush();

    expect(await end).toMatchObject(expired);
    expect(hub.told).toEqual([{ lostFrom: 1n, knownPosition: 5n, since: null }]);
    const positions = (await readLog(hub.pool)).map(({ position }) => position);
    expect(positions).toEqual([1n, 2n, 3n]);
    const { rows } = await hub.pool.query('SELECT id FROM event.log WHERE id = $1', [first?.id]);
    expect(rows).toEqual([]);
  });
});

describe('a failover', () => {
  it('to a standby that lacks the last seconds is noticed, and not before the standby has become the server', async () => {
    const errors: unknown[] = [];
    const hub = await hubs.start({ hooks: { onError: (error) => errors.push(error) } });
    const standby = await hubs.server.makeStandby();
    try {
      await hub.record(5);
      await standby.receives(hubs.server);
      await standby.stop();
      await hub.record(5);
      const end = endOf(await hub.events.subscribe());

      const { server } = hubs;
      await server.kill();
      standby.takeOver(server);
      await standby.start();
      while (!errors.some((error) => (error as { code?: string }).code === 'SOURCE_UNAVAILABLE'))
        await new Promise(setImmediate);
      expect(hub.told).toEqual([]);
      await standby.query('SELECT pg_promote()');

      expect(await end).toMatchObject(expired);
      expect(hub.told).toMatchObject([{ lostFrom: 6n, knownPosition: 10n }]);
      await hub.stop();
    } finally {
      await standby.remove();
      await hubs.server.start();
    }
  }, 60_000);

  it.each([
    ['that has everything ends nothing', false],
    ['that lacks only what wrote no event is noticed too', true],
  ])(
    'to a standby %s',
    async (_what, isLost) => {
      const hub = await hubs.start();
      const standby = await hubs.server.makeStandby();
      try {
        await hub.record(5);
        const { logId } = hub.events;
        if (!isLost) await claim(hub);
        await standby.receives(hubs.server);
        await standby.stop();
        if (isLost) await claim(hub);

        await hubs.server.kill();
        standby.takeOver(hubs.server);
        await standby.start();
        await standby.query('SELECT pg_promote()');
        await hub.events.flush();

        expect(hub.events.logId === logId).toBe(!isLost);
        expect(hub.told).toMatchObject(isLost ? [{ lostFrom: 6n, knownPosition: 5n }] : []);
        await hub.stop();
      } finally {
        await standby.remove();
        await hubs.server.start();
      }
    },
    60_000,
  );
});
