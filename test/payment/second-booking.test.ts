/** Money that moved a second time, as institutions tell of it: not on statements only, and not only while the payment is settled. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AMOUNT, lineOf, openExceptionBench, type ExceptionBench } from './exception-bench.js';

let bench: ExceptionBench;
beforeAll(async () => {
  bench = await openExceptionBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

const word = (reference: string, status: 'ACCEPTED' | 'SETTLED' | 'RETURNED', externalReference?: string) =>
  ({ reference, status, evidence: 'NOTIFICATION', externalReference }) as const;

async function told(...words: readonly (readonly ['ACCEPTED' | 'SETTLED' | 'RETURNED', string?])[]) {
  const reference = await bench.sent();
  const receipts: string[] = [];
  for (const [status, externalReference] of words)
    for (const { outcome } of await bench.report([word(reference, status, externalReference)]))
      receipts.push(outcome);
  return { reference, last: receipts.at(-1) };
}

describe('a word that the money has arrived', () => {
  it.each([
    [
      'SETTLED under another number',
      [
        ['SETTLED', 'X1'],
        ['SETTLED', 'X2'],
      ],
    ],
    [
      'RETURNED, under a new number',
      [
        ['SETTLED', 'X1'],
        ['RETURNED', 'X1'],
        ['SETTLED', 'X2'],
      ],
    ],
    [
      'RETURNED by a booking of its own',
      [
        ['SETTLED', 'X1'],
        ['RETURNED', 'R1'],
        ['SETTLED', 'X2'],
      ],
    ],
    ['RETURNED, when no number was told', [['SETTLED'], ['RETURNED'], ['SETTLED', 'X2']]],
    [
      'RETURNED first, and told late already',
      [
        ['RETURNED', 'R1'],
        ['SETTLED', 'X1'],
        ['SETTLED', 'X2'],
      ],
    ],
  ] as const)('of what is %s is a second booking', async (_what, words) => {
    const { last } = await told(...words);

    expect(last).toBe('EXCEPTION');
    expect(await bench.openKinds()).toEqual(['CONTRADICTION']);
  });

  it.each([
    [
      'SETTLED under the same number',
      [
        ['SETTLED', 'X1'],
        ['SETTLED', 'X1'],
      ],
    ],
    [
      'SETTLED, by the number of the order',
      [
        ['ACCEPTED', 'A1'],
        ['SETTLED', 'X1'],
        ['SETTLED', 'A1'],
      ],
    ],
    ['SETTLED, and had no number', [['SETTLED'], ['SETTLED', 'X1']]],
    [
      'RETURNED, under the number of then',
      [
        ['SETTLED', 'X1'],
        ['RETURNED', 'R1'],
        ['SETTLED', 'X1'],
      ],
    ],
    [
      'RETURNED, and was told first',
      [
        ['RETURNED', 'R1'],
        ['SETTLED', 'X1'],
      ],
    ],
    [
      'RETURNED, and was told first, again',
      [
        ['RETURNED', 'R1'],
        ['SETTLED', 'X1'],
        ['SETTLED', 'X1'],
      ],
    ],
    ['RETURNED, without a number', [['SETTLED', 'X1'], ['RETURNED', 'X1'], ['SETTLED']]],
  ] as const)('of what is %s says nothing new', async (_what, words) => {
    const { last } = await told(...words);

    expect(last).toBe('STALE');
    expect(await bench.openKinds()).toEqual([]);
  });

  it('holds what replaces the payment back, and withdraws it when two people say that it was paid', async () => {
    const { reference } = await told(['SETTLED', 'X1'], ['RETURNED', 'X1']);
    await bench.released();

    await bench.report([word(reference, 'SETTLED', 'X2')]);

    expect(await bench.claim()).toEqual([]);
    expect(await bench.decide('WAS_PAID')).toBe('RESOLVED');
    expect(await bench.statuses()).toEqual(['SETTLED', 'CANCELLED']);
    expect(await bench.violated()).toEqual([]);
  });

  it('is heard again after two people found it wrong', async () => {
    const { reference } = await told(['SETTLED', 'X1'], ['RETURNED', 'X1'], ['SETTLED', 'X2']);
    await bench.decide('WAS_NOT_PAID');

    const [again] = await bench.report([word(reference, 'SETTLED', 'X2')]);

    expect(again?.outcome).toBe('EXCEPTION');
  });
});

describe('a payment of which another amount was paid, as two people say', () => {
  const settledShort = async (externalReference?: string) => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'ACCEPTED' }]);
    await bench.report([{ reference, status: 'SETTLED', amount: AMOUNT - 1n, externalReference }]);
    await bench.decide('PAID_OTHER_AMOUNT');
    return reference;
  };

  it('is booked once more where a new number is named', async () => {
    const reference = await settledShort('X1');

    const [receipt] = await bench.report([{ ...word(reference, 'SETTLED', 'X2') }]);

    expect(receipt?.outcome).toBe('EXCEPTION');
  });

  it('is booked once more where the amount of the payment is named', async () => {
    const reference = await settledShort();

    const [receipt] = await bench.report([lineOf(reference)]);

    expect(receipt?.outcome).toBe('EXCEPTION');
  });

  it('is what its institution goes on saying', async () => {
    const reference = await settledShort();

    const [receipt] = await bench.report([
      { reference, status: 'SETTLED', amount: AMOUNT - 1n, evidence: 'INQUIRY' },
    ]);

    expect(receipt?.outcome).toBe('STALE');
  });

  it('is asked back once, however often people say so', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'SETTLED' }]);
    await bench.report([lineOf(reference, { amount: AMOUNT + 10n })]);
    await bench.decide('PAID_OTHER_AMOUNT');
    await bench.decide('WRITTEN_OFF');

    await bench.report([lineOf(reference, { amount: AMOUNT + 30n })]);
    await bench.decide('PAID_OTHER_AMOUNT');

    expect(
      await bench.column(
        `SELECT named_amount AS value FROM payment.exception WHERE kind = 'TO_RECOVER' ORDER BY id`,
      ),
    ).toEqual([10n, 20n]);
  });
});
