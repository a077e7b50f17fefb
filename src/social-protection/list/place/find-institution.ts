/** Which institution a list means. Lists name branches too, as letters of the government do: `Agribank Hà Nam II`,
 *  `BIDV CN Hà Nam`, `Ngân hàng Nông nghiệp và PTNT huyện Kim Bảng`. */
import type { InstitutionWord } from '../../reference/institution-word.js';
import type { UnitData } from '../../reference/read-units.js';
import { foldKey, foldText } from '../text/fold-text.js';

/** What stands before a bank's name and says nothing. */
const BEFORE =
  /^(?:ngan hang|nhtmcp|nhtm|nh|tmcp|thuong mai co phan|tm cp|tnhh mtv|tnhh|mtv|cp|so|chi nhanh|cn|phong giao dich|pgd|vi dien tu|vi|tai|qua|mo tai|tai khoan|tk) /;
const BRANCH =
  /^(?:cn|chi nhanh|pgd|phong giao dich|phong gd|hoi so|so giao dich|tru so|hoi so chinh)(?: |$)/;
/** `II`, `2`, `Bắc`: which of several branches of one place. */
const WHICH = / ?(?:[ivx]+|\d{1,2}|bac|nam|dong|tay|trung tam|cu|tinh)$/;
const PLACE_TYPE = /^(?:tinh|thanh pho|tp|huyen|quan|thi xa|tx|xa|phuong|thi tran|khu vuc|kv) /;

const TEXTS_KEPT_MAX = 10_000;

export function institutionFinder(
  institutions: readonly InstitutionWord[],
  { units, formerNames }: UnitData,
): (text: string) => InstitutionWord | undefined {
  const words = new Map<string, InstitutionWord>();
  for (const each of institutions)
    for (const word of [each.code, each.name, each.bin ?? each.code, ...each.words])
      for (const key of [foldKey(word), stripped(foldText(word)).replaceAll(' ', '')])
        if (!words.has(key)) words.set(key, each);
  const places = new Set<string>();
  for (const name of [
    ...units.flatMap((unit) => [unit.name, unit.district ?? '']),
    ...formerNames.map(({ district }) => district),
  ])
    places.add(foldText(name).replace(PLACE_TYPE, ''));
  const isBranch = (rest: string) => isBranchOf(rest, places, words);
  const find = (text: string) =>
    words.get(foldKey(text)) ??
    byParts(text, words) ??
    byBranch(foldText(text), words, isBranch) ??
    napasBank(text);
  // A list names few institutions, each in most of its rows.
  const found = new Map<string, InstitutionWord | undefined>();
  return (text) => {
    if (found.has(text)) return found.get(text);
    const institution = find(text);
    if (found.size < TEXTS_KEPT_MAX) found.set(text, institution);
    return institution;
  };
}

/** `Ngân hàng TMCP Quân đội (MB)`: every part that is a name is a name of the same one. */
function byParts(text: string, words: ReadonlyMap<string, InstitutionWord>): InstitutionWord | undefined {
  const parts = text
    .split(/[(),;]/)
    .map((part) => stripped(foldText(part)))
    .filter((part) => part !== '');
  const found = new Set(parts.map((part) => words.get(part.replaceAll(' ', ''))));
  return found.size === 1 ? [...found][0] : undefined;
}

/** The longest name that the text begins with, or ends with, when the rest is a branch. */
function byBranch(
  text: string,
  words: ReadonlyMap<string, InstitutionWord>,
  isBranch: (rest: string) => boolean,
): InstitutionWord | undefined {
  const tokens = stripped(text).split(' ');
  for (let length = tokens.length; length > 0; length--) {
    const first = words.get(tokens.slice(0, length).join(''));
    if (first && isBranch(tokens.slice(length).join(' '))) return first;
    const last = words.get(tokens.slice(-length).join(''));
    if (last && isBranch(tokens.slice(0, -length).join(' '))) return last;
  }
  return undefined;
}

function isBranchOf(
  rest: string,
  places: ReadonlySet<string>,
  words: ReadonlyMap<string, InstitutionWord>,
): boolean {
  const tokens = rest.split(' ').filter((token) => token.length > 2);
  // Two institutions in one cell are none.
  if (tokens.some((token) => words.has(token) && !places.has(token))) return false;
  if (rest === '' || rest === 'viet nam' || rest === 'vn' || BRANCH.test(rest)) return true;
  const place = rest.replace(/^viet nam /, '').replace(BEFORE, '');
  return [place, place.replace(WHICH, '')].some(
    (each) => BRANCH.test(each) || places.has(each) || places.has(each.replace(PLACE_TYPE, '')),
  );
}

function stripped(folded: string): string {
  let text = folded;
  for (let shorter = text.replace(BEFORE, ''); shorter !== text; shorter = text.replace(BEFORE, ''))
    text = shorter;
  return text;
}

/** A bank that no adapter names is written by its BIN. */
function napasBank(text: string): InstitutionWord | undefined {
  const code = text
    .trim()
    .toUpperCase()
    .replace(/^(?=97\d{4}$)/, 'NAPAS:');
  return /^NAPAS:97\d{4}$/.test(code) ? { code, name: code, kind: 'BANK', words: [] } : undefined;
}
