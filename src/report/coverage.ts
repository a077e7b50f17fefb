/** What coverage is made of: the figures of one area, and how those of its parts add up. Everybody lives in one area at a
 *  time, so persons of different parts are different persons. */
import { countCoverage, listChildAreas, type CoverageQuestion, type CoverageRow } from './coverage-store.js';
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

/** Coverage of several areas, in their order, by the same two statements as of one. */
export async function readAreas(
  db: Db,
  areaIds: readonly string[],
  question: CoverageQuestion,
): Promise<readonly AreaCoverage[]> {
  const [rows, children] = await Promise.all([
    countCoverage(db, areaIds, question),
    listChildAreas(db, areaIds, question.day),
  ]);
  const rowsOf = groupBy(rows, (row) => row.parentId);
  const childrenOf = groupBy(children, (child) => child.parentId);
  return areaIds.map((areaId) => {
    const own = rowsOf.get(areaId) ?? [];
    const parts = groupBy(own, (row) => row.childId);
    return {
      figures: sumFigures(areaId, own),
      children: (childrenOf.get(areaId) ?? []).map(({ id }) => sumFigures(id, parts.get(id) ?? [])),
    };
  });
}

function sumFigures(areaId: string, rows: readonly CoverageRow[]): CoverageFigures {
  const sum = { beneficiaries: 0, withAccount: 0, paidThroughAccount: 0 };
  const institutions = new Map<string, { count: number; amount: bigint }>();
  const reasons = new Map<string, number>();
  for (const row of rows) {
    switch (row.figure) {
      case 'PEOPLE':
        sum.beneficiaries += row.count;
        sum.withAccount += row.withAccount;
        break;
      case 'PAID':
        sum.paidThroughAccount += row.count;
        break;
      case 'REASON':
        reasons.set(row.reason, (reasons.get(row.reason) ?? 0) + row.count);
        break;
      case 'INSTITUTION': {
        const { count, amount } = institutions.get(row.institution) ?? { count: 0, amount: 0n };
        institutions.set(row.institution, { count: count + row.count, amount: amount + row.amount });
        break;
      }
    }
  }
  const byInstitution = sorted(institutions).map(([institution, total]) => ({ institution, ...total }));
  return {
    areaId,
    ...sum,
    amountThroughAccount: byInstitution.reduce((total, { amount }) => total + amount, 0n),
    byInstitution,
    withoutAccountByReason: sorted(reasons).map(([reason, count]) => ({ reason, count })),
  };
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

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Percent, half up to 2 places; 0 of nothing. Counted in integers, so that 12.345 is not 12.344999… first. */
export function ratePercent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((part * 20_000 + whole) / (2 * whole)) / 100;
}
