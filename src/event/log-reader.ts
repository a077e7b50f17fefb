/** Reads the log by position: the only file here that speaks SQL about it, beside the sequencer. */
import { type Queryable, sql, type Statement } from '../database/index.js';
import type { HubEvent } from './event.js';
import type { EventFilter } from './event-filter.js';
import { LOG_COLUMNS } from './log-columns.js';
import { LAST_POSITION } from './sequence-inbox.js';

export interface LogEnd {
  readonly logId: string;
  readonly lastPosition: bigint;
}

/** Which log this is and where it ends now. */
export async function readLogEnd(db: Queryable): Promise<LogEnd> {
  const end = await logEnd.first(db);
  if (end === undefined) throw new Error('The log has no identity: run the migrations.');
  return end;
}

const logEnd = sql<LogEnd>(
  'event.read-log-end',
  `SELECT log_id AS "logId", ${LAST_POSITION} AS "lastPosition" FROM event.identity`,
);

/** When the event at a position was recorded; for position 0, the first one. */
export async function readRecordedAt(db: Queryable, position: bigint): Promise<Date | undefined> {
  return (await recordedAt.first(db, [position]))?.recordedAt;
}

const recordedAt = sql<{ recordedAt: Date }>(
  'event.read-recorded-at',
  'SELECT recorded_at AS "recordedAt" FROM event.log WHERE position = greatest($1::bigint, 1)',
);

/** The next events after a position, whatever they are about. */
export function readNext(db: Queryable, after: bigint, limit: number): Promise<HubEvent[]> {
  return next.all(db, [after, limit]);
}

const next = sql<HubEvent>(
  'event.read-next',
  `SELECT ${LOG_COLUMNS} FROM event.log WHERE position > $1 ORDER BY position LIMIT $2`,
);

export interface LogRange {
  /** Exclusive. */
  readonly after: bigint;
  /** Inclusive. */
  readonly upTo: bigint;
  readonly limit: number;
}

/** The first matching events of a range. */
export function readMatching(db: Queryable, filter: EventFilter, range: LogRange): Promise<HubEvent[]> {
  const used = conditions.filter(({ of }) => of(filter) !== undefined);
  const name = `event.read-matching ${used.map(({ name: part }) => part).join()}`;
  let statement = statements.get(name);
  if (statement === undefined) {
    const where = used
      .map(({ sql: condition }, place) => ` AND ${condition.replaceAll('?', `$${place + 4}`)}`)
      .join('');
    const text = `SELECT ${LOG_COLUMNS} FROM event.log WHERE position > $1 AND position <= $2${where} ORDER BY position LIMIT $3`;
    statements.set(name, (statement = sql<HubEvent>(name, text)));
  }
  return statement.all(db, [range.after, range.upTo, range.limit, ...used.map(({ of }) => of(filter))]);
}

/** One prepared statement for each combination of conditions that is in use. */
const statements = new Map<string, Statement<HubEvent>>();

const conditions: readonly { name: string; of: (filter: EventFilter) => unknown; sql: string }[] = [
  { name: 'k', of: ({ kinds }) => kinds, sql: 'kind = ANY (?::text[])' },
  { name: 's', of: ({ subjectId }) => subjectId, sql: 'subject_id = ?' },
  { name: 'b', of: ({ beneficiaryId }) => beneficiaryId, sql: 'beneficiary_id = ?' },
  { name: 'p', of: ({ batchId }) => batchId, sql: 'batch_id = ?' },
  {
    name: 'i',
    of: ({ institutionCode }) => institutionCode,
    sql: "(institution_code = ?::text OR starts_with(institution_code, ?::text || ':'))",
  },
  { name: 'a', of: ({ areaIds }) => areaIds && [...areaIds], sql: 'area_id = ANY (?::uuid[])' },
  { name: 't', of: ({ statusTo }) => statusTo, sql: 'status_to = ANY (?::text[])' },
];
