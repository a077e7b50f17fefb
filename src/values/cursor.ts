/** Positions in one event log, as clients carry them: opaque text that holds the log's own id, so that a cursor of
 *  another log (a restored back-up, a test system) is recognised and never silently misread. */
import { HubError } from './hub-error.js';

export interface Cursor {
  readonly logId: string;
  readonly position: bigint;
}

export function formatCursor({ logId, position }: Cursor): string {
  return Buffer.from(`${logId}:${position}`, 'latin1').toString('base64url');
}

/** @throws HubError BAD_USER_INPUT when the text is no cursor at all. */
export function parseCursor(text: string): Cursor {
  const [, logId, position] =
    /^([\w-]{1,36}):(\d{1,19})$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  if (
    logId === undefined ||
    position === undefined ||
    formatCursor({ logId, position: BigInt(position) }) !== text
  ) {
    throw new HubError('BAD_USER_INPUT', 'Not a cursor: pass one exactly as the hub gave it.');
  }
  return { logId, position: BigInt(position) };
}
