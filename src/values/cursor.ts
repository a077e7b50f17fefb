/** Positions in one event log, as clients carry them: opaque text that holds the log's own id, so that a cursor of another log
 *  (a restored back-up, a test system) is recognised and never silently misread, and a check of the event that it stands on, so
 *  that it is recognised too where the same log has gone on in another way. */
import { HubError } from './hub-error.js';

export interface Cursor {
  readonly logId: string;
  readonly position: bigint;
  /** The last twelve digits of the event's id; undefined where no event is, and in cursors of before checks were given. */
  readonly check?: string | undefined;
}

const CHECK_DIGITS = 12;

/** Of an event's id: its random end. The id is at hand wherever an event is, so a check costs nothing to make.
 *  @param id a UUID, or its end */
export function checkOf(id: string): string {
  return id.slice(-CHECK_DIGITS);
}

export function formatCursor({ logId, position, check }: Cursor): string {
  const text = check === undefined ? `${logId}:${position}` : `${logId}:${position}:${check}`;
  return Buffer.from(text, 'latin1').toString('base64url');
}

/** @throws HubError BAD_USER_INPUT when the text is no cursor at all. */
export function parseCursor(text: string): Cursor {
  const [, logId, digits, check] =
    /^([\w-]{1,36}):(\d{1,19})(?::([\da-f]{12}))?$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ??
    [];
  const cursor = { logId: logId ?? '', position: BigInt(digits ?? 0), check };
  if (logId === undefined || formatCursor(cursor) !== text)
    throw new HubError('BAD_USER_INPUT', 'Not a cursor: pass one exactly as the hub gave it.');
  return cursor;
}
