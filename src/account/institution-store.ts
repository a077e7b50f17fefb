/** Institutions: who they are, whether their adapter is alive, and since when it pays. */
import { publicRows, type InScope } from '../access/index.js';
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';

export interface InstitutionRow {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly bin: string | null;
}

export interface NewInstitution {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly bin: string | null;
  /** Whose adapter serves it. */
  readonly servedBy: string;
}

const upsert = sql(
  'account.upsert-institutions',
  `INSERT INTO account.institution AS i (code, name, kind, bin, served_by)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) ORDER BY 1
   ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, bin = excluded.bin,
     served_by = excluded.served_by
   WHERE (i.name, i.kind, i.bin, i.served_by)
     IS DISTINCT FROM (excluded.name, excluded.kind, excluded.bin, excluded.served_by)`,
);

/** Returns how many are new or changed. What their adapters have shown (`rail_since`, `last_seen_at`) stays. */
export async function upsertInstitutions(db: Db, rows: readonly NewInstitution[]): Promise<number> {
  return upsert.run(db, [
    rows.map((row) => row.code),
    rows.map((row) => row.name),
    rows.map((row) => row.kind),
    rows.map((row) => row.bin),
    rows.map((row) => row.servedBy),
  ]);
}

const COLUMNS = 'code, name, kind, bin';

const byCode = sql<InstitutionRow>(
  'account.institutions-by-code',
  `SELECT ${COLUMNS} FROM account.institution WHERE code = ANY($1::text[])`,
);

export async function findInstitutions(db: Db, codes: readonly string[]): Promise<readonly InstitutionRow[]> {
  return byCode.all(db, [codes]);
}

export interface SignRow {
  readonly code: string;
  readonly last_seen_at: Date | null;
}

const signs = sql<SignRow>(
  'account.signs-of-life',
  'SELECT code, last_seen_at FROM account.institution WHERE code = ANY($1::text[])',
);

/** When the adapters of these institutions were last seen. Everybody may know. */
export async function findSigns(db: Db, codes: readonly string[]): Promise<readonly InScope<SignRow>[]> {
  return publicRows(await signs.all(db, [codes]));
}

export type LivingInstitution = InstitutionRow & { readonly last_seen_at: Date | null };

const ofKind = sql<LivingInstitution>(
  'account.institutions-of-kind',
  `SELECT ${COLUMNS}, last_seen_at FROM account.institution WHERE $1::text IS NULL OR kind = $1 ORDER BY code`,
);

/** Every institution, or those of one kind, by code. */
export async function listInstitutions(
  db: Db,
  kind: string | null,
): Promise<readonly InScope<LivingInstitution>[]> {
  return publicRows(await ofKind.all(db, [kind]));
}

const noteLife = sql(
  'account.note-institution',
  `UPDATE account.institution
   SET last_seen_at = greatest(last_seen_at, $2::timestamptz),
       rail_since = CASE WHEN $3 THEN coalesce(rail_since, $2) ELSE rail_since END
   WHERE served_by = $1 OR code = $1`,
);

/** An adapter was seen: so were all institutions that it serves. */
export async function noteInstitution(
  db: Db,
  institution: string,
  seenAt: Date,
  { pays }: { readonly pays: boolean },
): Promise<void> {
  await noteLife.run(db, [institution, seenAt, pays]);
}

const mark = sql(
  'account.mark-rails',
  'UPDATE account.institution SET rail_since = now() WHERE served_by = ANY($1::text[]) AND rail_since IS NULL',
);

/** From now on there is an adapter that pays at these, and at all that it serves. */
export async function markRails(db: Db, institutions: readonly string[]): Promise<void> {
  await mark.run(db, [institutions]);
}
