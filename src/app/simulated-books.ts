/** The books that the demo's simulators keep on disk: what institutions booked, whatever the hub believes. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '../../adapters/kit/index.js';
import type { Books } from '../payment/index.js';
import { BUNDLED_ADAPTERS } from './bundled-adapters.js';
import { simulatorFolder } from './run-simulators.js';

/** Undefined where no simulator that pays has ever run. */
export function findSimulatedBooks(dataDir: string): (() => Books) | undefined {
  const paying = [...BUNDLED_ADAPTERS.values()]
    .map(({ adapter }) => adapter)
    .filter(({ name, capabilities }) => capabilities.payment && existsSync(simulatorFolder(dataDir, name)));
  if (paying.length === 0) return undefined;
  const treasury = [...BUNDLED_ADAPTERS.values()]
    .map(({ adapter }) => adapter)
    .find(({ name, capabilities }) => capabilities.funding && existsSync(simulatorFolder(dataDir, name)));
  return () => ({
    institutions: paying.map(({ institution }) => institution),
    ...(treasury && { treasury: readTreasuryBook(dataDir, treasury) }),
    bookings: paying.flatMap(({ name, institution }) =>
      readBook(join(simulatorFolder(dataDir, name), 'ledger.jsonl')).map(
        ({ reference, account, amount }) => ({
          ...{ institution, reference, account },
          amount: BigInt(amount),
        }),
      ),
    ),
  });
}

function readTreasuryBook(dataDir: string, { name, institution }: Adapter): Books['treasury'] {
  return readBook(join(simulatorFolder(dataDir, name), 'ledger.jsonl')).map(
    ({ reference, account, amount, externalReference: documentNumber }) => ({
      ...{ institution, reference, account, documentNumber },
      amount: BigInt(amount),
    }),
  );
}

interface Line {
  readonly reference: string;
  readonly account: string;
  readonly amount: number;
  readonly externalReference: string;
}

function readBook(path: string): readonly Line[] {
  if (!existsSync(path)) return [];
  // What follows the last line end is being written just now: its answer has not gone out yet.
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}
