/** How a simulated institution calls the hub's side: repeats until heard, unless told to lose or to say it twice. */
import { setTimeout } from 'node:timers/promises';
import { request } from 'undici';
import type { FaultPlan } from './faults.js';
import type { CallBack } from './simulator.js';

const attemptsMax = 5;
const timeoutMs = 5_000;

export async function sendCallBack(call: CallBack, faults: FaultPlan, signal: AbortSignal): Promise<void> {
  if (faults.strikes('loseNotification', call.key)) return;
  await sendUntilHeard(call, signal);
  if (faults.strikes('answerTwice', call.key)) await sendUntilHeard(call, signal);
}

async function sendUntilHeard(call: CallBack, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; attempt <= attemptsMax && !signal.aborted; attempt += 1) {
    if (await isHeard(call, signal)) return;
    await setTimeout(100 * 2 ** attempt, undefined, { signal }).catch(() => undefined);
  }
}

async function isHeard(call: CallBack, signal: AbortSignal): Promise<boolean> {
  try {
    const answer = await request(call.url, {
      method: call.method,
      headers: call.headers,
      body: call.body,
      headersTimeout: timeoutMs,
      signal,
    });
    await answer.body.dump();
    return answer.statusCode >= 200 && answer.statusCode < 300;
  } catch {
    // Nobody listens at the moment; the next attempt, or the hub's own inquiry, will find it.
    return false;
  }
}
