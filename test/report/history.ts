/** Histories of a few people in two communes, told in any order, and how they are written to the log. */
import fc from 'fast-check';
import type pg from 'pg';
import { appendEvents, type NewEvent } from '../../src/event/index.js';
import { PROVINCE } from '../setup/payable-people.js';
import type { Moment, Said } from './naive-coverage.js';

export const COMMUNES = ['13285', '13294'] as const;
/** Codes of an area, itself and all below. */
export const BELOW: Readonly<Record<string, readonly string[]>> = {
  VN: ['VN', PROVINCE, '40', ...COMMUNES],
  [PROVINCE]: [PROVINCE, ...COMMUNES],
  '40': ['40'],
  [COMMUNES[0]]: [COMMUNES[0]],
  [COMMUNES[1]]: [COMMUNES[1]],
};

const START = Date.parse('2025-08-01T00:00:00Z');
const HOUR_MS = 3_600_000;
const PEOPLE = 5;

const instant = fc.integer({ min: 0, max: 60 }).map((step) => new Date(START + step * 5 * HOUR_MS));
const dayOf = (step: number): string => new Date(START + step * 24 * HOUR_MS).toISOString().slice(0, 10);
const days = fc
  .record({ from: fc.integer({ min: -2, max: 12 }), length: fc.option(fc.integer({ min: 0, max: 6 })) })
  .map(({ from, length }) => ({ from: dayOf(from), to: length === null ? null : dayOf(from + length) }));
const person = fc.integer({ min: 0, max: PEOPLE - 1 });
/** Beneficiaries, and two who only receive for others. */
const holder = fc.integer({ min: 0, max: PEOPLE + 1 });
const period = fc.constantFrom('2025-07', '2025-08');
const kind = <K extends string>(name: K) => fc.constant(name);

const lives = fc.record({
  kind: kind('LIVES'),
  person,
  area: fc.constantFrom(...COMMUNES, '40'),
  reason: fc.constantFrom(null, 'NO_PHONE', 'REMOTE'),
  at: instant,
});
const entitled = fc.record({ person, line: fc.integer({ min: 0, max: 1 }), days }).map((one): Said => ({
  kind: 'ENTITLED',
  person: one.person,
  right: one.person * 10 + one.line,
  ...one.days,
}));
const mandate = fc
  .record({ person, line: fc.integer({ min: 0, max: 1 }), receiver: holder, days })
  .map((one): Said => ({
    kind: 'MANDATE',
    person: one.person,
    mandate: one.person * 10 + one.line,
    receiver: one.receiver,
    ...one.days,
  }));
const checked = fc
  .record({
    holder,
    line: fc.integer({ min: 0, max: 1 }),
    status: fc.constantFrom('VERIFIED', 'VERIFIED', 'CLOSED', 'CHECKING', 'UNAVAILABLE'),
    at: instant,
  })
  .map((one): Said => ({ kind: 'CHECKED', account: one.holder * 10 + one.line, ...one }));
/** A payment that settled, and perhaps came back, which may be told with an earlier instant. */
const paid = fc.record({
  person,
  institution: fc.constantFrom('BIDV', 'MOMO', 'NAPAS:970436'),
  isCash: fc.constantFrom(false, false, false, true),
  amount: fc.integer({ min: 1, max: 9 }).map((hundreds) => hundreds * 100_000),
  period,
  at: instant,
  returnedAt: fc.option(instant, { freq: 2 }),
  returnedAfter: fc.integer({ min: 0, max: 25 }),
});

const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: lives.map((one): Said[] => [one]) },
    { weight: 3, arbitrary: entitled.map((one) => [one]) },
    { weight: 2, arbitrary: mandate.map((one) => [one]) },
    { weight: 4, arbitrary: checked.map((one) => [one]) },
    { weight: 4, arbitrary: paid },
  ),
  { minLength: 1, maxLength: 60, size: 'max' },
);

