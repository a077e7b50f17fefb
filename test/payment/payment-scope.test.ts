import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../../src/access/index.js';
import { createPaymentSubgraph } from '../../src/payment/index.js';
import { formatId } from '../../src/values/index.js';
import { askingOf, type Asking } from '../account/subgraph-world.js';
import { COMMUNE, OTHER_COMMUNE, seedPeople } from '../setup/payable-people.js';
import { bidv, machine, officer, openPaymentBench, type PaymentBench } from './payment-bench.js';

const communeOfficer: Caller = { ...officer, area: { code: COMMUNE }, showsPersonalData: true };

let bench: PaymentBench;
let ask: Asking['ask'];
let paymentIds: readonly string[];
beforeAll(async () => {
  bench = await openPaymentBench();
  await bench.reset();
  ({ ask } = askingOf(
    createPaymentSubgraph({ payment: bench.deps, events: {} as never, signal: {} as never, version: 'test' }),
  ));
  await seedPeople(bench.database.pool, { count: 1, commune: COMMUNE });
  await seedPeople(bench.database.pool, { count: 1, from: 2, commune: OTHER_COMMUNE });
  await bench.database.pool.query(`UPDATE account.account SET number = '97041111'`);
  await bench.makeBatch(officer, COMMUNE);
  await bench.makeBatch();
  paymentIds = await bench.column<string>(
    `SELECT p.id AS value FROM payment.payment p JOIN social_protection.area a USING (area_id) ORDER BY a.code`,
  );
});
afterAll(() => bench.database.drop());

const PAYMENT =
  'query ($id: ID!) { payment(id: $id) { status receiverName beneficiary { id payments { totalCount } } } }';

describe('a payment', () => {
  it('is shown to the officers of its area, and to no others', async () => {
    const [own, other] = paymentIds.map((id) => formatId('pay', id));

    expect(await ask(communeOfficer, PAYMENT, { id: own })).toMatchObject({
      payment: { receiverName: 'NGUYEN VAN THU', beneficiary: { payments: { totalCount: 1 } } },
    });
    expect(await ask(communeOfficer, PAYMENT, { id: other })).toEqual({ payment: null });
  });

  it('is shown to its institution without the person, and to another institution not at all', async () => {
    const [own] = paymentIds.map((id) => formatId('pay', id));

    expect(await ask(bidv, PAYMENT, { id: own })).toMatchObject({
      payment: { receiverName: 'N*** V** T**', beneficiary: null },
    });
    expect(await ask(machine('VIETTEL_MONEY'), PAYMENT, { id: own })).toEqual({ payment: null });
  });

  it('of another area is named by a flag, and whose it is stays there', async () => {
    await bench.database.pool.query(
      `INSERT INTO payment.duplicate_flag (batch_id, payment_id, other_payment_id, rule)
       SELECT batch_id, $1, $2, 'SAME_ACCOUNT' FROM payment.payment WHERE id = $1 ON CONFLICT DO NOTHING`,
      [...paymentIds],
    );
    const flags =
      '{ paymentBatches { nodes { flags { rule other { id receiverName beneficiary { id } account { id } } } } } }';

    const { paymentBatches } = await ask(communeOfficer, flags);

    expect((paymentBatches as { nodes: unknown[] }).nodes[0]).toEqual({
      flags: [
        {
          rule: 'SAME_ACCOUNT',
          other: {
            id: formatId('pay', paymentIds[1] ?? ''),
            receiverName: 'N*** V** T**',
            beneficiary: null,
            account: null,
          },
        },
      ],
    });
  });
});
