/** Programmes as data: coefficients and standards change by decree, so each is a row with its first day. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dong } from '../../values/index.js';

export const PROGRAMME_GROUPS = [
  'SOCIAL_PROTECTION', 'SOCIAL_PENSION', 'MERIT', 'POOR_HOUSEHOLD', 'EMERGENCY', 'SOCIAL_INSURANCE', 'UNEMPLOYMENT',
] as const; // prettier-ignore
export type ProgrammeGroup = (typeof PROGRAMME_GROUPS)[number];

export interface Programme {
  readonly code: string;
  readonly name: string;
  readonly group: ProgrammeGroup;
  readonly managingAgency: string;
  /** The standard that the coefficient multiplies; null where a decision names the amount. */
  readonly standard: string | null;
  /** A decimal such as `1.5`. */
  readonly coefficient: string;
  readonly ageFrom: number;
  readonly ageTo: number;
  readonly legalBasis: string;
}

interface Standard {
  readonly validFrom: string;
  readonly amount: number;
  readonly legalBasis: string;
}

export interface ProgrammeData {
  readonly programmes: readonly Programme[];
  /** Standards by name, the oldest first. */
  readonly standards: Readonly<Record<string, readonly Standard[]>>;
}

/** @param dataDir the folder `prisma/data/` of the installation */
export function readProgrammes(dataDir: string): ProgrammeData {
  const file = JSON.parse(readFileSync(join(dataDir, 'programmes.json'), 'utf8')) as {
    readonly standards: ProgrammeData['standards'];
    readonly agencies: Readonly<Record<ProgrammeGroup, string>>;
    readonly programmes: readonly Omit<Programme, 'managingAgency'>[];
  };
  return {
    standards: file.standards,
    programmes: file.programmes.map((row) => ({ ...row, managingAgency: file.agencies[row.group] })),
  };
}

/** The amount that law gives on a day: coefficient times standard. Undefined where a decision names the amount. */
export function lawfulAmount(
  { standards }: ProgrammeData,
  programme: Programme,
  coefficient: string,
  day: string,
): Dong | undefined {
  const rows = programme.standard === null ? [] : (standards[programme.standard] ?? []);
  const standard = rows.findLast((row) => row.validFrom <= day);
  if (!standard) return undefined;
  const [whole = '0', fraction = ''] = coefficient.split('.');
  const hundredths = BigInt(whole + fraction.padEnd(2, '0').slice(0, 2));
  return (BigInt(standard.amount) * hundredths) / 100n;
}
