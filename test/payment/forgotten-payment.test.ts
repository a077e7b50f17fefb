/** What was paid and is forgotten is found again by its reference. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { reconstructForgotten, recover } from '../../src/payment/recovery/find-forgotten.js';
import { describeRecovery } from '../../src/payment/recovery/recovery-status.js';
import { nameCandidates } from '../../src/payment/recovery/tried-store.js';
import { AMOUNT, lineOf } from './exception-bench.js';
import { openRecoveryBench, type RecoveryBench } from './recovery-bench.js';
import { explaining } from './explaining.js';

let bench: RecoveryBench;
beforeAll(async () => {
  bench = await openRecoveryBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

describe('a payment that the hub has forgotten', () => {
  it('makes it recover as soon as its institution names it, and becomes a settled payment again', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    const reference = task?.attempt.reference ?? '';
    const account = task?.attempt.account_number ?? '';
    await bench.forgetPayments();

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
    await bench.forgetPayments();
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
    await bench.forgetPayments();
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
    await bench.forgetPayments();
    await bench.report([lineOf(reference, { account })]);
    await reconstructForgotten(bench.deps);

    const [receipt] = await bench.report([lineOf(reference, { account, status: 'RETURNED' })]);

    expect(receipt?.outcome).toBe('APPLIED');
    expect(await bench.totals()).toEqual({ RETURNED: 1 });
    expect(await bench.violated()).toEqual([]);
  });

  it.each(['RETURNED', 'REJECTED'] as const)(
    'and that is said to be %s besides waits for people',
    async (status) => {
      await bench.releasedBatch(1);
      const [task] = await bench.claim();
      const reference = task?.attempt.reference ?? '';
      const account = task?.attempt.account_number ?? '';
      await bench.forgetPayments();

      await bench.report([lineOf(reference, { account }), lineOf(reference, { account, status })]);
      await reconstructForgotten(bench.deps);

      expect(await bench.statuses()).toEqual(['SETTLED']);
      expect(await bench.openKinds()).toHaveLength(1);
      expect((await bench.draft()).kind).toBe('NOTHING_TO_PAY');
      await bench.decide('WAS_NOT_PAID');
      expect(await bench.openKinds()).toEqual([]);
    },
  );

  it('that is being paid again is decided by people', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    const reference = task?.attempt.reference ?? '';
    const account = task?.attempt.account_number ?? '';
    await bench.forgetPayments();
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
    await bench.forgetPayments();
    await bench.released();
    const [again] = await bench.claim();

    expect(again?.attempt.reference).toBe(first?.attempt.reference);
  });

  it('is asked about before it is sent while a recovery has ended only lately', async () => {
    await bench.releasedBatch(1);
    await bench.forgetPayments();
    await bench.begin();
    await bench.end(true);
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

  it('makes the next hub recover where the hub that was told ended before it could', async () => {
    const { giveRightBack } = await withoutRight();
    await bench.database.pool.query('DELETE FROM payment.recovery');
    await recover(bench.deps);
    const begun = await describeRecovery(bench.deps.db);
    await giveRightBack();
    await bench.readStatements();
    await bench.end(true);

    await recover(bench.deps);

    expect(begun?.recovery.cause).toBe('REFERENCE_FORGOTTEN');
    expect(await describeRecovery(bench.deps.db)).toBeUndefined();
  });

  it('of a stranger is unknown to the hub and begins nothing', async () => {
    await bench.report([lineOf('FT26327000017')]);

    expect(await describeRecovery(bench.deps.db)).toBeUndefined();
  });
});
