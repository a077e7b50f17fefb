/** A database that is older than what institutions know: nothing is sent until what was forgotten is found again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { extendLeases } from '../../src/work/index.js';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { beginRecovery } from '../../src/payment/recovery/begin-recovery.js';
import { endRecovery } from '../../src/payment/recovery/end-recovery.js';
import { reconstructForgotten } from '../../src/payment/recovery/find-forgotten.js';
import { describeRecovery } from '../../src/payment/recovery/recovery-status.js';
import { noteStatements } from '../../src/payment/recovery/statement-store.js';
import { nameCandidates } from '../../src/payment/recovery/tried-store.js';
import { emptyLog } from '../setup/empty-log.js';
import { AMOUNT, lineOf, openExceptionBench, type ExceptionBench } from './exception-bench.js';
import { explaining } from './explaining.js';
import { approver, bidv, officer } from './payment-bench.js';

let bench: ExceptionBench;
beforeAll(async () => {
  bench = await openExceptionBench();
});
afterAll(() => bench.database.drop());
beforeEach(async () => {
  await bench.reset();
  await bench.database.pool.query(
    'TRUNCATE payment.recovery, payment.recovery_attempt, payment.recovery_statement, payment.ask_first, payment.forgotten_try',
  );
  await bench.deps.recovery.refresh();
});

const HOUR_MS = 3_600_000;

async function begin(): Promise<void> {
  await beginRecovery(bench.deps, { cause: 'RESTORED', lostFrom: new Date(Date.now() - HOUR_MS) });
  await bench.deps.recovery.refresh();
}

async function end(acceptsGaps = false): Promise<readonly string[]> {
  const proposed = await endRecovery(bench.deps, officer, { reason: 'đã đối chiếu', acceptsGaps });
  const ended = await endRecovery(bench.deps, approver, { acceptsGaps });
  await bench.deps.recovery.refresh();
  return [proposed.kind, ended.kind];
}

/** Everything that the hub knew of payments is gone, as after a restore of what was before; people and accounts stay. */
async function forgetPayments(): Promise<void> {
  await bench.database.pool.query(
    `TRUNCATE payment.batch, payment.batch_total, payment.payment, payment.attempt, payment.funding, payment.funding_order,
       payment.left_out, payment.exception, payment.status_report, work.task CASCADE`,
  );
  await emptyLog(bench.database.pool);
}

async function readStatements(): Promise<void> {
  for (const code of ['BIDV', 'VIETTEL_MONEY', 'NAPAS'])
    await noteStatements(
      bench.deps.db,
      code,
      await bench.column<string>(
        `SELECT to_char(day, 'YYYY-MM-DD') AS value FROM payment.recovery_statement GROUP BY 1`,
      ),
    );
}

