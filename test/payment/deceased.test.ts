/** Somebody is found dead between approval and payment: what was not handed out is stopped, what was paid is asked back. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { checkInvariants } from '../../src/payment/check-invariants.js';
import { claimPayments } from '../../src/payment/claim-payments.js';
import { resolveException } from '../../src/payment/resolve-exception.js';
import { stopDeceased } from '../../src/payment/stop-deceased.js';
import { seedPeople } from '../setup/payable-people.js';
import { approver, bidv, officer, openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
beforeAll(async () => {
  bench = await openPaymentBench();
});
afterAll(() => bench.database.drop());
beforeEach(async () => {
  await bench.reset();
  await query('TRUNCATE population.citizen_check; UPDATE payment.deceased_sweep SET position = 0');
});

const query = (text: string, values: unknown[] = [], db: Pick<pg.Pool, 'query'> = bench.database.pool) =>
  db.query(text, values);
const citizens = () =>
  bench.column<string>('SELECT DISTINCT citizen_id AS value FROM payment.payment ORDER BY 1');
/** Stamped once the row is held: an UPDATE alone computes its values before it waits. */
const DIES = `WITH held AS MATERIALIZED (
    SELECT citizen_id FROM population.citizen_verdict WHERE citizen_id = $1 FOR UPDATE
  )
  UPDATE population.citizen_verdict v SET verdict = 'DECEASED', checked_at = clock_timestamp()
  FROM held WHERE v.citizen_id = held.citizen_id`;

/** The register's word, and its line of the log. */
async function die(citizenId: string | undefined): Promise<void> {
  await query(DIES, [citizenId]);
  await query(
    `INSERT INTO event.log (position, seq, id, kind, subject_id, citizen_id, status_to, occurred_at, recorded_at)
     SELECT coalesce(max(position), 0) + 1, 0, hub.uuid_v7(), 'verification', $1, $1, 'DECEASED', now(), now() FROM event.log`,
    [citizenId],
  );
}

/** That somebody was alive at an instant, as SQL says it. */
const confirm = (citizenId: string | undefined, at: string) =>
  query(
    `INSERT INTO population.citizen_check (citizen_id, scope, requested_by, purpose, verdict, checked_at, reported_at)
     VALUES ($1, 'AUTHENTICATE', 'test', 'PAYMENT_PREPARATION', 'MATCH', ${at}, now())`,
    [citizenId],
  );
const reasons = () =>
  bench.column(
    `SELECT reason || ': ' || reason_text AS value FROM payment.payment WHERE status = 'CANCELLED'`,
  );
const exceptions = () =>
  bench.column<string>(
    `SELECT id AS value FROM payment.exception WHERE kind = 'PAID_AFTER_DEATH' ORDER BY 1`,
  );
const violated = async () => {
  const { pool } = bench.database;
  // The deaths of these tests are lines of the log that nobody appended.
  const known = ['LOG_CONTIGUOUS'];
  return (await checkInvariants({ snapshot: pool, later: pool }))
    .filter(({ name, violations }) => violations > 0 && !known.includes(name))
    .map(({ name }) => name);
};

describe('a payment that was not handed out', () => {
  it('is cancelled when its task is claimed, before any sweep, and the others are paid', async () => {
    await bench.releasedBatch(3);
    const [dead] = await citizens();
    await query(DIES, [dead]);

    const tasks = await bench.claim();

    expect(tasks).toHaveLength(2);
    expect(await bench.totals()).toEqual({ CANCELLED: 1, QUEUED: 2 });
    expect(await reasons()).toEqual(['DECEASED: the beneficiary is recorded as dead']);
    expect(await violated()).toEqual([]);
  });

  it('is cancelled by the sweep, released or only approved, and a batch of nothing else is complete', async () => {
    await bench.releasedBatch(1);
    await seedPeople(bench.database.pool, { from: 2, count: 2 });
    const second = await bench.makeBatch();
    await approveBatch(bench.deps, approver, { id: second.id });
    const [first, next] = await citizens();
    await die(first);
    await die(next);

    expect(await stopDeceased(bench.deps)).toBe(2);

    expect(await bench.totals()).toEqual({ APPROVED: 1, CANCELLED: 2 });
    expect(await bench.column('SELECT status AS value FROM payment.batch ORDER BY id')).toEqual([
      'COMPLETED',
      'APPROVED',
    ]);
    expect(await stopDeceased(bench.deps)).toBe(0);
    expect(await violated()).toEqual([]);
  });

  it('stays when the register has taken the death back', async () => {
    await bench.releasedBatch(1);
    const [one] = await citizens();
    await die(one);
    await query(`UPDATE population.citizen_verdict SET verdict = 'MATCH'`);

    await stopDeceased(bench.deps);

    expect(await bench.totals()).toEqual({ QUEUED: 1 });
  });

  it('is cancelled when whoever would receive it for another dies', async () => {
    const [id] = await seedPeople(bench.database.pool, { accountStatus: null });
    const [receiver] = await seedPeople(bench.database.pool, { from: 2, verdict: 'MATCH' });
    await query(
      `INSERT INTO social_protection.authorisation (beneficiary_id, receiver_citizen_id, relationship, document_ref, valid_from)
       SELECT $1, citizen_id, 'con', 'UQ', '2025-01-01' FROM social_protection.beneficiary WHERE id = $2`,
      [id, receiver],
    );
    await query(`DELETE FROM social_protection.entitlement WHERE beneficiary_id = $1`, [receiver]);
    await bench.released();
    await die((await bench.column<string>('SELECT receiver_citizen_id AS value FROM payment.payment'))[0]);

    await stopDeceased(bench.deps);

    expect(await reasons()).toEqual(['DECEASED: the receiver is recorded as dead']);
  });

  it('is not taken from the adapter that has it in hand', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await die((await citizens())[0]);

    await stopDeceased(bench.deps);
    await bench.report([{ reference: task?.attempt.reference, status: 'ACCEPTED' }]);

    expect(await bench.totals()).toEqual({ ACCEPTED: 1 });
  });
});

