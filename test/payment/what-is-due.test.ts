/** How much is due for a month, and into whose account: back payments, and rights that only the person may be paid. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cancelBatch } from '../../src/payment/cancel-batch.js';
import { createBatch } from '../../src/payment/create-batch.js';
import { PROVINCE, seedPeople } from '../setup/payable-people.js';
import { openExceptionBench, type ExceptionBench } from './exception-bench.js';
import { officer, PERIOD } from './payment-bench.js';

let bench: ExceptionBench;
beforeAll(async () => {
  bench = await openExceptionBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

const query = (text: string, values: unknown[] = []) => bench.database.pool.query(text, values);
const create = (kind: string) => createBatch(bench.deps, officer, { area: PROVINCE, period: PERIOD, kind });
const amounts = () =>
  bench.column<bigint>(
    `SELECT amount AS value FROM payment.payment WHERE status NOT IN ('REJECTED','CANCELLED') ORDER BY id`,
  );

/** A decision of later makes the month worth more. */
async function raise(amount: number): Promise<void> {
  await query(
    `INSERT INTO social_protection.entitlement (beneficiary_id, programme_code, monthly_amount, coefficient, valid_from, legal_basis)
     SELECT beneficiary_id, programme_code, $1, 1.0, max(valid_from) + 1, 'QĐ nâng mức'
     FROM social_protection.entitlement GROUP BY 1, 2`,
    [amount],
  );
}

/** What was sent is refused by its institution. */
async function refuse(): Promise<void> {
  const claims = await bench.claim();
  await bench.report(claims.map(({ attempt }) => ({ reference: attempt.reference, status: 'REJECTED' })));
}

async function settle(): Promise<void> {
  const claims = await bench.claim();
  await bench.report(claims.map(({ attempt }) => ({ reference: attempt.reference, status: 'SETTLED' })));
}

/** Of what was sent, less was paid, as two people find. Returns the references. */
async function settleShort(amount: bigint): Promise<readonly string[]> {
  const references = (await bench.claim()).map(({ attempt }) => attempt.reference);
  await bench.report(references.map((reference) => ({ reference, status: 'ACCEPTED' })));
  await bench.report(references.map((reference) => ({ reference, status: 'SETTLED', amount })));
  expect(await bench.decide('PAID_OTHER_AMOUNT')).toBe('RESOLVED');
  return references;
}

describe('a back payment', () => {
  it('pays what the month is worth more than was paid for it', async () => {
    await seedPeople(bench.database.pool, { amount: 500_000n });
    await bench.released();
    await raise(540_000);

    await create('ARREARS');

    expect(await amounts()).toEqual([500_000n, 40_000n]);
  });

  it('pays the whole month when nothing was paid, and then a regular batch pays nothing more', async () => {
    await seedPeople(bench.database.pool);

    await create('ARREARS');

    expect(await amounts()).toEqual([540_000n]);
    expect(await create('REGULAR')).toEqual({ kind: 'NOTHING_TO_PAY', leftOut: 1 });
  });

  it('is not made when the month is paid in full', async () => {
    await seedPeople(bench.database.pool);
    await bench.released();

    expect(await create('ARREARS')).toEqual({ kind: 'NOTHING_TO_PAY', leftOut: 1 });
  });

  it('is made once a month: after a second rise the batch says so', async () => {
    await seedPeople(bench.database.pool, { amount: 500_000n });
    await seedPeople(bench.database.pool, { from: 2, amount: 500_000n, accountStatus: null });
    await bench.released();
    await raise(540_000);
    await create('ARREARS');
    await raise(600_000);
    await seedPeople(bench.database.pool, { from: 3 });

    await create('ARREARS');

    expect(await amounts()).toEqual([500_000n, 40_000n, 540_000n]);
    expect(
      await bench.column(
        `SELECT l.reason || ': ' || l.text AS value FROM payment.left_out l WHERE l.reason = 'ALREADY_PAID'`,
      ),
    ).toEqual([`ALREADY_PAID: a back payment for ${PERIOD} is made already`]);
  });

  it('that has settled is followed by another one after a second rise', async () => {
    await seedPeople(bench.database.pool, { amount: 500_000n });
    await bench.released();
    await settle();
    await raise(540_000);
    await bench.released({ kind: 'ARREARS' });
    await settle();
    await raise(600_000);

    await create('ARREARS');

    expect(await amounts()).toEqual([500_000n, 40_000n, 60_000n]);
    expect(await create('ARREARS')).toEqual({ kind: 'NOTHING_TO_PAY', leftOut: 1 });
  });

  it('that is paid short is made up by the next one, once', async () => {
    await seedPeople(bench.database.pool);
    await bench.released({ kind: 'ARREARS' });
    await settleShort(500_000n);

    const batches = [await create('ARREARS'), await create('ARREARS'), await create('REGULAR')];

    expect(batches.map(({ kind }) => kind)).toEqual(['CREATED', 'NOTHING_TO_PAY', 'NOTHING_TO_PAY']);
    expect(await amounts()).toEqual([540_000n, 40_000n]);
  });

  it('that makes up for one that was paid short has a reference of its own, and may be paid short itself', async () => {
    await seedPeople(bench.database.pool);
    await bench.released({ kind: 'ARREARS' });
    await settleShort(500_000n);
    await bench.released({ kind: 'ARREARS' });
    await settleShort(30_000n);
    await bench.released({ kind: 'ARREARS' });
    await settle();

    expect(await amounts()).toEqual([540_000n, 40_000n, 10_000n]);
    expect(await bench.column('SELECT number AS value FROM payment.attempt ORDER BY id')).toEqual([1, 2, 3]);
    expect(await create('ARREARS')).toEqual({ kind: 'NOTHING_TO_PAY', leftOut: 1 });
    expect(await bench.violated()).toEqual([]);
  });

  it('pays what came back of one that another one had made up for', async () => {
    await seedPeople(bench.database.pool);
    await bench.released({ kind: 'ARREARS' });
    const [first] = await settleShort(500_000n);
    await bench.released({ kind: 'ARREARS' });
    await settle();
    await bench.report([{ reference: first, status: 'RETURNED' }]);

    await create('ARREARS');

    expect(await amounts()).toEqual([540_000n, 40_000n, 500_000n]);
    expect(await create('ARREARS')).toEqual({ kind: 'NOTHING_TO_PAY', leftOut: 1 });
  });

  it('and the replacement of a refused regular payment make up the month, never more', async () => {
    await seedPeople(bench.database.pool, { amount: 500_000n });
    await bench.released();
    await raise(540_000);
    await create('ARREARS');
    await refuse();

    await create('REGULAR');

    expect(await amounts()).toEqual([40_000n, 500_000n]);
  });

  it('counts what is drafted at the same moment: two batches never make up more than the month', async () => {
    await seedPeople(bench.database.pool, { count: 20 });

    await Promise.all(['ARREARS', 'REGULAR', 'ARREARS', 'REGULAR'].map(create));

    expect(
      await bench.column(
        `SELECT DISTINCT sum(amount)::bigint AS value FROM payment.payment GROUP BY citizen_id`,
      ),
    ).toEqual([540_000n]);
  });

  it('counts nothing that was cancelled', async () => {
    await seedPeople(bench.database.pool);
    const batch = await bench.makeBatch();
    await cancelBatch(bench.deps, officer, { id: batch.id, reason: 'nhầm kỳ' });

    await create('ARREARS');

    expect(await amounts()).toEqual([540_000n]);
  });
});

