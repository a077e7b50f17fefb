/** What an institution is told of a payment, and with it whoever sees a statement: no programme, in no field. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createPaymentSubgraph } from '../../src/payment/index.js';
import { askingOf, type Asking } from '../account/subgraph-world.js';
import { seedPeople } from '../setup/payable-people.js';
import { bidv, officer, openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
let asking: Asking;
beforeAll(async () => {
  bench = await openPaymentBench();
  // Nothing here follows the log or waits for work.
  const unused = { events: {} as never, signal: {} as never, version: 'test' };
  asking = askingOf(createPaymentSubgraph({ payment: bench.deps, ...unused }));
});
beforeEach(() => bench.reset());
afterAll(() => bench.database.drop());

const TASKS = `mutation { claimPayments(limit: 10, worker: "w") {
  id action paymentId batchId reference externalReference firstSentAt amount sourceAccount accountNumber receiverName receiverPersonalId
  ultimateBeneficiaryName bankBin delivery areaCode requestedDate narrative purposeCode leasedUntil isInquiryOnly } }`;
const PAYMENTS = `{ payments { nodes { id receiverName amount period kind status reasonText beneficiary { id }
  batch { id name period status kind programme { code } area { id } createdBy } } } }`;

interface Told {
  readonly claimPayments: readonly {
    readonly reference: string;
    readonly narrative: string;
    readonly purposeCode: string;
  }[];
}

it('is the month and the end of the reference, whatever the programme', async () => {
  await payBoth();

  const { claimPayments: tasks }: Told = await asking.ask(bidv, TASKS);

  expect(tasks).toHaveLength(2);
  for (const { reference, narrative, purposeCode } of tasks)
    expect([narrative, purposeCode]).toEqual([`CHI TRA 2026-11 ${reference.slice(-8)}`, 'SSBE']);
});

it('names no programme in any field of a task, a payment or its batch, though officials named the batch by it', async () => {
  await payBoth();

  const told = JSON.stringify([await asking.ask(bidv, TASKS), await asking.ask(bidv, PAYMENTS)]);

  expect(told).toContain('REGULAR 2026-11');
  expect(told).not.toMatch(/HIV|NCC|BTXH|nghèo|công|MERIT|SOCIAL/i);
  expect(JSON.stringify(await asking.ask(officer, PAYMENTS))).toContain('HIV, hộ nghèo');
});

/** Of two programmes. */
async function payBoth(): Promise<void> {
  await seedPeople(bench.database.pool, { programme: 'BTXH' });
  await seedPeople(bench.database.pool, { from: 2, programme: 'NCC' });
  await bench.released({ name: 'HIV, hộ nghèo BTXH' });
}
