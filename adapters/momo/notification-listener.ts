/** The adapter's own port for MoMo's notifications (IPN). MoMo waits 15 s for HTTP 204, which it gets only after the hub
 *  has the news; a notification without MoMo's signature is nobody's word. */
import { listenForCallbacks } from '../kit/index.js';
import type { CallbackListener, CallbackRequest, Log } from '../kit/index.js';
import { readNotification } from './wire.js';
import type { MomoKeys, MomoResult } from './wire.js';

const path = '/momo/notification';
/** Below MoMo's 15 s, so that the answer still arrives in time. */
const answerWithinMs = 12_000;

export interface NotificationOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly keys: MomoKeys;
  readonly log: Log;
  /** Resolves when the hub has it. */
  readonly hear: (result: MomoResult) => Promise<void>;
}

/** The url is the whole address to give to MoMo. @throws AdapterError MISCONFIGURED */
export async function listenForNotifications(options: NotificationOptions): Promise<CallbackListener> {
  const listener = await listenForCallbacks({
    ...options,
    answerWithinMs,
    hear: (call) => hear(call, options),
  });
  return { ...listener, url: listener.url + path };
}

async function hear(call: CallbackRequest, { keys, log, hear: pass }: NotificationOptions): Promise<number> {
  if (call.path !== path || call.method !== 'POST') return 404;
  const result = readNotification(call.body.toString('utf8'), keys);
  if (!result) {
    log.warn({ bytes: call.body.length }, 'a notification without MoMo’s signature was turned away');
    return 400;
  }
  await pass(result);
  return 204;
}
