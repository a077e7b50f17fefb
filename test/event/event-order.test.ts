import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';

import { openPool, withTransaction } from '../../src/database/index.js';
import { appendEvents, type HubEvent, openEvents } from '../../src/event/index.js';
import { sequenceInbox } from '../../src/event/sequence-inbox.js';
import { emptyLog } from '../setup/empty-log.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import {
  anEvent,
  createEventDatabase,
  createThings,
  historyFaults,
  moveThing,
  readLog,
} from './event-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createEventDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await emptyLog(database.pool, ['thing']);
});

describe('the order of the log', () => {
  it('gives every committed event a position, without gaps, and never one of a rolled-back transaction', async () => {
    const events = ['a', 'b', 'c'].map((reason) => anEvent({ reason }));
    await withTransaction(database.pool, (client) => appendEvents(client, events));
    await expect(
      withTransaction(database.pool, async (client) => {
        await appendEvents(client, [anEvent({ reason: 'never' })]);
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    await appendEvents(database.pool, [anEvent({ reason: 'd' })]);

    await sequenceInbox(database.pool);

    const { rows } = await database.pool.query('SELECT position, reason FROM event.log ORDER BY position');
    expect(rows.map(({ reason }) => reason)).toEqual(['a', 'b', 'c', 'd']);
    expect(rows.map(({ position }) => position)).toEqual([1n, 2n, 3n, 4n]);
  });

  it('keeps everything that a writer said about an event', async () => {
    const id = '01890000-0000-7000-8000-000000000001';
    const event = anEvent({
      kind: 'verification',
      beneficiaryId: id,
      citizenId: id,
      accountId: id,
      batchId: id,
      areaId: id,
      institutionCode: 'NAPAS:970436',
      statusFrom: 'UNCHECKED',
      statusTo: 'MATCH',
      reason: 'DECEASED',
      occurredAt: new Date('2026-11-20T01:02:03.456Z'),
      data: { citizenVerdict: 'MATCH', quotes: `"'{},\\` },
    });
    const events = await openEvents({ pool: database.pool });

    await appendEvents(database.pool, [event]);
    await events.flush();
    const page = await events.listEvents({ first: 1 });
    await events.stop();

    expect(page.events[0]).toMatchObject(event);
  });

  it('skips nothing and keeps each subject in the order of its states, however transactions interleave', async () => {
    const writer = fc.nat({ max: 3 });
    const step = fc.oneof(
      fc.record({ do: fc.constant('move' as const), writer, thing: fc.nat({ max: 2 }) }),
      fc.record({ do: fc.constant('commit' as const), writer }),
      fc.record({ do: fc.constant('undo' as const), writer }),
      fc.record({ do: fc.constant('sequence' as const) }),
      fc.record({ do: fc.constant('read' as const) }),
    );
    const clients = await Promise.all([0, 1, 2, 3].map(() => database.pool.connect()));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const run = await Interleaving.start(database.pool, clients);
        for (const each of steps) await run.take(each);

        const seen = await run.finish();

        const log = await readLog(database.pool);
        expect(historyFaults(log)).toEqual([]);
        expect(log.length).toBe(run.committed);
        expect(seen.map(({ position }) => position)).toEqual(log.map((_, place) => BigInt(place + 1)));
      }),
      { numRuns: 60 },
    );
    for (const client of clients) client.release();
  });

  it('holds under racing writers and two racing sequencers, with long transactions beside them', async () => {
    const things = await createThings(database.pool, 12);
    const [first, second] = [openPool({ url: database.url }), openPool({ url: database.url })];
    const elsewhere = await createTestDatabase({ isMigrated: false });
    const beside = [
      new pg.Client({ connectionString: database.url }),
      new pg.Client({ connectionString: elsewhere.url }),
    ];
    for (const client of beside) {
      await client.connect();
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await client.query('SELECT pg_current_xact_id()');
    }
    const failures: unknown[] = [];
    const hooks = { onError: (error: unknown) => failures.push(error) };
    const hubs = await Promise.all([first, second].map((pool) => openEvents({ pool, pollMs: 5, hooks })));
    const stream = await hubs[0]!.subscribe({ from: 0n });

    const write = async (pool: pg.Pool, hub: number): Promise<void> => {
      for (let turn = 0; turn < 100; turn += 1) {
        const thing = things[Math.floor(Math.random() * things.length)] ?? '';
        await withTransaction(pool, async (client) => {
          await moveThing(client, thing);
          if (turn % 3 === 0) await moveThing(client, thing);
        });
        hubs[hub]!.wake();
      }
    };
    await Promise.all([0, 1, 0, 1, 0, 1].map((hub, place) => write(place % 2 === 0 ? first : second, hub)));
    await hubs[1]!.flush();

    const log = await readLog(database.pool);
    const seen: HubEvent[] = [];
    for await (const batch of stream) {
      seen.push(...batch);
      if (seen.length >= log.length) break;
    }
    expect(failures).toEqual([]);
    expect(historyFaults(log)).toEqual([]);
    expect(log).toHaveLength(6 * 134);
    expect(seen.map(({ id }) => id)).toEqual(log.map(({ id }) => id));
    await Promise.all(hubs.map((hub) => hub.stop()));
    await Promise.all([...beside.map((client) => client.end()), first.end(), second.end()]);
    await elsewhere.drop();
  });

  it('moves more than one batch, each a short transaction', async () => {
    await database.pool.query(
      `INSERT INTO event.inbox (kind, subject_id, occurred_at) SELECT 'payment', hub.uuid_v7(), now() FROM generate_series(1, 12000)`,
    );
    const batches: number[] = [];
    const events = await openEvents({
      pool: database.pool,
      hooks: { onSequenced: ({ moved }) => batches.push(moved) },
    });

    await events.flush();

    expect(await events.lastPosition()).toBe(12_000n);
    const { rows } = await database.pool.query('SELECT seq FROM event.log ORDER BY position');
    const seqs = rows.map(({ seq }) => seq as bigint);
    expect(batches).toEqual([5_000, 5_000, 2_000]);
    expect(seqs).toEqual([...seqs].sort((one, other) => Number(one - other)));
    await events.stop();
  });
});

