/** Names of units as lists write them: with a type or its abbreviation, with either way of placing a tone, with or without accents. */
import { foldText } from '../text/fold-text.js';

const NAMES_KEPT_MAX = 50_000;

const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(?:thị trấn|tt|t\.t|ttr)(?:\.\s*|\s+)/, 'thị trấn '],
  [/^(?:phường|ph|p|f)(?:\.\s*|\s+|(?=\d))/, 'phường '],
  [/^(?:xã|x)(?:\.\s*|\s+)/, 'xã '],
  [/^(?:đặc khu|đk)(?:\.\s*|\s+)/, 'đặc khu '],
];

/** With diacritics, because communes of one province differ in nothing else; Hoà and Hòa are one, and so are 01 and 1. */
export const nameKey = remembered((name) => {
  const text = name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
  const type = TYPES.find(([sign]) => sign.test(text));
  return (type ? text.replace(type[0], type[1]) : text)
    .replace(/\b0+(?=\d)/g, '')
    .normalize('NFD')
    .replace(/([aeiouy][\u0302\u0306\u031b]?)([aeiouy])([\u0300\u0301\u0303\u0309\u0323])/g, '$1$3$2')
    .replace(/\s+/g, ' ')
    .trim();
});

const PLAIN_TYPES = new RegExp(`^(?:${TYPES.map(([, type]) => nameKey(type)).join('|')}) `);

/** Whether a text begins as communes do. */
export function hasCommuneType(text: string): boolean {
  const key = text.normalize('NFC').toLowerCase().trim();
  return (
    /^(?:xã|phường|thị trấn|đặc khu|xa |phuong |thi tran |dac khu )/.test(key) ||
    /^(?:p|x|tt|tx|đk)\.|^(?:p|x|tt) \p{L}/u.test(key)
  );
}

/** Without its type: a ward of today may have been a commune when the list was written. */
export const plainKey = remembered((name) => nameKey(name).replace(PLAIN_TYPES, ''));

/** As it is written where there are no accents. */
export const bareKey = remembered((name) => foldText(nameKey(name)));

/** `phuong phu ly` → `phu ly`. */
export function barePlainKey(name: string): string {
  return bareKey(name).replace(/^(?:thi tran|phuong|xa|dac khu) /, '');
}

/** Of a district, without its type: `TP. Phủ Lý`, `Thành phố Phủ Lý` and `Phủ Lý` are one. */
export const districtKey = remembered((name) =>
  foldText(name)
    .replace(/^(?:huyen dao|huyen|quan|thi xa|thanh pho|tp|tx|h|q) /, '')
    .replace(/\b0+(?=\d)/g, ''),
);

/** Names repeat from row to row. */
function remembered(keyOf: (name: string) => string): (name: string) => string {
  const keys = new Map<string, string>();
  return (name) => {
    let key = keys.get(name);
    if (key === undefined) {
      key = keyOf(name);
      if (keys.size < NAMES_KEPT_MAX) keys.set(name, key);
    }
    return key;
  };
}
