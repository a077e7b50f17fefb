/** Capabilities: one row an adapter's institution, the last declaration. */
import { publicRows, type InScope } from '../access/index.js';
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';
import type { Capabilities } from './capability.js';

export interface CapabilityRow extends Capabilities {
  /** Of which institution: for every `NAPAS:<bin>` what NAPAS declared. */
  readonly code: string;
  readonly declaredAt: Date;
}

const upsert = sql(
  'account.declare-capabilities',
  `INSERT INTO account.institution_capability (institution_code, work, concurrency_max, rate_per_second_max,
     service_hours, payment, account_check, declared_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
   ON CONFLICT (institution_code) DO UPDATE SET work = excluded.work, concurrency_max = excluded.concurrency_max,
     rate_per_second_max = excluded.rate_per_second_max, service_hours = excluded.service_hours,
     payment = excluded.payment, account_check = excluded.account_check, declared_at = excluded.declared_at`,
);

/** The last word wins, whichever of several workers says it. */
export async function writeCapabilities(
  db: Db,
  institution: string,
  { work, concurrencyMax, ratePerSecondMax, serviceHours, payment, accountCheck }: Capabilities,
  declaredAt: Date,
): Promise<void> {
  await upsert.run(db, [
    institution,
    work,
    concurrencyMax,
    ratePerSecondMax,
    json(serviceHours),
    json(payment),
    json(accountCheck),
    declaredAt,
  ]);
}

const find = sql<CapabilityRow>(
  'account.capabilities-of',
  `SELECT i.code, c.work, c.concurrency_max AS "concurrencyMax", c.rate_per_second_max AS "ratePerSecondMax",
     c.service_hours AS "serviceHours", c.payment, c.account_check AS "accountCheck", c.declared_at AS "declaredAt"
   FROM account.institution i JOIN account.institution_capability c ON c.institution_code = i.served_by
   WHERE i.code = ANY($1::text[])`,
);

/** Of as many institutions as are asked for; none where nothing was ever declared. Everybody may see them. */
export async function findCapabilities(
  db: Db,
  codes: readonly string[],
): Promise<readonly InScope<CapabilityRow>[]> {
  return publicRows(await find.all(db, [codes]));
}

function json(value: object | null): string | null {
  return value && JSON.stringify(value);
}
