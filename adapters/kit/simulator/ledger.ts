/** The institution's own book: the truth that a test compares the hub with. A line is money that moved. */
import { Journal } from './journal.js';

export interface LedgerEntry {
  /** The hub's reference, as the request carried it. */
  readonly reference: string;
  /** The receiver's account; `CASH` at a counter. */
  readonly account: string;
  /** Whole đồng; negative takes a booking back. */
  readonly amount: number;
  readonly currency: 'VND';
  readonly bookedAt: string;
  /** The institution's own reference. */
  readonly externalReference: string;
}

export class Ledger {
  readonly #journal: Journal<LedgerEntry>;
  readonly #byReference = new Map<string, LedgerEntry[]>();

  /** @param onBookedAgain told when money moves a second time under one reference */
  constructor(
    file: string,
    private readonly onBookedAgain: () => void = () => undefined,
  ) {
    this.#journal = new Journal<LedgerEntry>(file);
    for (const entry of this.#journal.entries) this.#index(entry);
  }

  get entries(): readonly LedgerEntry[] {
    return this.#journal.entries;
  }

  /** Writes to disk before it returns; answer the caller only afterwards. */
  book(entry: LedgerEntry): LedgerEntry {
    const standing = this.find(entry.reference).reduce((sum, { amount }) => sum + Math.sign(amount), 0);
    this.#journal.append(entry);
    this.#index(entry);
    if (entry.amount > 0 && standing > 0) this.onBookedAgain();
    return entry;
  }

  /** As `book`, in one stroke for what came together. */
  bookAll(entries: readonly LedgerEntry[]): void {
    this.#journal.append(...entries);
    for (const entry of entries) this.#index(entry);
  }

  /** All bookings under one reference, oldest first. */
  find(reference: string): readonly LedgerEntry[] {
    return this.#byReference.get(reference) ?? [];
  }

  close(): void {
    this.#journal.close();
  }

  #index(entry: LedgerEntry): void {
    const known = this.#byReference.get(entry.reference);
    if (known) known.push(entry);
    else this.#byReference.set(entry.reference, [entry]);
  }
}
