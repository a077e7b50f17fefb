/** Work that nobody hands out: looked for again and again, such as the day's statement. Safe to repeat by its own nature, so that
 *  it needs no lease. */
import type { Log } from '../log.js';
import { BackOff, Bell } from './back-off.js';

export interface Round {
  /** For the log: `statement`. */
  readonly name: string;
  /** Pause between the end of one turn and the next. */
  readonly everyMs: number;
  /** One turn. Rejects when it must be tried again soon; ends early, its work left for the next turn, when aborted. */
  readonly turn: (stopping: AbortSignal) => Promise<void>;
}

export interface RunningRounds {
  /** Begins no further turn and waits for the one under way, at most `forMs`. */
  stop(forMs: number): Promise<void>;
}

const troublePauseMsMax = 60_000;
/** After so many in a row somebody should look. */
const failuresTold = 10;

/** @param isOpen turns are passed over while the institution is closed */
export function runRounds(
  rounds: readonly Round[],
  { isOpen, log }: { readonly isOpen: () => boolean; readonly log: Log },
): RunningRounds {
  const stopping = new AbortController();
  const bells: Bell[] = [];
  const running = Promise.all(rounds.map(repeat));

  async function repeat({ name, everyMs, turn }: Round): Promise<void> {
    const bell = new Bell();
    bells.push(bell);
    const trouble = new BackOff(Math.min(everyMs, troublePauseMsMax));
    let failures = 0;
    while (!stopping.signal.aborted) {
      let pauseMs = everyMs;
      try {
        if (isOpen()) await turn(stopping.signal);
        trouble.succeed();
        failures = 0;
      } catch (error) {
        pauseMs = trouble.fail();
        failures += 1;
        log.warn({ round: name, code: codeOf(error) }, 'a round failed and is tried again');
        if (failures === failuresTold)
          log.error({ round: name, code: codeOf(error), failures }, 'a round fails again and again');
      }
      await bell.wait(pauseMs);
    }
  }

  return {
    stop: async (forMs) => {
      stopping.abort();
      for (const bell of bells) bell.ring();
      const limit = new Bell();
      await Promise.race([running, limit.wait(forMs)]);
      limit.ring();
    },
  };
}

/** A foreign error's message may repeat what it was given; its name and code do not. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