describe('a hub that recovers', () => {
  it('hands nothing out to be sent, and asks about what was queued', async () => {
    await bench.releasedBatch(2);

    await begin();

    expect((await bench.claim()).map(({ task }) => task.action)).toEqual(['INQUIRE', 'INQUIRE']);
    expect((await describeRecovery(bench.deps.db))?.attemptsToAsk).toBe(2);
  });

  it('approves and releases nothing', async () => {
    await bench.releasedBatch(1);
    await bench.database.pool.query(`UPDATE payment.payment SET status = 'REJECTED'`);
    await bench.database.pool.query(`UPDATE payment.attempt SET status = 'REJECTED'`);
    await bench.database.pool.query('DELETE FROM work.task');
    const batch = await bench.makeBatch();
    await begin();

    const result = await approveBatch(bench.deps, approver, { id: batch.id, acceptFlagsReason: 'x' });

    expect(result.kind).toBe('RECOVERING');
  });

  it('sends what was never received once two people have ended it, and never before', async () => {
    await bench.releasedBatch(1);
    await begin();
    const [task] = await bench.claim();
    const reference = task?.attempt.reference ?? '';

    const [receipt] = await bench.report([
      { reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' },
    ]);
    await bench.database.pool.query('UPDATE work.task SET available_at = now()');
    const during = await bench.claim();
    await readStatements();
    const kinds = await end();
    const after = await bench.claim();

    expect(receipt?.outcome).toBe('APPLIED');
    expect(during.map((one) => one.task.action)).toEqual(['INQUIRE']);
    expect(kinds).toEqual(['PROPOSED', 'ENDED']);
    expect(after.map((one) => [one.task.action, one.attempt.reference])).toEqual([['SUBMIT', reference]]);
    expect(await bench.openKinds()).toEqual([]);
    expect(await bench.violated()).toEqual([]);
  });

  it('is not ended while something is wanted, nor by one person', async () => {
    await bench.releasedBatch(1);
    await begin();

    const early = await endRecovery(bench.deps, officer, { reason: 'x', acceptsGaps: false });
    const both = { ...officer, roles: ['officer', 'approver'] as const };
    const first = await endRecovery(bench.deps, both, { reason: 'x', acceptsGaps: true });
    const second = await endRecovery(bench.deps, both, { acceptsGaps: true });

    expect(early).toMatchObject({ kind: 'NOT_FINISHED', attempts: 1, bookings: 0 });
    expect([first.kind, second.kind]).toEqual(['PROPOSED', 'FOUR_EYES']);
  });

  it('asks no more about what two people have closed', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' }]);
    await bench.database.pool.query('UPDATE work.task SET leased_until = NULL, lease_holder = NULL');
    await begin();

    expect((await describeRecovery(bench.deps.db))?.attemptsToAsk).toBe(1);
    expect(await bench.decide('GIVE_UP')).toBe('RESOLVED');

    expect((await describeRecovery(bench.deps.db))?.attemptsToAsk).toBe(0);
  });

  it('of which gaps are accepted knows nothing of what no institution answered for', async () => {
    await bench.releasedBatch(1);
    await begin();

    await end(true);

    expect(await bench.statuses()).toEqual(['UNKNOWN']);
    await bench.database.pool.query('UPDATE work.task SET available_at = now()');
    expect((await bench.claim()).map(({ task }) => task.action)).toEqual(['INQUIRE']);
    expect(await bench.violated()).toEqual([]);
  });
});

