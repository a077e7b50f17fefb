/** Reading the access log: the newest first, as an auditor looks at it. */
import { sql, type Queryable } from '../database/index.js';

export interface AccessRow {
  readonly id: bigint;
  readonly at: Date;
  readonly subject: string;
  readonly client_id: string;
  readonly purpose: string | null;
  readonly operation: string | null;
  readonly root_fields: readonly string[];
  readonly trace_id: string;
  readonly outcome: string;
}

export interface AccessFilter {
  readonly subject?: string | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
}

const FILTERED = `FROM access.entry WHERE ($1::text IS NULL OR subject = $1)
  AND ($2::timestamptz IS NULL OR at >= $2) AND ($3::timestamptz IS NULL OR at < $3)`;

const list = sql<AccessRow>(
  'access.list-entries',
  `SELECT id, at, subject, client_id, purpose, operation, root_fields, trace_id, outcome ${FILTERED}
   AND ($4::bigint IS NULL OR id < $4) ORDER BY id DESC LIMIT $5`,
);
const count = sql<{ count: number }>('access.count-entries', `SELECT count(*)::int AS count ${FILTERED}`);

/** One more than `first`, so that the reader knows whether others follow. */
export async function listAccessEntries(
  db: Queryable,
  { subject, from, to }: AccessFilter,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly AccessRow[]> {
  return list.all(db, [subject ?? null, from ?? null, to ?? null, page.after ?? null, page.first + 1]);
}

export async function countAccessEntries(
  db: Queryable,
  { subject, from, to }: AccessFilter,
): Promise<number> {
  return (await count.first(db, [subject ?? null, from ?? null, to ?? null]))?.count ?? 0;
}
