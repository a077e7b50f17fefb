/** Looking people up by what names them: a personal id, part of a name. Whoever guesses often enough would learn what their rows do not
 *  show, so a look-up needs a request whose purpose shows personal data, is logged with whom it found, and may miss a few times only. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HubError } from '../values/index.js';
import { accessEntryOf, type AccessLog } from './access-log.js';
import type { Caller } from './caller.js';
import { requireShownData } from './scope.js';

declare const ADMITTED: unique symbol;

/** Says that a look-up was admitted: stores that look people up take nothing without it. */
export interface LookUpPermit {
  readonly [ADMITTED]: true;
}

export interface LookedUp<T> {
  readonly answer: T;
  /** Citizens who were found. */
  readonly personIds: readonly string[];
  /** How many of those asked for there are not, or not within the caller's scope. */
  readonly misses: number;
}

export interface LookUps {
  /** Admits a look-up, runs it, logs whom it found and counts what it did not.
   *  @param field names the look-up in the log
   *  @throws HubError FORBIDDEN without a purpose that shows personal data; RATE_LIMITED (retryable, with `retryAfterSeconds`) where the
   *    budget of misses is spent, also by this very look-up: then nothing of it is answered, and who was found is not told either */
  run<T>(
    who: { readonly caller: Caller; readonly requestId: string },
    field: string,
    look: (permit: LookUpPermit) => Promise<LookedUp<T>>,
  ): Promise<T>;
}

/** Misses of one client and subject within the window. */
export interface SpentMisses {
  readonly clientId: string;
  readonly subject: string;
  readonly misses: number;
  /** Of the first of them. */
  readonly since: Date;
}

export interface LookUpOptions {
  readonly accessLog: Pick<AccessLog, 'assertRoom' | 'record'>;
  readonly clock: () => Date;
  /** Misses of one client and subject in an hour. Default 60: what an officer mistypes, and a hundred years for ten digits. */
  readonly missesMax?: number;
  /** What the log knows of the last hour: a restart refills nobody's budget. */
  readonly spent?: readonly SpentMisses[];
}

export const LOOK_UP_MISSES_MAX = 60;
/** Seconds from the first miss on. */
export const LOOK_UP_WINDOW_SECONDS = 3_600;

const PERMIT = {} as LookUpPermit;

export function createLookUps(options: LookUpOptions): LookUps {
  const { accessLog, clock, missesMax = LOOK_UP_MISSES_MAX, spent = [] } = options;
  const budget = new RateLimiterMemory({ points: missesMax, duration: LOOK_UP_WINDOW_SECONDS });
  for (const { misses, since, ...who } of spent) {
    const seconds = LOOK_UP_WINDOW_SECONDS - (clock().getTime() - since.getTime()) / 1_000;
    if (seconds >= 1) void budget.set(keyOf(who), misses, Math.floor(seconds));
  }

  /** Every look-up is a miss until it has found: a hundred at once cannot miss together what one after the other could not. */
  async function take(key: string): Promise<void> {
    try {
      await budget.consume(key, 1);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      await budget.reward(key, 1);
      throw spentError(refused);
    }
  }

  async function settle(key: string, misses: number): Promise<void> {
    const now = misses === 0 ? await budget.reward(key, 1) : await budget.penalty(key, misses - 1);
    if (misses > 0 && now.consumedPoints > missesMax) throw spentError(now);
  }

  return {
    async run({ caller, requestId }, field, look) {
      requireShownData(caller, field);
      accessLog.assertRoom();
      const key = keyOf(caller);
      await take(key);
      const { answer, personIds, misses } = await look(PERMIT).catch(async (error: unknown) => {
        await budget.reward(key, 1);
        throw error;
      });
      const about = { at: clock(), operation: field, rootFields: [field], traceId: requestId, outcome: 'OK' };
      accessLog.record({ ...accessEntryOf(caller, about), personIds, misses });
      await settle(key, misses);
      return answer;
    },
  };
}

function keyOf({ clientId, subject }: Pick<Caller, 'clientId' | 'subject'>): string {
  return `${clientId}\n${subject}`;
}

function spentError({ msBeforeNext }: RateLimiterRes): HubError {
  const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
  return new HubError('RATE_LIMITED', 'Too many look-ups that found nobody. Come back later.', {
    retryable: true,
    extensions: { retryAfterSeconds },
  });
}
