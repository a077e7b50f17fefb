/** Lists that a register reports page by page: which are known, how far each has come, and which line was which. */
import { sql } from '../database/index.js';
import type { Db } from './transaction-store.js';

/** What the register says of a list as a whole; the same on every page. */
export interface ReportedList {
  readonly institution: string;
  /** The register's own number of the list. */
  readonly number: string;
  readonly programmeCode: string;
  readonly areaId: string;
  readonly period: string;
  readonly issuedAt: Date;
  /** Lines of the whole list. */
  readonly expected: number;
}

export interface OpenedList {
  readonly list_id: string;
  readonly received: number;
  readonly completed_at: Date | null;
  /** The list came before with another programme, area, month, time or length. */
  readonly differs: boolean;
  /** A list of the same programme and area that was issued later has begun to arrive. */
  readonly is_overtaken: boolean;
}

const announce = sql(
  'social-protection.announce-reported-list',
  `WITH listed AS (
     INSERT INTO social_protection.imported_list (file_name, sha256, imported_by, imported_at, rows, accepted, refused)
     SELECT $2, encode(sha256(convert_to($1 || '/' || $2, 'UTF8')), 'hex'), $1, $8, 0, 0, 0
     WHERE NOT EXISTS (SELECT 1 FROM social_protection.reported_list WHERE institution_code = $1 AND number = $2)
     RETURNING id
   ) INSERT INTO social_protection.reported_list
       (list_id, institution_code, number, programme_code, area_id, period, issued_at, expected)
     SELECT id, $1, $2, $3, $4::uuid, $5, $6, $7 FROM listed`,
);

const open = sql<OpenedList>(
  'social-protection.open-reported-list',
  `SELECT l.list_id, l.received, l.completed_at,
     (l.programme_code, l.area_id, l.period, l.issued_at, l.expected) IS DISTINCT FROM ($3, $4::uuid, $5, $6::timestamptz, $7::int)
       AS differs,
     EXISTS (
       SELECT 1 FROM social_protection.reported_list later
       WHERE later.institution_code = $1 AND later.programme_code = l.programme_code AND later.area_id = l.area_id
         AND (later.received > 0 OR later.completed_at IS NOT NULL)
         AND (later.period, later.issued_at, later.number) > (l.period, l.issued_at, l.number)) AS is_overtaken
   FROM social_protection.reported_list l WHERE l.institution_code = $1 AND l.number = $2 FOR UPDATE`,
);

/** The list with its row locked; announced when it is new. The caller holds the import lock. */
export async function openReportedList(db: Db, list: ReportedList, now: Date): Promise<OpenedList> {
  const { institution, number, programmeCode, areaId, period, issuedAt, expected } = list;
  const facts = [institution, number, programmeCode, areaId, period, issuedAt, expected];
  await announce.run(db, [...facts, now]);
  return (await open.first(db, facts))!;
}

export interface KnownLine {
  readonly line: number;
  readonly digest: string;
  readonly refusal: string | null;
}

const known = sql<KnownLine>(
  'social-protection.known-lines',
  'SELECT line, digest, refusal FROM social_protection.reported_line WHERE list_id = $1 AND line = ANY($2::int[])',
);

/** Those of the lines that have come before. */
export async function findKnownLines(
  db: Db,
  listId: string,
  lines: readonly number[],
): Promise<ReadonlyMap<number, KnownLine>> {
  return new Map((await known.all(db, [listId, lines])).map((row) => [row.line, row]));
}

export interface NewLine {
  readonly line: number;
  /** Of its content: what the same line must say again. */
  readonly digest: string;
  /** As the list gives them: a line that was refused may still name somebody known. */
  readonly personalId: string;
  readonly nameFolded: string;
}

const record = sql<{ line: number; refusal: string | null }>(
  'social-protection.record-lines',
  `INSERT INTO social_protection.reported_line (list_id, line, digest, citizen_id, name_folded, refusal)
   SELECT $1, n.line, n.digest, p.citizen_id, CASE WHEN p.citizen_id IS NULL THEN n.name_folded END, s.refusal
   FROM unnest($2::int[], $3::text[], $4::text[], $5::text[]) AS n(line, digest, personal_id, name_folded)
   JOIN staged_row s ON s.row_number = n.line
   LEFT JOIN social_protection.person p ON p.personal_id = n.personal_id
   RETURNING line, refusal`,
);

const count = sql<{ received: number }>(
  'social-protection.count-lines',
  `WITH whole AS (
     UPDATE social_protection.imported_list SET rows = rows + $2::int, accepted = accepted + $2::int - $3::int, refused = refused + $3::int
     WHERE id = $1
   ) UPDATE social_protection.reported_list SET received = received + $2::int WHERE list_id = $1 RETURNING received`,
);

/** Keeps the staged lines as received, after their merge.
 *  @returns the refused ones with their reasons, and how many lines of the list have come by now */
export async function recordLines(
  db: Db,
  listId: string,
  lines: readonly NewLine[],
): Promise<{ readonly refusals: ReadonlyMap<number, string>; readonly received: number }> {
  const rows = await record.all(db, [
    listId,
    lines.map((each) => each.line),
    lines.map((each) => each.digest),
    lines.map((each) => each.personalId),
    lines.map((each) => each.nameFolded),
  ]);
  const refusals = new Map(rows.flatMap(({ line, refusal }) => (refusal === null ? [] : [[line, refusal]])));
  const counted = await count.first(db, [listId, rows.length, refusals.size]);
  return { refusals, received: counted?.received ?? 0 };
}
