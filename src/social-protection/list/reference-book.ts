/** What a list reader looks words up in: today's and former units, programmes, institutions. Built once from the shipped
 *  data and asked for every row, so every question is one look-up. */
import { readInstitutionWords, type InstitutionWord } from '../reference/institution-word.js';
import { readProgrammes, type Programme, type ProgrammeData } from '../reference/programme.js';
import { readUnits, type FormerName, type UnitData } from '../reference/read-units.js';
import type { UnitVersion } from '../reference/unit-version.js';
import { foldText } from './fold-text.js';

export interface ReferenceBook {
  readonly programmeData: ProgrammeData;
  /** The unit that has this code today. */
  findUnit(code: string): UnitVersion | undefined;
  /** The former commune that had this code. */
  findFormerUnit(code: string): UnitVersion | undefined;
  /** Today's communes of this name, with their diacritics. */
  listCommunes(name: string): readonly UnitVersion[];
  /** Former communes of this name, with and without a code. */
  listFormerCommunes(name: string): readonly FormerName[];
  provinceOf(unit: UnitVersion): UnitVersion | undefined;
  /** Codes of today's provinces that a text names, former names included. */
  provincesNamedIn(text: string): readonly string[];
  findProgramme(text: string): Programme | undefined;
  findInstitution(text: string): InstitutionWord | undefined;
}

let lastOpened:
  { readonly dataDir: string; readonly today: string; readonly book: ReferenceBook } | undefined;

/** The book of the day; opening it again on the same day costs nothing.
 *  @param dataDir the folder `prisma/data/` of the installation @param today `YYYY-MM-DD`, decides which version is today's */
export function openReferenceBook(dataDir: string, today: string): ReferenceBook {
  if (lastOpened?.dataDir !== dataDir || lastOpened.today !== today) {
    lastOpened = { dataDir, today, book: makeBook(dataDir, today) };
  }
  return lastOpened.book;
}

function makeBook(dataDir: string, today: string): ReferenceBook {
  const programmeData = readProgrammes(dataDir);
  const programmes = new Map(
    programmeData.programmes.flatMap((each) => [
      [codeKey(each.code), each] as const,
      [codeKey(each.name), each] as const,
    ]),
  );
  const institutions = new Map(
    readInstitutionWords(dataDir).flatMap((each) =>
      [each.code, each.name, each.bin ?? each.code, ...each.words].map(
        (word) => [codeKey(word), each] as const,
      ),
    ),
  );
  return {
    programmeData,
    ...unitLookUps(readUnits(dataDir), today),
    findProgramme: (text) =>
      programmes.get(codeKey(text)) ?? programmes.get(codeKey(text.split(/\s[-–—:]\s/)[0] ?? '')),
    findInstitution: (text) => institutions.get(codeKey(text)) ?? napasBank(text),
  };
}

function unitLookUps({ units, formerNames }: UnitData, today: string) {
  const lasting = units.filter((unit) => unit.validFrom <= today && (unit.validTo ?? '9999') >= today);
  const ended = units.filter((unit) => unit.validTo !== undefined && unit.validTo < today);
  const byCode = new Map(lasting.map((unit) => [unit.code, unit]));
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const formerByCode = new Map(
    ended.filter((unit) => unit.level === 'COMMUNE').map((unit) => [unit.code, unit]),
  );
  const communesByName = groupBy(
    lasting.filter((unit) => unit.level === 'COMMUNE'),
    (unit) => nameKey(unit.name),
  );
  const endedNames = [...formerByCode.values()].map((unit) => formerNameOf(unit, byId));
  const formerByName = groupBy([...formerNames, ...endedNames], (former) => nameKey(former.name));
  const provinceWords = provinceNames(units, today);
  return {
    findUnit: (code: string) => byCode.get(code),
    findFormerUnit: (code: string) => formerByCode.get(code),
    listCommunes: (name: string) => communesByName.get(nameKey(name)) ?? [],
    listFormerCommunes: (name: string) => formerByName.get(nameKey(name)) ?? [],
    provinceOf: (unit: UnitVersion) => (unit.parentId === undefined ? undefined : byId.get(unit.parentId)),
    provincesNamedIn: (text: string) => {
      const folded = ` ${foldText(text)} `;
      return [
        ...new Set(provinceWords.filter(([word]) => folded.includes(` ${word} `)).map(([, code]) => code)),
      ];
    },
  };
}

function formerNameOf(unit: UnitVersion, byId: ReadonlyMap<string, UnitVersion>): FormerName {
  return {
    name: unit.name,
    district: unit.district ?? '',
    provinceCode: (unit.parentId === undefined ? undefined : byId.get(unit.parentId)?.code) ?? '',
    successorCodes: unit.successorCodes,
  };
}

/** `tinh ha nam` → 37, and the like: former provinces stand for those that took them over. */
function provinceNames(units: readonly UnitVersion[], today: string): readonly (readonly [string, string])[] {
  return units
    .filter((unit) => unit.level === 'PROVINCE')
    .flatMap((unit) => {
      const isFormer = (unit.validTo ?? '9999') < today;
      const code = isFormer ? (unit.successorCodes[0] ?? unit.code) : unit.code;
      const name = foldText(unit.name);
      return [[name, code] as const, [name.replace(/^(tinh|thanh pho) /, ''), code] as const];
    });
}

/** A bank that no adapter names is written by its BIN. */
function napasBank(text: string): InstitutionWord | undefined {
  const code = text
    .trim()
    .toUpperCase()
    .replace(/^(?=97\d{4}$)/, 'NAPAS:');
  return /^NAPAS:97\d{4}$/.test(code) ? { code, name: code, kind: 'BANK', words: [] } : undefined;
}

function codeKey(text: string): string {
  return foldText(text).replaceAll(' ', '');
}

/** With diacritics, because communes of one province differ in nothing else; Hoà and Hòa are one. */
function nameKey(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/^(tt|t\.t\.?)\s+/, 'thị trấn ')
    .replace(/^(p|p\.)\s+/, 'phường ')
    .replace(/^(x|x\.)\s+/, 'xã ')
    .normalize('NFD')
    .replace(/([aeiouy][\u0302\u0306\u031b]?)([aeiouy])([\u0300\u0301\u0303\u0309\u0323])/g, '$1$3$2')
    .replace(/\s+/g, ' ')
    .trim();
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
