/** The mapper's look-up: from personal ids to each person's own verified account, the preferred one first. Up to a thousand come at once,
 *  so PostgreSQL answers with one list a column: to send and to read a row for each takes longer than to find it. */
import { scopeValues, type LookUpPermit, type Scope } from '../access/index.js';
import { sql, type Statement } from '../database/index.js';
import type { PersonalId } from '../values/index.js';
import type { Db } from '../work/index.js';
import { BEST_FIRST, type AccountRow, type BriefAccountRow } from './account-store.js';
import { accountVisible, holderVisible } from './visibility-store.js';

export interface OwnAccounts<Row> {
  /** In the order of the persons; null where there is none and where the scope does not reach. */
  readonly accounts: readonly (Row | null)[];
  /** Of the persons whom the scope reaches, with or without an account. */
  readonly citizens: ReadonlyMap<string, string>;
}

export type FindOwnAccounts<Row> = (
  db: Db,
  personalIds: readonly PersonalId[],
  scope: Scope,
  permit: LookUpPermit,
) => Promise<OwnAccounts<Row>>;

/** What most ask for, at two thirds of the cost of all. */
export const findOwnAccountsInBrief: FindOwnAccounts<BriefAccountRow> = finderOf(
  'brief',
  ['id', 'institution_code', 'number', 'holder_name'],
  (of, at) => ({
    id: of.id[at]!,
    institution_code: of.institution_code[at]!,
    number: of.number[at]!,
    holder_name: of.holder_name[at]!,
    status: 'VERIFIED',
  }),
);

export const findOwnAccounts: FindOwnAccounts<AccountRow> = finderOf(
  'whole',
  [
    ...(['id', 'citizen_id', 'institution_code', 'kind', 'number', 'holder_name'] as const),
    ...(['name_match', 'checked_at', 'is_preferred'] as const),
  ],
  (of, at) => ({
    id: of.id[at]!,
    citizen_id: of.citizen_id[at]!,
    institution_code: of.institution_code[at]!,
    kind: of.kind[at]!,
    number: of.number[at]!,
    holder_name: of.holder_name[at]!,
    status: 'VERIFIED',
    name_match: of.name_match[at]!,
    checked_at: instantOf(of.checked_at[at]!),
    is_preferred: of.is_preferred[at]!,
  }),
);

type Column = Exclude<keyof AccountRow, 'status'>;
/** As PostgreSQL writes them in JSON. */
type Written<C extends Column> = C extends 'checked_at' ? string | null : AccountRow[C];
type Lists<C extends Column> = { readonly [K in C]: readonly Written<K>[] };
/** Lists of one length, null where nobody is found; of a person without an account every column is null. */
type Found<C extends Column> =
  | (Lists<C> & { readonly personal_id: readonly string[]; readonly person: readonly string[] })
  | { readonly personal_id: null };

function finderOf<C extends Column, Row>(
  name: string,
  columns: readonly C[],
  rowAt: (of: Lists<C>, at: number) => Row,
): FindOwnAccounts<Row> {
  const lists = ['personal_id', 'person', ...columns]
    .map((column) => `json_agg(own.${column}) AS ${column}`)
    .join(', ');
  const own = ['p.personal_id', 'p.citizen_id AS person', ...columns.map((column) => `a.${column}`)].join(
    ', ',
  );
  const preferred = sql<Found<C>>(
    `account.own-preferred-${name}`,
    `SELECT ${lists} FROM (
       SELECT ${own} FROM social_protection.person_card p JOIN account.account a ON a.citizen_id = p.citizen_id
       WHERE p.personal_id = ANY($1::text[]) AND a.status = 'VERIFIED' AND a.is_preferred AND ${accountVisible('a', 2)}) own`,
  );
  const best = sql<Found<C>>(
    `account.own-best-${name}`,
    `SELECT ${lists}
     FROM (
       SELECT DISTINCT ON (p.personal_id) ${own} FROM social_protection.person_card p
       LEFT JOIN account.account a ON a.citizen_id = p.citizen_id AND a.status = 'VERIFIED' AND ${accountVisible('a', 2)}
       WHERE p.personal_id = ANY($1::text[]) AND ${holderVisible('p', 2)}
       ORDER BY p.personal_id, ${BEST_FIRST}) own`,
  );
  return async (db, personalIds, scope) => {
    const rows = new Map<string, Row>();
    const citizens = new Map<string, string>();
    await find(preferred, personalIds);
    // Nearly everybody's preferred account is verified, and is found by an index of its own; all accounts are looked at for the others.
    const others = personalIds.filter((personalId) => !rows.has(personalId));
    if (others.length > 0) await find(best, others);
    return { accounts: personalIds.map((personalId) => rows.get(personalId) ?? null), citizens };

    async function find(statement: Statement<Found<C>>, persons: readonly PersonalId[]): Promise<void> {
      // Digits need no quotes: the library would look at each.
      const found = await statement.first(db, [`{${persons.join(',')}}`, ...scopeValues(scope)]);
      if (found === undefined || found.personal_id === null) return;
      for (const [at, personalId] of found.personal_id.entries()) {
        citizens.set(personalId, found.person[at]!);
        if (found[columns[0]!][at] !== null) rows.set(personalId, rowAt(found, at));
      }
    }
  };
}

function instantOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
