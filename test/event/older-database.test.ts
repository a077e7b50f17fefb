/** A hub that starts compares the database with the mark of how far it had come. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cursorAt } from '../setup/cursor-at.js';
import { readLog } from './event-database.js';
import { RestoredHubs } from './restored-hubs.js';

let hubs: RestoredHubs;
beforeAll(async () => {
  hubs = await RestoredHubs.create();
}, 60_000);
afterAll(() => hubs.remove());
beforeEach(() => hubs.begin());

/** A hub that has recorded so many events, and stopped. */
async function hubThatRecorded(count: number) {
  const hub = await hubs.start();
  await hub.record(count);
  const { logId } = hub.events;
  const cursors = await Promise.all(
    [1n, BigInt(count)].map((position) => cursorAt(hub.pool, hub.events, position)),
  );
  const log = await readLog(hub.pool);
  await hub.stop();
  return { logId, cursors, log, markPath: hub.markPath };
}

describe('a hub that starts on an older database', () => {
  it('gives the log a new id and says what is lost: cursors of before are refused, also after the log has grown past them', async () => {
    const before = await hubThatRecorded(5);
    const copy = await hubs.server.copy();
    const { markPath } = before;
    const lost = await hubs.start({ markPath });
    await lost.record(5);
    const cursors = [...before.cursors, await cursorAt(lost.pool, lost.events, 10n)];
    await lost.stop();

    await hubs.server.putBack(copy);
    const hub = await hubs.start({ markPath });
    await hub.record(20);

    const kept = await hub.pool.query('SELECT recorded_at FROM event.log WHERE position = 5');
    expect(hub.events.logId).not.toBe(before.logId);
    expect(hub.told).toEqual([{ lostFrom: 6n, knownPosition: 10n, since: kept.rows[0].recorded_at }]);
    for (const after of cursors)
      await expect(hub.events.listEvents({ after, first: 1 })).rejects.toMatchObject({
        code: 'CURSOR_EXPIRED',
      });
  });

  it('finds what is lost also where a hub that knew nothing of it has gone on meanwhile, further than it had been', async () => {
    const { markPath } = await hubThatRecorded(5);
    const copy = await hubs.server.copy();
    const lost = await hubs.start({ markPath });
    await lost.record(5);
    await lost.stop();
    await hubs.server.putBack(copy);
    const unknowing = await hubs.start();
    await unknowing.record(20);

    const hub = await hubs.start({ markPath });

    expect(unknowing.told).toEqual([]);
    expect(hub.told).toMatchObject([{ lostFrom: 6n, knownPosition: 10n }]);
  });

  it('finds that everything is lost where the database is empty', async () => {
    const empty = await hubs.server.copy();
    const { markPath } = await hubThatRecorded(5);

    await hubs.server.putBack(empty);
    const hub = await hubs.start({ markPath });

    expect(hub.told).toEqual([{ lostFrom: 1n, knownPosition: 5n, since: null }]);
  });

  it('finds it where only something is lost that wrote no event', async () => {
    const { markPath, log } = await hubThatRecorded(5);
    const copy = await hubs.server.copy();
    const lost = await hubs.start({ markPath });
    // As much as a restart itself writes, and more.
    await lost.pool.query('CREATE TABLE claim AS SELECT * FROM generate_series(1, 100000)');
    lost.events.wake();
    await lost.events.flush();
    await lost.stop();

    await hubs.server.putBack(copy);
    const hub = await hubs.start({ markPath });

    expect(hub.told).toMatchObject([{ lostFrom: 6n, knownPosition: 5n }]);
    expect(await readLog(hub.pool)).toEqual(log);
  });

  it('says it once', async () => {
    const empty = await hubs.server.copy();
    const { markPath } = await hubThatRecorded(5);
    await hubs.server.putBack(empty);
    const first = await hubs.start({ markPath });
    await first.stop();

    const again = await hubs.start({ markPath });

    expect(first.told).toHaveLength(1);
    expect(again.told).toEqual([]);
    expect(again.events.logId).toBe(first.events.logId);
  });

  it('does not start, and gives no new id, where what must be done about the loss fails', async () => {
    const empty = await hubs.server.copy();
    const { markPath } = await hubThatRecorded(5);
    await hubs.server.putBack(empty);
    const fails = { markPath, onLogWentBack: () => Promise.reject(new Error('no recovery')) };

    await expect(hubs.start(fails)).rejects.toThrow('no recovery');
    const hub = await hubs.start({ markPath });

    expect(hub.told).toHaveLength(1);
  });
});

describe('a hub that starts on the database that it knows', () => {
  it.each([
    ['was stopped', () => hubs.server.stop()],
    ['was killed', () => hubs.server.kill()],
  ])('goes on after the server %s: nothing is lost, and cursors hold', async (_how, end) => {
    const { markPath, cursors, logId } = await hubThatRecorded(5);

    await end();
    await hubs.server.start();
    const hub = await hubs.start({ markPath });

    expect(hub.told).toEqual([]);
    expect(hub.events.logId).toBe(logId);
    for (const after of cursors) await expect(hub.events.placeOf(after)).resolves.toMatchObject({ logId });
  });
});

describe('the high-water mark', () => {
  it('is beside the database while the hub runs, and its last word when it stops', async () => {
    const hub = await hubs.start();
    await hub.record(1);
    while (position(hub.markPath) !== '1') await new Promise(setImmediate);
    await hub.record(2);

    await hub.stop();

    expect(position(hub.markPath)).toBe('3');
  });

  it.each([
    ['is cut', '{"logId":"a'],
    ['is of something else', '{"logId":"a b","position":"1"}'],
    ['has no position', '{"logId":"a","position":"x","eventId":null,"recordedAt":null,"server":null}'],
  ])('that %s lets no hub start: nobody could say what is lost', async (_what, text) => {
    const { markPath } = await hubThatRecorded(1);
    writeFileSync(markPath, text);

    await expect(hubs.start({ markPath })).rejects.toThrow('is no high-water mark');
  });
});

function position(markPath: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(markPath, 'utf8')) as { position: string }).position;
  } catch {
    return undefined;
  }
}
