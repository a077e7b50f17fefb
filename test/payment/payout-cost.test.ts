/** What a payout costs the database, in statements and in index entries: the same number of statements for one payment as for
 *  many, and one lock on the batch, when its last payment closes. */
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countStatements } from '../setup/count-statements.js';
import { openPaymentBench, type PaymentBench } from './payment-bench.js';

const MANY = 40;
/** Leases that ran out, who is served, the claim, what it is about, who is dead. */
const STATEMENTS_A_CLAIM = 5;
/** Found and locked, known reports, receipts, payments, events, recoveries, tasks, totals. */
const STATEMENTS_A_REPORT = 10;

/** Whoever reads the database meanwhile, as autovacuum does, keeps old versions alive and pages full: then the next payout shows it. */
const PAYOUTS_MAX = 5;

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.database.drop());

/** @param from numbers the bank's references, so that a second call names others */
const settle = (references: readonly string[], from = 0) =>
  bench.report(
    references.map((reference, index) => ({
      ...{ reference, status: 'SETTLED' },
      externalReference: `FT${from + index}`,
    })),
  );

async function claimed(): Promise<readonly string[]> {
  return (await bench.claim()).map(({ attempt }) => attempt.reference);
}

describe('a payout', () => {
  it('claims any number of payments by the same few statements', async () => {
    await bench.releasedBatch(MANY);

    const texts = await countStatements(async () => expect(await bench.claim()).toHaveLength(MANY));

    expect(texts.length).toBeLessThanOrEqual(STATEMENTS_A_CLAIM);
  });

  it('takes any number of reports by the same few statements, and locks the batch for the last of them only', async () => {
    await bench.releasedBatch(MANY);
    const [first = '', second = '', ...others] = await claimed();

    const one = await countStatements(() => settle([first]));
    const many = await countStatements(() => settle(others, 2));
    const last = await countStatements(() => settle([second], 1));

    expect(one.length).toBeLessThanOrEqual(STATEMENTS_A_REPORT);
    expect(many).toEqual(one);
    expect(many.join()).not.toContain('payment.batch WHERE id = $1 FOR UPDATE');
    expect(last.join()).toContain('payment.batch WHERE id = $1 FOR UPDATE');
    expect(await bench.column('SELECT status AS value FROM payment.batch')).toEqual(['COMPLETED']);
  });

  it('writes attempts and payments once each, and makes no new entry in their indexes', async () => {
    const inPlace = [
      { table: 'attempt', updated: MANY, inPlace: MANY },
      { table: 'payment', updated: MANY, inPlace: MANY },
    ];

    const seen: (readonly Written[])[] = [];
    while (seen.length < PAYOUTS_MAX && !isDeepStrictEqual(seen.at(-1), inPlace)) {
      if (seen.length > 0) await bench.reset();
      await bench.releasedBatch(MANY);
      const before = await written();
      await settle(await claimed());
      seen.push(await written(before));
    }

    expect(seen.at(-1)).toEqual(inPlace);
  });

  it('reads no table as a whole, though its statements were planned when the tables were empty', async () => {
    await bench.database.pool.query('VACUUM ANALYZE');
    // After five times PostgreSQL keeps a plan.
    for (let claims = 0; claims < 6; claims += 1) expect(await bench.claim()).toEqual([]);
    await bench.releasedBatch(MANY);
    const before = await readWhole();

    for (const reference of (await claimed()).slice(1)) await settle([reference]);

    expect(await readWhole()).toEqual(before);
  });
});

/** How often each table of a payout was read from its first row to its last. */
async function readWhole(): Promise<readonly unknown[]> {
  await tellStatistics();
  const { rows } = await bench.database.pool.query(
    `SELECT relname, seq_scan::int FROM pg_stat_user_tables
     WHERE relname IN ('task', 'attempt', 'payment', 'status_report') ORDER BY 1`,
  );
  return rows;
}

interface Written {
  readonly table: string;
  readonly updated: number;
  readonly inPlace: number;
}

/** Versions of rows that were written, and those of them that no index points to, since `before`. */
async function written(before: readonly Written[] = []): Promise<readonly Written[]> {
  await tellStatistics();
  const { rows } = await bench.database.pool.query<Written>(
    `SELECT relname AS table, n_tup_upd::int AS updated, n_tup_hot_upd::int AS "inPlace" FROM pg_stat_user_tables
     WHERE schemaname = 'payment' AND relname IN ('attempt', 'payment') ORDER BY 1`,
  );
  return rows.map((row, at) => ({
    table: row.table,
    updated: row.updated - (before[at]?.updated ?? 0),
    inPlace: row.inPlace - (before[at]?.inPlace ?? 0),
  }));
}

/** A connection tells what it did when it is asked to; each of the pool's is asked by a statement of its own. */
async function tellStatistics(): Promise<void> {
  const { pool } = bench.database;
  const connections = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  for (const connection of connections) await connection.query('SELECT pg_stat_force_next_flush()');
  for (const connection of connections) connection.release();
}
