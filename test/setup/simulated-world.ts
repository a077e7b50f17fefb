/** The simulators of a running hub from the outside: their books, which are the truth about money, and their faults. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { listSimulators } from './hub-folder.js';

export interface LedgerLine {
  /** Whose book. */
  readonly system: string;
  readonly reference: string;
  readonly account: string;
  readonly amount: number;
  /** The institution's own reference. */
  readonly externalReference: string;
  readonly bookedAt: string;
}

export class SimulatedWorld {
  constructor(private readonly dataDir: string) {}

  /** Every line of every book of those who pay people, by asking the simulators themselves. */
  async ledgers(): Promise<readonly LedgerLine[]> {
    const books = await Promise.all(
      this.paying().map(async ({ name, url }) => {
        const { entries } = (await control(url, 'GET', 'ledger')) as { entries: LedgerLine[] };
        return entries.map((entry) => ({ ...entry, system: name }));
      }),
    );
    return books.flat();
  }

  /** How many lines all books have together; the files are read, so that nobody who is asked is held up. */
  countBookings(): number {
    return this.paying()
      .map(({ name }) => readBook(join(this.dataDir, 'simulators', name, 'ledger.jsonl')))
      .reduce((sum, lines) => sum + lines, 0);
  }

  /** The Treasury moves the money of batches, not of people. */
  private paying() {
    return listSimulators(this.dataDir).filter(({ name }) => name !== 'treasury');
  }

  /** Tells the named simulators, or all, to misbehave. */
  async misbehave(faults: object, systems?: readonly string[]): Promise<void> {
    const chosen = listSimulators(this.dataDir).filter(({ name }) => systems?.includes(name) ?? true);
    await Promise.all(chosen.map(({ url }) => control(url, 'PUT', 'faults', JSON.stringify(faults))));
  }

  /** Makes people known that another list names: `folder` is what `hub generate` wrote. */
  async learn(folder: string): Promise<void> {
    await Promise.all(
      listSimulators(this.dataDir).map(async ({ name, url }) => {
        const kind = name === 'population' ? 'citizens' : 'accounts';
        const path = join(folder, 'simulators', name, `${kind}.jsonl`);
        if (existsSync(path)) await control(url, 'POST', kind, readFileSync(path, 'utf8'));
      }),
    );
  }
}

function readBook(path: string): number {
  try {
    return readFileSync(path, 'utf8').split('\n').length - 1;
  } catch {
    // Nothing was booked yet.
    return 0;
  }
}

async function control(url: string, method: string, path: string, body?: string): Promise<unknown> {
  const response = await fetch(`${url}/__simulator/${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return response.json();
}
