/** Payments that an institution can be made to contradict itself about: closed, and in nobody's doubt. */
import type { LedgerEntry } from '../../adapters/kit/simulator/index.js';
import type { Chance } from '../crash/seeded-chance.js';
import type { ChaosWorld } from './chaos-world.js';

export interface ClosedPayment {
  readonly system: string;
  readonly reference: string;
  readonly externalReference: string | null;
  readonly amount: number;
  /** Null: in cash. */
  readonly account: string | null;
  readonly status: 'SETTLED' | 'REJECTED' | 'RETURNED' | 'CANCELLED';
  readonly period: string;
}

interface Row extends Omit<ClosedPayment, 'system' | 'amount'> {
  readonly institution: string;
  readonly amount: bigint;
}

const CLOSED = `
  SELECT a.reference, a.external_reference AS "externalReference", p.amount, p.account_number AS account, a.status, p.period,
    split_part(a.institution_code, ':', 1) AS institution
  FROM payment.attempt a JOIN payment.payment p ON p.id = a.payment_id
  WHERE a.status = $1 AND p.status = $1 AND p.paid_amount IS NULL
    AND NOT EXISTS (SELECT 1 FROM payment.exception x WHERE x.payment_id = p.id AND x.resolved_at IS NULL)
  ORDER BY a.id DESC LIMIT $2`;

export interface Wanted {
  readonly status: ClosedPayment['status'];
  readonly count: number;
  readonly chance: Chance;
}

/** Among the latest ones, each at most once. */
export async function pickPayments(
  world: ChaosWorld,
  { status, count, chance }: Wanted,
): Promise<readonly ClosedPayment[]> {
  const rows = await world.rows<Row>(CLOSED, [status, count * 20]);
  return rows
    .flatMap(({ institution, amount, ...row }) => {
      const system = world.rails.find((rail) => rail.institution === institution)?.name;
      return system === undefined ? [] : [{ ...row, system, amount: Number(amount) }];
    })
    .map((payment) => ({ payment, at: chance.next() }))
    .sort((one, other) => one.at - other.at)
    .slice(0, count)
    .map(({ payment }) => payment);
}

/** A line of an institution's book about a payment. */
export function lineAbout(
  { reference, account, amount }: ClosedPayment,
  change: Partial<LedgerEntry> & Pick<LedgerEntry, 'externalReference'>,
): LedgerEntry {
  const bookedAt = new Date().toISOString();
  return { ...{ reference, account: account ?? 'CASH', amount, currency: 'VND', bookedAt }, ...change };
}
