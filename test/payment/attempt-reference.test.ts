/** The reference of an attempt: a keyed function of what is paid and of the attempt's number, which obeys the length and alphabet of
 *  its institution and stays what it is. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { declareCapabilities } from '../../src/account/declare-capabilities.js';
import { DEFAULT_ACCOUNT_POLICY } from '../../src/account/index.js';
import { isOwnReference } from '../../src/payment/reference-store.js';
import { listExceptions } from '../../src/payment/exception-store.js';
import { resolveException } from '../../src/payment/resolve-exception.js';
import { seedPeople } from '../setup/payable-people.js';
import {
  EVERYWHERE,
  approver,
  bidv,
  machine,
  officer,
  openPaymentBench,
  type PaymentBench,
} from './payment-bench.js';
import { openLookUps } from '../setup/look-ups.js';

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

async function declare(referenceAlphabet: 'ALPHANUMERIC' | 'DIGITS', referenceLengthMax: number) {
  const deps = { ...bench.deps, policy: DEFAULT_ACCOUNT_POLICY, noteSeen: () => undefined, ...openLookUps() };
  const declared = await declareCapabilities(deps, bidv, {
    ...{ work: ['PAYMENT'], concurrencyMax: 1, ratePerSecondMax: 5, serviceHours: null, accountCheck: null },
    payment: {
      ...{ repeatedReference: 'REFUSED', inquiryBy: 'OWN_REFERENCE', laterStatus: 'POLLING' },
      ...{ nativeBatchMax: null, hasStatement: false, finalWord: 'CREDITED', referencePattern: '' },
      ...{ referenceAlphabet, referenceLengthMax },
    },
  });
  return declared;
}

const references = () =>
  bench.column<string>(
    `SELECT reference AS value FROM payment.attempt a JOIN payment.payment p ON p.id = a.payment_id
     JOIN social_protection.person w ON w.citizen_id = p.citizen_id ORDER BY w.personal_id, a.id`,
  );

/** As after a restore: nothing is known of payments, and people who come on a list again get other ids. */
const forget = () => bench.reset();

