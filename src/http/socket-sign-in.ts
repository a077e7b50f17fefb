/** Signs a WebSocket connection in by its `connectionParams`, and ends it with its token. */
import type { Logger } from 'pino';
import { HubError } from '../values/index.js';
import type { Authenticate } from './authenticate.js';
import { CLOSE_CODE, closeCodeOf } from './error-status.js';
import type { RateLimit } from './rate-limit.js';
import { closeSocket, type SocketConnection } from './socket-connection.js';

export interface SignInDeps {
  readonly authenticate: Authenticate;
  readonly rateLimit: RateLimit;
  readonly logger: Logger;
}

const INTERNAL = { code: 'INTERNAL', message: 'The hub failed.' } as const;

/** Signs the connection in, or says with which close code it is refused. */
export async function signIn(
  connection: SocketConnection,
  parameters: Readonly<Record<string, unknown>> | undefined,
  { authenticate, rateLimit, logger }: SignInDeps,
): Promise<boolean> {
  try {
    const signedIn = await authenticate({
      authorization: textOf(parameters?.authorization ?? parameters?.Authorization),
      purpose: textOf(parameters?.purposeOfUse),
    });
    if (signedIn === undefined) {
      throw new HubError('UNAUTHENTICATED', 'Send connectionParams.authorization: Bearer <token>.');
    }
    connection.signedIn = signedIn;
    endWithToken(connection, signedIn.expiresAt);
    return true;
  } catch (error) {
    const refused = await rateLimit.admitAddress(connection.address).then(
      () => error,
      (limited: unknown) => limited,
    );
    const { code, message } = refused instanceof HubError ? refused : INTERNAL;
    if (code === 'INTERNAL') logger.error({ err: refused, connection: connection.id }, 'a sign-in failed');
    closeSocket(connection.socket, closeCodeOf(code), `${code}: ${message}`);
    return false;
  }
}

/** Timers hold no more than this. */
const TIMER_MAX_MS = 2_147_483_647;

function endWithToken(connection: SocketConnection, expiresAt: number): void {
  const remainingMs = Math.min(Math.max(0, expiresAt - Date.now()), TIMER_MAX_MS);
  connection.expiry = setTimeout(() => {
    closeSocket(connection.socket, CLOSE_CODE.FORBIDDEN, 'UNAUTHENTICATED: The token has expired.');
  }, remainingMs);
  connection.expiry.unref();
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
