/** Writing events: into the inbox, in the transaction that makes the change. The sequencer gives them their position
 *  once that transaction has committed. */
import { type Queryable, sql } from '../database/index.js';
import type { NewEvent } from './event.js';

/** For writers that work in sets: `WITH moved AS (UPDATE … RETURNING …) ${INTO_EVENT_INBOX} SELECT 'payment', moved.id, … FROM moved`.
 *  The rows must come out of a statement that holds the subjects' row locks, since `seq` is drawn as each row is inserted;
 *  where one statement writes several events of one subject, ORDER BY their order. */
export const INTO_EVENT_INBOX =
  'INSERT INTO event.inbox (kind, subject_id, beneficiary_id, citizen_id, account_id, batch_id, institution_code, ' +
  'area_id, status_from, status_to, reason, occurred_at, data)';

const insert = sql(
  'event.append',
  `${INTO_EVENT_INBOX}
   SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[],
                        $9::text[], $10::text[], $11::text[], $12::timestamptz[], $13::jsonb[])`,
);

/** Records events, in the order given, by one statement for any number of them. Call it in the transaction that changes
 *  the subjects and while their row locks are held; after the commit call `wake()`. A repeat records them again. */
export async function appendEvents(db: Queryable, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const column = (value: (event: NewEvent) => unknown): unknown[] =>
    events.map((event) => value(event) ?? null);
  await insert.run(db, [
    column((event) => event.kind),
    column((event) => event.subjectId),
    column((event) => event.beneficiaryId),
    column((event) => event.citizenId),
    column((event) => event.accountId),
    column((event) => event.batchId),
    column((event) => event.institutionCode),
    column((event) => event.areaId),
    column((event) => event.statusFrom),
    column((event) => event.statusTo),
    column((event) => event.reason),
    column((event) => event.occurredAt),
    column((event) => event.data && JSON.stringify(event.data)),
  ]);
}
