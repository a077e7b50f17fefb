/** Asks PostgreSQL, inside of a use case, how it answers one statement of it. */
import type { PaymentDeps } from '../../src/payment/payment-deps.js';
import type { Db } from '../../src/work/index.js';

export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
  /** Of one loop, as the two below; only of plans that were carried out. */
  readonly 'Actual Rows'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Actual Loops'?: number;
}

interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

/** The use case's dependencies, and the plans of the statement so named, in the order in which it ran. With `carriesOut` the
 *  plans count rows: each statement is carried out, undone, and carried out again. */
export function explaining(
  deps: PaymentDeps,
  name: string,
  options: { readonly carriesOut?: boolean } = {},
): { readonly deps: PaymentDeps; readonly plans: readonly PlanNode[] } {
  const plans: PlanNode[] = [];
  const how = options.carriesOut ? 'ANALYZE, TIMING OFF, FORMAT JSON' : 'FORMAT JSON';
  const explain = async (db: Db, { text, values }: Statement): Promise<void> => {
    await db.query('SAVEPOINT before_plan');
    const { rows } = await db.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (${how}) ${text}`,
      values,
    );
    await db.query('ROLLBACK TO SAVEPOINT before_plan');
    plans.push(...rows.map((row) => row['QUERY PLAN'][0].Plan));
  };
  const watched = (db: Db): Db =>
    new Proxy(db, {
      get: (target, property) =>
        property !== 'query'
          ? (Reflect.get(target, property) as unknown)
          : async (statement: Statement, ...rest: unknown[]) => {
              if (statement.name === name) await explain(target, statement);
              return target.query(statement as never, ...(rest as []));
            },
    });
  return {
    deps: {
      ...deps,
      transact: (work, options) => deps.transact((db, waking) => work(watched(db), waking), options),
    },
    plans,
  };
}

/** The steps of a plan, from the top. */
export function stepsOf(node: PlanNode): readonly string[] {
  const step = [node['Node Type'], node['Relation Name']].filter((part) => part !== undefined).join(' ');
  return [step, ...(node.Plans ?? []).flatMap(stepsOf)];
}

/** How many rows a plan that was carried out read from each relation, those included that it read and did not want. */
export function rowsRead(plan: PlanNode): ReadonlyMap<string, number> {
  const read = new Map<string, number>();
  const visit = (node: PlanNode): void => {
    const relation = node['Relation Name'];
    const seen =
      (node['Actual Rows'] ?? 0) +
      (node['Rows Removed by Filter'] ?? 0) +
      (node['Rows Removed by Index Recheck'] ?? 0);
    if (relation !== undefined && node['Node Type'] !== 'ModifyTable')
      read.set(relation, (read.get(relation) ?? 0) + Math.ceil(seen * (node['Actual Loops'] ?? 1)));
    node.Plans?.forEach(visit);
  };
  visit(plan);
  return read;
}
