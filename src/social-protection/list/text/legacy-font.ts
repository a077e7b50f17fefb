/** Text that was typed in a font of before Unicode, TCVN3 (.VnTime) or VNI: the letters of Windows-1252, shown as Vietnamese by the
 *  font alone. Converted where that is beyond doubt; what could be read in two ways is said to be in doubt, and never kept.
 *  Sources: TCVN 5712:1993 (VN3), the VNI-Windows table. */
import { isSyllable } from './syllable.js';

export type LegacyFont = 'TCVN3' | 'VNI';

export interface FontReading {
  readonly text: string;
  /** The font that the text was converted from. */
  readonly font?: LegacyFont;
  /** It is in some old font, and no reading makes words of it. */
  readonly isUnreadable?: boolean;
}

const TCVN3_LETTERS: ReadonlyMap<string, string> = pairs(
  'µà¶ả·ã¸á¹ạ¨ă»ằ¼ẳ½ẵ¾ắÆặ©âÇầÈẩÉẫÊấËậ®đÌèÎẻÏẽÐéÑẹªêÒềÓểÔễÕếÖệ×ìØỉÜĩÝíÞịßòáỏâõãóäọ«ôåồæổçỗèốéộ¬ơêờëởìỡíớîợïùñủòũóúôụ\u00adưõừöửỗữ÷ữøứùựúỳûỷüỹýýþỵ' +
    '¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ',
);

const VNI_TONES = { ù: '\u0301', ø: '\u0300', û: '\u0309', õ: '\u0303', ï: '\u0323' };

/** VNI writes a letter and its marks side by side: `aâ` is â, `aù` is á, `ö` ư and `öù` ứ. */
const VNI_LETTERS: ReadonlyMap<string, string> = new Map([
  ...marked('aeouy', VNI_TONES),
  ...marked('aeo', { â: '\u0302', á: '\u0302\u0301', à: '\u0302\u0300', å: '\u0302\u0309', ã: '\u0302\u0303', ä: '\u0302\u0323' }),
  ...marked('a', { ê: '\u0306', é: '\u0306\u0301', è: '\u0306\u0300', ú: '\u0306\u0309', ü: '\u0306\u0303', ë: '\u0306\u0323' }),
  ...horned('ô', 'ơ'),
  ...horned('ö', 'ư'),
  ...bothCases([['ñ', 'đ'], ['í', 'í'], ['ì', 'ì'], ['æ', 'ỉ'], ['ó', 'ĩ'], ['ò', 'ị'], ['î', 'ỵ']]),
]); // prettier-ignore

const LATIN_1 = /[\u00a1-\u00ff]/;
const WORD = /(?:[A-Za-z\u00a1-\u024f\u1ea0-\u1eff]|[\u0300-\u036f])+/g;
/** Signs that stand inside a word in no language that is written here. */
const SIGN_IN_WORD = /[A-Za-z][¡-©«-¹»-¿×÷]|[¡-©«-¹»-¿×÷][A-Za-z]|[µª]/;

/** @param text NFC. Text without letters of Windows-1252, or whose words are Vietnamese as they stand, comes back as it is. */
export function readFont(text: string): FontReading {
  if (!LATIN_1.test(text)) return { text };
  const words = (text.match(WORD) ?? []).filter((word) => LATIN_1.test(word));
  const strange = words.filter((word) => !isSyllable(word));
  // Signs alone, such as a soft hyphen, are no word of any font.
  if (!strange.some((word) => /[A-Za-z]/.test(word))) return { text };
  const fonts = (['TCVN3', 'VNI'] as const).filter((font) => strange.every((word) => isWordIn(word, font)));
  if (fonts.length === 1) return { text: convert(text, fonts[0]!), font: fonts[0]! };
  return { text, ...(fonts.length > 1 || SIGN_IN_WORD.test(text) ? { isUnreadable: true } : {}) };
}

/** Vietnamese as it stands, and other Vietnamese if the list around it is in an old font: `Lê`, or `Lờ` in TCVN3. */
export function hasTwoReadings(text: string): boolean {
  const words = text.normalize('NFC').match(WORD) ?? [];
  if (words.some((word) => /[\u0100-\u1eff]/.test(word))) return false;
  const letters = words.filter((word) => LATIN_1.test(word));
  if (letters.length === 0) return false;
  return (['TCVN3', 'VNI'] as const).some((font) => letters.every((word) => isWordIn(word, font)));
}

/** The text as if it were in that font, or undefined where that changes nothing. For words of a closed list only. */
export function readAs(text: string, font: LegacyFont): string | undefined {
  const reading = text.replace(WORD, (word) => (LATIN_1.test(word) ? decode(word, font) : word));
  return reading === text ? undefined : reading;
}

function isWordIn(word: string, font: LegacyFont): boolean {
  const decoded = decode(word, font);
  return decoded !== word && isSyllable(decoded);
}

/** Words that have letters of Unicode only are right already: a cell may be mended in part. */
function convert(text: string, font: LegacyFont): string {
  const isMixed = /[\u0100-\u0113\u0128\u0129\u0168\u0169\u01a0-\u01b0\u1ea0-\u1eff]/.test(text);
  return text.replace(WORD, (word) => {
    if (!LATIN_1.test(word) || (isMixed && isSyllable(word))) return word;
    return isWordIn(word, font) ? decode(word, font) : word;
  });
}

/** The fonts of capitals keep the codes of small letters: where all the plain letters are capitals, the word is. */
function decode(word: string, font: LegacyFont): string {
  const decoded = (font === 'TCVN3' ? decodeTcvn3(word) : decodeVni(word)).normalize('NFC');
  return /[A-Z].*[A-Z]/.test(word) && !/[a-z]/.test(word) ? decoded.toUpperCase() : decoded;
}

function decodeTcvn3(word: string): string {
  return Array.from(word, (letter) => TCVN3_LETTERS.get(letter) ?? letter).join('');
}

function decodeVni(word: string): string {
  let decoded = '';
  for (let at = 0; at < word.length; at++) {
    const two = VNI_LETTERS.get(word.slice(at, at + 2));
    decoded += two ?? VNI_LETTERS.get(word[at]!) ?? word[at]!;
    if (two !== undefined) at += 1;
  }
  return decoded;
}

function pairs(table: string): ReadonlyMap<string, string> {
  const letters = Array.from(table);
  return new Map(
    letters.flatMap((letter, at) => (at % 2 === 0 ? [[letter, letters[at + 1]!] as const] : [])),
  );
}

function marked(letters: string, marks: Readonly<Record<string, string>>): [string, string][] {
  const small = Array.from(letters).flatMap((letter) =>
    Object.entries(marks).map(([sign, mark]): [string, string] => [
      letter + sign,
      (letter + mark).normalize('NFC'),
    ]),
  );
  return bothCases(small);
}

function horned(sign: string, letter: string): [string, string][] {
  const toned = Object.entries(VNI_TONES).map(([mark, tone]): [string, string] => [
    sign + mark,
    (letter + tone).normalize('NFC'),
  ]);
  return bothCases([[sign, letter], ...toned]);
}

/** A capital may carry a small mark: `TRAàN` and `TRAÀN` are one. */
function bothCases(small: readonly [string, string][]): [string, string][] {
  return small.flatMap(([sign, letter]): [string, string][] => {
    const capital = sign[0]!.toUpperCase() + sign.slice(1);
    return [
      [sign, letter],
      [capital, letter.toUpperCase()],
      [sign.toUpperCase(), letter.toUpperCase()],
    ];
  });
}
