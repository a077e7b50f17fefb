/** ZaloPay calls nobody back. Most transfers that are not final at once are within seconds, so the adapter asks a few times by
 *  itself; what takes longer, or was in its memory when it stopped, the hub's own inquiries find. */
import { toAdapterError, type Log, type PaymentOutcome, type PaymentTask } from '../kit/index.js';

export interface LaterWordOptions {
  /** Pause before each question. */
  readonly askAgainAfterMs: readonly number[];
  readonly inquire: (task: PaymentTask) => Promise<PaymentOutcome>;
  readonly tell: (task: PaymentTask, outcome: PaymentOutcome) => Promise<void>;
  readonly log: Log;
}

/** Payments followed at the same time; the hub alone asks about any above it. */
const followedMax = 1_000;
const finalStatuses = ['SETTLED', 'REJECTED'];

export class LaterWord {
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Questions go one after another: they come on top of the pace that the worker keeps. */
  #turn: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(private readonly options: LaterWordOptions) {}

  follow(task: PaymentTask): void {
    if (this.#timers.size < followedMax) this.#askLater(task, 0);
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #askLater(task: PaymentTask, asked: number): void {
    const delayMs = this.options.askAgainAfterMs[asked];
    if (delayMs === undefined || this.#isStopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#turn = this.#turn.then(() => this.#ask(task, asked));
    }, delayMs);
    this.#timers.add(timer);
  }

  async #ask(task: PaymentTask, asked: number): Promise<void> {
    if (this.#isStopped) return;
    try {
      const outcome = await this.options.inquire(task);
      if (finalStatuses.includes(outcome.status)) return await this.options.tell(task, outcome);
    } catch (thrown) {
      const { code } = toAdapterError(thrown);
      this.options.log.debug({ code }, 'no later word yet; the hub will ask as well');
    }
    this.#askLater(task, asked + 1);
  }
}
