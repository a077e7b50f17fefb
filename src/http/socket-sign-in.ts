/** Signs a WebSocket connection in by its `connectionParams`. */
import type { Logger } from 'pino';
import { HubError } from '../values/index.js';
import type { Authenticate, SignedIn } from './authenticate.js';
import { closeCodeOf } from './error-status.js';
import type { RateLimit } from './rate-limit.js';
import type { SocketSession } from './socket-session.js';

export interface SignInDeps {
  readonly authenticate: Authenticate;
  readonly rateLimit: RateLimit;
  readonly logger: Logger;
}

const INTERNAL = { code: 'INTERNAL', message: 'The hub failed.' } as const;

/** Whoever the parameters name; undefined for one that was refused, whose connection is closed with the code that says why. */
export async function signIn(
  session: SocketSession,
  parameters: Readonly<Record<string, unknown>> | undefined,
  { authenticate, rateLimit, logger }: SignInDeps,
): Promise<SignedIn | undefined> {
  try {
    const signedIn = await authenticate({
      authorization: textOf(parameters?.['authorization'] ?? parameters?.['Authorization']),
      purpose: textOf(parameters?.['purposeOfUse']),
    });
    if (signedIn !== undefined) return signedIn;
    throw new HubError('UNAUTHENTICATED', 'Send connectionParams.authorization: Bearer <token>.');
  } catch (error) {
    const refused = await rateLimit.admitAddress(session.address).then(
      () => error,
      (limited: unknown) => limited,
    );
    const { code, message } = refused instanceof HubError ? refused : INTERNAL;
    if (code === 'INTERNAL') logger.error({ err: refused }, 'a sign-in failed');
    session.close(closeCodeOf(code), `${code}: ${message}`);
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
