/** The adapter's own port for reports that the post pushes, sooner than the feed is looked at. The post gets its 204 only after
 *  the hub has the news, and a report without the post's signature is nobody's word. */
import {
  listenForCallbacks,
  type AdapterDeps,
  type CallbackListener,
  type CallbackRequest,
} from '../kit/index.js';
import type { VnPostConfig } from './config.js';
import { isSigned, requestText } from './signature.js';
import { noticesOfReport } from './translate.js';
import { feedAnswer } from './wire.js';

export const pushPath = '/vnpost/bien-dong';
const clockSkewMsMax = 5 * 60_000;

type ListenerDeps = Pick<AdapterDeps, 'clock' | 'log' | 'notify'>;

/** @throws AdapterError MISCONFIGURED when the address is taken or not this machine's */
export function listenForReports(
  listen: NonNullable<VnPostConfig['listen']>,
  postPublicKey: string,
  deps: ListenerDeps,
): Promise<CallbackListener> {
  return listenForCallbacks({
    ...listen,
    log: deps.log,
    // An unpaid list names every line of its list that nobody collected.
    bodyBytesMax: 4 * 1024 * 1024,
    hear: (call) => hear(call, postPublicKey, deps),
  });
}

async function hear(call: CallbackRequest, postPublicKey: string, deps: ListenerDeps): Promise<number> {
  if (call.method !== 'POST' || call.path !== pushPath) return 404;
  if (!isThePost(call, postPublicKey, deps.clock())) {
    deps.log.warn({ bytes: call.body.length }, 'a report without the post’s signature was turned away');
    return 401;
  }
  const pushed = feedAnswer.safeParse(jsonIn(call.body));
  if (!pushed.success) return 400;
  const notices = pushed.data.bienDong.flatMap((report) => noticesOfReport(report, deps.clock()));
  await Promise.all(notices.map((notice) => deps.notify(notice)));
  return 204;
}

/** Undefined for what is no JSON: said again it would be none either. */
function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function isThePost({ headers, body }: CallbackRequest, postPublicKey: string, now: Date): boolean {
  const timestamp = String(headers['x-thoi-diem'] ?? '');
  const isFresh = Math.abs(now.getTime() - Date.parse(timestamp)) <= clockSkewMsMax;
  const text = requestText({ method: 'POST', path: pushPath, timestamp, body });
  return isFresh && isSigned(text, headers['x-chu-ky'], postPublicKey);
}
