import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPaymentSubgraph } from '../../src/payment/index.js';
import { formatId } from '../../src/values/index.js';
import { askingOf, type Asking } from '../account/subgraph-world.js';
import { approver, officer, openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
let ask: Asking['ask'];
beforeAll(async () => {
  bench = await openPaymentBench();
  await bench.reset();
  // Nothing here follows the log or waits for work.
  const unused = { events: {} as never, signal: {} as never, version: 'test' };
  ({ ask } = askingOf(createPaymentSubgraph({ payment: bench.deps, ...unused })));
});
afterAll(() => bench.database.drop());

const RESOLVE = `mutation ($input: ResolveExceptionInput!) { resolveException(input: $input) {
  __typename
  ... on ResolveExceptionSuccess { exception { assignedTo resolution resolvedBy proposal { decision proposedBy reason } } }
  ... on UserError { code field } } }`;

describe('the API of exceptions', () => {
  it('shows what waits, takes the proposal of one person, and the word of another', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    const reference = task?.attempt.reference;
    await bench.report([{ reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' }]);
    await bench.database.pool.query(`UPDATE payment.exception SET opened_at = now() - interval '50 hours'`);

    const { reconciliationExceptions } = await ask(
      officer,
      '{ reconciliationExceptions { totalCount nodes { id kind ageDays assignedTo resolution proposal { decision } } } }',
    );
    const [{ id, ...shown }] = (reconciliationExceptions as { nodes: [{ id: string }] }).nodes;
    const input = { id, decision: 'SEND_AGAIN', reason: 'đã đối chiếu' };
    const proposed = await ask(officer, RESOLVE, { input });
    const taken = await ask(
      approver,
      'mutation ($id: ID!) { takeException(id: $id) { ... on TakeExceptionSuccess { exception { assignedTo } } } }',
      { id },
    );
    const done = await ask(approver, RESOLVE, { input: { id, decision: 'SEND_AGAIN' } });
    const again = await ask(approver, RESOLVE, { input: { id, decision: 'SEND_AGAIN' } });

    const proposal = { decision: 'SEND_AGAIN', proposedBy: 'officer', reason: 'đã đối chiếu' };
    expect(shown).toEqual({
      ...{ kind: 'NOT_RECEIVED', ageDays: 2, assignedTo: null, resolution: null, proposal: null },
    });
    expect(proposed).toMatchObject({
      resolveException: { exception: { assignedTo: 'officer', resolution: null, proposal } },
    });
    expect(taken).toEqual({ takeException: { exception: { assignedTo: 'approver' } } });
    expect(done).toMatchObject({
      resolveException: { exception: { resolution: 'SEND_AGAIN', resolvedBy: 'approver', proposal } },
    });
    expect(again).toMatchObject({
      resolveException: { __typename: 'CannotResolve', code: 'ALREADY_RESOLVED', field: ['input', 'id'] },
    });
  });

  it('does not find what is no exception', async () => {
    const input = { id: formatId('bat', '00000000-0000-7000-8000-000000000001'), reason: 'x' };

    expect(await ask(officer, RESOLVE, { input })).toMatchObject({
      resolveException: { __typename: 'NotFound', field: ['input', 'id'] },
    });
  });
});
