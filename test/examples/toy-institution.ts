/** One institution that an example plays: its toy bank, and its adapter, each a process that can be killed and started again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { RunningHub } from '../setup/running-hub.js';
import type { LedgerLine } from '../setup/simulated-world.js';
import { ExampleProgram } from './example-program.js';
import type { Language } from './languages.js';

/** One order in seven is booked and not answered. */
const LOSE_EVERY = '7';
const RATE_PER_SECOND = '50';

export class ToyInstitution {
  private bank: ExampleProgram | undefined;
  private adapter: ExampleProgram | undefined;
  private readonly ended: ExampleProgram[] = [];
  private port = '0';

  /** @param system the bundled adapter whose place it takes, and whose simulator's book it writes */
  constructor(
    private readonly hub: RunningHub,
    readonly language: Language,
    readonly system: string,
  ) {}

  async startBank(): Promise<void> {
    const args = [this.ledgerPath, this.port, '--lose-every', LOSE_EVERY];
    this.bank = new ExampleProgram({ language: this.language, program: 'bank', args });
    this.port = await this.bank.until(/listens on http:\/\/127\.0\.0\.1:(\d+)/);
  }

  async killBank(): Promise<void> {
    await this.bank?.stop('SIGKILL');
  }

  startAdapter(): void {
    const environment = {
      HUB_URL: this.hub.url,
      HUB_CLIENT_ID: `adapter-${this.system}`,
      BANK_URL: `http://127.0.0.1:${this.port}`,
      JOURNAL: this.journalPath,
      RATE_PER_SECOND,
    };
    this.adapter = new ExampleProgram({ language: this.language, program: 'adapter', environment });
    this.ended.push(this.adapter);
  }

  async stopAdapter(signal: NodeJS.Signals): Promise<number | null> {
    return (await this.adapter?.stop(signal)) ?? null;
  }

  async stop(): Promise<void> {
    await this.stopAdapter('SIGKILL');
    await this.killBank();
  }

  bookings(): readonly LedgerLine[] {
    return readLines(this.ledgerPath).map((line) => ({ ...(line as LedgerLine), system: this.system }));
  }

  /** Orders that the bank has had before and refused, since it was started. */
  async countRepeats(): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${this.port}/ledger`);
    return ((await response.json()) as { repeats: number }).repeats;
  }

  /** Reports that have no receipt. */
  unreported(): number {
    const entries = readLines(this.journalPath) as { report?: object; receipt?: string }[];
    return entries.filter(({ report }) => report).length - entries.filter(({ receipt }) => receipt).length;
  }

  /** Everything that every adapter process has printed. */
  get output(): string {
    return this.ended.map(({ stdout, stderr }) => stdout + stderr).join('');
  }

  private get ledgerPath(): string {
    return join(this.hub.dataDir, 'simulators', this.system, 'ledger.jsonl');
  }

  private get journalPath(): string {
    return join(this.hub.dataDir, `${this.system}-journal.jsonl`);
  }
}

function readLines(path: string): unknown[] {
  try {
    // What follows the last line end is being written just now.
    return readFileSync(path, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown);
  } catch {
    return [];
  }
}
