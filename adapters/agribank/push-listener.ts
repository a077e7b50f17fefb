/** The adapter's own port for files that the bank pushes. The bank gets its 204 only after the hub has the news, and a file
 *  without the bank's signature is nobody's word. */
import {
  isSameSignature,
  listenForCallbacks,
  type CallbackListener,
  type CallbackRequest,
  type FileSignatures,
  type SignatureFault,
} from '../kit/index.js';
import type { AgribankConfig } from './config.js';
import { isUnreadable, takeFile, type IntakeDeps } from './outbox-reader.js';
import { signatureOf } from './wire.js';

export const pushPath = '/agribank/files';
const clockSkewMsMax = 5 * 60_000;

type Listen = NonNullable<AgribankConfig['listen']>;
/** What proves that a file is the bank's. */
interface Proof {
  readonly secret: string;
  readonly signatures: FileSignatures | undefined;
}

/** @throws AdapterError MISCONFIGURED when the address is taken or not this machine's */
export function listenForFiles(listen: Listen, proof: Proof, deps: IntakeDeps): Promise<CallbackListener> {
  return listenForCallbacks({
    ...listen,
    log: deps.log,
    // As large as a file of the outbox may be.
    bodyBytesMax: 16 * 1024 * 1024,
    hear: (call) => hear(call, proof, deps),
  });
}

async function hear(call: CallbackRequest, proof: Proof, deps: IntakeDeps): Promise<number> {
  if (call.method !== 'POST' || call.path !== pushPath) return 404;
  const isCallers = isSigned(call, proof.secret, deps.clock());
  const fault = isCallers ? await faultOf(call, proof.signatures) : 'UNKNOWN_CALLER';
  if (fault !== undefined) {
    deps.log.warn({ bytes: call.body.length, fault }, 'a file without the bank’s signature was turned away');
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

/** Where the partnership signs files, a pushed one is signed like any other. */
async function faultOf(
  { headers, body }: CallbackRequest,
  signatures: FileSignatures | undefined,
): Promise<SignatureFault | undefined> {
  const [name, signature] = [headers['x-file-name'], headers['x-file-signature']];
  return signatures?.findFault({
    name: typeof name === 'string' ? name : '',
    content: body,
    companion: typeof signature === 'string' ? Buffer.from(signature, 'base64') : undefined,
  });
}

function isSigned({ headers, body }: CallbackRequest, secret: string, now: Date): boolean {
  const timestamp = String(headers['x-timestamp'] ?? '');
  const isFresh = Math.abs(now.getTime() - Date.parse(timestamp)) <= clockSkewMsMax;
  const expected = signatureOf(secret, ['POST', pushPath, timestamp], body);
  return isFresh && isSameSignature(String(headers['x-signature'] ?? ''), expected);
}