/** The only payment is sent again by two people, since its institution never received it. */
async function sendAgain(reference: string | undefined): Promise<void> {
  await bench.report([{ reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' }]);
  const [exception] = await listExceptions(bench.deps.prisma, { isOpen: true }, EVERYWHERE, { first: 1 });
  const decision = { id: exception?.id ?? '', decision: 'SEND_AGAIN' } as const;
  await resolveException(bench.deps, officer, { ...decision, reason: 'ngân hàng không nhận được' });
  await resolveException(bench.deps, approver, decision);
}

describe('the reference that an institution sees', () => {
  it.each([
    ['it takes thirty-five capitals and digits', 'ALPHANUMERIC', 35, /^G2611[0-9A-HJKMNP-TV-Z]{18}$/],
    ['it takes twenty-three', 'ALPHANUMERIC', 23, /^G2611[0-9A-HJKMNP-TV-Z]{18}$/],
    ['it takes twenty-two', 'ALPHANUMERIC', 22, /^G[0-9A-HJKMNP-TV-Z]{15}$/],
    ['it takes sixteen', 'ALPHANUMERIC', 16, /^G[0-9A-HJKMNP-TV-Z]{15}$/],
    ['it takes twenty-two digits', 'DIGITS', 22, /^1\d{21}$/],
    ['it takes any number of digits', 'DIGITS', 140, /^1\d{21}$/],
    ['it takes eighteen', 'DIGITS', 18, /^1\d{17}$/],
  ] as const)('fits where %s, each its own', async (_where, alphabet, lengthMax, form) => {
    await declare(alphabet, lengthMax);
    await bench.releasedBatch(50);

    const made = await references();

    expect(made.filter((reference) => !form.test(reference))).toEqual([]);
    expect(new Set(made).size).toBe(50);
  });

  it.each([
    ['ALPHANUMERIC', 15, 'referenceLengthMax is at least 16'],
    ['DIGITS', 17, 'referenceLengthMax is at least 18'],
  ] as const)('is too short to be anybody’s own in %s of %i', async (alphabet, lengthMax, problem) => {
    await expect(declare(alphabet, lengthMax)).rejects.toThrow(problem);
  });

  it('is HMAC-SHA-256 of the rail, the person, what is paid, and the number of the attempt', async () => {
    await bench.releasedBatch(1);
    const [secret] = await bench.column<Buffer>('SELECT secret AS value FROM payment.reference_key');
    const mac = (text: string) => [...createHmac('sha256', secret!).update(text).digest()];
    const letters = (bytes: number[]) =>
      bytes.map((byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte & 31]).join('');
    const intent = ['payment', 'BIDV', '035050000001', 'BTXH', '1', '2026-11', 'REGULAR', '1'].join('\n');

    const front = `G2611${letters(mac(intent).slice(0, 14))}`;

    expect(await references()).toEqual([`${front}${letters(mac(`check\n${front}`).slice(0, 4))}`]);
  });

  it('stays the same in every try, whatever is declared later', async () => {
    await declare('DIGITS', 22);
    await bench.releasedBatch(1);
    const [sent] = await bench.claim();
    await declare('ALPHANUMERIC', 35);

    await bench.claim({ newSession: true });
    await bench.database.pool.query('UPDATE work.task SET available_at = now()');
    const [asked] = await bench.claim();

    expect(asked?.task.action).toBe('INQUIRE');
    expect(asked?.attempt.reference).toBe(sent?.attempt.reference);
  });

  it('is another for every attempt of a payment', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();

    await sendAgain(task?.attempt.reference);

    expect(new Set(await references()).size).toBe(2);
    expect(await bench.column('SELECT number AS value FROM payment.attempt ORDER BY id')).toEqual([1, 2]);
  });

  it('counts what was paid before it for the same right and month, and what the institution took back', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await bench.report([{ reference: task?.attempt.reference, status: 'CANCELLED' }]);

    await bench.released();

    expect(await bench.column('SELECT number AS value FROM payment.attempt ORDER BY id')).toEqual([1, 2]);
    expect(new Set(await references()).size).toBe(2);
  });

  it('passes over a number whose reference is another payment’s, and holds up nobody', async () => {
    await bench.releasedBatch(2);
    const [, taken] = await references();
    await forget();
    await bench.releasedBatch(1);
    await bench.database.pool.query('UPDATE payment.attempt SET reference = $1', [taken]);

    await seedPeople(bench.database.pool, { from: 2, count: 3 });
    await bench.released();

    expect(await bench.column('SELECT number AS value FROM payment.attempt ORDER BY number, id')).toEqual([
      1, 1, 1, 2,
    ]);
    expect(await bench.column('SELECT count(*)::int AS value FROM work.task')).toEqual([4]);
    expect(await bench.totals()).toEqual({ QUEUED: 4 });
  });
});

describe('a hub that has forgotten a batch', () => {
  it('makes the same references for it again, though its people have other ids', async () => {
    await bench.releasedBatch(5);
    const before = await references();
    await forget();

    await bench.releasedBatch(5);

    expect(await references()).toEqual(before);
  });

  it('makes the same reference for a second attempt again', async () => {
    const attempts = async () => {
      await bench.releasedBatch(1);
      await sendAgain((await bench.claim())[0]?.attempt.reference);
      return references();
    };
    const before = await attempts();
    await forget();

    expect(await attempts()).toEqual(before);
  });

  it('makes the same first reference at a rail, whatever it has forgotten of another', async () => {
    const viettel = machine('VIETTEL_MONEY');
    await bench.releasedBatch(1);
    const [refused] = await bench.claim();
    await bench.report([
      { reference: refused?.attempt.reference, status: 'REJECTED', reason: 'ACCOUNT_CLOSED' },
    ]);
    await bench.database.pool.query(
      `UPDATE account.account SET institution_code = 'VIETTEL_MONEY', kind = 'MOBILE_MONEY'`,
    );
    await bench.released();
    const [, paid] = await references();
    await forget();

    await seedPeople(bench.database.pool, { institution: 'VIETTEL_MONEY' });
    await bench.released();

    expect((await bench.claim({}, viettel)).map(({ attempt }) => attempt.reference)).toEqual([paid]);
  });

  it('takes what the institution says of the payment that it had made before', async () => {
    await bench.releasedBatch(2);
    const [one, other] = (await bench.claim()).map(({ attempt }) => attempt.reference);
    const found = {
      status: 'SETTLED',
      evidence: 'INQUIRY',
      occurredAt: new Date('2026-11-20T02:00:00Z'),
    } as const;

    const receipts = await bench.report([
      { reference: one, amount: 540_000n, externalReference: 'FT1', ...found },
      { reference: other, amount: 500_000n, externalReference: 'FT2', ...found },
    ]);

    expect(receipts.map(({ outcome }) => outcome)).toEqual(['APPLIED', 'EXCEPTION']);
    expect(await bench.column(`SELECT status AS value FROM payment.attempt ORDER BY id`)).toEqual([
      'SETTLED',
      'QUEUED',
    ]);
  });

  it('knows a reference that it made, in whatever letters it is written, from a stranger’s', async () => {
    await declare('ALPHANUMERIC', 16);
    await bench.releasedBatch(1);
    const [short = ''] = await references();
    await bench.reset();
    await declare('DIGITS', 20);
    await bench.releasedBatch(1);
    const [digits = ''] = await references();
    await bench.reset();
    await bench.releasedBatch(1);
    const [own = ''] = await references();
    await forget();
    const changed = own.replace(/.$/, (last) => (last === '0' ? '1' : '0'));

    const told = async (reference: string) => isOwnReference(bench.database.pool, reference);

    expect(await Promise.all([own, own.toLowerCase(), short, digits, `F${own}`].map(told))).toEqual(
      Array<boolean>(5).fill(true),
    );
    expect(
      await Promise.all([changed, 'FT26326ABCDE12', `H${own.slice(1)}`, `X${own}`, ''].map(told)),
    ).toEqual(Array<boolean>(5).fill(false));
    // Made before there were keys: nobody can tell.
    expect(await told('01934F2B6C7D7E8F9A0B1C2D3E4F5A6B')).toBeUndefined();
    expect(await told('F01934F2B6C7D7E8F9A0B1C2D3E4F5A6B')).toBeUndefined();
  });
});
