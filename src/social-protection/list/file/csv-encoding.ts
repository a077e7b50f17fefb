/** In which encoding a text file is written. Only Unicode is read: what an 8-bit file says depends on the font or the code page that
 *  its writer had, so that such a file is refused, by the name of what it seems to be. */
import { isUtf8 } from 'node:buffer';
import type { Wording } from '../../../values/index.js';
import { ListError } from '../list-error.js';
import { readFont } from '../text/legacy-font.js';
import { isSyllable } from '../text/syllable.js';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** The sample may end inside a character: up to three bytes of it are forgiven. */
const CUT_BYTES_MAX = 3;

/** @param sample the start of the file @param isWhole nothing follows it @throws ListError NOT_A_LIST */
export function encodingOf(sample: Buffer, isWhole: boolean): TextEncoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  if (sample.includes(0)) return unmarkedUtf16(sample);
  const cuts = isWhole ? [0] : Array.from({ length: CUT_BYTES_MAX + 1 }, (_, cut) => cut);
  if (cuts.some((cut) => isUtf8(sample.subarray(0, sample.length - cut)))) return 'utf-8';
  throw notUnicode(sample);
}

/** Text of two bytes a letter has a zero in every second place, mostly. */
function unmarkedUtf16(sample: Buffer): TextEncoding {
  const zerosAt = (parity: number) => sample.filter((byte, at) => byte === 0 && at % 2 === parity).length;
  const [even, odd] = [zerosAt(0), zerosAt(1)];
  const pairs = sample.length / 2;
  if (odd > pairs * 0.4 && even < odd / 10) return 'utf-16le';
  if (even > pairs * 0.4 && odd < even / 10) return 'utf-16be';
  throw new ListError('NOT_A_LIST', {
    vi: 'Tệp không phải danh sách XLSX hay CSV.',
    en: 'The file is no list in XLSX or CSV.',
  });
}

function notUnicode(sample: Buffer): ListError {
  const name = codeName(sample);
  const seems: Wording =
    name === undefined ? { vi: '', en: '' } : { vi: `; có vẻ là ${name}`, en: `; it seems to be ${name}` };
  return new ListError('NOT_A_LIST', {
    vi: `Tệp CSV không phải UTF-8${seems.vi}. Trong Excel đổi chữ sang phông Unicode rồi lưu kiểu “CSV UTF-8 (phân cách bằng dấu phẩy)”.`,
    en: `The CSV file is not UTF-8${seems.en}. In Excel use a Unicode font and save it as “CSV UTF-8”.`,
  });
}

function codeName(sample: Buffer): string | undefined {
  const ansi = new TextDecoder('windows-1252').decode(sample);
  const cells = ansi.split(/[,;\t\r\n"]+/).filter((cell) => /[\u0080-\uffff]/.test(cell));
  const fonts = cells.map((cell) => readFont(cell).font);
  const count = (font: string) => fonts.filter((each) => each === font).length;
  const vietnamese = new TextDecoder('windows-1258').decode(sample).normalize('NFC');
  const words = vietnamese.split(/[^\p{L}\p{M}]+/u).filter((word) => /[^\x20-\x7e]/.test(word));
  if (words.length > 0 && words.filter(isSyllable).length > words.length * 0.8) return 'Windows-1258 (ANSI)';
  if (count('TCVN3') > count('VNI')) return 'TCVN3 (ABC, phông .VnTime)';
  return count('VNI') > 0 ? 'VNI (phông VNI-Times)' : undefined;
}
