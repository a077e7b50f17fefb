/** Turns the failure of a subgraph into one documented error for the fields that it owns. Errors that carry a code are the
 *  subgraph's own word and pass untouched. Nothing here runs for a value that is at hand. */
import { GraphQLError } from 'graphql';
import type { FieldFacts } from './execution.js';

export interface SourceGuardOptions {
  /** How long a subgraph may take for one field or entity, in milliseconds. Default 2 000. Mutations are not timed. */
  readonly timeoutMs?: number;
  /** Told of the original error, which the client never sees. */
  readonly onFailure?: (error: unknown, at: { subgraph: string; coordinate: string }) => void;
  /** Told of an error that carries a code and so reaches the client as it is. */
  readonly onCoded?: (error: unknown, at: { subgraph: string; coordinate: string }) => void;
}

interface Watch {
  readonly deadline: number;
  readonly expire: () => void;
}

export class SourceGuard {
  private readonly timeoutMs: number;
  /** What is still awaited, in the order of the deadlines, which is that of the beginnings: one timer serves them all. */
  private readonly watches = new Set<Watch>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: SourceGuardOptions) {
    this.timeoutMs = options.timeoutMs ?? 2_000;
  }

  translate(error: unknown, field: FieldFacts): unknown {
    const coordinate = `${field.parentType.name}.${field.fieldName}`;
    const at = { subgraph: field.subgraph, coordinate };
    if (isGraphQLError(error) || hasOwnCode(error)) {
      this.options.onCoded?.(error, at);
      return error;
    }
    this.options.onFailure?.(error, at);
    return new GraphQLError(`The source of ${coordinate} is unavailable.`, {
      originalError: error instanceof Error ? error : undefined,
      extensions: { code: 'SOURCE_UNAVAILABLE' },
    });
  }

  /** Tells once: the promise's outcome, or a time-out. */
  watch<T>(promise: Promise<T>, known: (value: T) => void, failed: (error: unknown) => void): void {
    const watch: Watch = {
      deadline: performance.now() + this.timeoutMs,
      expire: () => {
        failed(new SourceTimeout(this.timeoutMs));
      },
    };
    this.watches.add(watch);
    this.timer ??= this.startTimer(this.timeoutMs);
    promise.then(
      (value) => {
        if (this.watches.delete(watch)) known(value);
      },
      (error: unknown) => {
        if (this.watches.delete(watch)) failed(error);
      },
    );
  }

  private startTimer(delayMs: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.sweep();
    }, delayMs);
    // What waits for a source is the request, not this timer.
    timer.unref();
    return timer;
  }

  private sweep(): void {
    const now = performance.now();
    this.timer = undefined;
    for (const watch of this.watches) {
      if (watch.deadline > now) {
        this.timer ??= this.startTimer(Math.max(1, watch.deadline - now));
        return;
      }
      this.watches.delete(watch);
      watch.expire();
    }
  }
}

/** The subgraph gave no answer in time. */
export class SourceTimeout extends Error {
  constructor(timeoutMs: number) {
    super(`No answer within ${timeoutMs} ms.`);
    this.name = 'SourceTimeout';
  }
}

/** Also one of another copy of graphql-js. */
function isGraphQLError(error: unknown): boolean {
  return error instanceof Error && error.name === 'GraphQLError';
}

/** An error that names its code, as GraphQL errors do or as an operating error of the hub does. */
function hasOwnCode(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('extensions' in error)) return false;
  const { extensions } = error;
  return typeof extensions === 'object' && extensions !== null && 'code' in extensions;
}
