/** Reads the shipped file of administrative units and gives every version its id, its parent and its ancestors. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COUNTRY_CODE } from '../../values/index.js';
import { unitIdOf, type UnitVersion } from './unit-version.js';

interface UnitFile {
  readonly knownSince: string;
  readonly mergedOn: string;
  readonly provinces: readonly (readonly [string, string, string, string | null, readonly string[]])[];
  readonly communes: readonly (readonly [string, string, string, string])[];
  readonly formerCommunes: readonly (readonly string[])[];
  readonly formerNames: readonly (readonly string[])[];
}

/** A commune that had ended before the file's first day: known by name only. */
export interface FormerName {
  readonly name: string;
  readonly district: string;
  readonly provinceCode: string;
  readonly successorCodes: readonly string[];
}

export interface UnitData {
  readonly units: readonly UnitVersion[];
  readonly formerNames: readonly FormerName[];
}

/** @param dataDir the folder `prisma/data/` of the installation */
export function readUnits(dataDir: string): UnitData {
  const file = JSON.parse(readFileSync(join(dataDir, 'administrative-units.json'), 'utf8')) as UnitFile;
  const country = countryUnit(file);
  const provinces = file.provinces.map((row) => provinceUnit(row, country));
  const provincesOf = groupByCode(provinces);
  const communes = communeRows(file).map((row) => communeUnit(row, provincesOf, country));
  return {
    units: [country, ...provinces, ...communes],
    formerNames: file.formerNames.map(([name, district, provinceCode, ...successorCodes]) => ({
      name: name!,
      district: district!,
      provinceCode: provinceCode!,
      successorCodes,
    })),
  };
}

interface CommuneRow {
  readonly code: string;
  readonly name: string;
  readonly provinceCode: string;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly district?: string;
  readonly successorCodes: readonly string[];
}

function communeRows(file: UnitFile): CommuneRow[] {
  const now = file.communes.map(([code, name, provinceCode, validFrom]) => ({
    code,
    name,
    provinceCode,
    validFrom,
    successorCodes: [],
  }));
  const lastDay = dayBefore(file.mergedOn);
  const former = file.formerCommunes.map(([code, name, district, provinceCode, ...successorCodes]) => ({
    code: code!,
    name: name!,
    district: district!,
    provinceCode: provinceCode!,
    validFrom: file.knownSince,
    validTo: lastDay,
    successorCodes,
  }));
  return [...now, ...former];
}

function countryUnit(file: UnitFile): UnitVersion {
  const id = unitIdOf(COUNTRY_CODE, file.knownSince);
  return {
    id,
    code: COUNTRY_CODE,
    name: 'Việt Nam',
    level: 'COUNTRY',
    ancestors: [],
    validFrom: file.knownSince,
    successorCodes: [],
  };
}

function provinceUnit(row: UnitFile['provinces'][number], country: UnitVersion): UnitVersion {
  const [code, name, validFrom, validTo, successorCodes] = row;
  return {
    id: unitIdOf(code, validFrom),
    code,
    name,
    level: 'PROVINCE',
    parentId: country.id,
    ancestors: [{ id: country.id, depth: 1 }],
    validFrom,
    ...(validTo === null ? {} : { validTo }),
    successorCodes,
  };
}

/** A commune outlives a renaming of its province: every version of the province that it lived under is above it. */
function communeUnit(
  row: CommuneRow,
  provincesOf: ReadonlyMap<string, readonly UnitVersion[]>,
  country: UnitVersion,
): UnitVersion {
  const above = (provincesOf.get(row.provinceCode) ?? []).filter(
    (province) =>
      province.validFrom <= (row.validTo ?? '9999') && (province.validTo ?? '9999') >= row.validFrom,
  );
  const parent = above.at(-1);
  if (!parent) throw new Error(`administrative-units.json: commune ${row.code} has no province.`);
  return {
    id: unitIdOf(row.code, row.validFrom),
    code: row.code,
    name: row.name,
    level: 'COMMUNE',
    parentId: parent.id,
    ancestors: [...above.map(({ id }) => ({ id, depth: 1 })), { id: country.id, depth: 2 }],
    validFrom: row.validFrom,
    ...(row.validTo === undefined ? {} : { validTo: row.validTo }),
    ...(row.district === undefined ? {} : { district: row.district }),
    successorCodes: row.successorCodes,
  };
}

function groupByCode(units: readonly UnitVersion[]): Map<string, UnitVersion[]> {
  const groups = new Map<string, UnitVersion[]>();
  for (const unit of units) groups.set(unit.code, [...(groups.get(unit.code) ?? []), unit]);
  return groups;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
