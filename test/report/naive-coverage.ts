/** Coverage as the glossary defines it, worked out slowly and plainly from the list of everything that was said. It shares
 *  nothing with the tables and statements that it checks. */

const DAY_MS = 86_400_000;

export type Said =
  | { kind: 'LIVES'; person: number; area: string; reason: string | null; at: Date }
  | { kind: 'ENTITLED'; person: number; right: number; from: string; to: string | null }
  | { kind: 'MANDATE'; person: number; mandate: number; receiver: number; from: string; to: string | null }
  | { kind: 'CHECKED'; holder: number; account: number; status: string; at: Date }
  | {
      kind: 'SETTLED';
      person: number;
      payment: number;
      institution: string;
      isCash: boolean;
      amount: number;
      period: string;
      at: Date;
    }
  | { kind: 'RETURNED'; person: number; payment: number; at: Date };

export interface Moment {
  readonly asOf: Date;
  readonly known: number;
  readonly period: string | null;
}

export interface PlainFigures {
  beneficiaries: number;
  withAccount: number;
  paidThroughAccount: number;
  amountThroughAccount: number;
  byInstitution: { institution: string; count: number; amount: number }[];
  withoutAccountByReason: { reason: string; count: number }[];
}

/** @param areas the area and all below it */
export function naiveCoverage(said: readonly Said[], areas: readonly string[], moment: Moment): PlainFigures {
  const known = said.slice(0, moment.known);
  const persons = [...new Set(known.flatMap((one) => (one.kind === 'LIVES' ? [one.person] : [])))];
  const beneficiaries = persons.filter(
    (person) =>
      areas.includes(homeOf(known, person, moment.asOf).area) && isEntitled(known, person, moment.asOf),
  );
  const without = beneficiaries.filter((person) => !hasAccount(known, person, moment.asOf));
  const payments = known.filter(
    (one): one is Extract<Said, { kind: 'SETTLED' }> =>
      one.kind === 'SETTLED' &&
      !one.isCash &&
      beneficiaries.includes(one.person) &&
      one.at <= moment.asOf &&
      (moment.period === null || one.period === moment.period) &&
      !known.some((two) => two.kind === 'RETURNED' && two.payment === one.payment && two.at <= moment.asOf),
  );
  return {
    beneficiaries: beneficiaries.length,
    withAccount: beneficiaries.length - without.length,
    paidThroughAccount: new Set(payments.map((one) => one.person)).size,
    amountThroughAccount: payments.reduce((sum, one) => sum + one.amount, 0),
    byInstitution: [...new Set(payments.map((one) => one.institution))].sort().map((institution) => {
      const here = payments.filter((one) => one.institution === institution);
      return {
        institution,
        count: new Set(here.map((one) => one.person)).size,
        amount: here.reduce((sum, one) => sum + one.amount, 0),
      };
    }),
    withoutAccountByReason: countReasons(without.map((person) => homeOf(known, person, moment.asOf).reason)),
  };
}

/** The latest that was true by then; before the first, the first. */
function homeOf(known: readonly Said[], person: number, asOf: Date) {
  const stays = known
    .filter((one): one is Extract<Said, { kind: 'LIVES' }> => one.kind === 'LIVES' && one.person === person)
    .sort((one, two) => one.at.getTime() - two.at.getTime());
  return stays.findLast((one) => one.at <= asOf) ?? stays[0]!;
}

function isEntitled(known: readonly Said[], person: number, asOf: Date): boolean {
  const latest = new Map<number, Extract<Said, { kind: 'ENTITLED' }>>();
  for (const one of known) if (one.kind === 'ENTITLED' && one.person === person) latest.set(one.right, one);
  return [...latest.values()].some((one) => includesDay(one, asOf));
}

function hasAccount(known: readonly Said[], person: number, asOf: Date): boolean {
  const latest = new Map<number, Extract<Said, { kind: 'MANDATE' }>>();
  for (const one of known) if (one.kind === 'MANDATE' && one.person === person) latest.set(one.mandate, one);
  const receivers = [...latest.values()].filter((one) => includesDay(one, asOf)).map((one) => one.receiver);
  const statuses = new Map<number, string>();
  const checks = known
    .filter(
      (one): one is Extract<Said, { kind: 'CHECKED' }> =>
        one.kind === 'CHECKED' && one.at <= asOf && !['CHECKING', 'UNAVAILABLE'].includes(one.status),
    )
    .sort((one, two) => one.at.getTime() - two.at.getTime());
  for (const one of checks)
    if ([person, ...receivers].includes(one.holder)) statuses.set(one.account, one.status);
  return [...statuses.values()].includes('VERIFIED');
}

function includesDay({ from, to }: { from: string; to: string | null }, asOf: Date): boolean {
  const start = Date.parse(`${from}T00:00:00+07:00`);
  const end = to === null ? Infinity : Date.parse(`${to}T00:00:00+07:00`) + DAY_MS;
  return start <= asOf.getTime() && asOf.getTime() < end;
}

function countReasons(reasons: readonly (string | null)[]): { reason: string; count: number }[] {
  const stated = reasons.filter((reason): reason is string => reason !== null);
  return [...new Set(stated)]
    .sort()
    .map((reason) => ({ reason, count: stated.filter((other) => other === reason).length }));
}
