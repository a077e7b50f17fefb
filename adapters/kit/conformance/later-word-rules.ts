/** What a payment rail must do with a word that comes later: by notification, by inquiry, twice, never, or from a stranger. */
import { expect } from '@jest/globals';
import { creditedStatus, type Bench } from './bench.js';
import { rule, type Rule } from './rule.js';

export const laterWordRules: readonly Rule[] = [
  rule(
    {
      id: 'PAY-11',
      title:
        'a payment that is taken now and carried out later is accepted first and settled by a later word',
    },
    async (bench, capabilities) => {
      await bench.startSimulator({ asynchronous: 1, processingMs: 60 });
      await bench.startAdapter();
      const reference = await bench.pay();

      const payment = await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));

      expect(payment.reports[0]).toMatchObject({ status: 'ACCEPTED', evidence: 'REPLY' });
      expect(payment.reports.at(-1)?.evidence).toMatch(/NOTIFICATION|INQUIRY|STATEMENT/);
      expect(bench.simulator.ledger.find(reference)).toHaveLength(1);
    },
  ),
  rule(
    {
      id: 'PAY-12',
      title: 'a notification that is lost costs time only: an inquiry finds what it said',
      needs: ({ payment }) => payment?.laterStatus === 'CALLBACK',
    },
    async (bench, capabilities) => {
      await bench.startSimulator({ asynchronous: 1, loseNotification: 1 });
      await bench.startAdapter({}, { readsStatements: false });
      const reference = await bench.pay();

      const payment = await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));

      expect(payment.reports.at(-1)?.evidence).toBe('INQUIRY');
    },
  ),
  rule(
    {
      id: 'PAY-13',
      title: 'a notification that comes twice changes nothing',
      needs: ({ payment }) => payment?.laterStatus === 'CALLBACK',
    },
    async (bench, capabilities) => {
      await bench.startSimulator({ asynchronous: 1, answerTwice: 1 });
      await bench.startAdapter();
      const reference = await bench.pay();

      const payment = await bench.until(reference, ({ status }) => status === creditedStatus(capabilities));

      expect(
        payment.reports.every(({ outcome }) => ['APPLIED', 'DUPLICATE', 'STALE'].includes(outcome)),
      ).toBe(true);
      expect(bench.simulator.ledger.find(reference)).toHaveLength(1);
    },
  ),
  rule(
    {
      id: 'PAY-17',
      title: 'a forged callback is turned away and changes nothing',
      needs: ({ payment }) => payment?.laterStatus === 'CALLBACK',
    },
    async (bench) => {
      await bench.startSimulator();
      await bench.stopSimulator();
      await bench.startAdapter();
      const reference = await bench.pay();

      const answers = await forge(bench, reference);

      expect(answers.every((status) => status >= 400 && status < 500)).toBe(true);
      expect((await bench.hub.payment(reference)).status).toBe('QUEUED');
    },
  ),
];

async function forge(bench: Bench, reference: string): Promise<number[]> {
  const { callbackUrl } = bench.adapter;
  const body = JSON.stringify({
    transactionReference: 'FORGED',
    transactionStatus: 'completed',
    amount: '1500000',
    currency: 'VND',
    orderId: reference,
    requestId: reference,
    resultCode: 0,
    signature: '0'.repeat(64),
  });
  const urls = [
    `${callbackUrl}`,
    `${callbackUrl}/${reference}`,
    `${callbackUrl}/callbacks/${reference}/${'0'.repeat(32)}`,
  ];
  const statuses: number[] = [];
  for (const url of urls) {
    for (const method of ['PUT', 'POST']) {
      const answer = await fetch(url, { method, body, headers: { 'content-type': 'application/json' } });
      statuses.push(answer.status);
    }
  }
  return statuses;
}
