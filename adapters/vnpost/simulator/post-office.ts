/** What the simulated post does: takes lists, pays at its counters and at home, closes lists at their end. Money that goes over
 *  the counter stands in the ledger before anybody is told. */
import { randomInt } from 'node:crypto';
import type { SimulatorWorld } from '../../kit/simulator/index.js';
import type { Gateway, Settings } from './gateway.js';
import { OfficeBook, type Line, type List, type Report, type Word } from './office-book.js';
import { plansOf } from './people.js';

/** A wait that a timer can hold; longer ones are taken up again. */
const waitMsMax = 12 * 3_600_000;
const amountMax = 100_000_000;
const openWords = ['CHO_CHI', 'KHONG_GAP', 'TAM_GIU'];

export interface HandedOver {
  readonly maDanhSach: string;
  readonly dong: readonly Line[];
}

export class PostOffice {
  readonly book: OfficeBook;

  constructor(
    private readonly world: SimulatorWorld,
    private readonly gateway: Gateway,
    private readonly settings: Settings,
  ) {
    this.book = new OfficeBook(world);
    for (const list of this.book.lists) this.#expect(list);
  }

  /** Takes a list once. @returns the last word on each of its lines, undefined for a known id with other lines */
  take({ maDanhSach, dong }: HandedOver): readonly Word[] | undefined {
    const known = this.book.list(maDanhSach);
    const isAgain = known !== undefined && this.world.faults.current.repeatedReference === 'refuse';
    if (isAgain) {
      if (JSON.stringify(known.lines) !== JSON.stringify(dong)) return undefined;
      return known.words.map((word) => this.book.word(word.maBuuChinh) ?? word);
    }
    const takenAt = new Date().toISOString();
    const words = dong.map((line) => this.#firstWord(line, takenAt));
    const list = { maDanhSach, takenAt, lines: dong, words };
    this.book.take(list);
    this.#expect(list);
    return words;
  }

  /** A clerk or a postman hands the money over and has it signed for.
   *  @param isLate also after the list's end, against the rules */
  payOut(number: string, listId: string, isLate = false): boolean {
    const word = this.book.word(number);
    if (!word || !(openWords.includes(word.trangThai) || (isLate && word.trangThai === 'CHUA_CHI')))
      return false;
    const { maChiTra: reference, soTien: amount } = word;
    const { ledger } = this.world;
    // An earlier run may have died between the money and the word.
    const isBooked = ledger.find(reference).some(({ externalReference }) => externalReference === number);
    const bookedAt = new Date().toISOString();
    if (!isBooked)
      ledger.book({
        reference,
        account: 'CASH',
        amount,
        currency: 'VND',
        bookedAt,
        externalReference: number,
      });
    this.#report(listId, { ...word, trangThai: 'DA_CHI', kyNhan: true, thoiDiem: bookedAt });
    return true;
  }

  /** What happened at a visit, or at the counter, short of paying. */
  say(number: string, listId: string, trangThai: string): boolean {
    const word = this.book.word(number);
    if (!word || !openWords.includes(word.trangThai)) return false;
    const lanTham = trangThai === 'KHONG_GAP' ? (word.lanTham ?? 0) + 1 : word.lanTham;
    this.#report(listId, { ...word, trangThai, lanTham, thoiDiem: new Date().toISOString() });
    return true;
  }

  /** Ends a list: who has not collected does not any more, and the partner gets the unpaid list. */
  close({ maDanhSach, words }: List): void {
    this.#settleWhatIsBooked(maDanhSach, words);
    const thoiDiem = new Date().toISOString();
    const unpaid = words.flatMap(({ maBuuChinh }) => {
      const word = this.book.word(maBuuChinh);
      return word && openWords.includes(word.trangThai) ? [{ ...word, trangThai: 'CHUA_CHI', thoiDiem }] : [];
    });
    if (unpaid.length > 0) this.#tell({ loai: 'DANH_SACH_CHUA_CHI', maDanhSach, dong: unpaid }, maDanhSach);
  }

  /** The list and the line that stand behind a reference. */
  find(reference: string): { readonly listId: string; readonly number: string } | undefined {
    const number = this.book.wordOn(reference)?.maBuuChinh;
    if (number === undefined) return undefined;
    for (const { maDanhSach, words } of this.book.lists)
      if (words.some(({ maBuuChinh }) => maBuuChinh === number)) return { listId: maDanhSach, number };
    return undefined;
  }

  #firstWord(line: Line, thoiDiem: string): Word {
    const { maChiTra, soTien } = line;
    const maLoi = this.#whyNot(line);
    const maBuuChinh = `PHT${randomInt(1_000_000, 9_999_999)}${randomInt(100_000, 999_999)}VN`;
    const word = { maChiTra, maBuuChinh, soTien, thoiDiem };
    return maLoi === undefined ? { ...word, trangThai: 'CHO_CHI' } : { ...word, trangThai: 'TU_CHOI', maLoi };
  }

