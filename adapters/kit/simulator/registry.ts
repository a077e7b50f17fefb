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

interface Content<Row> {
  readonly journal: Journal<Row>;
  readonly byKey: Map<string, Row>;
}

export class Registry<Row> {
  #read: Content<Row> | undefined;

  constructor(
    private readonly file: string,
    private readonly keyOf: (row: Row) => string,
  ) {}

  /** Read by the first question: a simulator may start before everybody is there whom it is to know. */
  get #content(): Content<Row> {
    return (this.#read ??= this.#readFile());
  }

  /** Changes whenever rows are put. */
  get version(): number {
    return this.#content.journal.entries.length;
  }

  get size(): number {
    return this.#content.byKey.size;
  }

  /** Each once, in the order in which they first came. */
  get rows(): readonly Row[] {
    return [...this.#content.byKey.values()];
  }

  find(key: string): Row | undefined {
    return this.#content.byKey.get(key);
  }

  /** Adds rows or replaces those of the same key. */
  put(rows: readonly Row[]): void {
    const { journal, byKey } = this.#content;
    journal.append(...rows);
    for (const row of rows) byKey.set(this.keyOf(row), row);
  }

  close(): void {
    this.#read?.journal.close();
  }

  #readFile(): Content<Row> {
    const journal = new Journal<Row>(this.file);
    return { journal, byKey: new Map(journal.entries.map((row) => [this.keyOf(row), row])) };
  }
}
