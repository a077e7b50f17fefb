/** What each error code is in HTTP and as a WebSocket close code. */
import type { ErrorCode } from '../values/index.js';

/** The status of a request that as a whole was refused with this code. */
export const HTTP_STATUS: Readonly<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_USER_INPUT: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  GRAPHQL_PARSE_FAILED: 400,
  QUERY_TOO_COSTLY: 400,
  RATE_LIMITED: 429,
  BAD_REQUEST: 400,
  PAYLOAD_TOO_LARGE: 413,
  SOURCE_UNAVAILABLE: 503,
  CURSOR_EXPIRED: 400,
  LAGGED: 400,
  INTERNAL: 500,
};

/** Close codes of a socket. Clients of graphql-ws give up on 4400 and 4401, and connect again after the others. */
export const CLOSE_CODE = {
  GOING_AWAY: 1001,
  INTERNAL: 1011,
  SERVICE_RESTART: 1012,
  TRY_AGAIN_LATER: 1013,
  BAD_REQUEST: 4400,
  UNAUTHENTICATED: 4401,
  /** Also for a token that ends while connected: a client that gets a new one may come straight back. */
  FORBIDDEN: 4403,
  SUBPROTOCOL_NOT_ACCEPTABLE: 4406,
  INITIALISATION_TIMEOUT: 4408,
  SUBSCRIBER_ALREADY_EXISTS: 4409,
  TOO_MANY_INITIALISATIONS: 4429,
} as const;

/** The close code for a connection that is refused with this error code. */
export function closeCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'UNAUTHENTICATED':
      return CLOSE_CODE.UNAUTHENTICATED;
    case 'FORBIDDEN':
      return CLOSE_CODE.FORBIDDEN;
    case 'BAD_USER_INPUT':
      return CLOSE_CODE.BAD_REQUEST;
    case 'SOURCE_UNAVAILABLE':
    case 'RATE_LIMITED':
      return CLOSE_CODE.TRY_AGAIN_LATER;
    default:
      return CLOSE_CODE.INTERNAL;
  }
}

/** The longest reason that fits a close frame (RFC 6455 §5.5), in bytes. */
const REASON_BYTES_MAX = 123;

/** The reason, cut to what fits. */
export function closeReason(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > REASON_BYTES_MAX) text = text.slice(0, -1);
  return text;
}
