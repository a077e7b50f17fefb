/** Reading the access log: the newest first, as an auditor looks at it. */
import type { Queryable } from '../database/index.js';
import { sqlInScope, type InScope } from './in-scope-store.js';
import type { Scope } from './scope.js';
import { areaRowVisible } from './visibility.js';

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

/** An entry belongs to the area of whoever asked: who asked for the whole country is seen by whoever sees it. */
const FILTERED = `FROM access.entry e WHERE ${areaRowVisible('e', 1)} AND ($3::text IS NULL OR subject = $3)
  AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5)`;

const list = sqlInScope<AccessRow>(
  'access.list-entries',
  `SELECT id, at, subject, client_id, purpose, operation, root_fields, trace_id, outcome ${FILTERED}
   AND ($6::bigint IS NULL OR id < $6) ORDER BY id DESC LIMIT $7`,
);
const count = sqlInScope<{ count: number }>(
  'access.count-entries',
  `SELECT count(*)::int AS count ${FILTERED}`,
);

/** One more than `first`, so that the reader knows whether others follow. */
export async function listAccessEntries(
  db: Queryable,
  { subject, from, to }: AccessFilter,
  scope: Scope,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly InScope<AccessRow>[]> {
  return list.all(db, scope, [subject ?? null, from ?? null, to ?? null, page.after ?? null, page.first + 1]);
}

export async function countAccessEntries(
  db: Queryable,
  { subject, from, to }: AccessFilter,
  scope: Scope,
): Promise<number> {
  return (await count.first(db, scope, [subject ?? null, from ?? null, to ?? null]))?.count ?? 0;
}
