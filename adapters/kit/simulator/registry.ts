/** What an institution knows before anybody asks: its accounts, or a register's citizens. Seeded from a file of JSON lines. */
import { Journal } from './journal.js';

/** A line of `accounts.jsonl`. */
export interface SimulatedAccount {
  readonly number: string;
  readonly name: string;
  readonly personalId?: string;
  readonly state: 'OPEN' | 'CLOSED' | 'BLOCKED';
}

/** A line of `citizens.jsonl`. */
export interface SimulatedCitizen {
  readonly personalId: string;
  readonly oldIdNumber?: string;
  readonly fullName: string;
  readonly dateOfBirth?: string;
  readonly yearOfBirth?: number;
  readonly gender: 'MALE' | 'FEMALE' | 'OTHER';
  readonly residenceCode: string;
  readonly isDeceased?: boolean;
}

export class Registry<Row> {
  readonly #journal: Journal<Row>;
  readonly #byKey = new Map<string, Row>();

  constructor(
    file: string,
    private readonly keyOf: (row: Row) => string,
  ) {
    this.#journal = new Journal<Row>(file);
    for (const row of this.#journal.entries) this.#byKey.set(keyOf(row), row);
  }

  get size(): number {
    return this.#byKey.size;
  }

  find(key: string): Row | undefined {
    return this.#byKey.get(key);
  }

  /** Adds rows or replaces those of the same key. */
  put(rows: readonly Row[]): void {
    this.#journal.append(...rows);
    for (const row of rows) this.#byKey.set(this.keyOf(row), row);
  }

  close(): void {
    this.#journal.close();
  }
}
