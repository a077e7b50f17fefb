/** What a payment rail with statements must do: the institution's books say what nobody else has said. */
import { expect } from '@jest/globals';
import type { Capabilities } from '../capabilities.js';
import type { PaymentView, ReportView } from './conformance-hub.js';
import { rule, type Rule } from './rule.js';

const hasStatement = ({ payment }: Capabilities): boolean => payment?.hasStatement === true;

export const statementRules: readonly Rule[] = [
  rule(
    {
      id: 'PAY-19',
      title: 'what no reply, no inquiry and no notification tells, a statement does',
      needs: hasStatement,
    },
    async (bench) => {
      await bench.startSimulator({ dropReplyAfterBooking: 1, loseNotification: 1 });
      await bench.startAdapter({ statementIntervalMs: 100 }, { isAskable: false });
      const reference = await bench.pay();

      const payment = await bench.until(reference, ({ status }) => ['ACCEPTED', 'SETTLED'].includes(status));

      expect(payment.reports[0]).toMatchObject({ status: 'UNKNOWN', evidence: 'NONE' });
      expect(payment.reports.find(({ status }) => status === payment.status)?.evidence).toBe('STATEMENT');
      expect(payment.submits).toBe(1);
      expect(bench.simulator.ledger.find(reference)).toHaveLength(1);
    },
  ),
  rule(
    {
      id: 'PAY-25',
      title:
        'a statement that is read again, by another process too, says the same bookings under the same ids',
      needs: hasStatement,
    },
    async (bench) => {
      await bench.startSimulator();
      await bench.startAdapter({ statementIntervalMs: 100 });
      const reference = await bench.pay();
      await bench.until(reference, (payment) => statedIn(payment).length > 0);
      await bench.stopAdapter();
      await bench.startAdapter({ statementIntervalMs: 100 });

      const payment = await bench.until(reference, isToldAgain);

      const stated = statedIn(payment);
      const statuses = new Set(stated.map(({ status }) => status));
      expect(new Set(stated.map(({ reportId }) => reportId)).size).toBe(statuses.size);
      expect(stated.map(({ outcome }) => outcome)).not.toContain('EXCEPTION');
    },
  ),
  rule(
    {
      id: 'PAY-26',
      title:
        'what an institution books twice stands on its statement twice, and the second waits for a person',
      needs: hasStatement,
    },
    async (bench) => {
      await bench.startSimulator();
      await bench.startAdapter({}, { readsStatements: false });
      const reference = await bench.pay();
      await bench.until(reference, ({ status }) => ['ACCEPTED', 'SETTLED'].includes(status));
      const [first] = bench.simulator.ledger.find(reference);
      if (first) bench.simulator.ledger.book({ ...first, externalReference: 'BOOKEDTWICE1' });
      await bench.stopAdapter();
      await bench.startAdapter({ statementIntervalMs: 100 });

      const payment = await bench.until(reference, (seen) => heldIn(seen).length > 0);

      expect(heldIn(payment)).toMatchObject([{ evidence: 'STATEMENT', amount: first?.amount }]);
      expect(payment.submits).toBe(1);
    },
  ),
];

function statedIn({ reports }: PaymentView): readonly ReportView[] {
  return reports.filter(({ evidence }) => evidence === 'STATEMENT');
}

/** Told twice under one id. */
function isToldAgain(payment: PaymentView): boolean {
  const ids = statedIn(payment).map(({ reportId }) => reportId);
  return new Set(ids).size < ids.length;
}

function heldIn({ reports }: PaymentView): readonly ReportView[] {
  return reports.filter(({ outcome }) => outcome === 'EXCEPTION');
}
