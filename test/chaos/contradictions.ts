/** Institutions that contradict themselves: one rejects and then books; one books another amount, to another account, twice, and
 *  returns it. Each writes its book first, and says so at once or later; nothing that it says is a lie about its book but for the
 *  word that takes back what was true. */
import type { LedgerEntry } from '../../adapters/kit/simulator/index.js';
import { createChance, type Chance } from '../crash/seeded-chance.js';
import type { Blow } from './chaos-schedule.js';
import type { ChaosWorld } from './chaos-world.js';
import type { InstitutionDesk, Said } from './institution-desk.js';
import { lineAbout, pickPayments, type ClosedPayment } from './pick-payments.js';
import type { FaultKind, StrikeBook } from './strike-book.js';

/** What an institution does to one payment, and what it says of it then. */
interface Contradiction {
  readonly kind: FaultKind;
  readonly of: ClosedPayment['status'];
  readonly act: (payment: ClosedPayment, nextId: () => string) => Deed;
}

interface Deed {
  readonly lines: readonly LedgerEntry[];
  readonly words: readonly Said[];
}

const ELSEWHERE = '9704000099990001';
const OTHER = 1_000;
const EACH = 2;

const word = (payment: ClosedPayment, change: Partial<Said> & Pick<Said, 'reportId'>): Said => ({
  ...{ reference: payment.reference, status: 'SETTLED', evidence: 'STATEMENT', amount: payment.amount },
  ...{ occurredAt: new Date().toISOString(), ...change },
});

/** A line in the book, and the line of the statement that tells it. */
function booked(
  payment: ClosedPayment,
  nextId: () => string,
  { amount = payment.amount, account }: { readonly amount?: number; readonly account?: string } = {},
): Deed {
  const externalReference = nextId();
  const named = account ?? payment.account;
  return {
    lines: [lineAbout(payment, { externalReference, amount, ...(account ? { account } : {}) })],
    words: [
      word(payment, {
        ...{ reportId: externalReference, externalReference, amount: Math.abs(amount) },
        ...(named === null ? {} : { account: named }),
        ...(amount < 0 ? { status: 'RETURNED' } : {}),
      }),
    ],
  };
}

const both = (...deeds: readonly Deed[]): Deed => ({
  lines: deeds.flatMap(({ lines }) => lines),
  words: deeds.flatMap(({ words }) => words),
});

/** What the statement says of the booking that the hub knows. */
const first = (payment: ClosedPayment, nextId: () => string): Deed => ({
  lines: [],
  words: [
    word(payment, {
      reportId: nextId(),
      ...(payment.externalReference === null ? {} : { externalReference: payment.externalReference }),
    }),
  ],
});

/** The same booking, told with another amount: the books have had a correction beside it. */
function corrected(payment: ClosedPayment, nextId: () => string, by: number): Deed {
  const externalReference = nextId();
  return {
    lines: [lineAbout(payment, { externalReference, amount: by })],
    words: [word(payment, { reportId: externalReference, amount: payment.amount + by })],
  };
}

const CONTRADICTIONS: readonly Contradiction[] = [
  { kind: 'rejectedThenBooked', of: 'REJECTED', act: (payment, nextId) => booked(payment, nextId) },
  {
    // The payer's side of it: a debit, which is no word that it has arrived.
    ...{ kind: 'rejectedThenBooked', of: 'REJECTED' },
    act: (payment, nextId) => {
      const { lines, words } = booked(payment, nextId);
      return { lines, words: words.map((said) => ({ ...said, status: 'ACCEPTED' })) };
    },
  },
  {
    ...{ kind: 'bookedOtherAmount', of: 'REJECTED' },
    act: (payment, nextId) => booked(payment, nextId, { amount: payment.amount - OTHER }),
  },
  {
    ...{ kind: 'bookedElsewhere', of: 'REJECTED' },
    act: (payment, nextId) => booked(payment, nextId, { account: ELSEWHERE }),
  },
  {
    ...{ kind: 'bookedTwice', of: 'SETTLED' },
    act: (payment, nextId) => both(first(payment, nextId), booked(payment, nextId)),
  },
  {
    ...{ kind: 'bookedElsewhere', of: 'SETTLED' },
    act: (payment, nextId) => both(first(payment, nextId), booked(payment, nextId, { account: ELSEWHERE })),
  },
  {
    ...{ kind: 'bookedOtherAmount', of: 'SETTLED' },
    act: (payment, nextId) => corrected(payment, nextId, OTHER),
  },
  {
    ...{ kind: 'bookedOtherAmount', of: 'SETTLED' },
    act: (payment, nextId) => corrected(payment, nextId, -OTHER),
  },
  {
    ...{ kind: 'gaveBack', of: 'SETTLED' },
    act: (payment, nextId) => booked(payment, nextId, { amount: -payment.amount }),
  },
  {
    ...{ kind: 'bookedTwice', of: 'SETTLED' },
    act: (payment, nextId) =>
      both(
        first(payment, nextId),
        booked(payment, nextId),
        booked(payment, nextId, { amount: -payment.amount }),
      ),
  },
  {
    ...{ kind: 'deniedPaid', of: 'SETTLED' },
    act: (payment, nextId) => ({
      lines: [],
      words: [word(payment, { reportId: nextId(), status: 'REJECTED', evidence: 'NOTIFICATION' })],
    }),
  },
  {
    ...{ kind: 'rejectedThenBooked', of: 'RETURNED' },
    act: (payment, nextId) => booked(payment, nextId),
  },
];

export interface Contradicting {
  readonly world: ChaosWorld;
  readonly desk: InstitutionDesk;
  readonly strikes: StrikeBook;
}

/** Words that are said later than their deeds. */
export class Contradictions {
  private unsaid: { readonly system: string; readonly words: readonly Said[] }[] = [];

  constructor(private readonly all: Contradicting) {}

  /** Some of each kind, where there are payments for it; what was kept back is said first. */
  async strike({ when }: Blow): Promise<void> {
    await this.sayTheRest();
    const chance = createChance(Math.floor(when * 1e9));
    for (const status of ['REJECTED', 'RETURNED', 'SETTLED'] as const) {
      const kinds = CONTRADICTIONS.filter(({ of }) => of === status);
      const count = kinds.length * EACH;
      const payments = await pickPayments(this.all.world, { status, count, chance });
      for (const [at, payment] of payments.entries())
        await this.do(kinds[at % kinds.length]!, payment, chance);
    }
  }

  async sayTheRest(): Promise<void> {
    const unsaid = this.unsaid;
    this.unsaid = [];
    for (const { system, words } of unsaid) await this.all.desk.say(system, words);
  }

  private async do({ kind, act }: Contradiction, payment: ClosedPayment, chance: Chance): Promise<void> {
    const { desk, strikes } = this.all;
    const { lines, words } = act(payment, () => desk.nextId());
    if (lines.length > 0) await desk.book(payment.system, lines);
    strikes.note(kind);
    if (chance.next() < 0.4) this.unsaid.push({ system: payment.system, words });
    else await desk.say(payment.system, words);
  }
}
