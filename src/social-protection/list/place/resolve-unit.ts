/** Finds today's commune that a list means. Codes were given again on 1/7/2025, so a code alone is today's unit; a code with
 *  a former name is the former unit, and stands for its successor when it has one only. */
import type { FormerName } from '../../reference/read-units.js';
import type { UnitVersion } from '../../reference/unit-version.js';
import type { Refusal } from '../refusal.js';
import { readPlace, type PlaceText } from './place-text.js';
import type { ReferenceBook } from './reference-book.js';
import { bareKey, barePlainKey, districtKey, hasCommuneType, nameKey, plainKey } from './unit-names.js';

/** How many candidates a refusal names. */
const CANDIDATES_MAX = 5;

export interface UnitQuestion {
  /** The cell `Mã xã`: a code, a name, or both. */
  readonly text: string;
  /** The address, for the province that it names. */
  readonly address: string;
  /** The province that the list is of, when its reader knows. */
  readonly provinceCode?: string;
  /** The units that the importer may write to: of communes of one name those within are meant. */
  readonly isWithinArea?: (areaId: string) => boolean;
}

export function resolveUnit(book: ReferenceBook, question: UnitQuestion): UnitVersion | Refusal {
  const place = readPlace(book, question.text);
  if (place.code === undefined) return resolveName(book, question, place);
  const unit = book.findUnit(place.code);
  const former = book.findFormerUnit(place.code);
  if (!unit && !former)
    return { code: 'UNKNOWN_COMMUNE', detail: `mã ${place.code} không có trong danh mục` };
  if (unit && (place.name === '' || isNamed(unit, place.name))) return asCommune(unit);
  if (former && (!unit || isNamed(former, place.name))) return oneOf(book, question, former.successorCodes);
  return {
    code: 'AMBIGUOUS_COMMUNE',
    detail: `mã ${place.code} nay là ${unit?.name ?? ''}, không khớp tên đã ghi; ghi lại mã hoặc tên hiện nay`,
  };
}

/** A district, or a province that has ended, says that the name is one of before; otherwise today's commune of the name is meant. A name
 *  of another type counts only where nothing else has the name, and only where the list says in which province or district. */
function resolveName(book: ReferenceBook, question: UnitQuestion, place: PlaceText): UnitVersion | Refusal {
  const candidates = candidatesOf(book, question, place);
  const isPlaced =
    place.district !== undefined || candidates.provinces.length > 0 || !hasCommuneType(place.name);
  const steps = [isSame, ...(isPlaced ? [isAlike] : [])].flatMap((matches) => [
    place.isOld ? matching(candidates.ofDistrict, place.name, matches) : [],
    matching(candidates.current, place.name, matches),
    matching(candidates.former, place.name, matches),
  ]);
  const found = steps.find((codes) => codes.length > 0);
  if (found) return oneOf(book, question, found);
  return { code: 'UNKNOWN_COMMUNE', detail: 'ghi mã xã 5 chữ số hoặc đúng tên xã/phường hiện nay' };
}

/** A name with the codes of today's communes that it stands for. */
interface Candidate {
  readonly name: string;
  readonly codes: readonly string[];
}

function candidatesOf(book: ReferenceBook, question: UnitQuestion, place: PlaceText) {
  const provinces = provincesMeant(book, question, place);
  const isWithin = (communeCode: string, ofBefore?: string) => {
    const today = provinceCodeOf(book, communeCode);
    return provinces.length === 0 || provinces.some((code) => code === ofBefore || code === today);
  };
  const today = provinces.map((code) => book.provinceToday(code));
  const former = book
    .listFormerCommunes(place.name)
    .filter((each) => each.successorCodes.some((code) => isWithin(code, each.provinceCode)));
  return {
    provinces,
    current: book
      .listCommunes(place.name)
      .filter(({ code }) => today.length === 0 || today.includes(provinceCodeOf(book, code)))
      .map(({ name, code }): Candidate => ({ name, codes: [code] })),
    former: former.map(candidateOf),
    ofDistrict: former.filter(({ district }) => isDistrict(district, place)).map(candidateOf),
  };
}

function candidateOf({ name, successorCodes }: FormerName): Candidate {
  return { name, codes: successorCodes };
}

function isDistrict(district: string, place: PlaceText): boolean {
  return place.district === undefined || districtKey(district) === districtKey(place.district);
}

function matching(
  candidates: readonly Candidate[],
  name: string,
  matches: (candidate: string, name: string) => boolean,
): readonly string[] {
  return [...new Set(candidates.filter((each) => matches(each.name, name)).flatMap(({ codes }) => codes))];
}

/** The very name; without accents where the list writes none. */
function isSame(candidate: string, name: string): boolean {
  if (nameKey(candidate) === nameKey(name)) return true;
  return !/[^\x20-\x7e]/.test(name) && hasCommuneType(name) && bareKey(candidate) === bareKey(name);
}

/** The name without its type. */
function isAlike(candidate: string, name: string): boolean {
  if (plainKey(candidate) === plainKey(name)) return true;
  return !/[^\x20-\x7e]/.test(name) && barePlainKey(candidate) === barePlainKey(name);
}

/** The province written with the commune outranks the one that the list is of, and both the one in the address. */
function provincesMeant(
  book: ReferenceBook,
  { address, provinceCode }: UnitQuestion,
  place: PlaceText,
): readonly string[] {
  if (place.provinces.length > 0) return place.provinces;
  if (provinceCode !== undefined) return [provinceCode];
  return readPlace(book, address).provinces;
}

/** The one that is meant, or the question which. */
function oneOf(
  book: ReferenceBook,
  { isWithinArea }: UnitQuestion,
  codes: readonly string[],
): UnitVersion | Refusal {
  const units = codes.map((code) => book.findUnit(code)).filter((unit) => unit !== undefined);
  const within = units.length > 1 && isWithinArea ? units.filter(({ id }) => isWithinArea(id)) : units;
  if (within.length === 1) return within[0]!;
  if (units.length === 0)
    return { code: 'UNKNOWN_COMMUNE', detail: 'đơn vị cũ không có đơn vị kế tiếp trong danh mục' };
  return ambiguous(book, within.length > 0 ? within : units);
}

function ambiguous(book: ReferenceBook, units: readonly UnitVersion[]): Refusal {
  const named = units
    .slice(0, CANDIDATES_MAX)
    .map((unit) => `${unit.code} ${unit.name} (${book.provinceOf(unit)?.name ?? ''})`);
  const more = units.length > CANDIDATES_MAX ? ` và ${units.length - CANDIDATES_MAX} đơn vị khác` : '';
  return { code: 'AMBIGUOUS_COMMUNE', detail: `chọn một trong: ${named.join('; ')}${more}` };
}

function asCommune(unit: UnitVersion): UnitVersion | Refusal {
  return unit.level === 'COMMUNE'
    ? unit
    : { code: 'UNKNOWN_COMMUNE', detail: 'phải là xã, phường hoặc đặc khu' };
}

function isNamed(unit: UnitVersion, name: string): boolean {
  return plainKey(unit.name) === plainKey(name) || bareKey(unit.name) === bareKey(name);
}

function provinceCodeOf(book: ReferenceBook, communeCode: string): string {
  const unit = book.findUnit(communeCode);
  return (unit && book.provinceOf(unit)?.code) ?? '';
}
