/** What a list states its amounts in. `540` under "(nghìn đồng)" is 540.000 đ; a unit that is not understood is no reason to take
 *  đồng: the amounts are refused then. */
import { foldText } from '../text/fold-text.js';

/** How many đồng one is, or that nobody can say. */
export type MoneyUnit = 1 | 1_000 | 1_000_000 | 1_000_000_000 | 'UNKNOWN';

const DONG = '(?:dong|vnd|vn d|d)';
/** Of `foldText`, whole. */
const UNITS: readonly (readonly [MoneyUnit, RegExp])[] = [
  [1, new RegExp(`^(?:viet nam )?${DONG}(?: viet nam)?$`)],
  [
    1_000,
    new RegExp(`^(?:x |nhan )?(?:nghin|ngan|ng|n|k|1000|1 000|10 3|10³|103) ?${DONG}?$|^000 ?${DONG}$`),
  ],
  [1_000_000, new RegExp(`^(?:x |nhan )?(?:trieu|tr|1000000|1 000 000|10 6|10⁶|106) ?${DONG}?$`)],
  [1_000_000_000, new RegExp(`^(?:ty|ti) ?${DONG}?$`)],
];
const FOREIGN = /^(?:usd|eur|us|do la|dola|do la my|dollar)$/;
/** Longer words are none of a unit. */
const UNIT_CHARS_MAX = 60;
/** Lists count people too; that is no unit of money. */
const COUNTED = /^(?:nguoi|ho|ho gia dinh|suat|khau|nhan khau|doi tuong|cai|truong hop|nguoi dong)$/;
/** What may stand behind a unit: per month, per person. */
const PER = /(?: (?:tren|mot|1|moi|hang|thang|nguoi|suat|khau|ky|quy|nam|lan|chan))+$/;

/** The unit that a few words are, such as `nghìn đồng`, `1.000đ/tháng`, `triệu`; undefined: they are no unit. */
export function unitOf(words: string): MoneyUnit | undefined {
  if (words.length > UNIT_CHARS_MAX) return undefined;
  const marked = words.replaceAll('₫', 'đ').replace(/\$/g, ' usd ');
  const folded = foldText(marked)
    .replace(/(\d) (?=000\b)/g, '$1')
    .replace(PER, '')
    .trim();
  const units = new Set(folded.split(/ (?:hoac|hay) /).map(plainUnit));
  if (units.size > 1 && !units.has(undefined)) return 'UNKNOWN';
  return units.size === 1 ? [...units][0] : undefined;
}

function plainUnit(folded: string): MoneyUnit | undefined {
  if (FOREIGN.test(folded)) return 'UNKNOWN';
  return UNITS.find(([, words]) => words.test(folded))?.[0];
}

const LAST_WORDS = /(?:^| )((?:nghin|ngan|trieu|ty|ti|1000|1 000|1000000|1 000 000)(?: ?(?:dong|vnd|d))?)$/;

/** The unit that a heading states, in brackets, behind a comma or as `ĐVT: …`; undefined: it states none. */
export function unitInHeading(heading: string): MoneyUnit | undefined {
  const declared = declaredUnit(heading);
  if (declared !== undefined) return declared;
  const parts = [...heading.matchAll(/[([{]([^)\]}]*)[)\]}]/g)].map(([, inside]) => inside!);
  const tail = /(?:[,;:–—-]|\btính theo|\btính bằng)\s*([^,;:–—()-]+)$/iu.exec(heading)?.[1];
  const last = LAST_WORDS.exec(foldText(heading.replaceAll('₫', 'đ')).replace(PER, ''))?.[1];
  for (const part of [...parts, tail, last]) {
    const unit =
      part === undefined ? undefined : unitOf(part.replace(/^\s*(?:đvt|đơn vị(?: tính)?)\s*:?/iu, ''));
    if (unit !== undefined) return unit;
  }
  return undefined;
}

/** The beginning of a line in which its unit may stand. */
const LINE_CHARS_MAX = 500;
const DECLARATION =
  /(?:^|[^\p{L}])(đơn vị tính|đơn vị tiền tệ|đơn vị tiền|đv tính|đvt|dvt|don vi tinh|đơn vị)\s*(?:là\s+)?[:：.=-]?\s*([^)\]]*)/iu;

/** The unit of a line such as `Đơn vị tính: nghìn đồng`; `Đơn vị: UBND xã …` names an authority and no unit.
 *  @param line the cells of one row, joined by spaces */
export function declaredUnit(line: string): MoneyUnit | undefined {
  const [, word = '', words = ''] = DECLARATION.exec(line.slice(0, LINE_CHARS_MAX).normalize('NFC')) ?? [];
  if (words.trim() === '' || COUNTED.test(foldText(words))) return undefined;
  const [first = ''] = words.split(/[,;.]\s|\s{2,}/);
  const isAuthority = /^đơn vị$/i.test(word);
  return unitOf(words) ?? unitOf(first) ?? (isAuthority ? undefined : 'UNKNOWN');
}
