/** The one place where errors leave the hub. Whatever was thrown, a client gets one of the closed list of codes, no value that
 *  it sent, and for a fault of ours a trace id and nothing else. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ERROR_CODES, extensionsOfCode, HubError, type ErrorCode } from '../values/index.js';
import { valueFreeMessage, valueFreeSyntaxMessage } from './value-free-message.js';

/** What libraries call things, in our words. */
const CODES_OF_LIBRARIES: Readonly<Record<string, ErrorCode>> = {
  OPERATION_RESOLUTION_FAILURE: 'BAD_REQUEST',
  PERSISTED_QUERY_NOT_FOUND: 'BAD_REQUEST',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_REQUEST',
  INTERNAL_SERVER_ERROR: 'INTERNAL',
  INTROSPECTION_DISABLED: 'GRAPHQL_VALIDATION_FAILED',
  MAX_RECURSIVE_SELECTIONS_EXCEEDED: 'QUERY_TOO_COSTLY',
};

/** The form in which an error is sent.
 *  @param traceId what an INTERNAL error is found in the logs by
 *  @param onFault is told of every error that leaves as INTERNAL, so that it can be logged */
export function formatError(
  error: unknown,
  traceId: string,
  onFault?: (fault: unknown) => void,
): GraphQLFormattedError {
  const graphqlError = error instanceof GraphQLError ? error : undefined;
  const { code, message, extensions } = meaningOf(error);
  if (code === 'INTERNAL') onFault?.(innermost(error));
  return {
    message,
    ...(graphqlError?.locations === undefined ? {} : { locations: graphqlError.locations }),
    ...(graphqlError?.path === undefined ? {} : { path: graphqlError.path }),
    extensions: code === 'INTERNAL' ? { code, traceId } : { ...extensions, ...extensionsOfCode(code) },
  };
}

/** The code that an error leaves under. */
export function codeOfError(error: unknown): ErrorCode {
  return meaningOf(error).code;
}

interface Meaning {
  readonly code: ErrorCode;
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

const FAULT: Meaning = { code: 'INTERNAL', message: 'The hub failed. Report the trace id.' };

function meaningOf(error: unknown): Meaning {
  const hubError = findHubError(error);
  if (hubError !== undefined) return ofHubError(hubError, error);
  if (!(error instanceof GraphQLError)) return FAULT;
  const code = codeOf(error);
  if (code === 'INTERNAL') return FAULT;
  if (code === 'GRAPHQL_PARSE_FAILED') return ofSyntaxError(error);
  const valueFree = valueFreeMessage(error);
  return {
    code: valueFree !== undefined && code === 'GRAPHQL_VALIDATION_FAILED' ? 'BAD_USER_INPUT' : code,
    message: valueFree ?? error.message,
  };
}

/** A scalar that refuses a value throws a HubError inside the library's error: its words are safe, and the library's name
 *  for the place is kept in front of them. */
function ofHubError(hubError: HubError, error: unknown): Meaning {
  if (hubError.code === 'INTERNAL') return FAULT;
  const place = error instanceof GraphQLError ? valueFreeMessage(error) : undefined;
  return {
    code: hubError.code,
    message:
      place === undefined
        ? hubError.message
        : `${place.replace(/(, expected .*)?\.$/, '')}: ${hubError.message}`,
    extensions: { ...hubError.extensions, ...(hubError.retryable ? { retryable: true } : {}) },
  };
}

function ofSyntaxError(error: GraphQLError): Meaning {
  if (/contains more (?:than|that) \d+ tokens/.test(error.message)) {
    return { code: 'QUERY_TOO_COSTLY', message: 'The document is too long.' };
  }
  return { code: 'GRAPHQL_PARSE_FAILED', message: valueFreeSyntaxMessage(error.message) };
}

function codeOf(error: GraphQLError): ErrorCode {
  const said = error.extensions.code;
  if (typeof said === 'string') {
    if (said in ERROR_CODES) return said as ErrorCode;
    return CODES_OF_LIBRARIES[said] ?? 'INTERNAL';
  }
  // graphql-js gives no codes: an error about an argument or a variable is the caller's, any other is ours.
  if (/^(Variable "\$|Argument ")/.test(error.message)) return 'BAD_USER_INPUT';
  if (error.message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  return 'INTERNAL';
}

function findHubError(error: unknown): HubError | undefined {
  let inner = error;
  for (let depth = 0; depth < 5 && inner !== undefined; depth += 1) {
    if (inner instanceof HubError) return inner;
    inner = inner instanceof GraphQLError ? inner.originalError : undefined;
  }
  return undefined;
}

function innermost(error: unknown): unknown {
  let inner = error;
  while (inner instanceof GraphQLError && inner.originalError !== undefined) inner = inner.originalError;
  return inner;
}
