/** The real facts that fictional people are placed among: communes of one province, programmes and standards. Read straight
 *  from the shipped data, because the demo plays the locality and shares no code with the hub. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DemoProgramme {
  readonly code: string;
  readonly name: string;
  readonly coefficient: string;
  readonly ageFrom: number;
  readonly ageTo: number;
  readonly legalBasis: string;
  /** đồng a month by law; null where a decision names the amount. */
  readonly amount: number | null;
}

export interface DemoCommune {
  readonly code: string;
  readonly name: string;
  /** Codes of former communes that became part of it and mean nothing else today. */
  readonly formerCodes: readonly string[];
}

export interface DemoFacts {
  readonly provinceName: string;
  readonly communes: readonly DemoCommune[];
  readonly birthCodes: readonly string[];
  readonly programmes: ReadonlyMap<string, DemoProgramme>;
}

export function readDemoFacts(dataDir: string, provinceCode: string, today: string): DemoFacts {
  const units = readJson(dataDir, 'administrative-units.json') as {
    communes: [string, string, string][];
    formerCommunes: string[][];
    provinces: [string, string, string, string | null, string[]][];
  };
  const currentCodes = new Set(units.communes.map(([code]) => code));
  const communes = units.communes
    .filter(([, , province]) => province === provinceCode)
    .map(([code, name]) => ({
      code,
      name,
      formerCodes: units.formerCommunes
        .filter((row) => row.length === 5 && row[4] === code && !currentCodes.has(row[0]!))
        .map(([former]) => former!),
    }));
  if (communes.length === 0)
    throw new Error(`The demo province ${provinceCode} has no communes in the data.`);
  const birthCodes = units.provinces
    .filter(([code, , , , successors]) => code === provinceCode || successors.includes(provinceCode))
    .map(([code]) => `0${code}`);
  const province = units.provinces.find(([code, , , until]) => code === provinceCode && until === null);
  return {
    provinceName: province?.[1] ?? '',
    communes,
    birthCodes: [...new Set(birthCodes)],
    programmes: readProgrammes(dataDir, today),
  };
}

function readProgrammes(dataDir: string, today: string): ReadonlyMap<string, DemoProgramme> {
  const file = readJson(dataDir, 'programmes.json') as {
    standards: Record<string, { validFrom: string; amount: number }[]>;
    programmes: (Omit<DemoProgramme, 'amount'> & { standard: string | null })[];
  };
  return new Map(
    file.programmes.map(({ standard, ...programme }) => {
      const rows = standard === null ? [] : (file.standards[standard] ?? []);
      const base = rows.findLast((row) => row.validFrom <= today)?.amount;
      const amount = base === undefined ? null : (base * Number(programme.coefficient) * 100) / 100;
      return [programme.code, { ...programme, amount }];
    }),
  );
}

function readJson(dataDir: string, name: string): unknown {
  return JSON.parse(readFileSync(join(dataDir, name), 'utf8'));
}
