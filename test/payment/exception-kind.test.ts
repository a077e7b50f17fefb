/** No exception is a dead end: whatever does not agree, and wherever its payment stands, people can end it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decisionsOn, EXCEPTION_KINDS, type ExceptionKind } from '../../src/payment/exception-kind.js';
import { openExceptions } from '../../src/payment/open-exception-store.js';
import { CLOSED_STATUSES, PAYMENT_STATUSES, type PaymentStatus } from '../../src/payment/payment-state.js';
import { resolveException } from '../../src/payment/resolve-exception.js';
import { AMOUNT, openExceptionBench, type ExceptionBench } from './exception-bench.js';
import { approver, officer } from './payment-bench.js';

const CLOSED: readonly PaymentStatus[] = CLOSED_STATUSES;
/** An attempt is made when its batch is released. */
const ATTEMPTED = PAYMENT_STATUSES.filter((status) => !['DRAFT', 'APPROVED'].includes(status));
/** These are about money that has arrived. */
const OF_SETTLED: readonly ExceptionKind[] = ['PAID_AFTER_DEATH', 'TO_RECOVER'];

let bench: ExceptionBench;
beforeAll(async () => {
  bench = await openExceptionBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.reset());

describe('an attempt that is open', () => {
  const open = ATTEMPTED.filter((status) => !CLOSED.includes(status));
  const kinds = EXCEPTION_KINDS.filter((kind) => !OF_SETTLED.includes(kind));

  it.each(open.flatMap((status) => kinds.map((kind) => [status, kind] as const)))(
    'and stands in %s is never left to %s without a decision',
    (status, kind) => {
      expect(decisionsOn(kind, status)).not.toEqual([]);
    },
  );
});

describe.each(ATTEMPTED)('of an attempt that stands in %s', (status) => {
  it('every decision that is offered ends its exception, and leaves its payment closed', async () => {
    const offered = EXCEPTION_KINDS.flatMap((kind) =>
      OF_SETTLED.includes(kind) && !CLOSED.includes(status)
        ? []
        : [...decisionsOn(kind, status), null].map((decision) => ({ kind, decision })),
    ).filter(({ kind, decision }) => decision !== null || decisionsOn(kind, status).length === 0);
    await standIn(status, offered.length);
    const attempts = await readAttempts();

    for (const [at, { kind, decision }] of offered.entries()) {
      const { attempt_id, payment_id, citizen_id } = attempts[at]!;
      const report = {
        reportId: `about ${at}`,
        status: 'SETTLED',
        evidence: 'STATEMENT',
        amount: AMOUNT - 1n,
        occurredAt: new Date(),
      } as const;
      const about = { attempt_id, payment_id, citizen_id };
      await openExceptions(bench.deps.db, [{ about, institutionCode: 'BIDV', kind, report }]);
      const [id = ''] = await bench.column<string>(
        'SELECT id AS value FROM payment.exception ORDER BY id DESC LIMIT 1',
      );
      const said = { id, reason: 'đã hỏi chi nhánh', ...(decision && { decision }) };
      await resolveException(bench.deps, officer, said);
      if (decision) await resolveException(bench.deps, approver, said);

      expect([kind, decision, await resolutionOf(id)]).toEqual([kind, decision, decision ?? 'NOTED']);
      const [now] = await bench.column<PaymentStatus>(
        `SELECT status AS value FROM payment.payment WHERE id = '${payment_id}'`,
      );
      if (decision !== 'SEND_AGAIN') expect(CLOSED).toContain(now);
    }

    expect(await bench.violated()).toEqual([]);
  });
});

/** That many payments in a state, by the words of their institution. */
async function standIn(status: PaymentStatus, count: number): Promise<void> {
  await bench.releasedBatch(count);
  if (status === 'QUEUED') return;
  const references = (await bench.claim()).map(({ attempt }) => attempt.reference);
  for (const reference of references)
    await bench.report([{ reference, status: status, evidence: 'INQUIRY' }]);
  // What was handed out as a question is in nobody's hands.
  await bench.database.pool.query('UPDATE work.task SET leased_until = NULL, lease_holder = NULL');
}

async function readAttempts() {
  const { rows } = await bench.database.pool.query<{
    readonly attempt_id: string;
    readonly payment_id: string;
    readonly citizen_id: string;
  }>(`SELECT a.id AS attempt_id, p.id AS payment_id, p.citizen_id
      FROM payment.attempt a JOIN payment.payment p ON p.id = a.payment_id ORDER BY a.id`);
  return rows;
}

const resolutionOf = async (id: string) =>
  (await bench.column(`SELECT resolution AS value FROM payment.exception WHERE id = '${id}'`))[0];
