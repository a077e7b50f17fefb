/** The adapter's own port for files that the bank pushes. The bank gets its 204 only after the hub has the news, and a file
 *  without the bank's signature is nobody's word. */
import {
  isSameSignature,
  listenForCallbacks,
  type CallbackListener,
  type CallbackRequest,
} from '../kit/index.js';
import type { AgribankConfig } from './config.js';
import { isUnreadable, takeFile, type IntakeDeps } from './outbox-reader.js';
import { signatureOf } from './wire.js';

export const pushPath = '/agribank/files';
const clockSkewMsMax = 5 * 60_000;

type Listen = NonNullable<AgribankConfig['listen']>;

/** @throws AdapterError MISCONFIGURED when the address is taken or not this machine's */
export function listenForFiles(listen: Listen, secret: string, deps: IntakeDeps): Promise<CallbackListener> {
  return listenForCallbacks({
    ...listen,
    log: deps.log,
    // As large as a file of the outbox may be.
    bodyBytesMax: 16 * 1024 * 1024,
    hear: (call) => hear(call, secret, deps),
  });
}

async function hear(call: CallbackRequest, secret: string, deps: IntakeDeps): Promise<number> {
  if (call.method !== 'POST' || call.path !== pushPath) return 404;
  if (!isSigned(call, secret, deps.clock())) {
    deps.log.warn({ bytes: call.body.length }, 'a file without the bank’s signature was turned away');
    return 401;
  }
  try {
    await takeFile(call.body, deps);
    return 204;
  } catch (error) {
    if (isUnreadable(error)) return 400;
    throw error;
  }
}

function isSigned({ headers, body }: CallbackRequest, secret: string, now: Date): boolean {
  const timestamp = String(headers['x-timestamp'] ?? '');
  const isFresh = Math.abs(now.getTime() - Date.parse(timestamp)) <= clockSkewMsMax;
  const expected = signatureOf(secret, ['POST', pushPath, timestamp], body);
  return isFresh && isSameSignature(String(headers['x-signature'] ?? ''), expected);
}
