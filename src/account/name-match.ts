/** Whether the name that an institution returned is the citizen's: Vietnamese names, as registers and banks write them.
 *  The citizen's name is the reference; banks return it in capitals without diacritics, cut short, or masked. */
import { foldName } from '../values/index.js';

export type NameMatch = 'UNKNOWN' | 'MATCH' | 'CLOSE' | 'MASKED_MATCH' | 'NO_MATCH' | 'UNAVAILABLE';

export interface NameComparison {
  readonly match: NameMatch;
  /** The folded names are equal, yet both carry diacritics and these differ: Hòa is not Hóa. */
  readonly diacriticsDiffer: boolean;
}

/** Banks cut names at a field's length; a shorter prefix is another name. */
const TRUNCATED_LENGTH_MIN = 20;

/** @param reference the citizen's full name   @param returned what the institution says; nothing means UNAVAILABLE */
export function matchNames(reference: string, returned: string | null | undefined): NameComparison {
  const asked = foldName(reference);
  if (returned === null || returned === undefined || returned.trim() === '' || asked === '') {
    return { match: 'UNAVAILABLE', diacriticsDiffer: false };
  }
  if (MASK.test(returned)) {
    return { match: matchesMask(asked, returned) ? 'MASKED_MATCH' : 'NO_MATCH', diacriticsDiffer: false };
  }
  const told = foldName(returned);
  if (told === '') return { match: 'UNAVAILABLE', diacriticsDiffer: false };
  if (told === asked) return { match: 'MATCH', diacriticsDiffer: diacriticsDiffer(reference, returned) };
  return { match: isClose(asked, told) ? 'CLOSE' : 'NO_MATCH', diacriticsDiffer: false };
}

/** y for i (Quý and Quí are one name), another order of the same words, or cut short by the bank. */
function isClose(asked: string, told: string): boolean {
  const [a, t] = [asked.replaceAll('Y', 'I'), told.replaceAll('Y', 'I')];
  if (a === t || sorted(a) === sorted(t)) return true;
  return t.length >= TRUNCATED_LENGTH_MIN && a.startsWith(t);
}

function sorted(name: string): string {
  return name.split(' ').sort().join(' ');
}

const MASK = /[*•×#]|(?<=\p{L})x{2,}|X{3,}/u;
const MASK_RUN = /[*•×#]+|X{2,}|x{2,}/gu;

/** Word by word: letters shown must agree, from the front and from the back. Lengths count only where the mask keeps them. */
function matchesMask(asked: string, returned: string): boolean {
  const words = asked.split(' ');
  const masked = returned.normalize('NFC').trim().split(/\s+/).map(maskedWord);
  if (words.length !== masked.length) return false;
  const keepsLengths = masked.every(({ length }, at) => length === words[at]?.length);
  return masked.every(({ front, back, length, isMasked }, at) => {
    const word = words[at] ?? '';
    if (!isMasked) return front === word;
    const fits = front.length + back.length <= word.length && word.startsWith(front) && word.endsWith(back);
    return fits && (keepsLengths || isUniform(masked) || length === word.length);
  });
}

interface MaskedWord {
  readonly front: string;
  readonly back: string;
  readonly length: number;
  readonly stars: number;
  readonly isMasked: boolean;
}

function maskedWord(word: string): MaskedWord {
  const run = MASK_RUN.exec(word);
  MASK_RUN.lastIndex = 0;
  const stars = run?.[0].length ?? 0;
  const front = foldName(run ? word.slice(0, run.index) : word);
  const back = foldName(run ? word.slice(run.index + stars) : '');
  return { front, back, length: front.length + stars + back.length, stars, isMasked: run !== null };
}

/** `N*** V** A**`: as many stars for every later word tell nothing of lengths; `N***** V** A*` tells them. */
function isUniform(words: readonly MaskedWord[]): boolean {
  const later = words
    .slice(1)
    .filter((word) => word.isMasked)
    .map((word) => word.stars);
  return new Set(later).size <= 1;
}

/** Compares the marks of each word, wherever they are placed: Hoà and Hòa are one spelling. */
function diacriticsDiffer(reference: string, returned: string): boolean {
  const [asked, told] = [marksOf(reference), marksOf(returned)];
  return told.some((marks) => marks !== '') && asked.join('|') !== told.join('|');
}

function marksOf(name: string): string[] {
  return name
    .normalize('NFC')
    .toUpperCase()
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word !== '')
    .map((word) =>
      Array.from(word.replaceAll('Đ', 'D\u0335').normalize('NFD'))
        .filter((letter) => /\p{M}/u.test(letter))
        .sort()
        .join(''),
    );
}