describe('social insurance and unemployment benefit', () => {
  beforeEach(() =>
    query(
      `INSERT INTO social_protection.programme (code, name, "group", managing_agency) VALUES
         ('BHXH-HUU', 'Lương hưu', 'SOCIAL_INSURANCE', 'BHXH'), ('BHTN', 'Thất nghiệp', 'UNEMPLOYMENT', 'BHXH')`,
    ),
  );

  /** Somebody with an authorised receiver whose account is verified. */
  async function seedWithReceiver(
    from: number,
    programme: string,
    accountStatus: string | null,
  ): Promise<void> {
    const [id] = await seedPeople(bench.database.pool, { from, programme, accountStatus });
    const [receiver] = await seedPeople(bench.database.pool, { from: from + 50, verdict: null });
    await query(
      `INSERT INTO social_protection.authorisation (beneficiary_id, receiver_citizen_id, relationship, document_ref, valid_from)
       SELECT $1, citizen_id, 'con', 'UQ', '2025-01-01' FROM social_protection.beneficiary WHERE id = $2`,
      [id, receiver],
    );
    await query(
      `UPDATE social_protection.beneficiary SET payment_method = 'AUTHORISED_RECEIVER' WHERE id = $1`,
      [id],
    );
  }

  it('go into the person’s own account, never an authorised receiver’s', async () => {
    await seedWithReceiver(1, 'BHXH-HUU', 'VERIFIED');
    await seedWithReceiver(2, 'BHTN', null);
    await seedWithReceiver(3, 'BHXH-HUU', 'NEEDS_REVIEW');
    await seedWithReceiver(4, 'BTXH', 'VERIFIED');

    await bench.makeBatch();

    expect(
      await bench.column(
        `SELECT programme_code || ' ' || (receiver_citizen_id = citizen_id) AS value FROM payment.payment ORDER BY 1`,
      ),
    ).toEqual(['BHXH-HUU true', 'BTXH false']);
    expect(
      await bench.column(
        `SELECT reason AS value FROM payment.left_out WHERE reason <> 'CITIZEN_UNCHECKED' ORDER BY 1`,
      ),
    ).toEqual(['ACCOUNT_NOT_VERIFIED', 'NO_ACCOUNT']);
  });

  it('are handed out in cash to nobody but the person', async () => {
    await query(
      `INSERT INTO account.institution (code, name, kind, served_by, rail_since)
       VALUES ('VNPOST', 'Bưu điện', 'CASH_SERVICE', 'VNPOST', now())`,
    );
    await seedWithReceiver(1, 'BHXH-HUU', null);
    await query(
      `UPDATE social_protection.beneficiary SET payment_method = 'CASH' WHERE payment_method = 'AUTHORISED_RECEIVER'`,
    );

    await bench.makeBatch();

    expect(
      await bench.column(
        'SELECT institution_code || receiver_citizen_id = institution_code || citizen_id AS value FROM payment.payment',
      ),
    ).toEqual([true]);
  });
});
