/** What every adapter of a Treasury must do: an order moves money once, and nothing is recorded but the Treasury's word. */
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { FundingOrder } from '../funding-source.js';
import type { Bench } from './bench.js';
import type { FundingView } from './model-funding.js';
import { rule, type Rule } from './rule.js';

export const fundingRules: readonly Rule[] = [
  rule(
    {
      id: 'FUND-01',
      title: 'an order is carried out once under its reference, and recorded with the Treasury’s document',
    },
    async (bench) => {
      await bench.startSimulator();
      await bench.startAdapter();
      const order = await ask(bench, { amount: 1_883_391_000n });

      const { documents } = await until(bench, order, isRecorded);

      const [line, ...others] = bench.simulator.ledger.find(order.reference);
      expect(line).toMatchObject({ amount: 1_883_391_000 });
      expect(others).toEqual([]);
      expect(documents).toMatchObject([
        {
          direction: 'FUND',
          amount: 1_883_391_000,
          documentNumber: line?.externalReference,
          date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        },
      ]);
    },
  ),
  rule(
    {
      id: 'FUND-02',
      title: 'an answer that is lost after the money moved is found under the same reference',
    },
    async (bench) => {
      await bench.startSimulator({ dropReplyAfterBooking: 1 });
      await bench.startAdapter();
      const order = await ask(bench);

      const { documents } = await until(bench, order, isRecorded);

      expect(documents).toHaveLength(1);
      expect(bench.simulator.ledger.entries).toHaveLength(1);
    },
  ),
  ...(
    [
      ['FUND-03', 'an answer that the Treasury did not sign', { wrongSignature: 1 }, []],
      // People are told of it: an order that was carried out with another amount waits for them.
      ['FUND-04', 'an answer about another amount', { wrongAmount: 1 }, [expect.anything()]],
      ['FUND-05', 'an answer in a word that no documentation names', { unknownStatusWord: 1 }, []],
    ] as const
  ).map(([id, what, faults, refusals]) =>
    rule({ id, title: `${what} is no word: nothing is recorded until there is one` }, async (bench) => {
      await bench.startSimulator(faults);
      await bench.startAdapter();
      const order = await ask(bench);

      const inDoubt = await until(bench, order, ({ claims }) => claims >= 3);
      await bench.stopSimulator();
      await bench.startSimulator({ wrongSignature: 0, wrongAmount: 0, unknownStatusWord: 0 });
      const { documents } = await until(bench, order, isRecorded);

      expect(inDoubt).toMatchObject({ documents: [], refusals });
      expect(documents).toHaveLength(1);
      expect(bench.simulator.ledger.entries).toHaveLength(1);
    }),
  ),
  rule(
    { id: 'FUND-06', title: 'while the Treasury looks at an order, it is neither recorded nor sent again' },
    async (bench) => {
      await bench.startSimulator({ asynchronous: 1, processingMs: 600_000 });
      await bench.startAdapter();
      const order = await ask(bench);

      const inControl = await until(bench, order, ({ claims }) => claims >= 3);
      const booked = bench.simulator.ledger.entries.length;
      await bench.stopSimulator();
      await bench.startSimulator({ asynchronous: 0, processingMs: 0 });
      const { documents } = await until(bench, order, isRecorded);

      expect(inControl.documents).toEqual([]);
      expect(booked).toBe(0);
      expect(documents).toHaveLength(1);
      expect(bench.simulator.ledger.entries).toHaveLength(1);
    },
  ),
  rule(
    {
      id: 'FUND-07',
      title:
        'a refusal reaches the hub in the Treasury’s words, and what is mended goes under the same reference',
    },
    async (bench) => {
      await bench.startSimulator({ refuse: 1 });
      await bench.startAdapter();
      const order = await ask(bench);

      const { refusals } = await until(bench, order, (view) => view.refusals.length > 0);
      const booked = bench.simulator.ledger.entries.length;
      bench.simulator.faults.change({ refuse: 0 });
      const { documents } = await until(bench, order, isRecorded);

      expect(refusals[0]).toMatchObject({ reference: order.reference, reason: expect.stringMatching(/./) });
      expect(booked).toBe(0);
      expect(documents).toHaveLength(1);
      expect(bench.simulator.ledger.find(order.reference)).toHaveLength(1);
    },
  ),
  rule({ id: 'FUND-08', title: 'what is left goes back, and is recorded as that' }, async (bench) => {
    await bench.startSimulator();
    await bench.startAdapter();
    const order = await ask(bench, { kind: 'RETURN', amount: 540_000n });

    const { documents } = await until(bench, order, isRecorded);

    expect(documents).toMatchObject([{ direction: 'RETURN', amount: 540_000 }]);
    expect(bench.simulator.ledger.find(order.reference)).toMatchObject([{ amount: -540_000 }]);
  }),
  rule(
    { id: 'FUND-09', title: 'an order that is not wanted any more is asked about, and never sent' },
    async (bench) => {
      await bench.startSimulator();
      await bench.startAdapter();
      const order = await ask(bench, { isWanted: false });

      const { refusals, documents } = await until(bench, order, (view) => view.refusals.length > 0);

      expect(refusals).toMatchObject([{ isReceived: false }]);
      expect(documents).toEqual([]);
      expect(bench.simulator.ledger.entries).toEqual([]);
    },
  ),
  rule(
    {
      id: 'FUND-10',
      title: 'a Treasury that is away, or a hub that does not answer, delays and doubles nothing',
    },
    async (bench) => {
      await bench.startSimulator();
      await bench.stopSimulator();
      await bench.startAdapter();
      bench.line.trouble('RecordTreasuryFunding', 'never arrives', 'answer is lost');
      const order = await ask(bench);

      await until(bench, order, ({ claims }) => claims >= 2);
      await bench.startSimulator();
      const { documents } = await until(bench, order, isRecorded);

      expect(documents).toHaveLength(1);
      expect(bench.simulator.ledger.entries).toHaveLength(1);
    },
  ),
  rule(
    {
      id: 'FUND-11',
      title:
        'an order that a hub has forgotten and writes again is found under its reference, and moves no money',
    },
    async (bench) => {
      await bench.startSimulator();
      await bench.startAdapter();
      const order = await ask(bench);
      const { documents } = await until(bench, order, isRecorded);

      // Its batch was made again, under another id.
      const again = await ask(bench, { ...order, batchId: `bat_${randomUUID()}` });
      const found = await until(bench, again, isRecorded);

      expect(found.documents).toMatchObject([{ documentNumber: documents[0]?.documentNumber }]);
      expect(bench.simulator.ledger.entries).toHaveLength(1);
    },
  ),
  rule(
    {
      id: 'FUND-12',
      title: 'one that it writes again with another amount moves no money, and people are shown the document',
    },
    async (bench) => {
      await bench.startSimulator();
      await bench.startAdapter();
      const order = await ask(bench);
      const { documents } = await until(bench, order, isRecorded);

      const again = await ask(bench, { ...order, amount: order.amount + 540_000n });
      const shown = await until(bench, again, ({ claims }) => claims >= 3);

      expect(shown).toMatchObject({
        documents: [],
        refusals: [{ reason: expect.stringContaining(documents[0]?.documentNumber ?? '?') }],
      });
      expect(bench.simulator.ledger.entries).toHaveLength(1);
    },
  ),
];

async function ask(bench: Bench, overrides: Partial<FundingOrder> = {}): Promise<FundingOrder> {
  const kind = overrides.kind ?? 'FUND';
  const order: FundingOrder = {
    reference: `${kind[0]}${randomUUID().replaceAll('-', '').toUpperCase()}`,
    kind,
    batchId: `bat_${randomUUID()}`,
    batchName: 'Trợ cấp xã hội tháng 11/2026',
    areaCode: '37',
    areaName: 'Ninh Bình',
    period: '2026-11',
    amount: 1_080_000n,
    requestedDate: '2026-11-22',
    isWanted: true,
    ...overrides,
  };
  await bench.hub.addFundingOrder(order);
  return order;
}

const isRecorded = ({ documents }: FundingView): boolean => documents.length > 0;

async function until(
  bench: Bench,
  { reference }: FundingOrder,
  isWanted: (view: FundingView) => boolean,
): Promise<FundingView> {
  return bench.answer(async () => {
    const view = await bench.hub.fundingOrder(reference);
    return isWanted(view) ? view : undefined;
  });
}
