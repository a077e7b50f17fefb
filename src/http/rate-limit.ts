/** Keeps one client from taking the hub from all others. The defaults are above what an honest client sends, and an adapter at full
 *  speed fits them several times. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller, Role } from '../access/index.js';
import { HubError } from '../values/index.js';

export interface RateLimitOptions {
  /** Operations a client may send in a window, where its roles say nothing else; default 2 000. */
  readonly operationsMax: number;
  /** The same by role; who has several has the most of them. */
  readonly byRole?: Partial<Readonly<Record<Role, number>>>;
  /** Requests without a token that an address may send in a window; default a twenty-fifth of `operationsMax`. */
  readonly anonymousMax?: number;
  /** Seconds; default 10. */
  readonly windowSeconds: number;
}

/** An adapter that claims and reports a thousand payments one by one in a second needs a tenth of what it has. */
export const RATE_LIMIT: RateLimitOptions = {
  operationsMax: 2_000,
  byRole: { adapter: 20_000, monitor: 5_000 },
  anonymousMax: 200,
  windowSeconds: 10,
};

const ANONYMOUS_SHARE = 25;
/** An operation counts once, and once more for so many values of its estimate. */
const VALUES_OF_ONE = 1_000;

export interface RateLimit {
  /** One operation. @throws HubError RATE_LIMITED (retryable) with `retryAfterSeconds` */
  admitClient(caller: Caller): Promise<void>;
  /** What the operation costs beyond that. Undefined where it costs nothing more, or nobody is signed in.
   *  @throws HubError as `admitClient` */
  admitCost(caller: Caller | undefined, cost: number | undefined): Promise<void> | undefined;
  /** @throws HubError RATE_LIMITED (retryable) with `retryAfterSeconds` */
  admitAddress(address: string): Promise<void>;
}

/** One client as one person: an application's client is that of all who use it. */
export function clientKey({ clientId, subject }: Caller): string {
  return `${clientId} ${subject}`;
}

export function createRateLimit(options: RateLimitOptions = RATE_LIMIT): RateLimit {
  const { operationsMax, byRole = {}, windowSeconds } = options;
  const { anonymousMax = Math.max(1, Math.floor(operationsMax / ANONYMOUS_SHARE)) } = options;
  const duration = windowSeconds;
  const anonymous = new RateLimiterMemory({ points: anonymousMax, duration });
  const limiters = new Map<number, RateLimiterMemory>();

  function limiterOf({ roles }: Caller): RateLimiterMemory {
    const points = Math.max(...roles.map((role) => byRole[role] ?? operationsMax));
    const known = limiters.get(points);
    if (known !== undefined) return known;
    const made = new RateLimiterMemory({ points, duration });
    limiters.set(points, made);
    return made;
  }

  return {
    admitClient: (caller) => admit(limiterOf(caller), clientKey(caller), 1),
    admitCost(caller, cost = 0) {
      const points = Math.floor(cost / VALUES_OF_ONE);
      if (caller === undefined || points === 0) return undefined;
      const limiter = limiterOf(caller);
      // What one operation may cost at all fits an empty window, however small.
      return admit(limiter, clientKey(caller), Math.min(points, limiter.points - 1));
    },
    admitAddress: (address) => admit(anonymous, address, 1),
  };
}

async function admit(limiter: RateLimiterMemory, key: string, points: number): Promise<void> {
  try {
    await limiter.consume(key, points);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
    throw new HubError('RATE_LIMITED', `Too many requests. Come back in ${retryAfterSeconds} s.`, {
      retryable: true,
      extensions: { retryAfterSeconds },
    });
  }
}
