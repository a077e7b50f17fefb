/** Measures coverage over many people and payments: how fast the projector follows the log, what is stored for it, and how long
 *  a province with its communes and the country with its provinces take, now and in the past. Each answer is compared with
 *  one plain aggregate over the facts, which is also what it took before. From the project's root, with people and payments of each:
 *
 *    node --import ./test/setup/register-typescript.mjs test/report/coverage-bench.ts 100000 10 [--one-province] [--straight]
 *
 *  `--straight` leaves out the projector, for what it would take hours to follow.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { openEvents } from '../../src/event/index.js';
import { openPool, withTransaction } from '../../src/database/index.js';
import { readAreas, type CoverageFigures } from '../../src/report/coverage.js';
import type { CoverageQuestion } from '../../src/report/coverage-store.js';
import { foldDeltas } from '../../src/report/fold-deltas.js';
import { followUpTo } from '../../src/report/follow-log.js';
import type { ReportDeps } from '../../src/report/index.js';
import { loadReferenceData, transactionsOf } from '../../src/social-protection/index.js';
import { calendarDateOf } from '../../src/values/index.js';
import { createTestDatabase } from '../setup/test-database.js';
import { startTestPostgres, stopTestPostgres } from '../setup/test-postgres.js';
import { DATA_DIR } from '../social-protection/list-file.js';
import {
  PAYMENTS_OF_MONTH,
  PEOPLE,
  PLAIN_COVERAGE,
  STRAIGHT_MONTH,
  STRAIGHT_PEOPLE,
  STRAIGHT_PEOPLE_DELTAS,
} from './coverage-bench-statements.js';

const people = Number(process.argv[2] ?? 100_000);
const months = Number(process.argv[3] ?? 10);
const isOneProvince = process.argv.includes('--one-province');
const QUESTIONS = 40;

await startTestPostgres();
const database = await createTestDatabase();
// One connection, so that its process's time is the whole cost, whatever else the machine is busy with.
const pool = openPool({ url: database.url, connectionsMax: 1 });
const events = await openEvents({ pool: database.pool });
try {
  await loadReferenceData(transactionsOf(pool), DATA_DIR);
  await pool.query('DROP INDEX event.log_subject_id_position_idx, event.log_beneficiary, event.log_batch');
  const clock = () => new Date();
  const transact: ReportDeps['transact'] = (work) => withTransaction(pool, work);
  const deps = { db: pool, transact, events, clock };
  const position = await (process.argv.includes('--straight') ? fillStraight(deps) : fill(deps));
  await pool.query('VACUUM ANALYZE');
  await printSizes();
  await ask(position);
} finally {
  await events.stop();
  await pool.end();
  await database.drop();
  await stopTestPostgres();
}

/** Writes the log and lets the projector follow it. */
async function fill(deps: ReportDeps): Promise<bigint> {
  await pool.query(PEOPLE, [people, isOneProvince]);
  for (let month = 0; month < months; month += 1) await pool.query(PAYMENTS_OF_MONTH, [people, month]);
  await pool.query('ANALYZE event.log');
  const last = await events.lastPosition();
  await timed('followed', last, async () => {
    for (let upTo = 0n; upTo < last;) {
      upTo = upTo + 20_000n < last ? upTo + 20_000n : last;
      await followUpTo(deps, upTo);
      await foldDeltas(deps);
    }
  });
  return last;
}

/** Writes what the projector would have made of it, and has only that summed up. */
async function fillStraight(deps: ReportDeps): Promise<bigint> {
  await pool.query('DROP INDEX report.delta_position, report.delta_valid_at, report.delta_area');
  await pool.query(STRAIGHT_PEOPLE, [people, isOneProvince]);
  await pool.query(STRAIGHT_PEOPLE_DELTAS);
  for (let month = 0; month < months; month += 1) await pool.query(STRAIGHT_MONTH, [people, month]);
  await pool.query(`CREATE INDEX delta_position ON report.delta (position)`);
  await pool.query(`CREATE INDEX delta_valid_at ON report.delta (valid_at)`);
  await pool.query(`CREATE INDEX delta_area ON report.delta (area_id, position)`);
  await pool.query(`INSERT INTO report.unit_above SELECT ancestor_id, descendant_id FROM social_protection.area_tree
    WHERE descendant_id IN (SELECT area_id FROM report.standing)`);
  await pool.query('VACUUM ANALYZE');
  const last = BigInt(people) * BigInt(3 + months);
  await timed('summed up', last, () => foldDeltas(deps));
  return last;
}

