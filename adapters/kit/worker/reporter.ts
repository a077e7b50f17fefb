/** Brings reports to the hub in batches and repeats them until each is acknowledged; the hub knows repeats by their id. One that it
 *  can never take holds up no other: it is found by halves, told of, and left behind. */
import type { ReportOutcome } from '../generated/hub-client.js';
import { HubFailure } from '../hub/hub-connection.js';
import type { Log } from '../log.js';
import { BackOff, Bell } from './back-off.js';
import { codeOf, isRefusal, logRefusal, RareReports, type RareReportsOptions } from './rare-reports.js';

const reportsMax = 1_000;
/** Reports that come this close together travel together; while reports go all the time, those that come this close: a handful costs
 *  the hub as many statements as a thousand. */
const gatherMs = 5;
const gatherBusyMs = 150;
const pauseMsMaxDefault = 10_000;
/** After so many failures the same reports are brought in halves, to find the one that the others fail with. */
const failuresMaxDefault = 5;
/** So many times as often fails one that is alone before it is believed to be at fault: nobody beside it shows that the hub is well. */
const lonelyFactor = 6;
/** Parts of a search that fail in a row before it is given up for now. */
const strikesMax = 5;

/** What became of a report. `KEPT_APART`: the hub fails over it while it takes others; it is tried again rarely, and whoever waits
 *  for it goes on. */
export type Acknowledged = ReportOutcome | 'KEPT_APART';

/** Whether the hub has what the report says, be it for a person. */
export function isTaken(outcome: Acknowledged): boolean {
  return outcome !== 'REFUSED' && outcome !== 'KEPT_APART';
}

interface Waiting<Report> {
  readonly report: Report;
  readonly done: Promise<Acknowledged>;
  readonly settle: (outcome: Acknowledged) => void;
  failures: number;
  /** How many reports the hub had taken when it failed over this one first. */
  takenBefore?: number;
}

/** For reports over which the hub fails, among others that it may take. */
interface Search {
  /** Failures in a row: past a few, nothing passes at all. */
  strikes: number;
}

export interface Receipt {
  readonly reportId: string;
  readonly outcome: ReportOutcome;
}

export interface ReporterOptions extends RareReportsOptions {
  readonly failuresMax?: number;
  /** The longest pause between two tries. */
  readonly pauseMsMax?: number;
}

export class Reporter<Report extends { readonly reportId: string }> {
  readonly #waiting = new Map<string, Waiting<Report>>();
  readonly #apart: RareReports<Report>;
  readonly #failuresMax: number;
  readonly #backOff: BackOff;
  readonly #pause = new Bell();
  #full = new Bell();
  #running: Promise<void> | undefined;
  /** Reports that the hub has acknowledged so far. */
  #taken = 0;
  #isGivenUp = false;

  constructor(
    private readonly send: (reports: readonly Report[]) => Promise<readonly Receipt[]>,
    private readonly log: Log,
    options: ReporterOptions = {},
  ) {
    this.#apart = new RareReports(send, log, options);
    this.#backOff = new BackOff(options.pauseMsMax ?? pauseMsMaxDefault);
    this.#failuresMax = options.failuresMax ?? failuresMaxDefault;
  }

  /** Resolves when the hub has acknowledged the report, with what it made of it, or when it is kept apart. Never rejects. */
  report(report: Report): Promise<Acknowledged> {
    const known = this.#waiting.get(report.reportId);
    if (known) return known.done;
    if (this.#apart.has(report.reportId)) return Promise.resolve('KEPT_APART');
    let settle: (outcome: Acknowledged) => void = () => undefined;
    const done = new Promise<Acknowledged>((resolve) => (settle = resolve));
    this.#waiting.set(report.reportId, { report, done, settle, failures: 0 });
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
    this.#apart.stop();
    this.#pause.ring();
    this.#full.ring();
    return this.#waiting.size + this.#apart.size;
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

  async #deliver(batch: readonly Waiting<Report>[], search?: Search): Promise<void> {
    if (this.#isGivenUp || (search?.strikes ?? 0) >= strikesMax) return;
    try {
      this.#acknowledge(batch, await this.send(batch.map(({ report }) => report)));
      this.#backOff.succeed();
      if (search) search.strikes = 0;
    } catch (error) {
      const left = batch.filter(({ report }) => this.#waiting.has(report.reportId));
      for (const waiting of left) {
        waiting.failures += 1;
        waiting.takenBefore ??= this.#taken;
      }
      await this.#overcome(left, error, search);
    }
  }

  async #overcome(left: readonly Waiting<Report>[], error: unknown, search?: Search): Promise<void> {
    if (isRefusal(error) || (await this.#isFaultOf(left))) return this.#deliverApart(left, error, search);
    const isStubborn = left.length > 1 && left.some(({ failures }) => failures >= this.#failuresMax);
    const searching = search ?? { strikes: 0 };
    if (isStubborn) await this.#deliverApart(left, error, searching);
    else searching.strikes += 1;
    if (search !== undefined || searching.strikes === 0) return;
    this.log.warn(
      { code: codeOf(error), reports: left.length },
      'the hub did not take the reports; they go again',
    );
    await this.#pause.wait(this.#backOff.fail());
  }

  /** One report alone over which the hub fails again and again, while it took others or takes a call without any. */
  async #isFaultOf([one, ...others]: readonly Waiting<Report>[]): Promise<boolean> {
    if (one === undefined || others.length > 0 || one.failures < this.#failuresMax) return false;
    if (this.#taken > (one.takenBefore ?? 0)) return true;
    if (one.failures < this.#failuresMax * lonelyFactor) return false;
    return this.send([]).then(
      () => true,
      () => false,
    );
  }

  /** One bad report must not hold up nine hundred and ninety-nine good ones: halves, until the bad one stands alone. In any order, so
   *  that several bad ones at the beginning do not end every search. */
  async #deliverApart(
    batch: readonly Waiting<Report>[],
    error: unknown,
    search: Search | undefined,
  ): Promise<void> {
    const [one] = batch;
    if (one !== undefined && batch.length === 1) return this.#leaveBehind(one, error);
    const middle = Math.ceil(batch.length / 2);
    const halves = [batch.slice(0, middle), batch.slice(middle)];
    for (const half of Math.random() < 0.5 ? halves : halves.reverse()) await this.#deliver(half, search);
  }

  #leaveBehind({ report, settle }: Waiting<Report>, error: unknown): void {
    this.#waiting.delete(report.reportId);
    const isRefused = isRefusal(error);
    if (isRefused) logRefusal(this.log, report, error);
    else this.#apart.keep(report, error);
    settle(isRefused ? 'REFUSED' : 'KEPT_APART');
  }

  #acknowledge(batch: readonly Waiting<Report>[], receipts: readonly Receipt[]): void {
    for (const { reportId, outcome } of receipts) {
      if (outcome === 'EXCEPTION' || outcome === 'REFUSED') {
        this.log.warn({ reportId, outcome }, 'the hub keeps this report for a person');
      }
      this.#waiting.get(reportId)?.settle(outcome);
      if (this.#waiting.delete(reportId)) this.#taken += 1;
    }
    const unheard = batch.filter(({ report }) => this.#waiting.has(report.reportId)).length;
    if (unheard > 0) throw new HubFailure('INTERNAL', `${unheard} reports got no receipt`);
  }
}
