/** Reports over which the hub fails while it takes others: brought again rarely, one by one, for as long as this process lives. */
import type { ReportOutcome } from '../generated/hub-client.js';
import { HubFailure } from '../hub/hub-connection.js';
import type { Log } from '../log.js';
import { KeptApart, type KeptApartOptions } from './kept-apart.js';

/** How often to look whether one is due. */
const lookMsDefault = 30_000;

export interface RareReportsOptions extends KeptApartOptions {
  readonly lookMs?: number;
}

interface Named {
  readonly reportId: string;
}

type Send<Report> = (
  reports: readonly Report[],
) => Promise<readonly { readonly reportId: string; readonly outcome: ReportOutcome }[]>;

export class RareReports<Report extends Named> {
  readonly #kept: KeptApart<Report>;
  readonly #lookMs: number;
  #looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly send: Send<Report>,
    private readonly log: Log,
    options: RareReportsOptions,
  ) {
    this.#kept = new KeptApart(options);
    this.#lookMs = options.lookMs ?? lookMsDefault;
  }

  get size(): number {
    return this.#kept.size;
  }

  has(reportId: string): boolean {
    return this.#kept.isKnown(reportId);
  }

  keep(report: Report, error: unknown): void {
    this.log.error(
      { code: codeOf(error), reportId: report.reportId },
      'the hub fails over this report while it takes others: it is kept apart and tried again rarely',
    );
    const givenUp = this.#kept.put(report.reportId, report);
    if (givenUp !== undefined)
      this.log.error({ reportId: givenUp }, 'too many reports are kept apart: this one is given up');
    this.#looking ??= setInterval(() => void this.#bringDue(), this.#lookMs).unref();
  }

  stop(): void {
    clearInterval(this.#looking);
  }

  async #bringDue(): Promise<void> {
    for (const report of this.#kept.due()) {
      // Until it is known what becomes of it, the next look passes it over.
      this.#kept.put(report.reportId, report);
      await this.#bring(report);
    }
  }

  async #bring(report: Report): Promise<void> {
    const { reportId } = report;
    try {
      const [receipt] = await this.send([report]);
      if (receipt === undefined) return;
      this.#kept.take(reportId);
      this.log.info({ reportId, outcome: receipt.outcome }, 'the hub took a report that was kept apart');
    } catch (error) {
      if (!isRefusal(error)) return;
      this.#kept.take(reportId);
      logRefusal(this.log, report, error);
    }
  }
}

/** Whether the same can only fail again, because of what it says. */
export function isRefusal(error: unknown): boolean {
  return error instanceof HubFailure && !error.isWorthRepeating;
}

export function logRefusal(log: Log, { reportId }: Named, error: unknown): void {
  log.error({ code: codeOf(error), reportId }, 'the hub refuses this report for good');
}

export function codeOf(error: unknown): string {
  return error instanceof HubFailure ? error.code : 'ADAPTER_BUG';
}
