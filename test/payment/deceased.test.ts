/** Somebody is found dead between approval and payment: what was not handed out is stopped. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { claimPayments } from '../../src/payment/claim-payments.js';
import { stopDeceased } from '../../src/payment/stop-deceased.js';
import { seedPeople } from '../setup/payable-people.js';
import { deathsOf, DIES } from './deaths.js';
import { approver, bidv, openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
let deaths: ReturnType<typeof deathsOf>;
beforeAll(async () => {
  bench = await openPaymentBench();
  deaths = deathsOf(bench);
});
afterAll(() => bench.database.drop());
beforeEach(() => deaths.reset());

const reasons = () =>
  bench.column(
    `SELECT reason || ': ' || reason_text AS value FROM payment.payment WHERE status = 'CANCELLED'`,
  );

describe('a payment that was not handed out', () => {
  it('is cancelled when its task is claimed, before any sweep, and the others are paid', async () => {
    await bench.releasedBatch(3);
    const [dead] = await deaths.citizens();
    await deaths.query(DIES, [dead]);

    const tasks = await bench.claim();

    expect(tasks).toHaveLength(2);
    expect(await bench.totals()).toEqual({ CANCELLED: 1, QUEUED: 2 });
    expect(await reasons()).toEqual(['DECEASED: the beneficiary is recorded as dead']);
    expect(await deaths.violated()).toEqual([]);
  });

  it('is cancelled by the sweep, released or only approved, and a batch of nothing else is complete', async () => {
    await bench.releasedBatch(1);
    await seedPeople(bench.database.pool, { from: 2, count: 2 });
    const second = await bench.makeBatch();
    await approveBatch(bench.deps, approver, { id: second.id });
    const [first, next] = await deaths.citizens();
    await deaths.die(first);
    await deaths.die(next);

    expect(await stopDeceased(bench.deps)).toBe(2);

    expect(await bench.totals()).toEqual({ APPROVED: 1, CANCELLED: 2 });
    expect(await bench.column('SELECT status AS value FROM payment.batch ORDER BY id')).toEqual([
      'COMPLETED',
      'APPROVED',
    ]);
    expect(await stopDeceased(bench.deps)).toBe(0);
    expect(await deaths.violated()).toEqual([]);
  });

  it('stays when the register has taken the death back', async () => {
    await bench.releasedBatch(1);
    const [one] = await deaths.citizens();
    await deaths.die(one);
    await deaths.query(`UPDATE population.citizen_verdict SET verdict = 'MATCH'`);

    await stopDeceased(bench.deps);

    expect(await bench.totals()).toEqual({ QUEUED: 1 });
  });

  it('is cancelled when whoever would receive it for another dies', async () => {
    const [id] = await seedPeople(bench.database.pool, { accountStatus: null });
    const [receiver] = await seedPeople(bench.database.pool, { from: 2, verdict: 'MATCH' });
    await deaths.query(
      `INSERT INTO social_protection.authorisation (beneficiary_id, receiver_citizen_id, relationship, document_ref, valid_from)
       SELECT $1, citizen_id, 'con', 'UQ', '2025-01-01' FROM social_protection.beneficiary WHERE id = $2`,
      [id, receiver],
    );
    await deaths.query(`DELETE FROM social_protection.entitlement WHERE beneficiary_id = $1`, [receiver]);
    await bench.released();
    await deaths.die(
      (await bench.column<string>('SELECT receiver_citizen_id AS value FROM payment.payment'))[0],
    );

    await stopDeceased(bench.deps);

    expect(await reasons()).toEqual(['DECEASED: the receiver is recorded as dead']);
  });

  it('is not taken from the adapter that has it in hand', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await deaths.die((await deaths.citizens())[0]);

    await stopDeceased(bench.deps);
    await bench.report([{ reference: task?.attempt.reference, status: 'ACCEPTED' }]);

    expect(await bench.totals()).toEqual({ ACCEPTED: 1 });
  });
});

describe('a death that is committed while a claim runs', () => {
  /** Resolves once somebody waits for a lock in this database. */
  async function somebodyWaits(): Promise<void> {
    for (;;) {
      const { rowCount } = await deaths.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (rowCount) return;
      await delay(5);
    }
  }

  it('is waited for, and nothing is handed out', async () => {
    await bench.releasedBatch(1);
    const client = await bench.database.pool.connect();
    await client.query('BEGIN');
    await deaths.query(DIES, await deaths.citizens(), client);

    const claim = bench.claim();
    await somebodyWaits();
    await client.query('COMMIT');
    client.release();

    expect(await claim).toEqual([]);
    expect(await bench.totals()).toEqual({ CANCELLED: 1 });
  });

  it('waits until the claim that came first is committed', async () => {
    await bench.releasedBatch(1);
    const order: string[] = [];
    let isOpened: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (isOpened = resolve));
    let isHeld: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (isHeld = resolve));
    const deps: typeof bench.deps = {
      ...bench.deps,
      transact: (work, options) =>
        bench.deps.transact(async (db, waking) => {
          const result = await work(db, waking);
          isHeld();
          await gate;
          order.push('handed out');
          return result;
        }, options),
    };

    const claim = claimPayments(deps, bidv, { limit: 10, leaseSeconds: 60, newSession: false });
    await held;
    const death = deaths.query(DIES, await deaths.citizens()).then(() => order.push('dead'));
    await somebodyWaits();
    isOpened();

    expect(await claim).toHaveLength(1);
    await death;
    expect(order).toEqual(['handed out', 'dead']);
  });

  it('never has anything handed out after it, whatever runs beside what', async () => {
    await bench.releasedBatch(60);
    const dying = (await deaths.citizens()).filter((_, at) => at % 2 === 0);
    const claiming = async (): Promise<void> => {
      for (let round = 0; round < 12; round++)
        await claimPayments(bench.deps, bidv, { limit: 5, leaseSeconds: 60, newSession: false });
    };

    await Promise.all([
      claiming(),
      claiming(),
      (async () => {
        for (const citizen of dying) await deaths.die(citizen);
      })(),
      (async () => {
        for (let round = 0; round < 10; round++) await stopDeceased(bench.deps);
      })(),
    ]);

    expect(
      await bench.column(
        `SELECT t.id AS value FROM work.task t JOIN payment.attempt a USING (id)
         JOIN payment.payment p ON p.id = a.payment_id JOIN population.citizen_verdict v USING (citizen_id)
         WHERE v.verdict = 'DECEASED' AND t.handed_out_at > v.checked_at`,
      ),
    ).toEqual([]);
    expect(
      await bench.column(
        `SELECT a.id AS value FROM payment.attempt a JOIN payment.payment p ON p.id = a.payment_id
         LEFT JOIN work.task t ON t.id = a.id WHERE (t.handed_out_at IS NULL) <> (p.status = 'CANCELLED')`,
      ),
    ).toEqual([]);
    expect(await deaths.violated()).toEqual([]);
  });
});
