/** What a payment rail with statements must do: the institution's books say what nobody else has said. */
import { expect } from '@jest/globals';
import type { Capabilities } from '../capabilities.js';
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
];
