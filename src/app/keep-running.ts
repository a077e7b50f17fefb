/** Keeps a process running that the hub cannot do without: one that has died is started again, with growing pauses and so many tries;
 *  then it is given up, and the hub ends. A hub is never alive and useless. */
import { setTimeout as delay } from 'node:timers/promises';

export interface KeptProcess {
  /** As it is called in messages: `the embedded PostgreSQL`. */
  readonly name: string;
  /** Cheap: it is asked several times a second. */
  isRunning(): boolean;
  /** Starts it again where it was. Safe to repeat.
   *  @throws the signal's reason soon after the signal */
  restart(signal: AbortSignal): Promise<void>;
}

/** How patient the hub is. */
export interface KeepingPolicy {
  /** How often in a row something is started. Default 10, which takes a minute and more. */
  readonly attemptsMax?: number;
  /** Before the second try; doubled before each of the next. Default 250. */
  readonly retryDelayMsMin?: number;
}

export interface KeepRunningOptions extends KeepingPolicy {
  /** It died, or did not come back: it is started (again). */
  readonly onTrouble: (name: string, trouble: { readonly attempt: number; readonly error?: unknown }) => void;
  readonly onRestarted: (name: string) => void;
  /** Nobody keeps it any more: the hub must end. */
  readonly onGivenUp: (error: Error) => void;
}

export interface Keeper {
  /** Also in the middle of a restart, whose end is awaited. Safe to repeat. */
  stop(): Promise<void>;
}

const POLL_MS = 200;
const ATTEMPTS_MAX = 10;
const RETRY_DELAY_MS_MIN = 250;
const RETRY_DELAY_MS_MAX = 15_000;
/** What has run for so long gets all its tries anew when it dies. */
const STEADY_MS = 5_000;

export function keepRunning(kept: KeptProcess, options: KeepRunningOptions): Keeper {
  const stopping = new AbortController();
  const keeping = keep(kept, options, stopping.signal).catch((error: unknown) => {
    if (!stopping.signal.aborted) options.onGivenUp(error as Error);
  });
  return {
    stop: async () => {
      stopping.abort(new Error('The hub is stopping.'));
      await keeping;
    },
  };
}

/** @throws Error when it does not stay up; the signal's reason */
async function keep(kept: KeptProcess, options: KeepRunningOptions, signal: AbortSignal): Promise<never> {
  const {
    attemptsMax = ATTEMPTS_MAX,
    retryDelayMsMin = RETRY_DELAY_MS_MIN,
    onTrouble,
    onRestarted,
  } = options;
  const { name } = kept;
  let isUp = true;
  let startedAt = performance.now();
  let error: unknown;
  for (let attempt = 1; ; attempt += 1) {
    while (isUp && kept.isRunning()) await delay(POLL_MS, undefined, { signal });
    if (isUp && performance.now() - startedAt >= STEADY_MS) attempt = 1;
    if (attempt > attemptsMax) throw givenUp(name, attemptsMax, error);
    onTrouble(name, { attempt, error });
    if (attempt > 1) await pause(attempt, retryDelayMsMin, signal);
    try {
      isUp = false;
      await kept.restart(signal);
      [isUp, startedAt, error] = [true, performance.now(), undefined];
      onRestarted(name);
    } catch (failure) {
      signal.throwIfAborted();
      error = failure;
    }
  }
}

function pause(attempt: number, retryDelayMsMin: number, signal: AbortSignal): Promise<void> {
  return delay(Math.min(RETRY_DELAY_MS_MAX, retryDelayMsMin * 2 ** (attempt - 2)), undefined, { signal });
}

function givenUp(name: string, attempts: number, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : 'it dies again right after its start';
  return new Error(`The hub ends: ${name} does not come back (${attempts} tries): ${why}`, { cause });
}
