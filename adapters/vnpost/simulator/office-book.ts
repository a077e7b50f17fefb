/** What the simulated post remembers over kill -9: lists, the last word on every line, its reports, and what the partner has
 *  confirmed of them. */
import type { SimulatorWorld } from '../../kit/simulator/index.js';

/** A line as it was handed over. */
export interface Line {
  readonly maChiTra: string;
  readonly soTien: number;
  readonly soDinhDanh?: string;
  readonly hinhThuc: 'QUAY' | 'TAI_NHA';
  readonly hanChiTra: string;
}

/** The last word on a line. */
export interface Word {
  readonly maChiTra: string;
  readonly maBuuChinh: string;
  readonly trangThai: string;
  readonly soTien: number;
  readonly maLoi?: string;
  readonly kyNhan?: boolean;
  readonly lanTham?: number;
  readonly thoiDiem: string;
}

export interface Report {
  readonly soThuTu: number;
  readonly loai: 'CHI_TRA' | 'DANH_SACH_CHUA_CHI';
  readonly maDanhSach: string;
  readonly dong: readonly Word[];
  /** Lost on the way: it is in no feed. */
  readonly isLost?: boolean;
}

export interface List {
  readonly maDanhSach: string;
  readonly takenAt: string;
  readonly lines: readonly Line[];
  /** As first said: which lines were taken, under which number. */
  readonly words: readonly Word[];
}

type Entry =
  | ({ readonly kind: 'LIST' } & List)
  | ({ readonly kind: 'REPORT' } & Report)
  | { readonly kind: 'CONFIRMED'; readonly upTo: number };

export class OfficeBook {
  readonly #journal;
  readonly #lists = new Map<string, List>();
  readonly #reports: Report[] = [];
  /** By the post's own number: under faults a reference may stand for two lines. */
  readonly #words = new Map<string, Word>();
  readonly #numbers = new Map<string, string>();
  #confirmed = 0;

  constructor(world: SimulatorWorld) {
    this.#journal = world.journal<Entry>('office');
    for (const entry of this.#journal.entries) this.#index(entry);
  }

  get lists(): Iterable<List> {
    return this.#lists.values();
  }

  get reports(): readonly Report[] {
    return this.#reports;
  }

  list(id: string): List | undefined {
    return this.#lists.get(id);
  }

  /** The last word on the line that has this number. */
  word(number: string): Word | undefined {
    return this.#words.get(number);
  }

  /** The last word on the line that took this reference last. */
  wordOn(reference: string): Word | undefined {
    return this.#words.get(this.#numbers.get(reference) ?? '');
  }

  /** Reports that the partner has not confirmed, oldest first. */
  unconfirmed(most: number): readonly Report[] {
    return this.#reports
      .slice(this.#confirmed)
      .filter(({ isLost }) => !isLost)
      .slice(0, most);
  }

  take(list: List): void {
    this.#keep({ kind: 'LIST', ...list });
  }

  say(report: Omit<Report, 'soThuTu'>): Report {
    const numbered = { soThuTu: this.#reports.length + 1, ...report };
    this.#keep({ kind: 'REPORT', ...numbered });
    return numbered;
  }

  confirm(upTo: number): void {
    if (upTo > this.#confirmed) this.#keep({ kind: 'CONFIRMED', upTo });
  }

  #keep(entry: Entry): void {
    this.#journal.append(entry);
    this.#index(entry);
  }

  #index(entry: Entry): void {
    switch (entry.kind) {
      case 'LIST':
        this.#lists.set(entry.maDanhSach, entry);
        // A line refused because its reference is known says nothing about the one that is known.
        for (const word of entry.words.filter(({ maLoi }) => maLoi !== 'D03')) {
          this.#words.set(word.maBuuChinh, word);
          this.#numbers.set(word.maChiTra, word.maBuuChinh);
        }
        return;
      case 'REPORT':
        this.#reports.push(entry);
        for (const word of entry.dong) this.#words.set(word.maBuuChinh, word);
        return;
      case 'CONFIRMED':
        this.#confirmed = Math.min(entry.upTo, this.#reports.length);
    }
  }
}
