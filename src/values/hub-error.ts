/** The one operating error of the hub and the closed list of its codes. A code is what clients act on; no message
 *  holds a personal id, an account number or a name. */

/** Every `extensions.code` that leaves the hub, with what it means to a client. */
export const ERROR_CODES = {
  UNAUTHENTICATED: 'No token, or one that is expired, malformed or of another issuer: get a new one.',
  FORBIDDEN: 'The token is good, but its role, area, institution or purpose does not allow this.',
  BAD_USER_INPUT: 'An argument or variable has a value that the hub cannot take.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL.',
  QUERY_TOO_COSTLY: 'The document is nested too deep or asks for too many nodes: ask for less at once.',
  RATE_LIMITED: 'Too many requests from this client: wait and retry.',
  BAD_REQUEST: 'The HTTP request is not a GraphQL request.',
  PAYLOAD_TOO_LARGE: 'The request body is over the limit: split it.',
  SOURCE_UNAVAILABLE:
    'The source that owns the field failed or took too long: the field is null, the rest is served.',
  CURSOR_EXPIRED:
    'The cursor is of another log or older than the replay window: read the present state, then start anew.',
  LAGGED: 'The subscriber was too slow: subscribe again from `extensions.cursor`.',
  INTERNAL: 'A fault of the hub: report the trace id.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Under these the same request may always succeed later, unchanged, whoever says so. */
const RETRYABLE_CODES: ReadonlySet<ErrorCode> = new Set(['SOURCE_UNAVAILABLE']);

/** What `extensions` say of an error with this code, whatever brought it about. */
export function extensionsOfCode(code: ErrorCode): { readonly code: ErrorCode; readonly retryable?: true } {
  return RETRYABLE_CODES.has(code) ? { code, retryable: true } : { code };
}

export interface HubErrorOptions {
  /** Whether the same request may succeed later, unchanged. Default: whether that goes without saying for the code. */
  readonly retryable?: boolean;
  /** Further `extensions` for the client, such as `cursor`. Never personal data. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An operating error with a stable code; anything else that is thrown is a bug and leaves as INTERNAL. */
export class HubError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** graphql-js copies this onto the GraphQLError that it wraps around. */
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: HubErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'HubError';
    this.code = code;
    this.retryable = options.retryable ?? RETRYABLE_CODES.has(code);
    this.extensions = { ...options.extensions, code };
  }
}

/** A value of a statement that PostgreSQL refuses for what it is: a text with a NUL, a day that no calendar has, a number too large. The
 *  caller's fault wherever it was not seen earlier, and never worth repeating. Its cause is PostgreSQL's own error. */
export class RefusedValue extends HubError {
  constructor(message: string, options: { readonly cause: unknown }) {
    super('BAD_USER_INPUT', message, options);
    this.name = 'RefusedValue';
  }
}
