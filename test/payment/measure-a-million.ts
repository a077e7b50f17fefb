/** Measures a month of a million payments: its drafting, what the duplicate guard takes, its approval and release, and a small batch
 *  beside it. Run it from the project's root, with the number of people if not a million:
 *
 *    node --import ./test/setup/register-typescript.mjs test/payment/measure-a-million.ts 1000000
 */
import { readFileSync } from 'node:fs';
import type { Caller } from '../../src/access/index.js';
import { prismaOf } from '../../src/database/index.js';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { createBatch } from '../../src/payment/create-batch.js';
import { recordFunding } from '../../src/payment/record-funding.js';
import type { PaymentDeps } from '../../src/payment/payment-deps.js';
import { createRecoveryWatch } from '../../src/payment/recovery/recovery-watch.js';
import { DEFAULT_PAYMENT_POLICY } from '../../src/payment/payment-policy.js';
import { parseCalendarDate, parsePeriod } from '../../src/values/index.js';
import { createTransact, type Db } from '../../src/work/index.js';
import { COMMUNE, OTHER_COMMUNE, PROVINCE, seedPeople, seedReferenceData } from '../setup/payable-people.js';
import { createTestDatabase } from '../setup/test-database.js';
import { startTestPostgres, stopTestPostgres } from '../setup/test-postgres.js';

const PEOPLE_IN_SMALL_BATCH = 500;
const people = Number(process.argv[2] ?? 1_000_000);
const date = parseCalendarDate('2026-11-20');

await startTestPostgres();
const database = await createTestDatabase();
const { pool } = database;
try {
  await seedReferenceData(pool);
  const inLarge = people - PEOPLE_IN_SMALL_BATCH;
  await timed(`${people} people`, async () => {
    await seedPeople(pool, { from: 0, count: inLarge });
    await seedPeople(pool, { from: inLarge, count: PEOPLE_IN_SMALL_BATCH, commune: OTHER_COMMUNE });
  });
  // A shared account now and then, as there is.
  await pool.query(
    `UPDATE account.account SET number = '1' WHERE number LIKE '9704%00077' OR number LIKE '9704%00078'`,
  );
  await pool.query('ANALYZE');
  const transact = createTransact(pool, () => undefined);
  const deps: PaymentDeps = {
    db: pool,
    prisma: prismaOf(pool),
    transact: (work, options) => transact((db, waking) => work(timingEach(db), waking), options),
    policy: { ...DEFAULT_PAYMENT_POLICY, accountQuarantineDays: 14 },
    clock: () => new Date(),
    noteRail: () => undefined,
    recovery: createRecoveryWatch(pool),
    noteSeen: () => undefined,
  };
  for (const area of [COMMUNE, OTHER_COMMUNE]) {
    const input = { area, period: parsePeriod('2026-11'), kind: 'REGULAR' };
    const made = await timed(`draft ${area}`, () => createBatch(deps, person('officer'), input));
    if (made.kind !== 'CREATED') throw new Error(made.kind);
    const approval = { id: made.batch.id, acceptFlagsReason: 'đo' };
    const approved = await timed(`approve ${area}`, () => approveBatch(deps, person('approver'), approval));
    console.log(`  ${approved.kind}, ${String(await flags(made.batch.id))} flags`);
    const document = { batchId: made.batch.id, documentNumber: 'C2-02/1', amount: 10n ** 15n, date };
    await timed(`release ${area}`, () => recordFunding(deps, person('treasurer'), document));
  }
} finally {
  await database.drop();
  await stopTestPostgres();
}

async function flags(batchId: string): Promise<unknown> {
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM payment.duplicate_flag WHERE batch_id = $1',
    [batchId],
  );
  return rows[0]?.count;
}

function person(role: 'officer' | 'approver' | 'treasurer'): Caller {
  const area = { code: PROVINCE };
  return { subject: role, clientId: role, roles: [role], area, purposes: [], showsPersonalData: false };
}

async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const from = performance.now();
  const result = await work();
  console.log(`${((performance.now() - from) / 1000).toFixed(1).padStart(7)} s  ${what}`);
  return result;
}

/** Says of each statement that takes longer than half a second how long it took, of that how long PostgreSQL's processor worked,
 *  which is the same on a busy machine, and how much it wrote to the log. */
function timingEach(db: Db): Db {
  return new Proxy(db, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'query' || typeof value !== 'function') return value;
      return async (config: { readonly name?: string }, ...rest: unknown[]): Promise<unknown> => {
        const { processID } = target as unknown as { readonly processID: number };
        const before = { at: performance.now(), worked: processorSeconds(processID), log: await logBytes() };
        const result = await answerOf(target, config, rest);
        const seconds = (performance.now() - before.at) / 1000;
        if (seconds <= 0.5) return result;
        const worked = processorSeconds(processID) - before.worked;
        const megabytes = Math.round(((await logBytes()) - before.log) / 1e6);
        console.log(
          `${seconds.toFixed(1).padStart(11)} s  ${config.name ?? 'unnamed'} (processor ${worked.toFixed(1)} s, log ${megabytes} MB)`,
        );
        return result;
      };
    },
  });
}

/** The store's statements call back; texts with values answer by a promise. */
function answerOf(db: Db, config: unknown, rest: readonly unknown[]): Promise<unknown> {
  const query = db.query as unknown as (...all: unknown[]) => Promise<unknown>;
  if (typeof rest[0] !== 'function') return query.call(db, config, ...rest);
  return new Promise((resolve, reject) => {
    void query.call(db, config, (error: Error | null, outcome: unknown) =>
      error ? reject(error) : resolve(outcome),
    );
  });
}

/** Of a process on this machine, as Linux counts them: in hundredths. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function logBytes(): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(
    `SELECT (pg_current_wal_insert_lsn() - '0/0')::text AS bytes`,
  );
  return Number(rows[0]?.bytes);
}
