/** `check`: whether everything that must always hold does hold, in one snapshot of the database and against the books of the
 *  simulators, where this folder has any. */
import { openDatabase, withTransaction } from '../database/index.js';
import { checkInvariants, type CheckedInvariant } from '../payment/index.js';
import { readConfig } from './config.js';
import { findSimulatedBooks } from './simulated-books.js';

export interface HubCheck {
  readonly violations: number;
  /** False: no simulator has run here, so there are no books to compare with. */
  readonly hasBooks: boolean;
  readonly checks: readonly CheckedInvariant[];
}

/** Changes nothing; safe while hubs run. */
export async function checkHub(onChecked: (checked: CheckedInvariant) => void): Promise<HubCheck> {
  const { databaseUrl: url, dataDir } = readConfig();
  const readBooks = findSimulatedBooks(dataDir);
  const database = await openDatabase({ url, dataDir, stopsAdopted: false });
  try {
    const checks = await withTransaction(
      database.pool,
      (snapshot) => checkInvariants({ snapshot, later: database.pool, readBooks, onChecked }),
      { isolation: 'repeatable read', isReadOnly: true },
    );
    const violations = checks.reduce((sum, check) => sum + check.violations, 0);
    return { violations, hasBooks: readBooks !== undefined, checks };
  } finally {
    await database.close();
  }
}
