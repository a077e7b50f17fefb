/** Which column a heading names. The synonyms of `list-column.ts` are met in any accents, case and spacing, in an old font, with
 *  abbreviations, with a remark behind them (whose, per month, in which unit), and several of one field beside each other. */
import { foldKey, foldText } from '../text/fold-text.js';
import { readAs } from '../text/legacy-font.js';
import { LIST_COLUMNS, PART_COLUMNS, type ColumnKey } from './list-column.js';
import { declaredUnit, unitOf } from './money-unit.js';

/** Abbreviations of offices, in folded words. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  tc: 'tro cap', stk: 'so tai khoan', tk: 'tai khoan', nh: 'ngan hang', ddcn: 'dinh danh ca nhan', btxh: 'bao tro xa hoi',
  asxh: 'an sinh xa hoi', tcxh: 'tro cap xa hoi', dt: 'doi tuong', cmtnd: 'cmnd', cmt: 'cmnd', tgxh: 'tro giup xa hoi',
}; // prettier-ignore

const BENEFICIARY =
  '(?:cua |nguoi |doi tuong |ca nhan )?(?:nguoi huong|nguoi duoc huong|nguoi thu huong|doi tuong|doi tuong huong|doi tuong thu huong|' +
  'nguoi nhan che do|nguoi nhan tro cap|nguoi cao tuoi|nguoi khuyet tat|nguoi co cong|nguoi dan|cong dan|ca nhan|huong|thu huong)' +
  '(?: (?:tro cap|che do|chinh sach|an sinh xa hoi|bao tro xa hoi|tro cap xa hoi|tro giup xa hoi))*';
const RECEIVER =
  '(?:cua )?nguoi (?:duoc uy quyen|nhan uy quyen|nhan thay|nhan ho|giam ho|dai dien|uy quyen nhan)(?: nhan(?: tro cap| tien)?)?';
/** What says nothing about which column it is. */
const REMARK =
  /(?: (?:hang|moi|mot|1|thang|nguoi|suat|neu co|bat buoc|theo quy dinh|ghi ro|da duoc phe duyet|vnd|dong|d|nghin|ngan|trieu|ty|1000|1000d|1 000|hien tai|hien nay|12 so|9 so|ca nhan hoa|ghi chu neu co))+$/;

/** A longer text is a remark. */
const HEADING_CHARS_MAX = 150;
/** Whoever has none of the numbers that are asked for may write another. */
const OTHER_PAPERS = /^(?:so )?(?:ho chieu|giay khai sinh|gks|giay to khac|khac)$/;

const OF_RECEIVER: Readonly<Partial<Record<ColumnKey, ColumnKey>>> = {
  fullName: 'receiverName',
  personalId: 'receiverPersonalId',
  accountNumber: 'receiverAccountNumber',
  institution: 'receiverInstitution',
  relationship: 'relationship',
  mandate: 'mandate',
  mandateUntil: 'mandateUntil',
  receiverName: 'receiverName',
};
/** Of these a beneficiary's is asked for, so that naming the beneficiary changes nothing. */
const OF_BENEFICIARY: ReadonlySet<ColumnKey> = new Set([
  'fullName', 'birth', 'gender', 'personalId', 'oldIdNumber', 'address', 'commune', 'institution', 'accountNumber', 'accountHolder',
  'amount', 'method', 'male', 'female',
] as const); // prettier-ignore

/** With accents: `Năm` is not `Nam`, `Tính` is not `Tỉnh`. */
const exact = new Map<string, ColumnKey>();
const folded = new Map<string, ColumnKey>();
for (const { key, heading, synonyms } of LIST_COLUMNS)
  for (const words of [heading, ...synonyms]) know(words, key);
for (const { key, heading, synonyms } of PART_COLUMNS) {
  for (const words of [heading, ...synonyms]) {
    exact.set(exactKey(words), key).set(foldKey(words), key);
    if (words.includes(' ')) know(words, key);
  }
}

/** The column that a heading names, if it is one of ours. */
export function findColumn(heading: string): ColumnKey | undefined {
  if (heading.length > HEADING_CHARS_MAX) return undefined;
  return (
    columnNamed(heading) ??
    (['TCVN3', 'VNI'] as const)
      .map((font) => readAs(heading, font))
      .map((reading) => (reading === undefined ? undefined : columnNamed(reading)))
      .find((column) => column !== undefined)
  );
}

