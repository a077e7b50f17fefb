/** The rows of one list while it is imported: a temporary table that lives as long as the import's transaction, filled by
 *  COPY and judged by set-based statements, so that a list of any length takes the same memory. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { foldName } from '../values/index.js';
import type { ListRow } from './list/index.js';
import type { Db } from './transaction-store.js';

/** Sent to PostgreSQL at once: a message for each row would cost more than the row. */
const COPY_CHARS = 64 * 1024;
/** Rows of refused text fetched at once. */
const FETCH_ROWS = 1000;

const COLUMNS = {
  row_number: 'int NOT NULL', place: 'text', table_number: 'int', has_two_readings: 'boolean', original: 'text NOT NULL', refusal: 'text', person_key: 'text', personal_id: 'text',
  old_id_number: 'text', full_name: 'text', name_folded: 'text', date_of_birth: 'date', year_of_birth: 'int', gender: 'text',
  area_id: 'uuid', address: 'text', programme_code: 'text', coefficient: 'numeric', monthly_amount: 'bigint',
  valid_from: 'date', legal_basis: 'text', payment_method: 'text', no_account_reason: 'text', institution_code: 'text',
  account_number: 'text', holder_name: 'text', receiver_key: 'text', receiver_name: 'text', receiver_folded: 'text',
  relationship: 'text', document_ref: 'text', mandate_until: 'date', receiver_institution: 'text', receiver_account: 'text',
} as const; // prettier-ignore

type Column = keyof typeof COLUMNS;
type StagedValues = Partial<Record<Column, string | number | bigint | boolean | null | undefined>>;

/** A row of a list, understood or refused. */
export type StagedRow = {
  /** Its number in the whole list. */
  readonly number: number;
  /** Where it stands, for people; default: the row of its number. */
  readonly place?: string;
  /** Which of a file's tables it is of. */
  readonly table?: number;
  /** Its names could be others in an old font. */
  readonly hasTwoReadings?: boolean;
  /** Kept for the file of refused rows. */
  readonly original: readonly string[];
} & ({ readonly row: ListRow } | { readonly refusal: string });

/** Needs a connection of its own: the table is the transaction's. */
export async function stageRows(db: Db, rows: AsyncIterable<StagedRow> | Iterable<StagedRow>): Promise<void> {
  const definition = Object.entries(COLUMNS).map(([name, type]) => `${name} ${type}`);
  await db.query(`CREATE TEMPORARY TABLE staged_row (${definition.join(', ')}) ON COMMIT DROP`);
  const target = (db as pg.PoolClient).query(copyFrom('COPY staged_row FROM STDIN'));
  await pipeline(Readable.from(copyLines(rows)), target);
  await db.query('CREATE INDEX ON staged_row (person_key); ANALYZE staged_row');
}

async function* copyLines(rows: AsyncIterable<StagedRow> | Iterable<StagedRow>): AsyncGenerator<string> {
  const names = Object.keys(COLUMNS) as Column[];
  let lines = '';
  for await (const staged of rows) {
    const values = valuesOf(staged);
    lines += `${names.map((name) => copyText(values[name])).join('\t')}\n`;
    if (lines.length < COPY_CHARS) continue;
    yield lines;
    lines = '';
  }
  if (lines !== '') yield lines;
}

function valuesOf(staged: StagedRow): StagedValues {
  const common = {
    row_number: staged.number,
    place: staged.place,
    table_number: staged.table,
    has_two_readings: staged.hasTwoReadings,
    original: JSON.stringify(staged.original),
  };
  if ('refusal' in staged) return { ...common, refusal: staged.refusal };
  const { person, account, receiver, ...row } = staged.row;
  return {
    ...common,
    person_key: person.personalId ?? `old:${person.oldIdNumber}`,
    personal_id: person.personalId,
    old_id_number: person.oldIdNumber,
    full_name: person.fullName,
    name_folded: foldName(person.fullName),
    date_of_birth: person.dateOfBirth,
    year_of_birth: person.yearOfBirth,
    gender: person.gender,
    area_id: row.areaId,
    address: row.address,
    programme_code: row.programmeCode,
    coefficient: row.coefficient,
    monthly_amount: row.monthlyAmount,
    valid_from: row.validFrom,
    legal_basis: row.legalBasis,
    payment_method: row.paymentMethod,
    no_account_reason: row.noAccountReason,
    institution_code: account?.institutionCode,
    account_number: account?.number,
    holder_name: account?.holderName,
    receiver_key: receiver?.personalId,
    receiver_name: receiver?.fullName,
    receiver_folded: receiver && foldName(receiver.fullName),
    relationship: receiver?.relationship,
    document_ref: receiver?.documentRef,
    mandate_until: receiver?.validTo,
    receiver_institution: receiver?.account?.institutionCode,
    receiver_account: receiver?.account?.number,
  };
}

