/** The adapter's own port for what the switch says later: pacs.002 and pacs.004. It gets its 204 only after the hub has the news,
 *  and a message without the switch's signature is nobody's word. */
import {
  listenForCallbacks,
  type AdapterDeps,
  type CallbackListener,
  type CallbackRequest,
  type PaymentNotice,
} from '../kit/index.js';
import {
  isoMessageName,
  noticesOfStatusReport,
  readInterbankStatusReport,
  readPaymentReturn,
} from '../protocols/iso20022/index.js';
import { isUnreadable } from './client.js';
import type { NapasConfig } from './config.js';
import { isSignedBy } from './field-signature.js';
import { noticesOfReturn } from './translate.js';
import { digestOf } from './wire.js';

const path = '/napas/notifications';
const clockSkewMsMax = 5 * 60_000;

type ListenerDeps = Pick<AdapterDeps, 'clock' | 'log' | 'notify'>;

/** The url is the whole address to give to the switch. @throws AdapterError MISCONFIGURED */
export async function listenForNotifications(
  { notification: { host, port }, napasPublicKey }: NapasConfig,
  deps: ListenerDeps,
): Promise<CallbackListener> {
  const listener = await listenForCallbacks({
    host,
    port,
    log: deps.log,
    hear: (call) => hear(call, napasPublicKey, deps),
  });
  return { ...listener, url: listener.url + path };
}

async function hear(call: CallbackRequest, napasPublicKey: string, deps: ListenerDeps): Promise<number> {
  if (call.method !== 'POST' || call.path !== path) return 404;
  if (!isTheirs(call, napasPublicKey, deps.clock())) {
    deps.log.warn(
      { bytes: call.body.length },
      'a notification without the switch’s signature was turned away',
    );
    return 401;
  }
  const notices = noticesIn(call.body, deps.clock());
  if (notices === undefined) return 400;
  await Promise.all(notices.map((notice) => deps.notify(notice)));
  return 204;
}

function isTheirs({ headers, body }: CallbackRequest, napasPublicKey: string, now: Date): boolean {
  const timestamp = String(headers['x-timestamp'] ?? '');
  const isFresh = Math.abs(now.getTime() - Date.parse(timestamp)) <= clockSkewMsMax;
  const fields = { Digest: digestOf(body), Path: path, Timestamp: timestamp };
  return isFresh && isSignedBy(fields, String(headers['x-signature'] ?? ''), napasPublicKey);
}

/** Undefined for a message that cannot be read, or that is none of the two. */
function noticesIn(content: Uint8Array, now: Date): readonly PaymentNotice[] | undefined {
  try {
    const name = isoMessageName(content);
    if (name.startsWith('pacs.004.')) return noticesOfReturn(readPaymentReturn(content), now);
    return noticesOfStatusReport(readInterbankStatusReport(content), now);
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}
