/** Brings reports to the hub in batches and repeats them until each is acknowledged; the hub knows repeats by their id. */
import type { ReportOutcome } from '../generated/hub-client.js';
import { HubFailure } from '../hub/hub-connection.js';
import type { Log } from '../log.js';
import { BackOff, Bell } from './back-off.js';

const reportsMax = 1_000;
/** Reports that come this close together travel together; while reports go all the time, those that come this close: a handful costs
 *  the hub as many statements as a thousand. */
const gatherMs = 5;
const gatherBusyMs = 150;
const pauseMsMax = 10_000;

interface Waiting<Report> {
  readonly report: Report;
  readonly done: Promise<ReportOutcome>;
  readonly settle: (outcome: ReportOutcome) => void;
}

export interface Receipt {
  readonly reportId: string;
  readonly outcome: ReportOutcome;
}

export class Reporter<Report extends { readonly reportId: string }> {
  readonly #waiting = new Map<string, Waiting<Report>>();
  readonly #backOff = new BackOff(pauseMsMax);
  readonly #pause = new Bell();
  #full = new Bell();
  #running: Promise<void> | undefined;
  #isGivenUp = false;

  constructor(
    private readonly send: (reports: readonly Report[]) => Promise<readonly Receipt[]>,
    private readonly log: Log,
  ) {}

  /** Resolves when the hub has acknowledged the report, with what it made of it. Never rejects. */
  report(report: Report): Promise<ReportOutcome> {
    const known = this.#waiting.get(report.reportId);
    if (known) return known.done;
    let settle: (outcome: ReportOutcome) => void = () => undefined;
    const done = new Promise<ReportOutcome>((resolve) => (settle = resolve));
    this.#waiting.set(report.reportId, { report, done, settle });
    if (this.#waiting.size === reportsMax) this.#full.ring();
    this.#running ??= this.#run();
    return done;
  }

  /** Waits until everything is acknowledged, at most `forMs`; what is left then is not sent any more.
   *  @returns how many reports the hub never acknowledged */
  async drain(forMs: number): Promise<number> {
    const limit = new Bell();
    await Promise.race([this.#running, limit.wait(forMs)]);
    limit.ring();
    this.#isGivenUp = true;
    this.#pause.ring();
    this.#full.ring();
    return this.#waiting.size;
  }

  async #run(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, gatherMs));
    while (this.#waiting.size > 0 && !this.#isGivenUp) {
      const batch = [...this.#waiting.values()].slice(0, reportsMax);
      await this.#deliver(batch);
      if (this.#waiting.size > 0 && this.#waiting.size < reportsMax) await this.#gather();
    }
    // At once, not when somebody notices the end: a report that came in between would wait for the next one for ever.
    this.#running = undefined;
  }

  /** Until a full call waits, or the time is over. */
  async #gather(): Promise<void> {
    this.#full = new Bell();
    await this.#full.wait(gatherBusyMs);
  }

  async #deliver(batch: readonly Waiting<Report>[]): Promise<void> {
    try {
      const receipts = await this.send(batch.map(({ report }) => report));
      this.#acknowledge(batch, receipts);
      this.#backOff.succeed();
    } catch (error) {
      if (error instanceof HubFailure && !error.isWorthRepeating) return this.#deliverApart(batch, error);
      this.log.warn(
        { code: codeOf(error), reports: batch.length },
        'the hub did not take the reports; they go again',
      );
      await this.#pause.wait(this.#backOff.fail());
    }
  }

  /** One bad report must not hold up nine hundred and ninety-nine good ones: halves, until the bad one stands alone. */
  async #deliverApart(batch: readonly Waiting<Report>[], failure: HubFailure): Promise<void> {
    if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      await this.#deliver(batch.slice(0, middle));
      await this.#deliver(batch.slice(middle));
      return;
    }
    for (const { report, settle } of batch) {
      this.log.error(
        { code: failure.code, reportId: report.reportId },
        'the hub refuses this report for good',
      );
      this.#waiting.delete(report.reportId);
      settle('REFUSED');
    }
  }

  #acknowledge(batch: readonly Waiting<Report>[], receipts: readonly Receipt[]): void {
    for (const { reportId, outcome } of receipts) {
      if (outcome === 'EXCEPTION' || outcome === 'REFUSED') {
        this.log.warn({ reportId, outcome }, 'the hub keeps this report for a person');
      }
      this.#waiting.get(reportId)?.settle(outcome);
      this.#waiting.delete(reportId);
    }
    const unheard = batch.filter(({ report }) => this.#waiting.has(report.reportId)).length;
    if (unheard > 0) throw new HubFailure('INTERNAL', `${unheard} reports got no receipt`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof HubFailure ? error.code : 'ADAPTER_BUG';
}
