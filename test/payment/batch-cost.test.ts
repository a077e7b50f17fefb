/** What batches cost, in rows read and in entries written: a small one follows its own lines and not the country, and a payment
 *  that moves on touches its row and no index. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { createBatch } from '../../src/payment/create-batch.js';
import type { Db } from '../../src/work/index.js';
import { COMMUNE, OTHER_COMMUNE, seedPeople, seedReferenceData } from '../setup/payable-people.js';
import { explaining, rowsRead } from './explaining.js';
import { approver, officer, openPaymentBench, PERIOD, type PaymentBench } from './payment-bench.js';

const LINES = 20;
const PEOPLE_BESIDE = 12_000;
/** Institutions, programmes and the like, and the widest fan-out of one line. */
const ROWS_A_LINE_MAX = 6;

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
  const { pool } = bench.database;
  await seedReferenceData(pool);
  await seedPeople(pool, { count: PEOPLE_BESIDE });
  // Some of the few have nobody's word, no account, or the authorised receiver's.
  await seedPeople(pool, { from: 20_000, count: LINES - 6, commune: OTHER_COMMUNE });
  await seedPeople(pool, { from: 21_000, count: 2, commune: OTHER_COMMUNE, verdict: null });
  await seedPeople(pool, { from: 22_000, count: 2, commune: OTHER_COMMUNE, accountStatus: null });
  await seedPeople(pool, { from: 23_000, count: 2, commune: OTHER_COMMUNE, accountStatus: 'REJECTED' });
  await pool.query(`
    INSERT INTO social_protection.authorisation (beneficiary_id, receiver_citizen_id, relationship, document_ref, valid_from)
    SELECT b.id, (SELECT citizen_id FROM social_protection.person ORDER BY personal_id LIMIT 1), 'CON', 'UQ', '2026-01-01'
    FROM social_protection.beneficiary b;
    ANALYZE`);
});
afterAll(() => bench.database.drop());

const draft = (deps: typeof bench.deps, area: string) =>
  createBatch(deps, officer, { area, period: PERIOD, kind: 'REGULAR' });

async function approve(deps: typeof bench.deps, id: string): Promise<void> {
  const result = await approveBatch(deps, approver, { id, acceptFlagsReason: 'đã xem' });
  expect(result.kind).toBe('APPROVED');
}

describe('a draft of a few lines', () => {
  it('reads rows of its own lines only, although thousands live beside them and were drafted before', async () => {
    await draft(bench.deps, COMMUNE);
    await bench.database.pool.query('ANALYZE');
    const { deps, plans } = explaining(bench.deps, 'payment.write-intents', { carriesOut: true });

    const result = await draft(deps, OTHER_COMMUNE);

    expect(result.kind).toBe('CREATED');
    expect(plans).toHaveLength(1);
    const read = plans.flatMap((plan) => [...rowsRead(plan)]);
    expect(read).not.toHaveLength(0);
    expect(read.filter(([, rows]) => rows > LINES * ROWS_A_LINE_MAX)).toEqual([]);
  });
});

describe('an approval', () => {
  it('writes new versions of rows beside the old ones, and nothing into the indexes of payments', async () => {
    const moved: unknown[] = [];
    const deps: typeof bench.deps = {
      ...bench.deps,
      transact: (work, options) =>
        bench.deps.transact(async (db, waking) => {
          const result = await work(db, waking);
          moved.push(...(await updatesSoFar(db)));
          return result;
        }, options),
    };
    const batches = await bench.column<string>(
      `SELECT id AS value FROM payment.batch WHERE status = 'AWAITING_APPROVAL' ORDER BY id LIMIT 1`,
    );

    await approve(deps, batches[0] ?? '');

    expect(moved).toEqual([{ rows: PEOPLE_BESIDE, in_place: PEOPLE_BESIDE }]);
  });
});

/** Of payments, by the transaction that asks. */
async function updatesSoFar(db: Db): Promise<readonly unknown[]> {
  const { rows } = await db.query(
    `SELECT n_tup_upd::int AS rows, n_tup_hot_upd::int AS in_place FROM pg_stat_xact_user_tables
     WHERE schemaname = 'payment' AND relname = 'payment'`,
  );
  return rows;
}