/** What was said, in the order in which the hub heard it: of what came back some steps later. */
export const history: fc.Arbitrary<Said[]> = steps.map((all) => {
  const returns: { readonly step: number; readonly said: Said }[] = [];
  const said = all.flatMap((step, payment): Said[] => {
    const due = returns.filter((one) => one.step === payment).map((one) => one.said);
    if (Array.isArray(step)) return [...step, ...due];
    const { returnedAt, returnedAfter, ...rest } = step;
    const returned = { kind: 'RETURNED' as const, person: step.person, payment, at: returnedAt ?? step.at };
    if (returnedAt !== null) returns.push({ step: payment + 1 + returnedAfter, said: returned });
    return [{ kind: 'SETTLED', payment, ...rest }, ...due];
  });
  return [...said, ...returns.filter((one) => one.step >= all.length).map((one) => one.said)];
});

const FAR_AWAY = [
  '1969-07-01T00:00:03Z',
  '2025-08-20T10:00:00Z',
  '2026-02-10T23:30:00Z',
  '2400-01-01T00:00:03Z',
].map((text) => new Date(text));

/** When and with which knowledge to ask; `known` is cut to the history's length by whoever asks. */
export const moments: fc.Arbitrary<Moment[]> = fc.array(
  fc.record({
    asOf: fc.oneof({ weight: 4, arbitrary: instant }, { weight: 1, arbitrary: fc.constantFrom(...FAR_AWAY) }),
    known: fc.oneof(fc.constant(Number.MAX_SAFE_INTEGER), fc.integer({ min: 0, max: 60 })),
    period: fc.option(period),
  }),
  { minLength: 8, maxLength: 8 },
);

/** Writes what was said to the inbox, in order, as the domains write it. */
export async function tell(pool: pg.Pool, said: readonly Said[]): Promise<void> {
  await appendEvents(pool, said.map(eventOf));
}

const id = (family: number, number: number): string =>
  `00000000-0000-7000-8${String(family).padStart(3, '0')}-${String(number).padStart(12, '0')}`;
const citizen = (number: number): string => id(1, number);
const beneficiary = (number: number): string => id(2, number);
export const areaId = (code: string): string =>
  `00000000-0000-7000-8000-${(code === 'VN' ? '1' : code).padStart(12, '0')}`;

function eventOf(one: Said): NewEvent {
  switch (one.kind) {
    case 'LIVES':
      return {
        kind: 'beneficiary',
        subjectId: beneficiary(one.person),
        beneficiaryId: beneficiary(one.person),
        citizenId: citizen(one.person),
        areaId: areaId(one.area),
        statusTo: 'LISTED',
        occurredAt: one.at,
        data: { paymentMethod: 'BANK', noAccountReason: one.reason },
      };
    case 'ENTITLED':
      return {
        kind: 'entitlement',
        subjectId: id(3, one.right),
        beneficiaryId: beneficiary(one.person),
        statusTo: 'GRANTED',
        occurredAt: new Date(START),
        data: { validFrom: one.from, validTo: one.to },
      };
    case 'MANDATE':
      return {
        kind: 'authorisation',
        subjectId: id(4, one.mandate),
        beneficiaryId: beneficiary(one.person),
        statusTo: 'GRANTED',
        occurredAt: new Date(START),
        data: { receiverCitizenId: citizen(one.receiver), validFrom: one.from, validTo: one.to },
      };
    case 'CHECKED':
      return {
        kind: 'verification',
        subjectId: id(5, one.account),
        accountId: id(5, one.account),
        citizenId: citizen(one.holder),
        statusTo: one.status,
        occurredAt: one.at,
        data: { accountStatus: one.status },
      };
    case 'SETTLED':
      return {
        ...paymentEvent(one),
        ...(one.isCash ? {} : { accountId: id(5, one.person * 10) }),
        institutionCode: one.institution,
        statusTo: 'SETTLED',
        data: { amount: one.amount, period: one.period },
      };
    case 'RETURNED':
      return { ...paymentEvent(one), statusTo: 'RETURNED', data: {} };
  }
}

function paymentEvent(one: { person: number; payment: number; at: Date }) {
  return {
    kind: 'payment' as const,
    subjectId: id(6, one.payment),
    beneficiaryId: beneficiary(one.person),
    occurredAt: one.at,
  };
}
