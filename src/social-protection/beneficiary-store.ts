/** Beneficiaries as readers see them: every question is bounded by the asker's scope, out of scope is as if it were not there. */
import { readWithin, type InScope, type LookUpPermit, type Scope } from '../access/index.js';
import { sql } from '../database/index.js';
import { foldName, HubError } from '../values/index.js';
import type { PaymentMethod, NoAccountReason, Gender } from './list/index.js';
import type { Db } from './transaction-store.js';

export interface BeneficiaryRow {
  readonly id: string;
  readonly citizen_id: string;
  readonly area_id: string;
  readonly payment_method: PaymentMethod;
  readonly no_account_reason: NoAccountReason | null;
  readonly personal_id: string | null;
  readonly full_name: string;
  readonly date_of_birth: string | null;
  readonly year_of_birth: number | null;
  readonly gender: Gender | null;
}

export interface BeneficiaryFilterValues {
  readonly area?: string | null;
  readonly programme?: string | null;
  readonly paymentMethod?: string | null;
  readonly citizenVerdict?: string | null;
  readonly accountStatus?: string | null;
  readonly hasAccount?: boolean | null;
  readonly nameContains?: string | null;
}

export interface BeneficiaryQuestion {
  readonly filter: BeneficiaryFilterValues;
  readonly scope: Scope;
  /** `YYYY-MM-DD`: what codes and mandates mean. */
  readonly today: string;
  /** For `nameContains`, which looks people up. */
  readonly permit?: LookUpPermit;
}

const FIELDS = `b.id, b.citizen_id, b.area_id, b.payment_method, b.no_account_reason, p.personal_id, p.full_name,
  p.date_of_birth, p.year_of_birth, p.gender`;
const TABLES = 'social_protection.beneficiary b JOIN social_protection.person p USING (citizen_id)';

/** An area and all below it, by the code that it has on the day `$today`. */
const inArea = (code: string, today: string) =>
  `b.area_id IN (SELECT t.descendant_id FROM social_protection.area_tree t WHERE t.ancestor_code = ${code}
     AND t.ancestor_valid_from <= ${today}::date AND (t.ancestor_valid_to IS NULL OR t.ancestor_valid_to >= ${today}::date))`;

/** The same for a person who is found by key: asked by index, OFFSET 0 keeping PostgreSQL from hashing all that lies below the area. */
const livesIn = (code: string, today: string) =>
  `EXISTS (SELECT 1 FROM social_protection.area_tree t WHERE t.descendant_id = b.area_id AND t.ancestor_code = ${code}
     AND t.ancestor_valid_from <= ${today}::date AND (t.ancestor_valid_to IS NULL OR t.ancestor_valid_to >= ${today}::date) OFFSET 0)`;

/** Accounts that count as somebody's: their own and those of whoever may receive for them today. */
const anAccount = (condition: string, today: string) => `(
  EXISTS (SELECT 1 FROM account.account_card a WHERE a.citizen_id = b.citizen_id${condition})
  OR EXISTS (
    SELECT 1 FROM social_protection.receiver r JOIN account.account_card a ON a.citizen_id = r.receiver_citizen_id
    WHERE r.beneficiary_id = b.id AND ${today}::date BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')${condition}))`;

const byIds = sql<BeneficiaryRow>(
  'social-protection.find-beneficiaries',
  `SELECT ${FIELDS} FROM ${TABLES}
   WHERE b.id = ANY($1::uuid[]) AND ($2::text IS NULL OR ${livesIn('$2', '$3')})`,
  { plan: 'ONCE' },
);

const byPersonalId = sql<BeneficiaryRow>(
  'social-protection.find-beneficiary-by-personal-id',
  `SELECT ${FIELDS} FROM ${TABLES} WHERE p.personal_id = $1 AND ($2::text IS NULL OR ${livesIn('$2', '$3')})`,
  { plan: 'ONCE' },
);

/** The ones among these that exist within the scope, in any order. */
export async function findBeneficiaries(
  db: Db,
  ids: readonly string[],
  scope: Scope,
  today: string,
): Promise<readonly InScope<BeneficiaryRow>[]> {
  if (scope.kind === 'INSTITUTION') return [];
  return readWithin(scope, await byIds.all(db, [ids, areaCodeOf(scope), today]));
}

export async function findBeneficiaryByPersonalId(
  db: Db,
  personalId: string,
  { scope, today }: Pick<BeneficiaryQuestion, 'scope' | 'today'>,
  _permit: LookUpPermit,
): Promise<BeneficiaryRow | undefined> {
  return scope.kind === 'INSTITUTION'
    ? undefined
    : byPersonalId.first(db, [personalId, areaCodeOf(scope), today]);
}

/** At most `first + 1` rows behind `after`, sorted by id.
 *  @throws HubError BAD_USER_INPUT when `nameContains` has no letter */
