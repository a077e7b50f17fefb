/** Knows the caller before a body is read: whoever is refused costs no parsing. */
import type { IncomingMessage } from 'node:http';
import type { Authenticate } from './authenticate.js';
import { newOperationState, type OperationState } from './operation-state.js';
import type { RateLimit } from './rate-limit.js';

export interface SignInDeps {
  readonly authenticate: Authenticate;
  readonly rateLimit: RateLimit;
}

/** @throws HubError as `Authenticate` and `RateLimit` do */
export async function signInRequest(
  { authenticate, rateLimit }: SignInDeps,
  request: IncomingMessage,
  requestId: string,
): Promise<OperationState> {
  const { headers, socket } = request;
  const address = socket.remoteAddress ?? '';
  const purpose = headers['purpose-of-use'];
  const signedIn = await authenticate({
    authorization: headers.authorization,
    purpose: typeof purpose === 'string' ? purpose : purpose?.join(', '),
  }).catch(async (error: unknown) => {
    await rateLimit.admitAddress(address);
    throw error;
  });
  await (signedIn === undefined ? rateLimit.admitAddress(address) : rateLimit.admitClient(signedIn.caller));
  return newOperationState(requestId, signedIn?.caller);
}
