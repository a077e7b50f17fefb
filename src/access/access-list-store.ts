/** Reading the access log: the newest first, as an auditor looks at it. */
import { sql, type Queryable } from '../database/index.js';
import { sqlInScope, type InScope } from './in-scope-store.js';
import type { SpentMisses } from './look-ups.js';
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
  readonly person_ids: readonly string[] | null;
  readonly misses: number | null;
}

export interface AccessFilter {
  readonly subject?: string | null;
  /** A citizen's id: look-ups that found them. */
  readonly personId?: string | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
}

/** An entry belongs to the area of whoever asked: who asked for the whole country is seen by whoever sees it. Who was looked up is a
 *  condition of its own statements, so that an index finds them. */
const filtered = (
  person: string,
) => `FROM access.entry e WHERE ${areaRowVisible('e', 1)} AND ($3::text IS NULL OR subject = $3)
  AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5) AND ${person}`;
const FOUND_THEM = 'person_ids @> ARRAY[$6::uuid]';
const WHOEVER = '$6::uuid IS NULL';

const listing = (name: string, person: string) =>
  sqlInScope<AccessRow>(
    name,
    `SELECT id, at, subject, client_id, purpose, operation, root_fields, trace_id, outcome, person_ids, misses
     ${filtered(person)} AND ($7::bigint IS NULL OR id < $7) ORDER BY id DESC LIMIT $8`,
  );
const list = listing('access.list-entries', WHOEVER);
const listOfPerson = listing('access.list-entries-of-person', FOUND_THEM);

const counting = (name: string, person: string) =>
  sqlInScope<{ count: number }>(name, `SELECT count(*)::int AS count ${filtered(person)}`);
const count = counting('access.count-entries', WHOEVER);
const countOfPerson = counting('access.count-entries-of-person', FOUND_THEM);

/** One more than `first`, so that the reader knows whether others follow. */
export async function listAccessEntries(
  db: Queryable,
  filter: AccessFilter,
  scope: Scope,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly InScope<AccessRow>[]> {
  const statement = filter.personId ? listOfPerson : list;
  return statement.all(db, scope, [...valuesOf(filter), page.after ?? null, page.first + 1]);
}

export async function countAccessEntries(db: Queryable, filter: AccessFilter, scope: Scope): Promise<number> {
  const statement = filter.personId ? countOfPerson : count;
  return (await statement.first(db, scope, valuesOf(filter)))?.count ?? 0;
}

function valuesOf({ subject, from, to, personId }: AccessFilter): unknown[] {
  return [subject ?? null, from ?? null, to ?? null, personId ?? null];
}

const spent = sql<SpentMisses>(
  'access.spent-misses',
  `SELECT client_id AS "clientId", subject, sum(misses)::int AS misses, min(at) AS since FROM access.entry
   WHERE misses > 0 AND at > $1 GROUP BY client_id, subject`,
);

/** What has been missed by look-ups since then, by client and subject. */
export function listSpentMisses(db: Queryable, since: Date): Promise<SpentMisses[]> {
  return spent.all(db, [since]);
}
