/** The books that the demo's simulators keep on disk: what institutions booked, whatever the hub believes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '../../adapters/kit/index.js';
import type { Books } from '../payment/index.js';
import { BUNDLED_ADAPTERS } from './bundled-adapters.js';
import { readLedgerFile, type LedgerFile } from './ledger-file.js';
import { simulatorFolder } from './run-simulators.js';

export interface SimulatedBooks extends Books {
  /** Lines that no booking can be read from, as `path:line`. */
  readonly unreadable: readonly string[];
}

/** Undefined where no simulator that pays has ever run. */
export function findSimulatedBooks(dataDir: string): (() => SimulatedBooks) | undefined {
  const adapters = [...BUNDLED_ADAPTERS.values()]
    .map(({ adapter }) => adapter)
    .filter(({ name }) => existsSync(simulatorFolder(dataDir, name)));
  const paying = adapters.filter(({ capabilities }) => capabilities.payment);
  const treasury = adapters.find(({ capabilities }) => capabilities.funding);
  return paying.length === 0 ? undefined : () => readBooks(dataDir, paying, treasury);
}

function readBooks(
  dataDir: string,
  paying: readonly Adapter[],
  treasury: Adapter | undefined,
): SimulatedBooks {
  const books = paying.map((adapter) => ({ adapter, file: readBookOf(dataDir, adapter) }));
  const ofTreasury = treasury && { adapter: treasury, file: readBookOf(dataDir, treasury) };
  return {
    institutions: paying.map(({ institution }) => institution),
    bookings: books.flatMap(({ adapter: { institution }, file }) =>
      file.lines.map(({ reference, account, amount }) => ({ institution, reference, account, amount })),
    ),
    ...(ofTreasury && { treasury: documentsOf(ofTreasury.adapter, ofTreasury.file) }),
    unreadable: [...books, ...(ofTreasury ? [ofTreasury] : [])].flatMap(({ file }) => file.unreadable),
  };
}

function readBookOf(dataDir: string, { name }: Adapter): LedgerFile {
  return readLedgerFile(join(simulatorFolder(dataDir, name), 'ledger.jsonl'));
}

function documentsOf({ institution }: Adapter, { lines }: LedgerFile): Books['treasury'] {
  return lines.map(({ reference, account, amount, externalReference: documentNumber }) => ({
    ...{ institution, reference, account, amount, documentNumber },
  }));
}
