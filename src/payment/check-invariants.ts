/** Looks whether everything that must always hold does hold: for an operator in doubt, and after every attack of a test. */
import { formatId } from '../values/index.js';
import type { Db } from '../work/index.js';
import { invariantsOfBooks, type Books } from './booking-store.js';
import { INVARIANTS, type Invariant } from './invariant-store.js';
import { invariantsOfTreasury } from './treasury-book-store.js';

export interface CheckedInvariant {
  readonly name: string;
  readonly rule: string;
  readonly violations: number;
  /** At most twenty, as ids of the API; positions and references as they are. */
  readonly examples: readonly string[];
}

export interface CheckInvariantsOptions {
  /** One snapshot of everything: a transaction in `repeatable read`. */
  readonly snapshot: Db;
  /** Outside of the snapshot, for what was committed since. */
  readonly later: Db;
  /** Reads the books of institutions, where they can be read; called once the snapshot stands. */
  readonly readBooks?: () => Books;
  readonly onChecked?: (checked: CheckedInvariant) => void;
}

/** Every invariant once, a statement each; nothing is changed. Safe beside running hubs. */
export async function checkInvariants(options: CheckInvariantsOptions): Promise<readonly CheckedInvariant[]> {
  const { snapshot, later, readBooks, onChecked } = options;
  const checked: CheckedInvariant[] = [];
  const check = async (invariants: readonly Invariant[]): Promise<void> => {
    for (const { name, rule, idPrefix, find } of invariants) {
      const { count, examples } = await find(snapshot);
      const shown = examples.map((example) =>
        idPrefix === undefined ? example : formatId(idPrefix, example),
      );
      const one = { name, rule, violations: count, examples: shown };
      checked.push(one);
      onChecked?.(one);
    }
  };
  await check(INVARIANTS);
  const books = readBooks?.();
  if (books) await check(invariantsOfBooks(later, books));
  if (books?.treasury) await check(invariantsOfTreasury(later, books.treasury));
  return checked;
}
