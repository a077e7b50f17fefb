/** Lists of payments by what a client filters on. Only the conditions that are asked for are written, so that PostgreSQL plans for just
 *  these and finds the rows by index. */
import { areaBelow, readWithin, type InScope, type Scope } from '../access/index.js';
import { sql } from '../database/index.js';
import { PAYMENT_COLUMNS, type PaymentRow } from './payment-store.js';
import type { Db } from '../work/index.js';

export interface PaymentFilter {
  readonly area?: string | null;
  readonly period?: string | null;
  readonly status?: string | null;
  readonly institution?: string | null;
  readonly beneficiaryId?: string | null;
  readonly batchId?: string | null;
}

/** One more than `first` rows, so that the reader knows whether others follow. */
export async function listPayments(
  db: Db,
  filter: PaymentFilter,
  scope: Scope,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly InScope<PaymentRow>[]> {
  const { where, values, name } = conditionsOf(filter, scope);
  const after = page.after === undefined ? '' : ` AND p.id > $${values.push(page.after)}::uuid`;
  const limit = `$${values.push(page.first + 1)}::int`;
  const text = `SELECT ${PAYMENT_COLUMNS} FROM payment.payment p WHERE ${where}${after} ORDER BY p.id LIMIT ${limit}`;
  const statement = sql<PaymentRow>(`payment.list.${name}${after === '' ? '' : '+after'}`, text);
  return readWithin(scope, await statement.all(db, values));
}

export async function countPayments(db: Db, filter: PaymentFilter, scope: Scope): Promise<number> {
  const { where, values, name } = conditionsOf(filter, scope);
  const text = `SELECT count(*)::int AS count FROM payment.payment p WHERE ${where}`;
  return (await sql<{ count: number }>(`payment.count.${name}`, text).first(db, values))?.count ?? 0;
}

/** As the column `aside` of payments is generated. */
const ASIDE = ['HELD', 'UNKNOWN', 'REJECTED', 'CANCELLED', 'RETURNED'];
const isAside = (status: string | null | undefined): boolean => ASIDE.includes(status ?? '');

/** `NAPAS` stands for every bank behind it. */
const atInstitution = (at: number): string =>
  `(p.institution_code = $${at} OR p.institution_code LIKE $${at} || ':%')`;

/** `name` tells the combinations of conditions apart. */
function conditionsOf(filter: PaymentFilter, scope: Scope) {
  const values: unknown[] = [];
  const conditions = ['NOT p.is_excluded'];
  const names: string[] = [];
  const add = (name: string, value: unknown, condition: (at: number) => string): void => {
    if (value === undefined || value === null) return;
    conditions.push(condition(values.push(value)));
    names.push(name);
  };
  add('ar', filter.area, (at) => areaBelow('p', at));
  add('pe', filter.period, (at) => `p.period = $${at}`);
  // The index of these states costs nothing while a payment goes its usual way; there is none for the others.
  if (isAside(filter.status)) add('as', filter.status, (at) => `p.aside = $${at}`);
  else add('st', filter.status, (at) => `p.status = $${at}`);
  add('in', filter.institution, atInstitution);
  add('be', filter.beneficiaryId, (at) => `p.beneficiary_id = $${at}::uuid`);
  add('ba', filter.batchId, (at) => `p.batch_id = $${at}::uuid`);
  if (scope.kind === 'AREA') add('sa', scope.areaCode, (at) => areaBelow('p', at));
  if (scope.kind === 'INSTITUTION') {
    const { institution } = scope;
    add('si', institution, atInstitution);
  }
  return { where: conditions.join(' AND '), values, name: names.join('+') };
}
