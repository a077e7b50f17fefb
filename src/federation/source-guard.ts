/** Turns the failure of a subgraph into one documented error for the fields that it owns. Errors that carry a code are the
 *  subgraph's own word and pass untouched. Nothing here runs for a value that is at hand.
 *
 *  What a mutation has done is done, so its answer must arrive: its own resolver is not timed, and what must not be null on the
 *  way from its result down is waited for with patience, and read again where reading failed. */
import { setTimeout as delay } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import { extensionsOfCode } from '../values/index.js';
import { Deadlines } from './deadlines.js';
import type { FieldFacts } from './execution.js';

export interface SourceGuardOptions {
  /** How long a subgraph may take for one field or entity, in milliseconds. Default 2 000. Mutations are not timed. */
  readonly timeoutMs?: number;
  /** The same for a field without which the answer of a mutation would be lost. Default 60 000. */
  readonly patientTimeoutMs?: number;
  /** How long to wait before such a field is read again, after each failure; then it has failed. */
  readonly readAgainAfterMs?: readonly number[];
  /** Told of the original error, which the client never sees. */
  readonly onFailure?: (error: unknown, at: { subgraph: string; coordinate: string }) => void;
  /** Told of an error that carries a code and so reaches the client as it is. */
  readonly onCoded?: (error: unknown, at: { subgraph: string; coordinate: string }) => void;
}

const READ_AGAIN_AFTER_MS: readonly number[] = [20, 100, 500, 2_000];

export class SourceGuard {
  /** For what costs its own place when it does not come. */
  readonly usual: Deadlines;
  /** For what would cost the answer of a mutation. */
  readonly patient: Deadlines;

  constructor(private readonly options: SourceGuardOptions) {
    this.usual = new Deadlines(options.timeoutMs ?? 2_000);
    this.patient = new Deadlines(options.patientTimeoutMs ?? 60_000);
  }

  /** @param mutation the field whose result it is a part of, where the operation is one
   *  @param reported what was reported of this operation: the same failure of a thousand rows is one for whoever reads a log */
  translate(
    error: unknown,
    field: FieldFacts,
    mutation: string | undefined,
    reported = new Set<string>(),
  ): unknown {
    const coordinate = `${field.parentType.name}.${field.fieldName}`;
    const at = { subgraph: field.subgraph, coordinate };
    const kind = `${field.subgraph} ${coordinate} ${error instanceof Error ? error.name : ''}`;
    const isNew = !reported.has(kind);
    reported.add(kind);
    if (isOwnWord(error)) {
      if (isNew) this.options.onCoded?.(error, at);
      return error;
    }
    if (isNew) this.options.onFailure?.(error, at);
    const done = mutation === undefined ? '' : ` What ${mutation} did is done: read it anew.`;
    return new GraphQLError(`The source of ${coordinate} is unavailable.${done}`, {
      originalError: error instanceof Error ? error : undefined,
      extensions: extensionsOfCode('SOURCE_UNAVAILABLE'),
    });
  }

  /** What was read, or is read again: a connection breaks, a pool is full for a moment. A source's own word stands. */
  async readAgain(first: PromiseLike<unknown>, read: () => unknown): Promise<unknown> {
    let reading: unknown = first;
    for (const afterMs of this.options.readAgainAfterMs ?? READ_AGAIN_AFTER_MS) {
      try {
        return await reading;
      } catch (error) {
        if (isOwnWord(error)) throw error;
      }
      await delay(afterMs);
      reading = read();
    }
    return reading;
  }
}

/** Also a GraphQL error of another copy of graphql-js. */
function isOwnWord(error: unknown): boolean {
  return (error instanceof Error && error.name === 'GraphQLError') || hasOwnCode(error);
}

/** An error that names its code, as GraphQL errors do or as an operating error of the hub does. */
function hasOwnCode(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('extensions' in error)) return false;
  const { extensions } = error;
  return typeof extensions === 'object' && extensions !== null && 'code' in extensions;
}
