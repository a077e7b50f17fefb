/** What every cell of a list goes through before anything is believed of it: composed letters, no invisible signs, ordinary spaces,
 *  one letter for Đ, and Unicode in place of old fonts. */
import { readFont, type LegacyFont } from './legacy-font.js';

export interface CleanText {
  readonly text: string;
  readonly font?: LegacyFont;
  /** Letters that nobody can read with certainty: in some old font, or UTF-8 that was read as something else. */
  readonly isUnreadable?: boolean;
}

/** Zero-width and direction marks, word joiners, byte-order marks, variation selectors: copied along from chats and web pages. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u061c\u180e]|[\ufe00-\ufe0f]|\u034f/g;
const SPACES = /[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]/g;
/** UTF-8 that a program took for Windows-1252: `Nguyá»…n`. */
const MISREAD_UTF8 = /á[»º]|Ã[\u0080-\u00bf]|Ä[\u0080-\u00bf‘’“”•–—]|Æ[°¡]|\ufffd/;
const PLAIN = /^[\x20-\x7e]*$/;

export function cleanText(raw: string): CleanText {
  if (PLAIN.test(raw)) return { text: raw };
  const text = raw.normalize('NFC').replace(INVISIBLE, '').replace(SPACES, ' ');
  if (MISREAD_UTF8.test(text)) return { text, isUnreadable: true };
  const reading = readFont(text);
  // Ð and ð are letters of Icelandic that look like Đ and đ; a soft hyphen is a letter of TCVN3 and nothing otherwise.
  const tidy = reading.text.replace(/[ÐƉ]/g, 'Đ').replace(/[ðɖ]/g, 'đ').replaceAll('\u00ad', '');
  return { ...reading, text: tidy };
}
