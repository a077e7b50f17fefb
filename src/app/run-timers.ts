/** What must happen although nobody asks: leases that ran out are ended, so that no task waits for an adapter that is gone. */
import type { Logger } from 'pino';

export interface Timers {
  /** Resolves when the round that is under way has ended. */
  stop(): Promise<void>;
}

/** Runs each job again and again, `everyMs` after its last end. A failure is logged and tried again at the next turn. */
export function runTimers(
  jobs: Readonly<Record<string, () => Promise<unknown>>>,
  { everyMs, logger }: { readonly everyMs: number; readonly logger: Logger },
): Timers {
  const stopping = new AbortController();
  const rounds = Object.entries(jobs).map(([job, run]) => repeat(job, run));

  async function repeat(job: string, run: () => Promise<unknown>): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await run();
      } catch (error) {
        logger.error({ err: error, job }, 'a timed job failed and is tried again');
      }
      await pause(everyMs, stopping.signal);
    }
  }

  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(rounds);
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