type Step =
  | { do: 'move'; writer: number; thing: number }
  | { do: 'commit'; writer: number }
  | { do: 'undo'; writer: number }
  | { do: 'sequence' }
  | { do: 'read' };

/** Runs one interleaving on a few connections. A writer that would wait for another's row lock does not move. */
class Interleaving {
  committed = 0;
  readonly #locks = new Map<number, number>();
  readonly #pending = new Map<number, number>();
  readonly #seen: HubEvent[] = [];

  private constructor(
    private readonly pool: pg.Pool,
    private readonly clients: readonly pg.PoolClient[],
    private readonly things: readonly string[],
  ) {}

  static async start(pool: pg.Pool, clients: readonly pg.PoolClient[]): Promise<Interleaving> {
    await emptyLog(pool, ['thing']);
    return new Interleaving(pool, clients, await createThings(pool, 3));
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'move') await this.#move(step.writer, step.thing);
    else if (step.do === 'sequence') await sequenceInbox(this.pool);
    else if (step.do === 'read') await this.#read();
    else await this.#end(step.writer, step.do === 'commit');
  }

  /** Commits what is open, and gives what a reader saw who always went on from its last position. */
  async finish(): Promise<readonly HubEvent[]> {
    for (const writer of [...this.#pending.keys()]) await this.#end(writer, true);
    await sequenceInbox(this.pool);
    await this.#read();
    return this.#seen;
  }

  async #move(writer: number, thing: number): Promise<void> {
    const owner = this.#locks.get(thing);
    if (owner !== undefined && owner !== writer) return;
    const client = this.clients[writer]!;
    if (!this.#pending.has(writer)) await client.query('BEGIN');
    await moveThing(client, this.things[thing]!);
    this.#locks.set(thing, writer);
    this.#pending.set(writer, (this.#pending.get(writer) ?? 0) + 1);
  }

  async #end(writer: number, commits: boolean): Promise<void> {
    if (!this.#pending.has(writer)) return;
    await this.clients[writer]!.query(commits ? 'COMMIT' : 'ROLLBACK');
    if (commits) this.committed += this.#pending.get(writer) ?? 0;
    this.#pending.delete(writer);
    for (const [thing, owner] of [...this.#locks]) if (owner === writer) this.#locks.delete(thing);
  }

  async #read(): Promise<void> {
    const after = this.#seen.at(-1)?.position ?? 0n;
    const { rows } = await this.pool.query<HubEvent>(
      'SELECT position FROM event.log WHERE position > $1 ORDER BY position',
      [after],
    );
    this.#seen.push(...rows);
  }
}
