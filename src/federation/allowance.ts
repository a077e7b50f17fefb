/** How much one operation may still produce. What goes beyond it is not made: the operation ends there with one error, whatever it
 *  waits for. It also ends when its client has left. */
import { GraphQLError } from 'graphql';
import { extensionsOfCode } from '../values/index.js';

export interface AllowanceOptions {
  /** Values in the answer at most: fields of objects and elements of lists. Default: without limit. */
  readonly valuesMax?: number | undefined;
  /** Ends the operation. */
  readonly signal?: AbortSignal | undefined;
}

export class Allowance {
  private left: number;
  /** Set once the operation has ended before its end: nothing more is resolved or completed. */
  stopped: GraphQLError | undefined;
  /** Called when that happens. */
  onStop: (() => void) | undefined;

  constructor(private readonly options: AllowanceOptions) {
    this.left = options.valuesMax ?? Infinity;
    options.signal?.addEventListener('abort', this.leave, { once: true });
  }

  /** False: it is more than may be made. */
  spend(values: number): boolean {
    if (this.stopped !== undefined) return false;
    this.left -= values;
    if (this.left >= 0) return true;
    const most = (this.options.valuesMax ?? 0).toLocaleString('en-US');
    this.stop(
      `The answer is larger than its document promises: more than ${most} values. Ask for less at once.`,
      'QUERY_TOO_COSTLY',
    );
    return false;
  }

  private readonly leave = (): void => {
    this.stop('The client has left.', 'BAD_REQUEST');
  };

  private stop(message: string, code: 'QUERY_TOO_COSTLY' | 'BAD_REQUEST'): void {
    if (this.stopped !== undefined) return;
    this.stopped = new GraphQLError(message, { extensions: extensionsOfCode(code) });
    this.onStop?.();
  }
}
