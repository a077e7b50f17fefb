/** Reads the log by position: the only file here that speaks SQL about it, beside the sequencer. */
import { type Queryable, sql, type Statement } from '../database/index.js';
import type { HubEvent } from './event.js';
import type { EventFilter } from './event-filter.js';
import { LOG_COLUMNS } from './log-columns.js';
import type { LogPlace, PlaceInLog } from './log-place.js';
import { LAST_EVENT, LAST_POSITION } from './sequence-inbox.js';

/** The last place of the log. */
export interface LogEnd extends PlaceInLog {
  /** Null where no event is: the log is empty. */
  readonly id: string | null;
  readonly recordedAt: Date | null;
}

/** Which log this is and where it ends now. */
export async function readLogEnd(db: Queryable): Promise<LogEnd> {
  const end = await logEnd.first(db);
  if (end === undefined) throw new Error('The log has no identity: run the migrations.');
  return end;
}

const logEnd = sql<LogEnd>(
  'event.read-log-end',
  `SELECT log_id AS "logId", greatest(last_position, position) AS position, id, recorded_at AS "recordedAt"
     FROM event.identity LEFT JOIN ${LAST_EVENT} ON position >= last_position`,
);

/** What a cursor is compared with. */
export interface KeptPlace {
  readonly logId: string;
  readonly lastPosition: bigint;
  /** 0, but for a log that was cut off. */
  readonly beginsAt: bigint;
  /** Up to here cursors were given without a check. */
  readonly checkedFrom: bigint;
  /** Of the event there; where the log begins, no event is and this is the first one's, as the next field. */
  readonly id: string | null;
  readonly recordedAt: Date | null;
}

/** What the log has at a position now. */
export async function readKeptPlace(db: Queryable, position: bigint): Promise<KeptPlace> {
  const kept = await keptPlace.first(db, [position]);
  if (kept === undefined) throw new Error('The log has no identity: run the migrations.');
  return kept;
}

const keptPlace = sql<KeptPlace>(
  'event.read-kept-place',
  `SELECT log_id AS "logId", ${LAST_POSITION} AS "lastPosition", last_position AS "beginsAt",
          checked_from AS "checkedFrom", id, recorded_at AS "recordedAt"
     FROM event.identity
     LEFT JOIN event.log ON position = CASE WHEN $1::bigint = last_position THEN last_position + 1 ELSE $1 END`,
);

/** The id of the event at a position. */
export async function readIdAt(db: Queryable, position: bigint): Promise<string | undefined> {
  return (await idAt.first(db, [position]))?.id;
}

const idAt = sql<{ id: string }>('event.read-id-at', 'SELECT id FROM event.log WHERE position = $1');

/** The next events after a place, whatever they are about; undefined where the log has another event at that place, or none. */
export async function readNext(
  db: Queryable,
  { position, id }: LogPlace,
  limit: number,
): Promise<HubEvent[] | undefined> {
  const events = await next.all(db, [position, limit + 1]);
  const isHere = events[0]?.position === position;
  if (id && events[0]?.id !== id) return undefined;
  if (isHere) events.shift();
  else if (events.length > limit) events.pop();
  return events;
}

const next = sql<HubEvent>(
  'event.read-next',
  `SELECT ${LOG_COLUMNS} FROM event.log WHERE position >= $1 ORDER BY position LIMIT $2`,
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
