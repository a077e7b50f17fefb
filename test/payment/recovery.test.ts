/** A database that is older than what institutions know: nothing is sent until two people have ended the recovery. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { extendLeases } from '../../src/work/index.js';
import { approveBatch } from '../../src/payment/approve-batch.js';
import { resolveException } from '../../src/payment/resolve-exception.js';
import { endRecovery } from '../../src/payment/recovery/end-recovery.js';
import { describeRecovery } from '../../src/payment/recovery/recovery-status.js';
import { openRecoveryBench, type RecoveryBench } from './recovery-bench.js';
import { approver, bidv, officer } from './payment-bench.js';

let bench: RecoveryBench;
beforeAll(async () => {
  bench = await openRecoveryBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

describe('a hub that recovers', () => {
  it('hands nothing out to be sent, and asks about what was queued', async () => {
    await bench.releasedBatch(2);

    await bench.begin();

    expect((await bench.claim()).map(({ task }) => task.action)).toEqual(['INQUIRE', 'INQUIRE']);
    expect(await bench.column('SELECT handed_out_at AS value FROM work.task')).toEqual([null, null]);
    expect((await describeRecovery(bench.deps.db))?.attemptsToAsk).toBe(2);
  });

  it('approves and releases nothing', async () => {
    await bench.releasedBatch(1);
    await bench.database.pool.query(`UPDATE payment.payment SET status = 'REJECTED'`);
    await bench.database.pool.query(`UPDATE payment.attempt SET status = 'REJECTED'`);
    await bench.database.pool.query('DELETE FROM work.task');
    const batch = await bench.makeBatch();
    await bench.begin();

    const result = await approveBatch(bench.deps, approver, { id: batch.id, acceptFlagsReason: 'x' });

    expect(result.kind).toBe('RECOVERING');
  });

  it('sends what was never received once two people have ended it, and never before', async () => {
    await bench.releasedBatch(1);
    await bench.begin();
    const [task] = await bench.claim();
    const reference = task?.attempt.reference ?? '';

    const [receipt] = await bench.report([
      { reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' },
    ]);
    await bench.database.pool.query('UPDATE work.task SET available_at = now()');
    const during = await bench.claim();
    await bench.readStatements();
    const kinds = await bench.end();
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
    await bench.begin();

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
    await bench.begin();

    expect((await describeRecovery(bench.deps.db))?.attemptsToAsk).toBe(1);
    expect(await bench.decide('GIVE_UP')).toBe('RESOLVED');

    expect((await describeRecovery(bench.deps.db))?.attemptsToAsk).toBe(0);
  });

  it('asks also about what one person has proposed to decide, since it cannot end before it is answered', async () => {
    const reference = await bench.sent();
    await bench.report([{ reference, status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED' }]);
    await bench.database.pool.query('UPDATE work.task SET leased_until = NULL, lease_holder = NULL');
    const { id } = await bench.onlyException();
    await resolveException(bench.deps, officer, { id, decision: 'SEND_AGAIN', reason: 'chưa nhận được' });
    await bench.begin();

    const confirmed = await resolveException(bench.deps, approver, { id, decision: 'SEND_AGAIN' });
    const asked = await bench.claim();

    expect(confirmed.kind).toBe('HUB_RECOVERING');
    expect(asked.map(({ task }) => task.action)).toEqual(['INQUIRE']);
  });

  it('of which gaps are accepted knows nothing of what no institution answered for', async () => {
    await bench.releasedBatch(1);
    await bench.begin();

    await bench.end(true);

    expect(await bench.statuses()).toEqual(['UNKNOWN']);
    await bench.database.pool.query('UPDATE work.task SET available_at = now()');
    expect((await bench.claim()).map(({ task }) => task.action)).toEqual(['INQUIRE']);
    expect(await bench.violated()).toEqual([]);
  });
});

describe('a lease', () => {
  it('says of no payment that it may be sent again while the hub recovers', async () => {
    await bench.releasedBatch(1);
    await bench.begin();
    await bench.claim();
    const taskIds = await bench.column<string>('SELECT id AS value FROM work.task');

    const held = { clientId: bidv.clientId, taskIds, leaseSeconds: 60 };

    expect(await extendLeases(bench.deps.db, { ...held, except: 'PAYMENT' })).toBe(0);
    expect(await extendLeases(bench.deps.db, held)).toBe(1);
  });
});
