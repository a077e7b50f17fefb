/** Turns the failure of a subgraph into one documented error for the fields that it owns. Errors that carry a code are the
 *  subgraph's own word and pass untouched. Nothing here runs for a value that is at hand. */
import { GraphQLError } from 'graphql';
import type { FieldFacts } from './execution.js';

export interface SourceGuardOptions {
  /** How long a subgraph may take for one field or entity, in milliseconds. Default 2 000. Mutations are not timed. */
  readonly timeoutMs?: number;
  /** Told of the original error, which the client never sees. */
  readonly onFailure?: (error: unknown, at: { subgraph: string; coordinate: string }) => void;
}

export class SourceGuard {
  private readonly timeoutMs: number;

  constructor(private readonly options: SourceGuardOptions) {
    this.timeoutMs = options.timeoutMs ?? 2_000;
  }

  translate(error: unknown, field: FieldFacts): unknown {
    if (error instanceof GraphQLError || hasOwnCode(error)) return error;
    const coordinate = `${field.parentType.name}.${field.fieldName}`;
    this.options.onFailure?.(error, { subgraph: field.subgraph, coordinate });
    return new GraphQLError(`The source of ${coordinate} is unavailable.`, {
      originalError: error instanceof Error ? error : undefined,
      extensions: { code: 'SOURCE_UNAVAILABLE' },
    });
  }

  watch(promise: PromiseLike<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new SourceTimeout(this.timeoutMs)), this.timeoutMs);
      promise.then(
        (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        (error: unknown) => {
          clearTimeout(timer);
          reject(error);
        },
      );
    });
  }
}

/** The subgraph gave no answer in time. */
export class SourceTimeout extends Error {
  constructor(timeoutMs: number) {
    super(`No answer within ${timeoutMs} ms.`);
    this.name = 'SourceTimeout';
  }
}

function hasOwnCode(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('extensions' in error)) return false;
  const { extensions } = error;
  return typeof extensions === 'object' && extensions !== null && 'code' in extensions;
}
