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

/** At most this many lines are named; all are counted. */
const LINES_NAMED_MAX = 20;

/** Changes nothing; safe while hubs run. */
export async function checkHub(onChecked: (checked: CheckedInvariant) => void): Promise<HubCheck> {
  const { databaseUrl: url, dataDir } = readConfig();
  const findBooks = findSimulatedBooks(dataDir);
  let unreadable: readonly string[] = [];
  const readBooks = findBooks && (() => ({ unreadable } = findBooks()));
  const database = await openDatabase({ url, dataDir, stopsAdopted: false });
  try {
    const invariants = await withTransaction(
      database.pool,
      (snapshot) => checkInvariants({ snapshot, later: database.pool, readBooks, onChecked }),
      { isolation: 'repeatable read', isReadOnly: true },
    );
    const ofLines = readBooks ? [linesReadable(unreadable)] : [];
    for (const check of ofLines) onChecked(check);
    const checks = [...invariants, ...ofLines];
    const violations = checks.reduce((sum, check) => sum + check.violations, 0);
    return { violations, hasBooks: readBooks !== undefined, checks };
  } finally {
    await database.close();
  }
}

/** A line that nobody can read may be money that moved: no other check has seen it. */
function linesReadable(unreadable: readonly string[]): CheckedInvariant {
  return {
    name: 'BOOKS_READABLE',
    rule: 'every line of a book can be read',
    violations: unreadable.length,
    examples: unreadable.slice(0, LINES_NAMED_MAX),
  };
}
