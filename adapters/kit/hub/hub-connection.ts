/** How an adapter reaches the hub: the public API, over HTTP from anywhere or as function calls in the hub's own process. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { WorkKind } from '../generated/hub-client.js';

export interface HubConnection {
  /** @throws HubFailure, and nothing else */
  execute<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>;
  /** A kind each time that work of it waits. May end or throw at any time: the worker polls besides, and asks again. */
  wakes?(signal: AbortSignal): AsyncIterable<WorkKind>;
  close(): Promise<void>;
}

/** The hub did not do what it was asked: it cannot be reached (`UNREACHABLE`), or it answered with a code of its own. */
export class HubFailure extends Error {
  override readonly name = 'HubFailure';

  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** False when the hub never came to look at what was asked: it says nothing about that. */
  get isAboutRequest(): boolean {
    return !['UNREACHABLE', 'UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED'].includes(this.code);
  }

  /** False when the same request can only fail again, because of what it says. */
  get isWorthRepeating(): boolean {
    return ![
      'BAD_USER_INPUT',
      'PAYLOAD_TOO_LARGE',
      'GRAPHQL_VALIDATION_FAILED',
      'GRAPHQL_PARSE_FAILED',
    ].includes(this.code);
  }
}

/** The part of a GraphQL answer that both forms of connection read. */
export interface HubAnswer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** The data of an answer without errors. @throws HubFailure with the code of the first error */
export function dataOf<Data>(answer: HubAnswer): Data {
  const error = answer.errors?.[0];
  if (error) {
    const code = error.extensions?.['code'];
    throw new HubFailure(typeof code === 'string' ? code : 'INTERNAL', error.message);
  }
  if (answer.data === undefined || answer.data === null)
    throw new HubFailure('INTERNAL', 'the hub sent no data');
  return answer.data as Data;
}