/** COPY's text format: a tab ends a column, a line feed a row, a backslash escapes. */
function copyText(value: StagedValues[Column]): string {
  if (value === undefined || value === null) return '\\N';
  return String(value).replace(
    /[\\\t\n\r]/g,
    (sign) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[sign]!,
  );
}

const PLACE = "coalesce(place, 'dòng ' || row_number)";

/** Refuses the later of two rows for one person and programme. `{row}` in the text becomes the place of the earlier row. */
export async function refuseDuplicates(db: Db, text: string): Promise<number> {
  const { rowCount } = await db.query(
    `WITH first AS (
       SELECT DISTINCT ON (person_key, programme_code) person_key, programme_code, row_number, ${PLACE} AS place FROM staged_row
       WHERE refusal IS NULL ORDER BY person_key, programme_code, row_number
     ) UPDATE staged_row s SET refusal = replace($1, '{row}', f.place)
     FROM first f WHERE s.refusal IS NULL AND s.person_key = f.person_key AND s.programme_code = f.programme_code
       AND s.row_number > f.row_number`,
    [text],
  );
  return rowCount ?? 0;
}

/** Refuses the later of two rows that give one number to two people. */
export async function refuseConflicts(db: Db, text: string): Promise<number> {
  const { rowCount } = await db.query(
    `WITH first AS (
       SELECT DISTINCT ON (person_key) person_key, row_number, ${PLACE} AS place, name_folded, year_of_birth FROM staged_row
       WHERE refusal IS NULL ORDER BY person_key, row_number
     ) UPDATE staged_row s SET refusal = replace($1, '{row}', f.place)
     FROM first f WHERE s.refusal IS NULL AND s.person_key = f.person_key AND s.row_number > f.row_number
       AND (s.name_folded <> f.name_folded OR s.year_of_birth <> f.year_of_birth)`,
    [text],
  );
  return rowCount ?? 0;
}

/** Refuses rows that rename or re-date somebody whom the register has confirmed: more likely a mistyped number. */
export async function refuseContradictions(db: Db, text: string): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE staged_row s SET refusal = $1
     FROM social_protection.person p JOIN population.latest_verdict v USING (citizen_id)
     WHERE s.refusal IS NULL AND p.personal_id = s.personal_id AND v.verdict = 'MATCH'
       AND (p.name_folded <> s.name_folded OR p.year_of_birth <> s.year_of_birth)`,
    [text],
  );
  return rowCount ?? 0;
}

/** Refuses rows whose names may be others in the old font that the list has elsewhere. */
export async function refuseTwoReadings(db: Db, text: string): Promise<number> {
  const { rowCount } = await db.query(
    'UPDATE staged_row SET refusal = $1 WHERE refusal IS NULL AND has_two_readings',
    [text],
  );
  return rowCount ?? 0;
}

/** The refused rows in the order of the file. */
export async function* listRefused(
  db: Db,
): AsyncGenerator<{ readonly table: number; readonly original: readonly string[]; readonly reason: string }> {
  await db.query(
    'DECLARE refused CURSOR FOR SELECT table_number, original, refusal FROM staged_row WHERE refusal IS NOT NULL ORDER BY row_number',
  );
  for (;;) {
    const { rows } = await db.query<{ table_number: number | null; original: string; refusal: string }>(
      `FETCH ${FETCH_ROWS} FROM refused`,
    );
    for (const { table_number: table, original, refusal: reason } of rows)
      yield { table: table ?? 0, original: JSON.parse(original) as string[], reason };
    if (rows.length < FETCH_ROWS) return;
  }
}

export async function countStaged(db: Db): Promise<{ readonly rows: number; readonly refused: number }> {
  const { rows } = await db.query<{ rows: number; refused: number }>(
    'SELECT count(*)::int AS rows, count(refusal)::int AS refused FROM staged_row',
  );
  return rows[0]!;
}
