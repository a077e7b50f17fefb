/** Whether a client may go on from its cursor. Events are never deleted, but a replay over years would be a mistake of the
 *  client's, and a cursor of another log must never be misread as one of this. */
import type { Queryable } from '../database/index.js';
import { HubError, parseCursor } from '../values/index.js';
import { readLogEnd, readRecordedAt } from './log-reader.js';

export const REPLAY_WINDOW_DAYS = 90;

const dayMs = 86_400_000;

/** The position that a cursor stands for, and the log's end.
 *  @throws HubError BAD_USER_INPUT for what is no cursor; CURSOR_EXPIRED for one of another log, or of an event that was
 *  recorded before the window (unless nothing came after it: then nothing can be missed) */
export async function checkCursor(
  db: Queryable,
  cursor: string,
  { windowDays, now }: { readonly windowDays: number; readonly now: Date },
): Promise<{ readonly position: bigint; readonly lastPosition: bigint }> {
  const { logId, position } = parseCursor(cursor);
  const end = await readLogEnd(db);
  if (logId !== end.logId || position > end.lastPosition) {
    throw new HubError(
      'CURSOR_EXPIRED',
      'The cursor belongs to another event log: read the present state, then start anew.',
    );
  }
  if (position < end.lastPosition) {
    const recordedAt = await readRecordedAt(db, position);
    if (recordedAt === undefined || recordedAt.getTime() < now.getTime() - windowDays * dayMs) {
      throw new HubError(
        'CURSOR_EXPIRED',
        `The cursor is older than ${windowDays} days: read the present state, then start anew.`,
      );
    }
  }
  return { position, lastPosition: end.lastPosition };
}
