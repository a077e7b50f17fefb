/** What in a plan reads a large table from end to end: it is quick in a test and slow in a country. */
import type { PlanNode } from './explain-statement.js';
import type { Country } from './imagine-country.js';

export interface WholeRead {
  /** `schema.table`. */
  readonly table: string;
  /** The line of the plan, as EXPLAIN words it. */
  readonly line: string;
}

export function findWholeReads(plan: PlanNode, country: Country, isLimited = false): readonly WholeRead[] {
  const own = readsWhole(plan, country, isLimited) ? wholeReadOf(plan) : undefined;
  const below = (plan.Plans ?? []).flatMap((child) =>
    findWholeReads(child, country, staysLimited(plan, isLimited)),
  );
  return own !== undefined && country.large.has(own.table) ? [own, ...below] : below;
}

/** Along an index without a condition is the whole table as well, unless a LIMIT above stops it early. */
function readsWhole(plan: PlanNode, { partial }: Country, isLimited: boolean): boolean {
  const type = plan['Node Type'];
  if (type === 'Seq Scan') return true;
  if (!/^(Index|Index Only|Bitmap Index) Scan$/.test(type) || partial.has(plan['Index Name'] ?? ''))
    return false;
  return plan['Index Cond'] === undefined && !isLimited;
}

/** A sort, a hash or an aggregate takes everything in before it gives anything out. */
function staysLimited(plan: PlanNode, isLimited: boolean): boolean {
  const type = plan['Node Type'];
  if (type === 'Limit') return true;
  return isLimited && !/Sort|Hash|Aggregate|WindowAgg|Materialize|ModifyTable|Merge Join/.test(type);
}

function wholeReadOf(plan: PlanNode): WholeRead {
  const table = `${plan.Schema ?? ''}.${plan['Relation Name'] ?? ''}`;
  const index = plan['Index Name'] === undefined ? '' : ` using ${plan['Index Name']}`;
  const filter = plan.Filter === undefined ? '' : `, filter ${plan.Filter}`;
  return {
    table,
    line: `${plan['Node Type']}${index} on ${table} (${String(plan['Plan Rows'])} rows${filter})`,
  };
}
