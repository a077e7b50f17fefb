/** Poison in every text of every kind of report, beside good reports in one call: what cannot be kept is refused, and whatever becomes
 *  of it, the good ones count. */
import { createChance, type Chance } from '../crash/seeded-chance.js';
import type { Blow } from './chaos-schedule.js';
import type { ChaosWorld } from './chaos-world.js';
import type { InstitutionDesk, Said } from './institution-desk.js';
import { pickPayments, type ClosedPayment } from './pick-payments.js';
import type { StrikeBook } from './strike-book.js';

const MEGABYTE = 'x'.repeat(1_000_000);
const TEXTS: readonly string[] = [
  '\u0000',
  'FT\u0000ABC',
  '\ud800',
  'x\udfff\ud800y',
  '',
  ' ',
  '\u0001\u001b\u202e\n',
  '\ufffe\uffff',
  '𠮷'.repeat(3_000),
  '%_\\',
  '{"a",NULL}\\',
  `'; DROP TABLE payment.payment; --`,
];
const DATES: readonly string[] = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+23:59',
  '9999-12-31T23:59:59Z',
  '9999-12-31T23:59:59-23:59',
  '2999-01-01T00:00:00Z',
  '1970-01-01T00:00:00Z',
];
const FIELDS = ['reportId', 'reference', 'externalReference', 'reasonText', 'account'] as const;
const STATUSES = ['SUBMITTED', 'ACCEPTED', 'SETTLED', 'UNKNOWN'] as const;
const GOOD = 20;

interface Poisoned {
  readonly report: Said;
  readonly where: string;
}

/** @throws Error when a good report of a call with poison does not count, or the hub's answer lacks a receipt */
export async function poisonReports(
  {
    world,
    desk,
    strikes,
  }: { readonly world: ChaosWorld; readonly desk: InstitutionDesk; readonly strikes: StrikeBook },
  { when }: Blow,
): Promise<void> {
  const chance = createChance(Math.floor(when * 1e9));
  const settled = await pickPayments(world, { status: 'SETTLED', count: GOOD, chance });
  for (const system of new Set(settled.map((payment) => payment.system))) {
    const payments = settled.filter((payment) => payment.system === system);
    const poison = poisonFor(payments[0]!, desk, chance);
    for (const batch of [poison.slice(0, -1), poison.slice(-1)]) {
      const good = payments.map((payment) => goodAbout(payment, desk));
      await tell(desk, system, { good, batch });
      strikes.note('poisonedReport', batch.length);
    }
  }
}

async function tell(
  desk: InstitutionDesk,
  system: string,
  { good, batch }: { readonly good: readonly Said[]; readonly batch: readonly Poisoned[] },
): Promise<void> {
  const half = Math.floor(good.length / 2);
  const call = [...good.slice(0, half), ...batch.map(({ report }) => report), ...good.slice(half)];
  const receipts = await desk.say(system, call);
  if (receipts.length !== call.length)
    throw new Error(`${receipts.length} receipts for ${call.length} reports of ${system}`);
  const ids = new Set(good.map(({ reportId }) => reportId));
  const lost = receipts.filter(({ reportId, outcome }) => ids.has(reportId) && outcome === 'REFUSED');
  if (lost.length > 0)
    throw new Error(
      `Good reports of ${system} were refused beside ${batch.map(({ where }) => where).join(', ')}`,
    );
}

/** Poison in each text once, a text of a megabyte at the end. */
function poisonFor(payment: ClosedPayment, desk: InstitutionDesk, chance: Chance): readonly Poisoned[] {
  const poisoned = (field: string, value: string): Poisoned => ({
    where: `${field} ${JSON.stringify(value.slice(0, 20))}`,
    report: {
      ...goodAbout(payment, desk),
      status: STATUSES[chance.between(0, STATUSES.length - 1)]!,
      [field]: value,
    },
  });
  return [
    ...FIELDS.flatMap((field) => TEXTS.map((text) => poisoned(field, text))),
    ...DATES.map((date) => poisoned('occurredAt', date)),
    poisoned(FIELDS[chance.between(0, FIELDS.length - 1)]!, MEGABYTE),
  ];
}

/** The truth, told again. */
function goodAbout({ reference, amount }: ClosedPayment, desk: InstitutionDesk): Said {
  const occurredAt = new Date().toISOString();
  return {
    ...{ reportId: desk.nextId(), reference, status: 'SETTLED', evidence: 'INQUIRY' },
    amount,
    occurredAt,
  };
}
