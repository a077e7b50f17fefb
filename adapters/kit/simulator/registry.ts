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

/** A line of `recipients.jsonl`: one right that a register of social insurance grants. */
export interface SimulatedRecipient {
  readonly personalId: string;
  /** The register's own word for the kind of benefit. */
  readonly benefit: string;
  readonly fullName: string;
  readonly dateOfBirth?: string;
  readonly yearOfBirth?: number;
  readonly gender: 'MALE' | 'FEMALE' | 'OTHER';
  readonly provinceCode: string;
  readonly communeCode: string;
  /** Whole đồng a month, from that day on. */
  readonly monthlyAmount: number;
  readonly validFrom: string;
  readonly documentRef: string;
  /** None: paid in cash. The institution by a bank's BIN, or by its name. */
  readonly account?: { readonly institution: string; readonly number: string };
  /** Somebody else whom the register lets receive. */
  readonly receiverName?: string;
  /** On the register no more. */
  readonly isStruckOff?: boolean;
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

  /** Changes whenever rows are put. */
  get version(): number {
    return this.#journal.entries.length;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Each once, in the order in which they first came. */
  get rows(): readonly Row[] {
    return [...this.#byKey.values()];
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
