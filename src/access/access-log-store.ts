/** Writes the access log to PostgreSQL: one statement a batch, append only. */
import type { AccessEntry } from './access-log.js';

/** What is needed of a `pg` pool. */
export interface Queryable {
  query(statement: {
    readonly name: string;
    readonly text: string;
    readonly values: unknown[];
  }): Promise<unknown>;
}

// A row's root fields and persons travel as one text, because unnest would flatten an array of arrays.
const APPEND = `
  INSERT INTO access.entry (at, subject, client_id, purpose, operation, root_fields, area_id, trace_id, outcome,
    person_ids, misses)
  SELECT at, subject, client_id, purpose, operation, string_to_array(root_fields, ','), area_id, trace_id, outcome,
    string_to_array(person_ids, ',')::uuid[], misses
  FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[],
         $10::text[], $11::int[])
       AS entry (at, subject, client_id, purpose, operation, root_fields, area_id, trace_id, outcome, person_ids, misses)`;

/** Appends the entries, all or none. */
export async function appendAccessEntries(pool: Queryable, entries: readonly AccessEntry[]): Promise<void> {
  await pool.query({
    name: 'access-entry-append',
    text: APPEND,
    values: [
      entries.map((entry) => entry.at),
      entries.map((entry) => entry.subject),
      entries.map((entry) => entry.clientId),
      entries.map((entry) => entry.purpose ?? null),
      entries.map((entry) => entry.operation),
      entries.map((entry) => entry.rootFields.join(',')),
      entries.map((entry) => entry.areaId ?? null),
      entries.map((entry) => entry.traceId),
      entries.map((entry) => entry.outcome),
      entries.map((entry) => entry.personIds?.join(',') ?? null),
      entries.map((entry) => entry.misses ?? null),
    ],
  });
}
