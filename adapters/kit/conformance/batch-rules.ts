/** What a payment rail must do with payments that it sends together: a batch is never a reason to know less about one of them. */
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { PaymentTask } from '../adapter.js';
import type { Capabilities } from '../capabilities.js';
import { creditedStatus, isFinal, type Bench } from './bench.js';
import { rule, type Rule } from './rule.js';

const sendsTogether = ({ payment }: Capabilities): boolean => (payment?.nativeBatchMax ?? 1) > 1;
const refusesRepeats = (capabilities: Capabilities): boolean =>
  sendsTogether(capabilities) && capabilities.payment?.repeatedReference === 'REFUSED';

export const batchRules: readonly Rule[] = [
  rule(
    {
      id: 'PAY-20',
      title:
        'of payments that are sent together each is booked once, and a refused one takes no other with it',
      needs: sendsTogether,
    },
    async (bench, capabilities) => {
      await bench.startSimulator();
      const good = await payments(bench, 25);
      const [bad] = await payments(bench, 1, bench.refusable);
      await bench.startAdapter();

      for (const { reference } of good)
        await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));
      const refused = await bench.until(bad?.reference ?? '', isFinal);

      expect(refused.status).toBe('REJECTED');
      expect(bookings(bench, good)).toEqual(good.map(() => 1));
      expect(bench.simulator.ledger.entries).toHaveLength(good.length);
    },
  ),
  rule(
    {
      id: 'PAY-21',
      title: 'a batch whose answer is lost leaves each of its payments unknown, and inquiries find every one',
      needs: sendsTogether,
    },
    async (bench, capabilities) => {
      await bench.startSimulator({ dropReplyAfterBooking: 1, loseNotification: 1 });
      const tasks = await payments(bench, 25);
      await bench.startAdapter({}, { readsStatements: false });

      for (const { reference } of tasks) {
        const payment = await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));
        expect(payment.reports[0]).toMatchObject({ status: 'UNKNOWN', evidence: 'NONE' });
        expect(payment.reports.at(-1)?.evidence).toBe('INQUIRY');
        expect(payment.submits).toBe(1);
      }

      expect(bookings(bench, tasks)).toEqual(tasks.map(() => 1));
    },
  ),
  rule(
    {
      id: 'PAY-22',
      title: 'a batch that never arrived is sent again under the same references where a repeat is refused',
      needs: refusesRepeats,
    },
    async (bench, capabilities) => {
      await bench.startSimulator();
      await bench.startAdapter();
      const first = await bench.pay();
      await bench.until(first, ({ status }) => status === creditedStatus(capabilities));
      await bench.stopAdapter();
      bench.simulator.faults.change({ dropBeforeBooking: 1 });
      const tasks = await payments(bench, 10);
      await bench.startAdapter();

      for (const { reference } of tasks)
        await bench.until(reference, ({ reports, returns }) => reports.length + returns > 0);
      bench.simulator.faults.change({ dropBeforeBooking: 0 });
      for (const { reference } of tasks)
        await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));

      expect(bookings(bench, tasks)).toEqual(tasks.map(() => 1));
    },
  ),
  rule(
    {
      id: 'PAY-23',
      title:
        'a batch that is handed out again, whole or mixed with others, books nothing again and rejects nothing',
      needs: refusesRepeats,
    },
    async (bench, capabilities) => {
      await bench.startSimulator();
      const tasks = await payments(bench, 10);
      await bench.startAdapter();
      for (const { reference } of tasks)
        await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));
      await bench.stopAdapter();

      // The hub was restored from before the payments: it hands the same attempts out again, and new ones among them.
      const again = tasks.map((task) => ({ ...task, id: `tsk_${randomUUID()}` }));
      for (const task of again) await bench.hub.addPayment(task);
      const others = await payments(bench, 5);
      await bench.startAdapter();
      for (const { reference } of others)
        await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));
      const seen = await Promise.all(
        again.map(({ reference }) => bench.until(reference, ({ reports }) => reports.length > 0)),
      );

      expect(seen.map(({ status }) => status)).not.toContain('REJECTED');
      expect(bookings(bench, [...tasks, ...others])).toEqual([...tasks, ...others].map(() => 1));
    },
  ),
  rule(
    {
      id: 'PAY-24',
      title:
        'payments that are sent together and carried out later are accepted first and settled by a later word',
      needs: sendsTogether,
    },
    async (bench, capabilities) => {
      await bench.startSimulator({ asynchronous: 1, processingMs: 60, answerTwice: 1 });
      const tasks = await payments(bench, 25);
      await bench.startAdapter();

      for (const { reference } of tasks) {
        const { reports } = await bench.until(
          reference,
          ({ status }) => status === creditedStatus(capabilities),
        );
        expect(reports.every(({ outcome }) => ['APPLIED', 'DUPLICATE', 'STALE'].includes(outcome))).toBe(
          true,
        );
      }

      expect(bookings(bench, tasks)).toEqual(tasks.map(() => 1));
    },
  ),
];

/** Queued before the adapter runs, so that it claims them together. */
async function payments(
  bench: Bench,
  count: number,
  overrides: Partial<PaymentTask> = {},
): Promise<readonly PaymentTask[]> {
  const tasks = Array.from({ length: count }, () => bench.task(overrides));
  for (const task of tasks) await bench.hub.addPayment(task);
  return tasks;
}

function bookings(bench: Bench, tasks: readonly PaymentTask[]): number[] {
  return tasks.map(({ reference }) => bench.simulator.ledger.find(reference).length);
}
