/** Whether a client may go on from its cursor. Events are never deleted, but a replay over years would be a mistake of the
 *  client's, and a cursor of another log, or of a past that the log no longer has, must never be misread. */
import type { Queryable } from '../database/index.js';
import { checkOf, type Cursor, HubError, parseCursor } from '../values/index.js';
import type { PlaceInLog } from './log-place.js';
import { type KeptPlace, readKeptPlace } from './log-reader.js';

export const REPLAY_WINDOW_DAYS = 90;

const dayMs = 86_400_000;
/** PostgreSQL's largest bigint: no log gets there. */
const POSITION_MAX = 2n ** 63n - 1n;

export interface CursorRules {
  /** Undefined: of any age. */
  readonly windowDays: number | undefined;
  readonly now: Date;
}

export interface CheckedCursor {
  readonly place: PlaceInLog;
  readonly lastPosition: bigint;
}

/** The place that a cursor stands for, and the log's end.
 *  @throws HubError BAD_USER_INPUT for what is no cursor; CURSOR_EXPIRED for one of another log, for one whose event the log no
 *  longer has, and for an event that was recorded before the window (unless nothing came after it: then nothing can be missed) */
export async function checkCursor(db: Queryable, text: string, rules: CursorRules): Promise<CheckedCursor> {
  const cursor = parseCursor(text);
  const { logId, position } = cursor;
  if (position > POSITION_MAX) throw otherLog();
  const kept = await readKeptPlace(db, position);
  if (!isOfLog(cursor, kept)) throw otherLog();
  if (position < kept.lastPosition && isTooOld(kept, rules)) {
    throw new HubError(
      'CURSOR_EXPIRED',
      `The cursor is older than ${rules.windowDays} days: read the present state, then start anew.`,
    );
  }
  const id = position === kept.beginsAt ? null : kept.id;
  return { place: { logId, position, id }, lastPosition: kept.lastPosition };
}

/** Before there were checks, cursors were given up to a position that the database noted when it learnt of checks. Every copy of
 *  the database that is older than that note has the same events up to there: such a cursor is never misread, and is taken
 *  for as long as its log's id lasts. Beyond that position whoever brings no check was not given the cursor by a hub. */
function isOfLog({ logId, position, check }: Cursor, kept: KeptPlace): boolean {
  if (logId !== kept.logId || position > kept.lastPosition) return false;
  if (position === kept.beginsAt) return check === undefined;
  if (check === undefined) return position <= kept.checkedFrom;
  return kept.id !== null && checkOf(kept.id) === check;
}

function isTooOld({ recordedAt }: KeptPlace, { windowDays, now }: CursorRules): boolean {
  if (windowDays === undefined) return false;
  return recordedAt === null || recordedAt.getTime() < now.getTime() - windowDays * dayMs;
}

function otherLog(): HubError {
  return new HubError(
    'CURSOR_EXPIRED',
    'The cursor belongs to another event log: read the present state, then start anew.',
  );
}

/** For streams of a log that is no more. */
export function logRenewed(): HubError {
  return new HubError(
    'CURSOR_EXPIRED',
    'The database has gone back to an earlier state: read the present state, then start anew.',
  );
}
