/** A database with two communes, a log that can be emptied, and what reports are given of both. */
import { openEvents, type Events } from '../../src/event/index.js';
import { withTransaction } from '../../src/database/index.js';
import type { ReportDeps } from '../../src/report/index.js';
import { emptyLog } from '../setup/empty-log.js';
import { seedReferenceData } from '../setup/payable-people.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

export interface ReportDatabase {
  readonly database: TestDatabase;
  readonly events: Events;
  readonly deps: ReportDeps;
  /** An empty log and no figures. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export const NOW = new Date('2026-10-20T03:00:00Z');

export async function createReportDatabase(changes: Partial<ReportDeps> = {}): Promise<ReportDatabase> {
  const database = await createTestDatabase();
  await seedReferenceData(database.pool);
  const events = await openEvents({ pool: database.pool });
  return {
    database,
    events,
    deps: {
      db: database.pool,
      transact: (work) => withTransaction(database.pool, work),
      events,
      clock: () => NOW,
      catchUpMsMax: 60_000,
      ...changes,
    },
    clear: async () => {
      await emptyLog(database.pool, FIGURES);
      await database.pool.query('UPDATE report.projection SET position = 0');
      // The hub notices that this is another log.
      await events.flush();
    },
    close: async () => {
      await events.stop();
      await database.drop();
    },
  };
}

/** Everything that follows from the log. */
export const FIGURES = [
  'residence_fact',
  'entitlement_fact',
  'mandate_fact',
  'account_fact',
  'payment_fact',
  'standing',
  'delta',
  'unit_above',
  'fold',
  'unit',
  'unit_fold',
  'tally',
  'line',
].map((table) => `report.${table}`);

/** Everything in the figures' tables, in an order of its own; surrogate keys aside. */
export async function dumpFigures({ database }: ReportDatabase): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const table of [...FIGURES, 'report.projection']) {
    const { rows } = await database.pool.query<{ row: string }>(
      `SELECT (to_jsonb(t) - 'id')::text AS row FROM ${table} t ORDER BY 1`,
    );
    dump[table] = rows.map(({ row }) => row);
  }
  return dump;
}