/** The column of the authorised receiver that means the same as this one of the beneficiary. */
export function ofReceiver(key: ColumnKey): ColumnKey | undefined {
  return OF_RECEIVER[key];
}

export function namesReceiver(heading: string): boolean {
  return new RegExp(`(?:^| )${RECEIVER}(?: |$)`).test(foldText(heading));
}

function columnNamed(heading: string): ColumnKey | undefined {
  const text = heading.replace(/[*†‡]+|\(\s*\*+\s*\)/g, '').trim();
  const whole = exact.get(exactKey(text)) ?? columnOfWords(foldText(text));
  if (whole !== undefined) return whole;
  return withoutBrackets(text) ?? ofParts(text);
}

/** Words with what may be added to them taken off. */
function columnOfWords(words: string): ColumnKey | undefined {
  const known = folded.get(words.replaceAll(' ', '')) ?? folded.get(keyOf(words));
  if (known !== undefined) return known;
  const receivers = withoutOwner(words, RECEIVER);
  if (receivers !== undefined) return OF_RECEIVER[columnOfWords(receivers) ?? 'ordinal'];
  const plain = words.replace(REMARK, '');
  if (plain !== words) return columnOfWords(plain);
  const own = withoutOwner(words, BENEFICIARY);
  const column = own === undefined ? undefined : columnOfWords(own);
  return column !== undefined && OF_BENEFICIARY.has(column) ? column : undefined;
}

function withoutOwner(words: string, owner: string): string | undefined {
  const rest = words.replace(new RegExp(` ${owner}$`), '');
  return rest === words || rest === '' ? undefined : rest;
}

/** A remark in brackets: a unit, an owner, or another name of the same column. Another remark on an amount may change what it is. */
function withoutBrackets(text: string): ColumnKey | undefined {
  const remarks = [...text.matchAll(/[([{]([^)\]}]*)[)\]}]?/g)].map(([, inside]) => inside!.trim());
  const outside = text.replace(/[([{][^)\]}]*[)\]}]?/g, ' ').trim();
  if (remarks.length === 0 || outside === '') return undefined;
  const owned = remarks.find((remark) => namesReceiver(remark));
  if (owned !== undefined) return columnOfWords(foldText(`${outside} ${owned}`));
  const column = columnNamed(outside);
  if (column !== 'amount') return column;
  const saysUnit = remarks.every(
    (remark) => remark === '' || unitOf(remark) !== undefined || declaredUnit(remark) !== undefined ||
      ` ${foldText(remark)}`.replace(REMARK, '') === '' || columnOfWords(foldText(remark)) === 'amount',
  ); // prettier-ignore
  return saysUnit ? column : undefined;
}

/** `Số CCCD/ĐDCN`, `Xã, phường, thị trấn`: names of one column beside each other; an old number counts where a new one may stand. */
function ofParts(text: string): ColumnKey | undefined {
  const unitless = text.replace(/[,;:–—-]\s*[^,;:–—-]*$/, (tail) =>
    unitOf(tail.slice(1)) === undefined ? tail : '',
  );
  if (unitless !== text) return columnNamed(unitless);
  const all = text.split(/\/|,|;| - | – | hoặc | hay | và /i).map((part) => part.trim());
  if (all.length < 2 || all.includes('')) return undefined;
  const parts = all.filter((part) => !OTHER_PAPERS.test(foldText(part)));
  const columns = new Set(parts.map((part) => columnOfWords(foldText(part)) ?? prefixed(parts[0]!, part)));
  if (columns.has('personalId')) columns.delete('oldIdNumber');
  const [only] = columns;
  return columns.size === 1 ? only : undefined;
}

/** `Số CCCD/CC`: what the first part begins with holds for the others. */
function prefixed(first: string, part: string): ColumnKey | undefined {
  return columnOfWords(foldText(`${first.split(' ')[0]} ${part}`));
}

function know(words: string, key: ColumnKey): void {
  for (const spelling of [foldKey(words), keyOf(foldText(words))])
    if (!folded.has(spelling)) folded.set(spelling, key);
}

function exactKey(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function keyOf(words: string): string {
  return words
    .split(' ')
    .map((word) => ABBREVIATIONS[word] ?? word)
    .join('')
    .replaceAll(' ', '');
}
