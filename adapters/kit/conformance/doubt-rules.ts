/** What a payment rail must do when it cannot know whether the institution has the payment. */
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Capabilities } from '../capabilities.js';
import { creditedStatus, type Bench } from './bench.js';
import { rule, type Rule } from './rule.js';

export const doubtRules: readonly Rule[] = [
  rule(
    {
      id: 'PAY-02',
      title: 'a reply that is lost after the booking makes the payment unknown, and an inquiry finds it',
    },
    async (bench, capabilities) => {
      await bench.startSimulator({ dropReplyAfterBooking: 1 });
      await bench.startAdapter();
      const reference = await bench.pay();

      const payment = await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));

      expect(payment.reports[0]).toMatchObject({ status: 'UNKNOWN', evidence: 'NONE' });
      expect(bench.simulator.ledger.find(reference)).toHaveLength(1);
      expect(payment.submits).toBe(1);
    },
  ),
  rule(
    {
      id: 'PAY-03',
      title: 'a server error after the booking is a doubt, not a refusal',
    },
    async (bench, capabilities) => {
      await bench.startSimulator({ serverErrorAfterBooking: 1 });
      await bench.startAdapter();
      const reference = await bench.pay();

      const payment = await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));

      expect(payment.reports.map(({ status }) => status)).not.toContain('REJECTED');
      expect(bench.simulator.ledger.find(reference)).toHaveLength(1);
    },
  ),
  rule(
    {
      id: 'PAY-04',
      title:
        'while nobody answers the door the task is given back unsent, and paid once the institution is there',
    },
    async (bench, capabilities) => {
      await bench.startSimulator();
      await bench.stopSimulator();
      await bench.startAdapter();
      const reference = await bench.pay();

      await bench.until(reference, ({ returns }) => returns > 0);
      await bench.startSimulator();
      const payment = await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));

      expect(payment.reports.map(({ status }) => status)).not.toContain('UNKNOWN');
      expect(bench.simulator.ledger.find(reference)).toHaveLength(1);
    },
  ),
  rule(
    {
      id: 'PAY-06',
      title: 'what was never received is sent again under the same reference where a repeat is refused',
      needs: ({ payment }) =>
        payment?.repeatedReference === 'REFUSED' && payment.inquiryBy === 'OWN_REFERENCE',
    },
    async (bench, capabilities) => {
      await bench.startSimulator();
      await bench.startAdapter();
      await signIn(bench, capabilities);
      bench.simulator.faults.change({ dropBeforeBooking: 1 });
      const reference = await bench.pay();

      await bench.until(reference, ({ status }) => status === 'UNKNOWN');
      bench.simulator.faults.change({ dropBeforeBooking: 0 });
      const payment = await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));

      expect(payment.submits).toBe(1);
      expect(bench.simulator.ledger.find(reference)).toHaveLength(1);
    },
  ),
  rule(
    {
      id: 'PAY-07',
      title: 'what was never received is left to people where a repeat would be booked again',
      needs: ({ payment }) => payment?.inquiryBy === 'OWN_REFERENCE',
    },
    async (bench, capabilities) => {
      await bench.startSimulator({ repeatedReference: 'book-again' });
      await bench.startAdapter({ repeatedReference: 'BOOKED_AGAIN' });
      await signIn(bench, capabilities);
      bench.simulator.faults.change({ dropBeforeBooking: 1 });
      const reference = await bench.pay();

      await bench.until(reference, ({ status }) => status === 'UNKNOWN');
      bench.simulator.faults.change({ dropBeforeBooking: 0 });
      const payment = await bench.until(
        reference,
        ({ reports }) => reports.at(-1)?.reason === 'NOT_RECEIVED',
      );

      expect(payment.reports.at(-1)).toMatchObject({ status: 'UNKNOWN', evidence: 'INQUIRY' });
      expect(bench.simulator.ledger.find(reference)).toHaveLength(0);
    },
  ),
  rule(
    {
      id: 'PAY-08',
      title:
        'a refusal because the reference is known never rejects the payment, and nothing is booked again',
      needs: ({ payment }) => payment?.repeatedReference === 'REFUSED',
    },
    async (bench, capabilities) => {
      await bench.startSimulator();
      await bench.startAdapter();
      const task = bench.task();
      await bench.hub.addPayment(task);
      await bench.until(task.reference, ({ status }) => status === creditedStatus(capabilities));

      // The hub was restored from before the payment: it hands the same attempt out again.
      await bench.hub.addPayment({ ...task, id: `tsk_${randomUUID()}` });
      const again = await bench.until(task.reference, ({ reports }) => reports.length > 0);

      expect(again.status).not.toBe('REJECTED');
      expect(bench.simulator.ledger.find(task.reference)).toHaveLength(1);
    },
  ),
];

/** A first payment that goes well, so that the adapter holds whatever token its institution asks for: a sign-in that is
 *  dropped leaves a payment unsent, which is another rule. */
async function signIn(bench: Bench, capabilities: Capabilities): Promise<void> {
  const reference = await bench.pay();
  await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));
}
