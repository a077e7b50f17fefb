/** A database to import lists into, and what tests ask of it afterwards. */
import { importList, loadReferenceData, transactionsOf } from '../../src/social-protection/index.js';
import type { ImportSummary } from '../../src/social-protection/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import { csvFile, DATA_DIR, type Cells } from './list-file.js';

export const RECEIVER: Cells = {
  receiverName: 'Nguyễn Văn Mẫu',
  receiverPersonalId: '037075000002',
  relationship: 'Con',
  mandate: 'GUQ 1/2026',
  mandateUntil: '31/12/2027',
  receiverInstitution: 'BIDV',
  receiverAccountNumber: '12010001234567',
};

export interface ImportBench {
  readonly database: TestDatabase;
  /** The day of the next imports; starts at 2026-11-22. */
  setNow(instant: string): void;
  /** Forgets every person, list and event. */
  clear(): Promise<void>;
  importFile(path: string, areaCode?: string): Promise<ImportSummary>;
  importRows(rows: readonly Cells[]): Promise<ImportSummary>;
  query<Row extends object>(text: string): Promise<Row[]>;
  entitlements(): Promise<object[]>;
  /** `kind status`, in the order of writing. */
  events(): Promise<string[]>;
  /** Every row that imports write, as one text. */
  everything(): Promise<string>;
}

export async function openImportBench(): Promise<ImportBench> {
  const database = await createTestDatabase();
  const { pool } = database;
  const transact = transactionsOf(pool);
  await loadReferenceData(transact, DATA_DIR);
  let now = new Date();
  const query = async <Row extends object>(text: string) => (await pool.query(text)).rows as Row[];
  const importFile = (path: string, areaCode?: string) =>
    importList(
      { db: pool, transact, clock: () => now, dataDir: DATA_DIR },
      { path, importedBy: 'test', ...(areaCode === undefined ? {} : { areaCode }) },
    );
  return {
    database,
    query,
    importFile,
    setNow: (instant) => {
      now = new Date(instant);
    },
    clear: async () => {
      now = new Date('2026-11-22T03:00:00Z');
      await pool.query(CLEAR);
    },
    importRows: async (rows) => importFile(await csvFile(rows)),
    entitlements: () =>
      query(
        'SELECT monthly_amount, valid_from, valid_to FROM social_protection.entitlement ORDER BY valid_from',
      ),
    events: async () => {
      const rows = await query<{ word: string }>(
        "SELECT kind || ' ' || status_to AS word FROM event.inbox ORDER BY seq",
      );
      return rows.map((row) => row.word);
    },
    everything: async () => (await query<{ digest: string }>(EVERYTHING))[0]!.digest,
  };
}

const CLEAR = `TRUNCATE social_protection.person, social_protection.beneficiary, social_protection.imported_list,
  social_protection.listed_account, social_protection.entitlement, social_protection.authorisation,
  social_protection.survey, social_protection.reported_list, social_protection.reported_line, event.inbox, population.citizen_verdict`;

const EVERYTHING = `SELECT jsonb_build_object(
    'person', (SELECT jsonb_agg(t ORDER BY citizen_id) FROM social_protection.person t),
    'beneficiary', (SELECT jsonb_agg(t ORDER BY id) FROM social_protection.beneficiary t),
    'entitlement', (SELECT jsonb_agg(t ORDER BY id) FROM social_protection.entitlement t),
    'authorisation', (SELECT jsonb_agg(t ORDER BY id) FROM social_protection.authorisation t),
    'survey', (SELECT jsonb_agg(t ORDER BY id) FROM social_protection.survey t),
    'account', (SELECT jsonb_agg(t ORDER BY beneficiary_id, number) FROM social_protection.listed_account t),
    'list', (SELECT jsonb_agg(t ORDER BY id) FROM social_protection.imported_list t),
    'event', (SELECT jsonb_agg(t ORDER BY seq) FROM event.inbox t))::text AS digest`;