describe('a death that is committed while a claim runs', () => {
  /** Resolves once somebody waits for a lock in this database. */
  async function somebodyWaits(): Promise<void> {
    for (;;) {
      const { rowCount } = await query(
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
    await query(DIES, await citizens(), client);

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
      transact: (work) =>
        bench.deps.transact(async (db, waking) => {
          const result = await work(db, waking);
          isHeld();
          await gate;
          order.push('handed out');
          return result;
        }),
    };

    const claim = claimPayments(deps, bidv, { limit: 10, leaseSeconds: 60, newSession: false });
    await held;
    const death = query(DIES, await citizens()).then(() => order.push('dead'));
    await somebodyWaits();
    isOpened();

    expect(await claim).toHaveLength(1);
    await death;
    expect(order).toEqual(['handed out', 'dead']);
  });

  it('never has anything handed out after it, whatever runs beside what', async () => {
    await bench.releasedBatch(60);
    const dying = (await citizens()).filter((_, at) => at % 2 === 0);
    const claiming = async (): Promise<void> => {
      for (let round = 0; round < 12; round++)
        await claimPayments(bench.deps, bidv, { limit: 5, leaseSeconds: 60, newSession: false });
    };

    await Promise.all([
      claiming(),
      claiming(),
      (async () => {
        for (const citizen of dying) await die(citizen);
      })(),
      (async () => {
        for (let round = 0; round < 10; round++) await stopDeceased(bench.deps);
      })(),
    ]);

    expect(
      await bench.column(
        `SELECT a.id AS value FROM payment.attempt a JOIN payment.payment p ON p.id = a.payment_id
         JOIN population.citizen_verdict v USING (citizen_id)
         WHERE v.verdict = 'DECEASED' AND a.handed_out_at > v.checked_at`,
      ),
    ).toEqual([]);
    expect(
      await bench.column(
        `SELECT a.id AS value FROM payment.attempt a JOIN payment.payment p ON p.id = a.payment_id
         WHERE (a.handed_out_at IS NULL) <> (p.status = 'CANCELLED')`,
      ),
    ).toEqual([]);
    expect(await violated()).toEqual([]);
  });
});

describe('a payment that was made to the dead', () => {
  async function settled(): Promise<string | undefined> {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await bench.report([{ reference: task?.attempt.reference, status: 'SETTLED' }]);
    return (await citizens())[0];
  }

  it('is asked back once when it was handed out after they were last confirmed alive', async () => {
    const citizen = await settled();
    await confirm(citizen, `now() - interval '20 days'`);

    await die(citizen);
    await stopDeceased(bench.deps);
    await die(citizen);
    await stopDeceased(bench.deps);

    expect(await exceptions()).toHaveLength(1);
  });

  it('is not asked back when they were alive after it', async () => {
    const citizen = await settled();
    await confirm(citizen, 'clock_timestamp()');

    await die(citizen);
    await stopDeceased(bench.deps);

    expect(await exceptions()).toEqual([]);
  });

  it('is asked back when it settles only after the death was seen to', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await die((await citizens())[0]);
    await stopDeceased(bench.deps);
    expect(await exceptions()).toEqual([]);

    await bench.report([{ reference: task?.attempt.reference, status: 'SETTLED' }]);

    expect(await exceptions()).toHaveLength(1);
  });

  it('is closed by two people, who say whether the money came back', async () => {
    await die(await settled());
    await stopDeceased(bench.deps);
    const [id = ''] = await exceptions();
    const reason = 'gia đình đã nộp lại, biên lai 12';

    const alone = await resolveException(bench.deps, officer, { id, reason });
    const wrong = await resolveException(bench.deps, officer, { id, decision: 'SEND_AGAIN', reason });
    const first = await resolveException(bench.deps, officer, { id, decision: 'RECOVERED', reason });
    const second = await resolveException(bench.deps, approver, { id, decision: 'RECOVERED' });

    expect([alone.kind, wrong.kind, first.kind, second.kind]).toEqual([
      'INVALID',
      'INVALID',
      'PROPOSED',
      'RESOLVED',
    ]);
    expect(await bench.column('SELECT resolution AS value FROM payment.exception')).toEqual(['RECOVERED']);
    expect(await bench.totals()).toEqual({ SETTLED: 1 });
    expect(await violated()).toEqual([]);
  });

  it('is noted by one person when the institution gave it back', async () => {
    await die(await settled());
    await stopDeceased(bench.deps);
    const [reference] = await bench.column<string>('SELECT reference AS value FROM payment.attempt');
    await bench.report([{ reference, status: 'RETURNED', evidence: 'STATEMENT' }]);
    const [id = ''] = await exceptions();

    const noted = await resolveException(bench.deps, officer, { id, reason: 'ngân hàng đã trả lại' });

    expect(noted.kind).toBe('RESOLVED');
  });
});