  #whyNot({ maChiTra, soTien, hanChiTra }: Line): string | undefined {
    const { faults } = this.world;
    if (!Number.isSafeInteger(soTien) || soTien <= 0) return 'D02';
    if (soTien > amountMax) return 'D07';
    if (endOf(hanChiTra) <= Date.now()) return 'D09';
    if (faults.current.repeatedReference === 'refuse' && this.book.wordOn(maChiTra)) return 'D03';
    return faults.strikes('refuse', maChiTra) ? 'D99' : undefined;
  }

  /** Who is on the list will come, or be visited, or neither; and the list has an end. */
  #expect(list: List): void {
    const { maDanhSach, lines, takenAt, words } = list;
    this.#settleWhatIsBooked(maDanhSach, words);
    for (const [index, { maBuuChinh }] of words.entries()) {
      const line = lines[index];
      if (!line || !openWords.includes(this.book.word(maBuuChinh)?.trangThai ?? '')) continue;
      for (const { afterMs, outcome } of plansOf(line, this.settings.people, this.world.faults))
        this.world.later(afterMs, () => {
          if (outcome === 'PAID') this.payOut(maBuuChinh, maDanhSach);
          else this.say(maBuuChinh, maDanhSach, outcome);
        });
    }
    const { closeAfterMs } = this.settings;
    const lastDays = lines.map(({ hanChiTra }) => endOf(hanChiTra));
    const end = closeAfterMs === undefined ? Math.max(...lastDays) : Date.parse(takenAt) + closeAfterMs;
    this.#at(end, () => this.close(list));
  }

  #at(instant: number, work: () => void): void {
    const leftMs = Math.max(0, instant - Date.now());
    if (leftMs <= waitMsMax) this.world.later(leftMs, work);
    else this.world.later(waitMsMax, () => this.#at(instant, work));
  }

  #settleWhatIsBooked(listId: string, words: readonly Word[]): void {
    for (const { maBuuChinh, maChiTra } of words) {
      const isOpen = openWords.includes(this.book.word(maBuuChinh)?.trangThai ?? '');
      const lines = isOpen ? this.world.ledger.find(maChiTra) : [];
      if (lines.some(({ externalReference }) => externalReference === maBuuChinh))
        this.payOut(maBuuChinh, listId);
    }
  }

  #report(maDanhSach: string, word: Word): void {
    this.#tell({ loai: 'CHI_TRA', maDanhSach, dong: [word] }, word.maChiTra);
  }

  #tell(report: Omit<Report, 'soThuTu'>, key: string): void {
    const { faults } = this.world;
    const isLost = faults.strikes('loseNotification', key);
    const said = this.book.say(isLost ? { ...report, isLost } : report);
    if (!isLost && faults.strikes('answerTwice', key)) this.book.say(report);
    if (!isLost && this.settings.pushUrl !== undefined)
      this.world.callBack(this.gateway.push(this.settings.pushUrl, key, { bienDong: [said] }));
  }
}

/** The last moment of a paying day in Hà Nội. */
function endOf(day: string): number {
  return Date.parse(`${day}T23:59:59.999+07:00`);
}
