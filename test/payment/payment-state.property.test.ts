import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { checkInvariants } from '../../src/payment/check-invariants.js';
import {
  CLOSED_STATUSES,
  judgeReport,
  PAYMENT_MOVES,
  REPORTABLE_STATUSES,
  type PaymentStatus,
  type ReportableStatus,
  type ReportEvidence,
  type Standing,
} from '../../src/payment/payment-state.js';
import { openPaymentBench, type PaymentBench } from './payment-bench.js';

const PAYMENTS = 4;
const CLOSED: readonly string[] = CLOSED_STATUSES;

interface Word {
  readonly status: ReportableStatus;
  readonly evidence: ReportEvidence;
}

const institutional = fc.constantFrom<ReportEvidence>('REPLY', 'INQUIRY', 'NOTIFICATION', 'STATEMENT');
const asked = fc.constantFrom<ReportEvidence>('REPLY', 'INQUIRY', 'NOTIFICATION');
const anyWord: fc.Arbitrary<Word> = fc.record({
  status: fc.constantFrom(...REPORTABLE_STATUSES),
  evidence: fc.oneof(institutional, fc.constant<ReportEvidence>('NONE')),
});

/** What really happened to a payment at an honest institution, to its end. */
const stories: readonly (readonly ReportableStatus[])[] = [
  ['SETTLED'],
  ['SUBMITTED', 'ACCEPTED', 'SETTLED'],
  ['SUBMITTED', 'ACCEPTED', 'HELD', 'ACCEPTED', 'SETTLED'],
  ['ACCEPTED', 'SETTLED', 'RETURNED'],
  ['SETTLED', 'RETURNED'],
  ['SUBMITTED', 'REJECTED'],
  ['ACCEPTED', 'HELD', 'REJECTED'],
  ['SUBMITTED', 'ACCEPTED', 'CANCELLED'],
];

/** Every word of a story at least once, in any order, some of them again, and among them what an adapter says that knows nothing. */
const toldStory = fc.constantFrom(...stories).chain((story) => {
  const isPaid = story.includes('SETTLED');
  // A line of a statement is money that has left: no honest one tells it of what was refused in the end.
  const word = (status: ReportableStatus): fc.Arbitrary<Word> =>
    (status === 'ACCEPTED' && !isPaid ? asked : institutional).map((evidence) => ({ status, evidence }));
  const doubt: fc.Arbitrary<Word> = fc.record({
    status: fc.constantFrom<ReportableStatus>('SUBMITTED', 'UNKNOWN'),
    evidence: fc.constant<ReportEvidence>('NONE'),
  });
  return fc
    .tuple(
      fc.tuple(...story.map(word)),
      fc.array(fc.constantFrom(...story).chain(word), { maxLength: 4 }),
      fc.array(doubt, { maxLength: 4 }),
    )
    .map((parts) => parts.flat())
    .chain((words) => fc.shuffledSubarray(words, { minLength: words.length }))
    .map((words) => ({ end: story.at(-1)!, words }));
});

function follow(words: readonly Word[]): {
  readonly states: readonly PaymentStatus[];
  readonly contradictions: number;
} {
  let standing: Standing = { status: 'QUEUED', evidence: 'NONE' };
  const states: PaymentStatus[] = ['QUEUED'];
  let contradictions = 0;
  for (const { status, evidence } of words) {
    const verdict = judgeReport(standing, status, evidence);
    if (verdict.kind === 'CONTRADICTION') contradictions += 1;
    if (verdict.kind !== 'APPLY') continue;
    states.push(...verdict.path);
    standing = { status, evidence };
  }
  return { states, contradictions };
}

describe('the state of a payment, whatever is reported in whatever order', () => {
  it('moves along the table only, and what is closed is left for RETURNED alone', () => {
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 30 }), (words) => {
        const { states } = follow(words);

        for (const [at, to] of states.entries()) {
          const from = states[at - 1];
          if (from === undefined) continue;
          expect(PAYMENT_MOVES[from]).toContain(to);
          if (CLOSED.includes(from)) expect([from, to]).toEqual(['SETTLED', 'RETURNED']);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('ends as an honest institution’s story ends, and finds no contradiction in it', () => {
    fc.assert(
      fc.property(toldStory, ({ end, words }) => {
        const { states, contradictions } = follow(words);

        expect(states.at(-1)).toBe(end);
        expect(contradictions).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is closed by nothing that an adapter says on its own word', () => {
    fc.assert(
      fc.property(fc.array(anyWord.map((word) => ({ ...word, evidence: 'NONE' as const }))), (words) => {
        const { states } = follow(words);

        expect(states.filter((state) => CLOSED.includes(state))).toEqual([]);
      }),
    );
  });
});

describe('reports on a real database, from several sides at once', () => {
  let bench: PaymentBench;
  beforeAll(async () => {
    bench = await openPaymentBench();
  });
  afterAll(() => bench.database.drop());

  const toldTwice = fc.record({
    stories: fc.array(toldStory, { minLength: PAYMENTS, maxLength: PAYMENTS }),
    /** Which words go in one call, and which calls go at the same time. */
    callSize: fc.integer({ min: 1, max: 6 }),
    atOnce: fc.integer({ min: 1, max: 5 }),
    order: fc.infiniteStream(fc.nat()),
  });

  it('end each payment as its story ends, once each, with totals that close and events that follow', async () => {
    await fc.assert(
      fc.asyncProperty(toldTwice, async ({ stories: told, callSize, atOnce, order }) => {
        const references = await startAfresh(bench);
        const reports = told.flatMap(({ words }, at) =>
          words.map((word) => ({ ...word, reference: references[at] })),
        );
        // Words of different payments mix; each payment's keep their order only by chance.
        const mixed = reports.map((report) => ({ report, at: order.next().value as number }));
        const calls = divide(
          mixed.sort((one, other) => one.at - other.at).map(({ report }) => report),
          callSize,
        );

        for (const together of divide(calls, atOnce))
          await Promise.all(together.map((call) => bench.report(call)));

        const ends = await bench.column<string>(
          'SELECT p.status AS value FROM payment.payment p JOIN payment.attempt a ON a.payment_id = p.id ORDER BY a.reference',
        );
        expect(ends).toEqual(told.map(({ end }) => end));
        expect(await findViolations(bench)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('keep every invariant when institutions contradict themselves', async () => {
    const lies = fc.array(fc.record({ word: anyWord, whose: fc.nat({ max: PAYMENTS - 1 }) }), {
      minLength: 5,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(lies, fc.integer({ min: 1, max: 5 }), async (words, atOnce) => {
        const references = await startAfresh(bench);
        const reports = words.map(({ word, whose }) => ({ ...word, reference: references[whose] }));

        for (const together of divide(divide(reports, 3), atOnce))
          await Promise.all(together.map((call) => bench.report(call)));

        expect(await findViolations(bench)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});

/** A released batch whose every attempt an adapter has in its hands. @returns their references, in order */
async function startAfresh(bench: PaymentBench): Promise<readonly string[]> {
  await bench.reset();
  await bench.releasedBatch(PAYMENTS);
  const claimed = await bench.claim();
  return claimed.map(({ attempt }) => attempt.reference).sort();
}

async function findViolations({ database }: PaymentBench): Promise<readonly unknown[]> {
  const checked = await checkInvariants({ snapshot: database.pool, later: database.pool });
  return checked.filter(({ violations }) => violations > 0);
}

function divide<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}
