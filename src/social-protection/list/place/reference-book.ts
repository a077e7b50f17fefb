/** What a list reader looks words up in: today's and former units, programmes, institutions. Built once from the shipped
 *  data and asked for every row, so every question is one look-up. */
import { readInstitutionWords, type InstitutionWord } from '../../reference/institution-word.js';
import { readProgrammes, type Programme, type ProgrammeData } from '../../reference/programme.js';
import { readUnits, type FormerName, type UnitData } from '../../reference/read-units.js';
import type { UnitVersion } from '../../reference/unit-version.js';
import { foldKey, foldText } from '../text/fold-text.js';
import { institutionFinder } from './find-institution.js';
import { barePlainKey, districtKey, plainKey } from './unit-names.js';

export interface ReferenceBook {
  readonly programmeData: ProgrammeData;
  /** The unit that has this code today. */
  findUnit(code: string): UnitVersion | undefined;
  /** The former commune that had this code. */
  findFormerUnit(code: string): UnitVersion | undefined;
  /** Today's communes of this name, whatever the type; without accents where the name is written without any. */
  listCommunes(name: string): readonly UnitVersion[];
  /** Former communes of this name, with and without a code, found alike. */
  listFormerCommunes(name: string): readonly FormerName[];
  provinceOf(unit: UnitVersion): UnitVersion | undefined;
  /** Codes of the provinces, of today and of before, that have this name, with or without their type. */
  provincesNamed(name: string): readonly string[];
  /** Codes of the former provinces that had a district of this name. */
  provincesOfDistrict(name: string): readonly string[];
  /** Whether the province of this code has ended. */
  readonly isFormerProvince: (code: string) => boolean;
  /** The province that stands for one of this code today: itself, or its successor. */
  provinceToday(code: string): string;
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
      [foldKey(each.code), each] as const,
      [foldKey(each.name), each] as const,
    ]),
  );
  const units = readUnits(dataDir);
  return {
    programmeData,
    ...unitLookUps(units, today),
    findProgramme: (text) =>
      programmes.get(foldKey(text)) ?? programmes.get(foldKey(text.split(/\s[-–—:]\s/)[0] ?? '')),
    findInstitution: institutionFinder(readInstitutionWords(dataDir), units),
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
  const communesByName = byName(
    lasting.filter((unit) => unit.level === 'COMMUNE'),
    (unit) => unit.name,
  );
  const endedNames = [...formerByCode.values()].map((unit) => formerNameOf(unit, byId));
  const formerByName = byName([...formerNames, ...endedNames], (former) => former.name);
  const provinces = provinceLookUps(units, today);
  const districts = groupBy([...formerNames, ...endedNames], ({ district }) => districtKey(district));
  return {
    findUnit: (code: string) => byCode.get(code),
    findFormerUnit: (code: string) => formerByCode.get(code),
    listCommunes: communesByName,
    listFormerCommunes: formerByName,
    provincesOfDistrict: (name: string) => [
      ...new Set((districts.get(districtKey(name)) ?? []).map(({ provinceCode }) => provinceCode)),
    ],
    provinceOf: (unit: UnitVersion) => (unit.parentId === undefined ? undefined : byId.get(unit.parentId)),
    ...provinces,
  };
}

/** With its accents, whatever its type; by its letters alone where the question has no accents. */
function byName<T>(items: readonly T[], nameOf: (item: T) => string): (name: string) => readonly T[] {
  const accented = groupBy(items, (item) => plainKey(nameOf(item)));
  const bare = groupBy(items, (item) => barePlainKey(nameOf(item)));
  const isBare = (name: string) => !/[^\x20-\x7e]/.test(name);
  return (name) => accented.get(plainKey(name)) ?? (isBare(name) ? (bare.get(barePlainKey(name)) ?? []) : []);
}

function formerNameOf(unit: UnitVersion, byId: ReadonlyMap<string, UnitVersion>): FormerName {
  return {
    name: unit.name,
    district: unit.district ?? '',
    provinceCode: (unit.parentId === undefined ? undefined : byId.get(unit.parentId)?.code) ?? '',
    successorCodes: unit.successorCodes,
  };
}

/** `Tỉnh Hà Nam`, `Hà Nam`, `TP. Hà Nội`: a city that no province is called after, such as `Thành phố Hưng Yên`, is a district. */
function provinceLookUps(units: readonly UnitVersion[], today: string) {
  const provinces = units.filter((unit) => unit.level === 'PROVINCE');
  const byKey = groupBy(
    provinces.flatMap((unit) => {
      const full = foldText(unit.name);
      const plain = full.replace(/^(?:tinh|thanh pho) /, '');
      const types = full.startsWith('tinh ') ? ['tinh', 't'] : ['thanh pho', 'tp', 'tinh'];
      return [plain, ...types.map((type) => `${type} ${plain}`)].map((key) => ({ key, unit }));
    }),
    ({ key }) => key,
  );
  const current = new Set(
    provinces.filter((unit) => (unit.validTo ?? '9999') >= today).map(({ code }) => code),
  );
  const successors = new Map(provinces.map((unit) => [unit.code, unit.successorCodes[0]]));
  return {
    provincesNamed: (name: string) => [
      ...new Set((byKey.get(provinceKey(name)) ?? []).map(({ unit }) => unit.code)),
    ],
    isFormerProvince: (code: string) => !current.has(code),
    provinceToday: (code: string) => (current.has(code) ? code : (successors.get(code) ?? code)),
  };
}

/** People shorten a few. */
function provinceKey(name: string): string {
  return foldText(name)
    .replace(/^(?:tphcm|tp hcm|hcm)$/, 'thanh pho ho chi minh')
    .replace(/^br ?vt$/, 'ba ria vung tau');
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
