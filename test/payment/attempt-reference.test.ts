/** The reference of an attempt obeys the length and alphabet of its institution, and stays what it is. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { declareCapabilities } from '../../src/account/declare-capabilities.js';
import { DEFAULT_ACCOUNT_POLICY } from '../../src/account/index.js';
import { bidv, openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

async function declare(referenceAlphabet: 'ALPHANUMERIC' | 'DIGITS', referenceLengthMax: number) {
  const deps = { ...bench.deps, policy: DEFAULT_ACCOUNT_POLICY, noteSeen: () => undefined };
  await declareCapabilities(deps, bidv, {
    ...{ work: ['PAYMENT'], concurrencyMax: 1, ratePerSecondMax: 5, serviceHours: null, accountCheck: null },
    payment: {
      ...{ repeatedReference: 'REFUSED', inquiryBy: 'OWN_REFERENCE', laterStatus: 'POLLING' },
      ...{ nativeBatchMax: null, hasStatement: false, finalWord: 'CREDITED', referencePattern: '' },
      ...{ referenceAlphabet, referenceLengthMax },
    },
  });
}

describe('the reference that an institution sees', () => {
  it.each([
    ['it takes as much as the hub’s own form', 'ALPHANUMERIC', 35, /^[0-9A-F]{32}$/],
    ['it takes twenty capitals and digits', 'ALPHANUMERIC', 20, /^[0-9A-F]{20}$/],
    ['it takes twenty digits', 'DIGITS', 20, /^[1-9]\d{19}$/],
    ['it takes any number of digits', 'DIGITS', 140, /^[1-9]\d{31}$/],
  ] as const)('fits where %s, each its own', async (_where, alphabet, lengthMax, form) => {
    await declare(alphabet, lengthMax);
    await bench.releasedBatch(50);

    const references = await bench.column<string>('SELECT reference AS value FROM payment.attempt');

    expect(references.filter((reference) => !form.test(reference))).toEqual([]);
    expect(new Set(references).size).toBe(50);
  });

  it('is the attempt’s id where nothing is declared', async () => {
    await bench.releasedBatch(1);

    expect(
      await bench.column(
        `SELECT reference = upper(replace(id::text, '-', '')) AS value FROM payment.attempt`,
      ),
    ).toEqual([true]);
  });

  it('stays the same in every try, whatever is declared later', async () => {
    await declare('DIGITS', 20);
    await bench.releasedBatch(1);
    const [sent] = await bench.claim();
    await declare('ALPHANUMERIC', 35);

    await bench.claim({ newSession: true });
    await bench.database.pool.query('UPDATE work.task SET available_at = now()');
    const [asked] = await bench.claim();

    expect(asked?.task.action).toBe('INQUIRE');
    expect(asked?.attempt.reference).toBe(sent?.attempt.reference);
  });

  it('is written by the statement itself, for a release makes one for each of a million payments', async () => {
    const { rows } = await bench.database.pool.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (VERBOSE, COSTS OFF) SELECT payment.reference_of(id, length(reference), reference) FROM payment.attempt`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join();

    expect(plan).toContain('replace(');
    expect(plan).not.toContain('payment.reference_of');
  });
});