describe('a payment that the hub has forgotten', () => {
  it('makes it recover as soon as its institution names it, and becomes a settled payment again', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    const reference = task?.attempt.reference ?? '';
    const account = task?.attempt.account_number ?? '';
    await forgetPayments();

    const [receipt] = await bench.report([lineOf(reference, { account, externalReference: 'FT1' })]);
    const found = await reconstructForgotten(bench.deps);

    expect(receipt?.outcome).toBe('EXCEPTION');
    expect((await describeRecovery(bench.deps.db))?.recovery.cause).toBe('REFERENCE_FORGOTTEN');
    expect(found).toBe(1);
    expect(await bench.statuses()).toEqual(['SETTLED']);
    expect(await bench.column('SELECT reference AS value FROM payment.attempt')).toEqual([reference]);
    expect(await bench.column('SELECT amount AS value FROM payment.payment')).toEqual([AMOUNT]);
    expect(await bench.openKinds()).toEqual([]);
    expect((await bench.draft()).kind).toBe('NOTHING_TO_PAY');
    expect(await bench.violated()).toEqual([]);
  });

  /** A booking of a payment that the hub has forgotten, and the person’s right with it. */
  async function withoutRight(): Promise<{ readonly giveRightBack: () => Promise<unknown> }> {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await forgetPayments();
    const { pool } = bench.database;
    await pool.query(
      `CREATE TABLE right_of_then AS SELECT * FROM social_protection.entitlement;
       DELETE FROM social_protection.entitlement`,
    );
    const { reference, account_number: account } = task!.attempt;
    await bench.report([lineOf(reference, { account })]);
    return {
      giveRightBack: () =>
        pool.query(
          `INSERT INTO social_protection.entitlement SELECT * FROM right_of_then; DROP TABLE right_of_then`,
        ),
    };
  }

  it('is looked for once among the same people, and again when there is a right that is new', async () => {
    const { giveRightBack } = await withoutRight();
    const { deps, plans } = explaining(bench.deps, 'recovery.match-forgotten');

    const found = [await reconstructForgotten(deps), await reconstructForgotten(deps)];
    const times = plans.length;
    await giveRightBack();
    found.push(await reconstructForgotten(deps), await reconstructForgotten(deps));

    expect(found).toEqual([0, 0, 1, 0]);
    expect([times, plans.length]).toEqual([1, 2]);
  });

  it('is looked for again after an hour, whatever has changed', async () => {
    const { giveRightBack } = await withoutRight();
    await reconstructForgotten(bench.deps);
    await giveRightBack();
    const candidates = await nameCandidates(bench.deps.db);
    await bench.database.pool.query('UPDATE payment.forgotten_try SET candidates = $1', [candidates]);

    const early = await reconstructForgotten(bench.deps);
    await bench.database.pool.query(
      `UPDATE payment.forgotten_try SET tried_at = now() - interval '61 minutes'`,
    );

    expect([early, await reconstructForgotten(bench.deps)]).toEqual([0, 1]);
  });

  it('and that is drafted again is found settled, and drafted no more', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    const { reference, account_number: account } = task!.attempt;
    await forgetPayments();
    await bench.makeBatch();

    await bench.report([lineOf(reference, { account })]);
    await reconstructForgotten(bench.deps);

    expect(await bench.statuses()).toEqual(['CANCELLED', 'SETTLED']);
    expect(await bench.openKinds()).toEqual([]);
    expect((await bench.draft()).kind).toBe('NOTHING_TO_PAY');
  });

  it('has its total when it comes back afterwards', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    const reference = task?.attempt.reference ?? '';
    const account = task?.attempt.account_number ?? '';
    await forgetPayments();
    await bench.report([lineOf(reference, { account })]);
    await reconstructForgotten(bench.deps);

    const [receipt] = await bench.report([lineOf(reference, { account, status: 'RETURNED' })]);

    expect(receipt?.outcome).toBe('APPLIED');
    expect(await bench.totals()).toEqual({ RETURNED: 1 });
    expect(await bench.violated()).toEqual([]);
  });

  it('that is being paid again is decided by people', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    const reference = task?.attempt.reference ?? '';
    const account = task?.attempt.account_number ?? '';
    await forgetPayments();
    // Rejected under the number that is known, so that the forgotten one is another.
    await bench.released();
    await bench.database.pool.query(`UPDATE payment.attempt SET reference = 'OTHER', number = 2`);

    await bench.report([lineOf(reference, { account })]);
    await reconstructForgotten(bench.deps);

    expect(await bench.column('SELECT payment_id IS NOT NULL AS value FROM payment.exception')).toEqual([
      true,
    ]);
    expect((await bench.claim()).map((one) => one.task.action)).toEqual(['INQUIRE']);
  });

  it('keeps one reference: made anew, its attempt has the same', async () => {
    await bench.releasedBatch(1);
    const [first] = await bench.claim();
    await forgetPayments();
    await bench.released();
    const [again] = await bench.claim();

    expect(again?.attempt.reference).toBe(first?.attempt.reference);
  });

  it('is asked about before it is sent while a recovery has ended only lately', async () => {
    await bench.releasedBatch(1);
    await forgetPayments();
    await begin();
    await end(true);
    await bench.released();

    const [asked] = await bench.claim();
    await bench.report([
      {
        ...{ reference: asked?.attempt.reference, status: 'UNKNOWN' },
        evidence: 'INQUIRY',
        reason: 'NOT_RECEIVED',
      },
    ]);
    const [sent] = await bench.claim();

    expect([asked?.task.action, sent?.task.action]).toEqual(['INQUIRE', 'SUBMIT']);
  });

  it('of a stranger is unknown to the hub and begins nothing', async () => {
    await bench.report([lineOf('FT26327000017')]);

    expect(await describeRecovery(bench.deps.db)).toBeUndefined();
  });
});

describe('a lease', () => {
  it('says of no payment that it may be sent again while the hub recovers', async () => {
    await bench.releasedBatch(1);
    await begin();
    await bench.claim();
    const taskIds = await bench.column<string>('SELECT id AS value FROM work.task');

    const held = { clientId: bidv.clientId, taskIds, leaseSeconds: 60 };

    expect(await extendLeases(bench.deps.db, { ...held, except: 'PAYMENT' })).toBe(0);
    expect(await extendLeases(bench.deps.db, held)).toBe(1);
  });
});
