/** What the duplicate guard found in a batch comes in pages: a batch of a province may have as many flags as lines. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createPaymentSubgraph } from '../../src/payment/index.js';
import { askingOf, type Asking } from '../account/subgraph-world.js';
import { seedPeople } from '../setup/payable-people.js';
import { officer, openPaymentBench, type PaymentBench } from './payment-bench.js';

const PEOPLE = 3;
const FLAGS = PEOPLE * (PEOPLE - 1);

let bench: PaymentBench;
let ask: Asking['ask'];
beforeAll(async () => {
  bench = await openPaymentBench();
  await bench.reset();
  ({ ask } = askingOf(
    createPaymentSubgraph({ payment: bench.deps, events: {} as never, signal: {} as never, version: 'test' }),
  ));
  await seedPeople(bench.database.pool, { count: PEOPLE });
  await bench.makeBatch();
  await bench.database.pool.query(
    `INSERT INTO payment.duplicate_flag (batch_id, payment_id, other_payment_id, rule)
     SELECT p.batch_id, p.id, o.id, 'SAME_ACCOUNT' FROM payment.payment p JOIN payment.payment o ON o.id <> p.id`,
  );
});
afterAll(() => bench.database.drop());

it.each([
  ['as many as are asked for', 'flags(first: 2) { rule }', 2],
  ['a hundred where nobody says', 'flags { rule }', FLAGS],
  ['none where none are asked for', 'flags(first: 0) { rule }', 0],
])('a batch shows %s', async (_name, field, count) => {
  const { paymentBatches } = await ask(officer, `{ paymentBatches { nodes { ${field} } } }`);

  expect((paymentBatches as { nodes: { flags: unknown[] }[] }).nodes[0]?.flags).toHaveLength(count);
});

it('pages of different lengths stand beside each other', async () => {
  const { paymentBatches } = await ask(
    officer,
    '{ paymentBatches { nodes { one: flags(first: 1) { rule } four: flags(first: 4) { rule } } } }',
  );

  expect((paymentBatches as { nodes: unknown[] }).nodes[0]).toMatchObject({
    one: { length: 1 },
    four: { length: 4 },
  });
});

it('a page of more than 500 is refused', async () => {
  await expect(
    ask(officer, '{ paymentBatches { nodes { flags(first: 501) { rule } } } }'),
  ).rejects.toMatchObject([{ message: '`first` is between 0 and 500.' }]);
});
