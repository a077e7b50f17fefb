/** Rows that were read within a caller's scope. Loaders, references and pages take nothing else: a read that forgets the scope does
 *  not compile. */
import { sql, type Queryable, type StatementOptions } from '../database/index.js';
import type { Scope } from './scope.js';
import { scopeValues } from './visibility.js';

declare const IN_SCOPE: unique symbol;

/** A row that whoever asked may see. */
export type InScope<Row> = Row & { readonly [IN_SCOPE]: true };

export interface ScopedStatement<Row> {
  /** @param values from `$3` on */
  all(db: Queryable, scope: Scope, values?: readonly unknown[]): Promise<InScope<Row>[]>;
  first(db: Queryable, scope: Scope, values?: readonly unknown[]): Promise<InScope<Row> | undefined>;
}

/** Declares a statement that reads within a scope.
 *  @param text SQL whose `$1` and `$2` are the scope's, as `rowVisible(row, 1)` and `areaRowVisible(row, 1)` take them; its own values
 *    begin with `$3` */
export function sqlInScope<Row>(
  name: string,
  text: string,
  options: StatementOptions = {},
): ScopedStatement<Row> {
  if (!/\$1\b/.test(text) || !/\$2\b/.test(text)) throw new Error(`${name} does not ask for its scope.`);
  const statement = sql<Row>(name, text, options);
  return {
    all: async (db, scope, values = []) =>
      (await statement.all(db, [...scopeValues(scope), ...values])) as InScope<Row>[],
    first: async (db, scope, values = []) =>
      (await statement.first(db, [...scopeValues(scope), ...values])) as InScope<Row> | undefined,
  };
}

/** For a statement whose conditions are written for one scope; call it where the statement is. */
export function readWithin<Row>(_scope: Scope, rows: readonly Row[]): readonly InScope<Row>[] {
  return rows as readonly InScope<Row>[];
}

/** For what everybody may see: reference data; call it where the statement is. */
export function publicRows<Row>(rows: readonly Row[]): readonly InScope<Row>[] {
  return rows as readonly InScope<Row>[];
}
