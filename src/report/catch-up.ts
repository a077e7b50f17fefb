/** Brings the figures up to what a question must reflect, once for all questions that wait at the same time. */
import { HubError } from '../values/index.js';
import { followUpTo } from './follow-log.js';
import { readPosition } from './projection-store.js';
import type { ReportDeps } from './report-deps.js';

export interface CatchUp {
  /** Everything that was committed before the call has its position and is in the figures. Returns the log's end.
   *  @throws HubError SOURCE_UNAVAILABLE (retryable) when that takes too long */
  toEnd(): Promise<bigint>;
  /** The figures have passed the position. @throws HubError SOURCE_UNAVAILABLE (retryable) */
  to(position: bigint): Promise<void>;
}

export function createCatchUp(deps: ReportDeps): CatchUp {
  /** Waiting questions take one connection together, not one each. */
  let running: Promise<boolean> | undefined;

  async function reach(position: bigint, signal: AbortSignal): Promise<void> {
    while ((await readPosition(deps.db)) < position && !signal.aborted) {
      running ??= followUpTo(deps, position, signal).finally(() => (running = undefined));
      // The database has gone back since the question was asked.
      if (!(await running)) throw figuresAreLate();
    }
  }

  return {
    toEnd: () =>
      within(deps, async (signal) => {
        await deps.events.flush();
        const end = await deps.events.lastPosition();
        await reach(end, signal);
        return end;
      }),
    to: (position) => within(deps, (signal) => reach(position, signal)),
  };
}

const CATCH_UP_MS_MAX = 1_800;

async function within<Result>(
  { catchUpMsMax = CATCH_UP_MS_MAX }: ReportDeps,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const giveUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      giveUp.abort();
      reject(figuresAreLate());
    }, catchUpMsMax);
  });
  try {
    return await Promise.race([work(giveUp.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

function figuresAreLate(): HubError {
  const message = 'The figures are still being brought up to date: ask again.';
  return new HubError('SOURCE_UNAVAILABLE', message, { retryable: true });
}
