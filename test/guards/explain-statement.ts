/** The plans that PostgreSQL takes for a prepared statement: the one for these values, and the one that its plan cache settles on. */
import pg from 'pg';
import type { SentStatement } from './statement-record.js';

export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Schema?: string;
  readonly Alias?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Plan Rows': number;
  readonly Filter?: string;
  readonly Plans?: readonly PlanNode[];
}

/** After five plans for given values PostgreSQL weighs a general one: the seventh look shows what it chose. */
const LOOKS = 7;
const TEMPORARY = /^\s*CREATE TEMP(ORARY)? TABLE/i;

/** Nothing is executed but the making of temporary tables, so roll back afterwards. Empty for what has no plan (LISTEN, SET, a script of several statements). */
export async function explainStatement(
  client: pg.ClientBase,
  { text, values, isPlannedOnce = false }: Pick<SentStatement, 'text' | 'values'> & Partial<SentStatement>,
): Promise<readonly PlanNode[]> {
  // Later statements of the operation work on it.
  if (TEMPORARY.test(text)) await client.query(text.replace(TEMPORARY, 'CREATE TEMP TABLE IF NOT EXISTS'));
  if (!hasPlan(text)) return [];
  await client.query(`SET LOCAL plan_cache_mode = ${isPlannedOnce ? 'force_generic_plan' : 'auto'}`);
  await client.query(`PREPARE looked_at AS ${text}`);
  try {
    const list = values.length === 0 ? '' : `(${values.map(literalOf).join(', ')})`;
    const plans: PlanNode[] = [];
    for (let look = 1; look <= LOOKS; look += 1) {
      const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(
        `EXPLAIN (VERBOSE, FORMAT JSON) EXECUTE looked_at${list}`,
      );
      if (look === 1 || look === LOOKS) plans.push(rows[0]!['QUERY PLAN'][0]!.Plan);
    }
    return plans;
  } finally {
    await client.query('DEALLOCATE looked_at');
  }
}

function hasPlan(text: string): boolean {
  return (
    /^\s*(?:--.*\n\s*)*(SELECT|INSERT|UPDATE|DELETE|WITH|VALUES|MERGE)\b/i.test(text) && !/;\s*\S/.test(text)
  );
}

/** As the driver would send it, for PostgreSQL to read as the type that the statement asks for. */
function literalOf(value: unknown): string {
  const { prepareValue } = (
    pg as unknown as { utils: { prepareValue(value: unknown): string | Buffer | null } }
  ).utils;
  const prepared = prepareValue(value);
  if (prepared === null) return 'NULL';
  const text = Buffer.isBuffer(prepared) ? `\\x${prepared.toString('hex')}` : prepared;
  return pg.escapeLiteral(text);
}
