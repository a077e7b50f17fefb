/** What a caller may see, said once more: in plain SQL over the tables, without anything of the hub's own. */
import type pg from 'pg';
import type { Caller } from '../../../src/access/index.js';
import { formatId, type IdPrefix } from '../../../src/values/index.js';

export type VisibleIds = ReadonlyMap<string, ReadonlySet<string>>;

const AREAS = `area AS (
  SELECT c.descendant_id AS id FROM social_protection.administrative_unit u
  JOIN social_protection.area_closure c ON c.ancestor_id = u.id WHERE u.code = $1 AND u.valid_to IS NULL
)`;
const PAID = `paid AS (
  SELECT p.* FROM payment.payment p
  WHERE ($1::text IS NULL OR p.area_id IN (SELECT id FROM area)) AND ($2::text IS NULL OR split_part(p.institution_code, ':', 1) = $2)
)`;
const IN_AREA = `home AS (
  SELECT b.* FROM social_protection.beneficiary b
  WHERE $2::text IS NULL AND ($1::text IS NULL OR b.area_id IN (SELECT id FROM area))
), known AS (
  SELECT citizen_id FROM home
  UNION SELECT m.receiver_citizen_id FROM social_protection.authorisation m JOIN home ON home.id = m.beneficiary_id
)`;

/** By type: its prefix, and who of it may be seen. */
const VISIBLE: Readonly<Record<string, readonly [IdPrefix, string]>> = {
  Beneficiary: ['ben', 'SELECT id FROM home'],
  Citizen: ['cit', 'SELECT citizen_id AS id FROM known'],
  Authorisation: [
    'aut',
    'SELECT m.id FROM social_protection.authorisation m JOIN home ON home.id = m.beneficiary_id',
  ],
  Entitlement: [
    'ent',
    'SELECT e.id FROM social_protection.entitlement e JOIN home ON home.id = e.beneficiary_id',
  ],
  Account: [
    'acc',
    `SELECT a.id FROM account.account a WHERE CASE WHEN $2::text IS NULL THEN a.citizen_id IN (SELECT citizen_id FROM known)
       ELSE split_part(a.institution_code, ':', 1) = $2 END`,
  ],
  Payment: ['pay', 'SELECT id FROM paid'],
  PaymentAttempt: ['att', 'SELECT a.id FROM payment.attempt a JOIN paid ON paid.id = a.payment_id'],
  PaymentBatch: [
    'bat',
    `SELECT batch_id AS id FROM paid
     UNION SELECT b.id FROM payment.batch b
       WHERE $2::text IS NULL AND ($1::text IS NULL OR b.area_id IN (SELECT id FROM area))`,
  ],
  ReconciliationException: [
    'exc',
    `SELECT x.id FROM payment.exception x
     WHERE $2::text IS NULL AND (x.payment_id IS NULL OR x.payment_id IN (SELECT id FROM paid))`,
  ],
};

export async function readVisibleIds(pool: pg.Pool, { area, institution }: Caller): Promise<VisibleIds> {
  const visible = new Map<string, ReadonlySet<string>>();
  for (const [type, [prefix, text]] of Object.entries(VISIBLE)) {
    const asked = `WITH ${AREAS}, ${PAID}, ${IN_AREA} ${text}`;
    const { rows } = await pool.query<{ id: string }>(asked, [area?.code ?? null, institution ?? null]);
    visible.set(type, new Set(rows.map(({ id }) => formatId(prefix, id))));
  }
  return visible;
}

/** Some of each type, of the batch that all share: what is a neighbour's for some and one's own for others. */
export async function readEverybodysIds(pool: pg.Pool): Promise<ReadonlyMap<string, readonly string[]>> {
  const everywhere = await readVisibleIds(pool, { area: { code: '37' } } as Caller);
  return new Map([...everywhere].map(([type, ids]) => [type, [...ids].slice(0, 6)]));
}
