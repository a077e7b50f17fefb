/** Reads the settlement statement of yesterday and today every so often, so that a return whose notification was lost is
 *  known all the same. */
import { setTimeout as pause } from 'node:timers/promises';
import { toAdapterError, type AdapterDeps } from '../kit/index.js';
import { readAccountReport } from '../protocols/iso20022/index.js';
import { reading, type NapasClient } from './client.js';
import { noticesOfStatement, type StatementNotice } from './translate.js';
import { vietnameseDateOf } from './wire.js';

const dayMs = 86_400_000;
/** Lines remembered as told; when there are more, all are told again, which changes nothing. */
const toldMax = 200_000;

export class StatementReader {
  readonly #stopping = new AbortController();
  readonly #told = new Set<string>();
  #running: Promise<void> | undefined;

  constructor(
    private readonly client: Pick<NapasClient, 'statement'>,
    private readonly intervalMs: number,
    private readonly deps: Pick<AdapterDeps, 'clock' | 'log' | 'notify'>,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  /** Ends at once: what is not acknowledged is told again after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await pause(this.intervalMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await this.readBoth();
      } catch (error) {
        const { code } = toAdapterError(error);
        this.deps.log.warn({ code }, 'the settlement statement could not be read; it is tried again');
      }
    }
  }

  /** Tells what is new in yesterday's and today's statement. @throws AdapterError */
  async readBoth(): Promise<void> {
    const now = this.deps.clock();
    for (const day of [new Date(now.getTime() - dayMs), now]) {
      const report = reading(readAccountReport, await this.client.statement(vietnameseDateOf(day)));
      for (const notice of noticesOfStatement(report, now)) this.#tell(notice);
    }
  }

  /** Counted as told when the hub has it; meanwhile nobody waits, for the hub may be away for hours. */
  #tell(notice: StatementNotice): void {
    const { status, reference, externalReference, amount, occurredAt } = notice;
    const line = [status, reference, externalReference, amount, occurredAt.getTime()].join(' ');
    if (this.#told.has(line)) return;
    if (this.#told.size >= toldMax) this.#told.clear();
    this.#told.add(line);
    this.deps.notify(notice).catch(() => this.#told.delete(line));
  }
}
