/** What a payment rail must do for a hub that was restored from before a payment, and makes it again under the same reference. */
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { PaymentTask } from '../adapter.js';
import type { Capabilities } from '../capabilities.js';
import { creditedStatus, people, type Bench } from './bench.js';
import type { PaymentView, ReportView } from './conformance-hub.js';
import { rule, type Rule } from './rule.js';

/** Where a repeat is booked again, nothing that may be forgotten is ever sent: the hub asks first. */
const refusesRepeats = ({ payment }: Capabilities): boolean => payment?.repeatedReference === 'REFUSED';

export const forgottenRules: readonly Rule[] = [
  rule(
    {
      id: 'PAY-27',
      title: 'a payment that the hub has forgotten and makes again ends as settled, and is booked once',
      needs: refusesRepeats,
    },
    async (bench, capabilities) => {
      const task = await forgottenPayment(bench, capabilities);

      const payment = await again(bench, task, ({ status }) => status === creditedStatus(capabilities));

      expect(payment.reports.map(({ outcome }) => outcome)).not.toContain('EXCEPTION');
      expect(payment.reports.at(-1)?.evidence).toMatch(/REPLY|INQUIRY|NOTIFICATION|STATEMENT/);
      expect(bench.simulator.ledger.find(task.reference)).toHaveLength(1);
    },
  ),
  rule(
    {
      id: 'PAY-28',
      title:
        'one that it makes again with another amount is told with the amount that was booked, and settles nothing',
      needs: refusesRepeats,
    },
    async (bench, capabilities) => {
      const task = await forgottenPayment(bench, capabilities);

      const payment = await again(bench, { ...task, amount: task.amount + 40_000n }, isTroubled);

      expect(payment.reports.find(isException)?.amount).toBe(Number(task.amount));
      expect(payment.reports.filter(settles)).toEqual([]);
      expect(bench.simulator.ledger.find(task.reference)).toHaveLength(1);
    },
  ),
  rule(
    {
      id: 'PAY-29',
      title:
        'one that it makes again to another account is told with the account that was credited, and settles nothing',
      needs: refusesRepeats,
    },
    async (bench, capabilities) => {
      const task = await forgottenPayment(bench, capabilities);
      const { number: accountNumber, name: receiverName, personalId: receiverPersonalId } = people.other;

      const payment = await again(
        bench,
        { ...task, accountNumber, receiverName, receiverPersonalId },
        isTroubled,
      );

      expect(payment.reports.find(isException)?.account).toEqual(expect.any(String));
      expect(payment.reports.filter(settles)).toEqual([]);
      expect(bench.simulator.ledger.find(task.reference)).toMatchObject([{ account: people.open.number }]);
    },
  ),
];

/** Made, booked, and gone from everybody's memory but the institution's. */
async function forgottenPayment(bench: Bench, capabilities: Capabilities): Promise<PaymentTask> {
  await bench.startSimulator();
  await bench.startAdapter();
  const task = bench.task();
  await bench.hub.addPayment(task);
  await bench.until(task.reference, ({ status }) => status === creditedStatus(capabilities));
  await bench.stopAdapter();
  await bench.stopSimulator();
  await bench.startSimulator();
  return task;
}

/** Statements are not read: whoever sends the payment must find out by itself. */
async function again(
  bench: Bench,
  task: PaymentTask,
  isWanted: (payment: PaymentView) => boolean,
): Promise<PaymentView> {
  await bench.hub.addPayment({ ...task, id: `tsk_${randomUUID()}` });
  await bench.startAdapter({}, { readsStatements: false });
  return bench.until(task.reference, isWanted);
}

const isException = ({ outcome }: ReportView): boolean => outcome === 'EXCEPTION';
const settles = ({ status, outcome }: ReportView): boolean => status === 'SETTLED' && outcome === 'APPLIED';
const isTroubled = ({ reports }: PaymentView): boolean => reports.some(isException);
