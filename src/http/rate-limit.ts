/** Keeps one client from taking the hub from all others. The default is far above what an honest client sends. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HubError } from '../values/index.js';

export interface RateLimitOptions {
  /** Operations a client may send in a window; default 50 000. */
  readonly operationsMax: number;
  /** Seconds; default 10. */
  readonly windowSeconds: number;
}

export const RATE_LIMIT: RateLimitOptions = { operationsMax: 50_000, windowSeconds: 10 };

/** Whoever is not signed in has a twenty-fifth of a client's operations, counted by address. */
const ANONYMOUS_WEIGHT = 25;

export interface RateLimit {
  /** @throws HubError RATE_LIMITED (retryable) with `retryAfterSeconds` */
  admitClient(clientId: string): Promise<void>;
  /** @throws HubError RATE_LIMITED (retryable) with `retryAfterSeconds` */
  admitAddress(address: string): Promise<void>;
}

export function createRateLimit({ operationsMax, windowSeconds }: RateLimitOptions = RATE_LIMIT): RateLimit {
  const limiter = new RateLimiterMemory({ points: operationsMax, duration: windowSeconds });

  async function admit(key: string, weight: number): Promise<void> {
    try {
      await limiter.consume(key, weight);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
      throw new HubError('RATE_LIMITED', `Too many requests. Come back in ${retryAfterSeconds} s.`, {
        retryable: true,
        extensions: { retryAfterSeconds },
      });
    }
  }

  return {
    admitClient: (clientId) => admit(`client ${clientId}`, 1),
    admitAddress: (address) => admit(`address ${address}`, ANONYMOUS_WEIGHT),
  };
}
