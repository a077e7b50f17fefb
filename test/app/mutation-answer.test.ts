/** What a mutation has done it says, whatever stands in the way of reading it; and what a client did not hear it can ask again. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { DEMO_AREAS } from '../../src/app/demo.js';
import { calendarDateOf, periodOfDate } from '../../src/values/index.js';
import type { Data, HubClient } from '../setup/hub-client.js';
import { openHubInProcess, type HubInProcess } from '../setup/hub-in-process.js';
import { seedPeople } from '../setup/payable-people.js';
import { untilSomebodyWaits } from '../setup/until-somebody-waits.js';

const { provinceCode: AREA, communeCode: COMMUNE } = DEMO_AREAS;
const PERIOD = periodOfDate(calendarDateOf(new Date()));
const PEOPLE = 3;

const CREATE = `mutation ($input: CreatePaymentBatchInput!) { createPaymentBatch(input: $input) {
  __typename ... on CreatePaymentBatchSuccess { batch {
    id status totals { count } leftOut(first: 0) { totalCount } payments(first: 5) { nodes { id } } } } } }`;
const APPROVE = `mutation ($input: ApprovePaymentBatchInput!) { approvePaymentBatch(input: $input) {
  __typename ... on ApprovePaymentBatchSuccess { batch { id status totals { count } } } } }`;
const FIGURES = '{ paymentBatches(first: 1) { nodes { recentAccounts(first: 0) { totalCount } } } }';

let hub: HubInProcess;
let officer: HubClient;
beforeAll(async () => {
  hub = await openHubInProcess(['BIDV']);
  officer = await hub.client('demo-officer', 'PAYMENT_PREPARATION');
  await seedPeople(hub.pool, { count: PEOPLE, commune: COMMUNE, programme: 'NCT-80' });
}, 60_000);
beforeEach(async () => {
  await hub.pool
    .query(`TRUNCATE payment.batch, payment.batch_total, payment.payment, payment.left_out, idempotency.answer,
    payment.recent_account CASCADE`);
});
afterAll(async () => {
  await hub.close();
}, 60_000);

/** Releases what sessions of the test still hold. */
const held = new Set<() => Promise<void>>();
afterEach(async () => {
  for (const release of held) await release();
});

/** Another session with a transaction that holds locks. */
async function holding(statement: string): Promise<{ release: () => Promise<void> }> {
  const session = await hub.pool.connect();
  const release = async (): Promise<void> => {
    if (!held.delete(release)) return;
    await session.query('COMMIT');
    session.release();
  };
  held.add(release);
  await session.query('BEGIN');
  await session.query(statement);
  return { release };
}

/** Resolves when the two seconds of a read are certainly over for whatever waits already: a read that began later was given up. */
async function untilReadsAreGivenUp(): Promise<void> {
  const lock = await holding('LOCK TABLE payment.recent_account IN ACCESS EXCLUSIVE MODE');
  const { body } = await officer.answer(FIGURES);
  await lock.release();
  expect(body.errors?.map(({ extensions }) => extensions['code'])).toEqual(['SOURCE_UNAVAILABLE']);
}

const inputOf = (idempotencyKey: string): { readonly input: object } => ({
  input: { area: AREA, period: PERIOD, idempotencyKey },
});
const countBatches = async (): Promise<number> =>
  (await hub.pool.query('SELECT 1 FROM payment.batch')).rowCount ?? 0;

describe('a mutation', () => {
  it('answers with the batch that it made, although the batch cannot be read for longer than a read may take', async () => {
    const first = await holding('LOCK TABLE payment.batch_total IN ACCESS EXCLUSIVE MODE');
    const answer = officer.ask(CREATE, inputOf(randomUUID()));
    await untilSomebodyWaits(hub.pool, 'payment.payment');
    // It stands behind the mutation, so that it comes between what the mutation writes and what its answer reads.
    const second = holding('LOCK TABLE payment.batch_total IN ACCESS EXCLUSIVE MODE');
    await untilSomebodyWaits(hub.pool, 'LOCK TABLE');
    await first.release();
    const { release } = await second;
    await untilSomebodyWaits(hub.pool, 'JOIN payment.batch_total');
    const made = await countBatches();
    await untilReadsAreGivenUp();
    await release();

    const { batch } = (await answer)['createPaymentBatch'] as Data;

    expect(made).toBe(1);
    expect(batch).toMatchObject({
      ...{ status: 'AWAITING_APPROVAL', totals: { count: PEOPLE }, leftOut: { totalCount: 0 } },
    });
    expect(batch.payments.nodes).toHaveLength(PEOPLE);
  }, 60_000);

  it('waits for a row that somebody else has in hand, however long, and is then carried out', async () => {
    const made = (await officer.ask(CREATE, inputOf(randomUUID())))['createPaymentBatch'] as Data;
    const approver = await hub.client('demo-approver', 'PAYMENT_PREPARATION');
    const lock = await holding('SELECT 1 FROM payment.batch FOR UPDATE');
    const answer = approver.ask(APPROVE, { input: { id: made['batch'].id } });
    await untilSomebodyWaits(hub.pool, 'payment.batch WHERE id');
    await untilReadsAreGivenUp();
    await lock.release();

    expect((await answer)['approvePaymentBatch']).toMatchObject({
      batch: { status: 'APPROVED', totals: { count: PEOPLE } },
    });
  }, 60_000);
});

describe('a client that left before the answer', () => {
  it.each([
    ['over HTTP', leaveOverHttp],
    ['over a WebSocket', leaveOverSocket],
  ])(
    '%s finds by its key what was done, once',
    async (_how, leave) => {
      const key = randomUUID();
      const lock = await holding('LOCK TABLE payment.batch_total IN ACCESS EXCLUSIVE MODE');
      await leave(inputOf(key), () => untilSomebodyWaits(hub.pool, 'payment.payment'));
      const repeat = officer.ask(CREATE, inputOf(key));
      await lock.release();

      const [first, again] = [await repeat, await officer.ask(CREATE, inputOf(key))];

      expect(first['createPaymentBatch']).toMatchObject({ batch: { totals: { count: PEOPLE } } });
      expect(again).toEqual(first);
      expect(await countBatches()).toBe(1);
    },
    60_000,
  );
});

/** Sends the mutation and breaks the connection once it is under way. */
async function leaveOverHttp(variables: object, isUnderWay: () => Promise<void>): Promise<void> {
  const leaving = new AbortController();
  const request = fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${officer.token}` },
    body: JSON.stringify({ query: CREATE, variables }),
    signal: leaving.signal,
  });
  await isUnderWay();
  leaving.abort();
  await expect(request).rejects.toThrow();
}

async function leaveOverSocket(variables: object, isUnderWay: () => Promise<void>): Promise<void> {
  const client = createClient({
    url: `${hub.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${officer.token}` },
  });
  client.subscribe(
    { query: CREATE, variables: variables as Record<string, unknown> },
    { next: () => undefined, error: () => undefined, complete: () => undefined },
  );
  await isUnderWay();
  client.terminate();
  await client.dispose();
}
