/** Somebody is found dead after a payment went out: it is asked back, once, and two people close it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { resolveException } from '../../src/payment/resolve-exception.js';
import { stopDeceased } from '../../src/payment/stop-deceased.js';
import { deathsOf } from './deaths.js';
import { approver, officer, openPaymentBench, type PaymentBench } from './payment-bench.js';

let bench: PaymentBench;
let deaths: ReturnType<typeof deathsOf>;
beforeAll(async () => {
  bench = await openPaymentBench();
  deaths = deathsOf(bench);
});
afterAll(() => bench.database.drop());
beforeEach(() => deaths.reset());

const exceptions = () =>
  bench.column<string>(
    `SELECT id AS value FROM payment.exception WHERE kind = 'PAID_AFTER_DEATH' ORDER BY 1`,
  );

describe('a payment that was made to the dead', () => {
  async function settled(): Promise<string | undefined> {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await bench.report([{ reference: task?.attempt.reference, status: 'SETTLED' }]);
    return (await deaths.citizens())[0];
  }

  it('is asked back once when it was handed out after they were last confirmed alive', async () => {
    const citizen = await settled();
    await deaths.confirm(citizen, `now() - interval '20 days'`);

    await deaths.die(citizen);
    await stopDeceased(bench.deps);
    await deaths.die(citizen);
    await stopDeceased(bench.deps);

    expect(await exceptions()).toHaveLength(1);
  });

  it('is not asked back when they were alive after it', async () => {
    const citizen = await settled();
    await deaths.confirm(citizen, 'clock_timestamp()');

    await deaths.die(citizen);
    await stopDeceased(bench.deps);

    expect(await exceptions()).toEqual([]);
  });

  it('is asked back when it settles only after the death was seen to', async () => {
    await bench.releasedBatch(1);
    const [task] = await bench.claim();
    await deaths.die((await deaths.citizens())[0]);
    await stopDeceased(bench.deps);
    expect(await exceptions()).toEqual([]);

    await bench.report([{ reference: task?.attempt.reference, status: 'SETTLED' }]);

    expect(await exceptions()).toHaveLength(1);
  });

  it('is closed by two people, who say whether the money came back', async () => {
    await deaths.die(await settled());
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
    expect(await deaths.violated()).toEqual([]);
  });

  it('is noted by one person when the institution gave it back', async () => {
    await deaths.die(await settled());
    await stopDeceased(bench.deps);
    const [reference] = await bench.column<string>('SELECT reference AS value FROM payment.attempt');
    await bench.report([{ reference, status: 'RETURNED', evidence: 'STATEMENT' }]);
    const [id = ''] = await exceptions();

    const noted = await resolveException(bench.deps, officer, { id, reason: 'ngân hàng đã trả lại' });

    expect(noted.kind).toBe('RESOLVED');
  });
});
