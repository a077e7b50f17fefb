/** How a simulated institution calls the hub's side: repeats until heard, unless told to lose or to say it twice. */
import { setTimeout } from 'node:timers/promises';
import type { FaultPlan } from './faults.js';
import type { CallBack } from './simulator.js';

const attemptsMax = 5;
const timeoutMs = 5_000;
/** A notification that nothing overtakes is held back no longer. */
const heldBackMs = 1_000;

export class Messenger {
  readonly #overtaken = new Set<() => void>();

  constructor(
    private readonly faults: FaultPlan,
    private readonly signal: AbortSignal,
  ) {}

  async send(call: CallBack): Promise<void> {
    const { faults, signal } = this;
    if (faults.strikes('loseNotification', call.key)) return;
    if (faults.draws('reorderNotification', call.key) && (await this.#isOvertaken()))
      faults.note('reorderNotification');
    const isTold = await isHeardInTheEnd(call, signal);
    for (const release of this.#overtaken) release();
    if (!isTold || !faults.draws('answerTwice', call.key)) return;
    if (await isHeardInTheEnd(call, signal)) faults.note('answerTwice');
  }

  async #isOvertaken(): Promise<boolean> {
    const waiting = new AbortController();
    let isOvertaken = false;
    const release = (): void => {
      isOvertaken = true;
      waiting.abort();
    };
    this.#overtaken.add(release);
    await setTimeout(heldBackMs, undefined, {
      signal: AbortSignal.any([waiting.signal, this.signal]),
    }).catch(() => undefined);
    this.#overtaken.delete(release);
    return isOvertaken;
  }
}

async function isHeardInTheEnd(call: CallBack, signal: AbortSignal): Promise<boolean> {
  for (let attempt = 1; attempt <= attemptsMax && !signal.aborted; attempt += 1) {
    if (await isHeard(call, signal)) return true;
    await setTimeout(100 * 2 ** attempt, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

async function isHeard(call: CallBack, signal: AbortSignal): Promise<boolean> {
  try {
    // Loaded only now: it is most of what a simulator would load, and half of them never call back.
    const { request } = await import('undici');
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