async function timed(what: string, count: bigint, work: () => Promise<unknown>): Promise<void> {
  const [started, busyBefore] = [performance.now(), await busyMs()];
  await work();
  const seconds = (performance.now() - started) / 1_000;
  const busyUs = (((await busyMs()) - busyBefore) * 1_000) / Number(count);
  console.log(
    `${what} ${count} events in ${seconds.toFixed(1)} s: ${(Number(count) / seconds).toFixed(0)} a second, ` +
      `${busyUs.toFixed(1)} µs of PostgreSQL's processor each`,
  );
}

/** Milliseconds that the connection's process has run. */
async function busyMs(): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return Number(readFileSync(`/proc/${String(rows[0]!.pid)}/schedstat`, 'utf8').split(' ')[0]) / 1_000_000;
}

async function printSizes(): Promise<void> {
  const { rows } = await pool.query<{ name: string; rows: number; bytes: bigint }>(
    `SELECT relname AS name, n_live_tup::int AS rows, pg_total_relation_size(relid) AS bytes
     FROM pg_stat_user_tables WHERE schemaname = 'report' ORDER BY 1`,
  );
  const payments = people * months;
  for (const { name, rows: count, bytes } of rows)
    console.log(
      `  ${name}: ${count} rows, ${String(bytes / 1_000_000n)} MB, ${(Number(bytes) / payments).toFixed(0)} bytes a payment`,
    );
}

async function ask(last: bigint): Promise<void> {
  const areas = await pool.query<{ id: string; level: string }>(
    `(SELECT id, level FROM social_protection.administrative_unit WHERE level = 'COUNTRY' LIMIT 1)
     UNION ALL
     (SELECT p.id, p.level FROM social_protection.administrative_unit p
      JOIN social_protection.area_closure c ON c.ancestor_id = p.id JOIN report.standing s ON s.area_id = c.descendant_id
      WHERE p.level = 'PROVINCE' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1)`,
  );
  for (const { id, level } of areas.rows) {
    await compare(id, level, last);
    for (const period of [null, '2025-10'])
      for (const [name, asOf, known] of [
        ['now', () => new Date(), () => last],
        ['in the past', somewhen, () => last],
        ['in the past, as known then', somewhen, () => BigInt(Math.ceil(Math.random() * Number(last)))],
      ] as const) {
        const times: number[] = [];
        const busyBefore = await busyMs();
        for (let at = 0; at < QUESTIONS; at += 1) {
          const question = questionOf(asOf(), known(), period);
          const started = performance.now();
          await readAreas(pool, [id], question);
          times.push(performance.now() - started);
        }
        const busy = (((await busyMs()) - busyBefore) / QUESTIONS).toFixed(0);
        times.sort((one, other) => one - other);
        const [median, p95, most] = [0.5, 0.95, 0.999].map((part) =>
          times[Math.floor(part * QUESTIONS)]!.toFixed(0),
        );
        console.log(
          `  ${level}, ${period ?? 'all periods'}, ${name}: median ${median} ms, p95 ${p95} ms, at most ${most} ms, ${busy} ms of processor`,
        );
      }
  }
}

async function compare(areaId: string, level: string, last: bigint): Promise<void> {
  for (const question of [
    questionOf(new Date(), last, null),
    questionOf(somewhen(), (last * 3n) / 4n, null),
    questionOf(somewhen(), last, '2025-10'),
  ]) {
    const [answer] = await readAreas(pool, [areaId], question);
    const { asOf, position, period } = question;
    const started = performance.now();
    const { rows } = await pool.query<object>(PLAIN_COVERAGE, [areaId, asOf, position, period]);
    console.log(`  ${level} by a plain aggregate: ${(performance.now() - started).toFixed(0)} ms`);
    const { areaId: _areaId, ...figures }: CoverageFigures = answer!.figures;
    const plain = JSON.parse(
      JSON.stringify(figures, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
    ) as object;
    if (!isDeepStrictEqual(plain, rows[0])) throw new Error(JSON.stringify([plain, rows[0]]));
  }
}

function questionOf(asOf: Date, position: bigint, period: string | null): CoverageQuestion {
  return { asOf, day: calendarDateOf(asOf), position, period };
}

/** Any instant of the months that were paid. */
function somewhen(): Date {
  const start = Date.parse('2025-07-10T00:00:00Z');
  return new Date(start + Math.floor(Math.random() * months * 30 * 86_400_000));
}
