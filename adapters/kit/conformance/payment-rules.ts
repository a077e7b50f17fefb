/** What every payment rail must do, whatever its protocol. The ids are stable: other documents name them. */
import { expect } from '@jest/globals';
import { creditedStatus, isFinal, people } from './bench.js';
import { rule, type Rule } from './rule.js';

export const paymentRules: readonly Rule[] = [
  rule(
    {
      id: 'PAY-01',
      title:
        'a payment to an open account is booked once under its reference, and the hub knows the institution’s word',
    },
    async (bench, capabilities) => {
      await bench.startSimulator();
      await bench.startAdapter();
      const reference = await bench.pay({ amount: 1_234_567n });

      const payment = await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));

      const booked = bench.simulator.ledger.find(reference);
      const account = bench.paysCash ? 'CASH' : people.open.number;
      expect(booked).toMatchObject([{ amount: 1_234_567, account }]);
      expect(payment.reports.every(({ evidence }) => evidence !== 'NONE')).toBe(true);
      expect(payment.submits).toBe(1);
    },
  ),
  rule(
    {
      id: 'PAY-05',
      title: 'an account that is closed or that nobody has is refused with a reason, and nothing is booked',
    },
    async (bench) => {
      await bench.startSimulator();
      await bench.startAdapter();
      const toClosed = await bench.pay({ accountNumber: people.closed.number });
      const toNobody = await bench.pay({ accountNumber: '0970009999' });

      const closed = await bench.until(toClosed, isFinal);
      const nobody = await bench.until(toNobody, isFinal);

      expect(closed).toMatchObject({ status: 'REJECTED', reason: expect.stringMatching(/^ACCOUNT_/) });
      expect(nobody).toMatchObject({ status: 'REJECTED', reason: expect.stringMatching(/^ACCOUNT_/) });
      expect(bench.simulator.ledger.entries).toHaveLength(0);
    },
  ),
  rule(
    {
      id: 'PAY-09',
      title: 'a status word that no documentation names is unknown, never paid and never failed',
    },
    async (bench) => {
      await bench.startSimulator({ unknownStatusWord: 1 });
      await bench.startAdapter();
      const reference = await bench.pay();

      const payment = await bench.until(reference, ({ reports }) => reports.length > 0);

      expect(payment.reports[0]?.status).toBe('UNKNOWN');
    },
  ),
  rule(
    {
      id: 'PAY-10',
      title: 'an amount that differs reaches the hub as the institution named it',
    },
    async (bench) => {
      await bench.startSimulator({ wrongAmount: 1 });
      await bench.startAdapter();
      const reference = await bench.pay({ amount: 500_000n });

      const payment = await bench.until(reference, ({ reports }) =>
        reports.some(({ amount }) => amount !== undefined),
      );

      expect(payment.reports.find(({ amount }) => amount !== undefined)).toMatchObject({
        outcome: 'EXCEPTION',
      });
    },
  ),
  rule(
    {
      id: 'PAY-14',
      title:
        'claims and reports that the hub never gets, or answers in vain, lose nothing and pay nothing twice',
    },
    async (bench, capabilities) => {
      await bench.startSimulator();
      await bench.startAdapter();
      bench.line.trouble('ReportPaymentStatuses', 'never arrives', 'answer is lost', 'never arrives');
      // A claim whose answer is lost makes a doubt that only a refused repeat can resolve without people.
      if (capabilities.payment?.repeatedReference === 'REFUSED') {
        bench.line.trouble('ClaimPayments', 'never arrives', 'answer is lost', 'answer is lost');
      }
      const references = await Promise.all(Array.from({ length: 20 }, () => bench.pay()));

      for (const reference of references) {
        await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));
      }
      await bench.stopAdapter();

      const bookings = references.map((reference) => bench.simulator.ledger.find(reference).length);
      expect(bookings).toEqual(references.map(() => 1));
    },
  ),
  rule(
    {
      id: 'PAY-15',
      title: 'stopping in the middle loses nothing and leaves no payment in doubt',
    },
    async (bench, capabilities) => {
      await bench.startSimulator({ delayMs: 20 });
      await bench.startAdapter();
      const references = await Promise.all(Array.from({ length: 60 }, () => bench.pay()));
      await bench.until(references[0] ?? '', ({ status }) => status !== 'QUEUED');

      await bench.stopAdapter();
      const stopped = await Promise.all(references.map((reference) => bench.hub.payment(reference)));
      await bench.startAdapter();
      for (const reference of references) {
        await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));
      }

      expect(stopped.map(({ status }) => status)).not.toContain('UNKNOWN');
      const bookings = references.map((reference) => bench.simulator.ledger.find(reference).length);
      expect(bookings).toEqual(references.map(() => 1));
    },
  ),
  rule(
    {
      id: 'PAY-16',
      title: 'an institution that restarts with its book gives every payment once',
    },
    async (bench, capabilities) => {
      await bench.startSimulator({ delayMs: 10 });
      await bench.startAdapter();
      const references = await Promise.all(Array.from({ length: 40 }, () => bench.pay()));
      await bench.until(references[0] ?? '', ({ status }) => status !== 'QUEUED');

      await bench.stopSimulator();
      await bench.startSimulator();
      for (const reference of references) {
        await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));
      }

      const bookings = references.map((reference) => bench.simulator.ledger.find(reference).length);
      expect(bookings).toEqual(references.map(() => 1));
    },
  ),
  rule(
    {
      id: 'PAY-18',
      title: 'no log line holds an account number, a name or a personal id',
    },
    async (bench) => {
      await bench.startSimulator({ dropReplyAfterBooking: 0.5, unknownStatusWord: 0.3, refuse: 0.3 });
      await bench.startAdapter();
      const paid = await bench.pay();
      const refused = await bench.pay({ accountNumber: people.closed.number });
      for (const reference of [paid, refused]) await bench.until(reference, isFinal);

      await bench.stopAdapter();

      const text = bench.logged.join('\n');
      for (const { number, name, personalId } of [people.open, people.closed]) {
        for (const secret of [number, number.slice(1), name, personalId]) expect(text).not.toContain(secret);
      }
    },
  ),
];