export async function listBeneficiaries(
  db: Db,
  question: BeneficiaryQuestion,
  page: { readonly first: number; readonly after?: string },
): Promise<readonly InScope<BeneficiaryRow>[]> {
  if (question.scope.kind === 'INSTITUTION') return [];
  const { conditions, values, name, areaCode } = conditionsOf(question);
  const limit = `$${values.length + 1}::int`;
  const after = page.after === undefined ? '' : ` AND b.id > $${values.length + 2}::uuid`;
  values.push(page.first + 1, ...(page.after === undefined ? [] : [page.after]));
  const text =
    areaCode === undefined
      ? `SELECT ${FIELDS} FROM ${TABLES} WHERE ${conditions.join(' AND ')}${after} ORDER BY b.id LIMIT ${limit}`
      : pageOfArea(areaCode, after, limit);
  const statement = sql<BeneficiaryRow>(`sp.list.${name}${page.after === undefined ? '' : '+after'}`, text);
  return readWithin(question.scope, await statement.all(db, values));
}

/** Everybody who lives in an area: of each unit below it at most one page, by an index that has both, so that a province costs its
 *  number of communes and not its number of people. Persons are read for those who are on the page. */
const pageOfArea = (code: string, after: string, limit: string) =>
  `SELECT ${FIELDS} FROM (
     SELECT lives.id FROM social_protection.administrative_unit u
     JOIN social_protection.area_closure c ON c.ancestor_id = u.id
     CROSS JOIN LATERAL (
       SELECT b.id FROM social_protection.beneficiary b WHERE b.area_id = c.descendant_id${after} ORDER BY b.id LIMIT ${limit}
     ) lives
     WHERE u.code = ${code} AND u.valid_from <= $1::date AND (u.valid_to IS NULL OR u.valid_to >= $1::date)
     ORDER BY lives.id LIMIT ${limit}
   ) page JOIN social_protection.beneficiary b ON b.id = page.id JOIN social_protection.person p USING (citizen_id) ORDER BY b.id`;

export async function countBeneficiaries(db: Db, question: BeneficiaryQuestion): Promise<number> {
  if (question.scope.kind === 'INSTITUTION') return 0;
  const { conditions, values, name } = conditionsOf(question);
  const text = `SELECT count(*)::int AS count FROM ${TABLES} WHERE ${conditions.join(' AND ')}`;
  return (await sql<{ count: number }>(`sp.count.${name}`, text).first(db, values))!.count;
}

/** Only the conditions that are asked for, so that PostgreSQL plans for just these; `name` tells the combinations apart. */
function conditionsOf({ filter, scope, today, permit }: BeneficiaryQuestion) {
  if (filter.nameContains && !permit) throw new Error('Nobody is looked up by name without a permit.');
  const values: unknown[] = [today];
  const conditions = ['$1::date IS NOT NULL'];
  const names: string[] = [];
  const add = (name: string, value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined || value === null) return;
    conditions.push(condition(`$${values.push(value)}`));
    names.push(name);
  };
  add('sc', areaCodeOf(scope), (code) => inArea(code, '$1'));
  add('ar', filter.area, (code) => inArea(code, '$1'));
  add(
    'pr',
    filter.programme,
    (code) => `EXISTS (SELECT 1 FROM social_protection.entitlement e
    WHERE e.beneficiary_id = b.id AND e.programme_code = ${code}
      AND $1::date BETWEEN e.valid_from AND coalesce(e.valid_to, 'infinity'))`,
  );
  add('pm', filter.paymentMethod, (method) => `b.payment_method = ${method}`);
  add(
    'cv',
    filter.citizenVerdict,
    (verdict) => `coalesce((SELECT v.verdict FROM population.latest_verdict v
    WHERE v.citizen_id = b.citizen_id), 'UNCHECKED') = ${verdict}`,
  );
  add('as', filter.accountStatus, (status) => anAccount(` AND a.status = ${status}`, '$1'));
  add('ha', filter.hasAccount, (wanted) => `${anAccount('', '$1')} = ${wanted}::boolean`);
  add('na', namePattern(filter.nameContains), (pattern) => `p.name_folded LIKE ${pattern}`);
  // The one condition that leads to its rows by itself.
  const areaCode = names.length === 1 && ['sc', 'ar'].includes(names[0] ?? '') ? '$2' : undefined;
  return { conditions, values, name: names.join('+'), areaCode };
}

/** Folding leaves letters and spaces only, so nothing in it is a wildcard. */
function namePattern(text: string | null | undefined): string | undefined {
  if (text === undefined || text === null) return undefined;
  const folded = foldName(text);
  if (folded === '') throw new HubError('BAD_USER_INPUT', '`nameContains` needs at least one letter.');
  return `%${folded}%`;
}

function areaCodeOf(scope: Scope): string | null {
  return scope.kind === 'AREA' ? scope.areaCode : null;
}

const everybody = sql<{ count: number }>(
  'social-protection.count-everybody',
  'SELECT count(*)::int AS count FROM social_protection.beneficiary',
);

/** All beneficiaries that there are. Reads the whole table: for a demo's start, not for a question of a client. */
export async function countEverybody(db: Db): Promise<number> {
  return (await everybody.first(db))?.count ?? 0;
}
