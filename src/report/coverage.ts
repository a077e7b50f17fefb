/** What coverage is made of: the figures of one area, and those of the areas one level below. */
import { readWithin, type InScope, type Scope } from '../access/index.js';
import { listChildAreas, listFigures, type CoverageQuestion, type CoverageRow } from './coverage-store.js';
import type { Db } from './report-deps.js';

export interface InstitutionFigure {
  readonly institution: string;
  /** Distinct persons. */
  readonly count: number;
  readonly amount: bigint;
}

export interface ReasonFigure {
  readonly reason: string;
  readonly count: number;
}

export interface CoverageFigures {
  readonly areaId: string;
  readonly beneficiaries: number;
  readonly withAccount: number;
  readonly paidThroughAccount: number;
  readonly amountThroughAccount: bigint;
  /** Sorted by code. */
  readonly byInstitution: readonly InstitutionFigure[];
  /** Sorted by reason. */
  readonly withoutAccountByReason: readonly ReasonFigure[];
}

export interface AreaCoverage {
  readonly figures: CoverageFigures;
  /** The areas one level below, sorted by code. */
  readonly children: readonly CoverageFigures[];
}

/** The areas one level below each of several that the caller was given: within its scope as they are.
 *  @returns in the order of the areas */
export async function readChildren(
  db: Db,
  parents: readonly CoverageFigures[],
  question: CoverageQuestion,
  scope: Scope,
): Promise<readonly (readonly InScope<CoverageFigures>[])[]> {
  const areas = await readAreas(
    db,
    parents.map(({ areaId }) => areaId),
    question,
  );
  return areas.map(({ children }) => readWithin(scope, children));
}

/** Coverage of several areas, in their order, by the same two statements as of one. */
export async function readAreas(
  db: Db,
  areaIds: readonly string[],
  question: CoverageQuestion,
): Promise<readonly AreaCoverage[]> {
  const children = await listChildAreas(db, areaIds, question.day);
  const everyId = [...new Set([...areaIds, ...children.map(({ id }) => id)])];
  const rowsOf = groupBy(await listFigures(db, everyId, question), (row) => row.areaId);
  const childrenOf = groupBy(children, (child) => child.parentId);
  const figuresOf = (areaId: string) => sumFigures(areaId, rowsOf.get(areaId) ?? []);
  return areaIds.map((areaId) => ({
    figures: figuresOf(areaId),
    children: (childrenOf.get(areaId) ?? []).map(({ id }) => figuresOf(id)),
  }));
}

function sumFigures(areaId: string, rows: readonly CoverageRow[]): CoverageFigures {
  const sum = { beneficiaries: 0, withAccount: 0, paidThroughAccount: 0, amountThroughAccount: 0n };
  const byInstitution: InstitutionFigure[] = [];
  const withoutAccountByReason: ReasonFigure[] = [];
  for (const { figure, code, persons, withAccount, amount } of rows)
    switch (figure) {
      case 'PEOPLE': {
        sum.beneficiaries += persons;
        sum.withAccount += withAccount;
        if (code !== '' && persons > withAccount)
          withoutAccountByReason.push({ reason: code, count: persons - withAccount });
        break;
      }
      case 'PAID': {
        sum.paidThroughAccount += persons;
        sum.amountThroughAccount += amount;
        if (code !== '') byInstitution.push({ institution: code, count: persons, amount });
        break;
      }
    }
  byInstitution.sort((one, other) => (one.institution < other.institution ? -1 : 1));
  withoutAccountByReason.sort((one, other) => (one.reason < other.reason ? -1 : 1));
  return { areaId, ...sum, byInstitution, withoutAccountByReason };
}

function groupBy<Key, Item>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** Percent, half up to 2 places; 0 of nothing. Counted in integers, so that 12.345 is not 12.344999… first. */
export function ratePercent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((part * 20_000 + whole) / (2 * whole)) / 100;
}
