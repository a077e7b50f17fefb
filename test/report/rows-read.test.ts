/** How much of what is stored a question reads: sums, and few of them, however much was paid. Counted by PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Db } from '../../src/report/report-deps.js';
import { readAreas } from '../../src/report/coverage.js';
import type { CoverageQuestion } from '../../src/report/coverage-store.js';
import { foldDeltas } from '../../src/report/fold-deltas.js';
import { followUpTo } from '../../src/report/follow-log.js';
import { calendarDateOf } from '../../src/values/index.js';
import { PROVINCE } from '../setup/payable-people.js';
import { areaId, COMMUNES, tell } from './history.js';
import type { Said } from './naive-coverage.js';
import { createReportDatabase, type ReportDatabase } from './report-database.js';

const PEOPLE = 80;
const MONTHS = 24;
/** The province and its two communes. */
const UNITS = 3;
/** Folds of a unit that a question needs at most: the digits of how many there are, of 8 or 16. */
const DIGITS_MAX = 21;
const FIRST_DAY = Date.parse('2025-08-01T00:00:00Z');

let reports: ReportDatabase;
let deltas: number;

beforeAll(async () => {
  reports = await createReportDatabase({ stretchDeltas: 32, foldDeltas: 8, chunkChanges: 16 });
  const said = [...people(), ...Array.from({ length: MONTHS }, (_none, month) => payments(month)).flat()];
  await tell(reports.database.pool, said);
  await reports.events.flush();
  await followUpTo(reports.deps, BigInt(said.length));
  await foldDeltas(reports.deps);
  await reports.database.pool.query('VACUUM ANALYZE');
  const { rows } = await reports.database.pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM report.delta',
  );
  deltas = rows[0]!.count;
}, 60_000);
afterAll(() => reports.close());

describe('coverage of a province with its communes', () => {
  it.each([
    ['now', 30 * MONTHS, 1, null],
    ['of one period', 30 * MONTHS, 1, '2026-02'],
    ['at the end of a day long ago', 200.7083, 1, null],
    ['in the middle of a day on which many were paid', 190.3, 1, null],
    ['as it was known half-way', 300.5, 0.5, null],
    ['now, as it was known long ago', 30 * MONTHS, 0.3, null],
  ])(
    '%s is read from a tenth of what its payments left behind, if that',
    async (_when, days, known, period) => {
      expect(deltas).toBeGreaterThan(PEOPLE * MONTHS);

      const read = await rowsRead(days, known, period);

      expect(read.all).toBeGreaterThan(0);
      expect(read.all).toBeLessThan(deltas / 10);
    },
  );

  it('reads one tally a fold at any hour, though each fold has many', async () => {
    const { rows } = await reports.database.pool.query<{ folds: number; tallies: number }>(
      `SELECT count(DISTINCT (area_id, fold))::int AS folds, count(*)::int AS tallies FROM report.tally WHERE period = 0`,
    );
    const read = await Promise.all([190.1, 190.3, 190.7, 400.2].map((days) => rowsRead(days, 1, null)));

    expect(rows[0]!.tallies).toBeGreaterThan(1.5 * rows[0]!.folds);
    for (const { tallies } of read) expect(tallies).toBeLessThanOrEqual(UNITS * DIGITS_MAX);
  });
});

/** What the statements of one question fetched of the tables behind the figures. */
function rowsRead(days: number, known: number, period: string | null): Promise<RowsFetched> {
  const asOf = new Date(FIRST_DAY + days * 86_400_000);
  const position = BigInt(Math.floor(known * (PEOPLE * (2 + MONTHS))));
  const question: CoverageQuestion = { asOf, day: calendarDateOf(asOf), position, period };
  return reports.deps.transact(async (db: Db) => {
    const before = await rowsFetched(db);
    const [answer] = await readAreas(db, [areaId(PROVINCE)], question);
    expect(answer?.figures.beneficiaries).toBe(PEOPLE);
    const after = await rowsFetched(db);
    return { all: after.all - before.all, tallies: after.tallies - before.tallies };
  });
}

interface RowsFetched {
  readonly all: number;
  readonly tallies: number;
}

/** By this connection, since it last told the server's statistics. What is numbered is a few rows, and in memory. */
async function rowsFetched(db: Db): Promise<RowsFetched> {
  const { rows } = await db.query<RowsFetched>(
    `SELECT sum(rows)::int AS all, coalesce(sum(rows) FILTER (WHERE relname = 'tally'), 0)::int AS tallies FROM (
       SELECT relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS rows
       FROM pg_stat_xact_user_tables WHERE schemaname = 'report' AND relname <> 'line') one`,
  );
  return rows[0]!;
}

function people(): Said[] {
  return Array.from({ length: PEOPLE }, (_none, person): Said[] => [
    { kind: 'LIVES', person, area: COMMUNES[person % 2]!, reason: null, at: new Date(FIRST_DAY) },
    { kind: 'ENTITLED', person, right: person, from: '2025-08-01', to: null },
  ]).flat();
}

/** Everybody's of one month, paid within three days, by the second. */
function payments(month: number): Said[] {
  return Array.from({ length: PEOPLE }, (_none, person): Said => ({
    kind: 'SETTLED',
    person,
    payment: month * PEOPLE + person,
    institution: ['BIDV', 'MOMO'][person % 3] ?? 'NAPAS:970436',
    isCash: false,
    amount: 540_000,
    period: new Date(Date.UTC(2025, 7 + month, 1)).toISOString().slice(0, 7),
    at: new Date(FIRST_DAY + (month * 30 + 8) * 86_400_000 + person * 3_000_000),
  }));
}
