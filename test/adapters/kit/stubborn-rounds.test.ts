/** Rounds at a hub that never takes one item: it is told of once and tried again rarely, the others and the next turns go on. */
import { describe, expect, it } from '@jest/globals';
import type { DocumentNode } from 'graphql';

import {
  HubFailure,
  silentLog,
  type AdapterSession,
  type FundingSource,
  type HubConnection,
  type Log,
  type RecipientLine,
  type RecipientSource,
} from '../../../adapters/kit/index.js';
import { fundingRound } from '../../../adapters/kit/worker/funding-round.js';
import { feedRound } from '../../../adapters/kit/worker/feed-round.js';
import { recipientRound } from '../../../adapters/kit/worker/recipient-round.js';
import { Reporter } from '../../../adapters/kit/worker/reporter.js';
import { runRounds, type Round } from '../../../adapters/kit/worker/round.js';
import type { Reporters } from '../../../adapters/kit/worker/reporters.js';
import type { RoundRoom } from '../../../adapters/kit/worker/rounds-of.js';
import { statementRound } from '../../../adapters/kit/worker/statement-round.js';
import type { PaymentStatusReport } from '../../../adapters/kit/generated/hub-client.js';

const now = new Date('2026-11-22T03:00:00Z');

function noting() {
  const errors: string[] = [];
  const log = { ...silentLog, error: (_fields: object, message: string) => errors.push(message) } as Log;
  return { errors, log };
}

/** A hub that answers each operation by its name. */
function hubOf(answers: Readonly<Record<string, (variables: never) => unknown>>): HubConnection {
  return {
    execute: async (document: DocumentNode, variables: unknown) => {
      const [operation] = document.definitions;
      const name = operation && 'name' in operation ? (operation.name?.value ?? '') : '';
      const answer = answers[name];
      if (answer === undefined) throw new Error(`nobody expected ${name}`);
      return Promise.resolve(answer(variables as never));
    },
    close: () => Promise.resolve(),
  } as HubConnection;
}

function room(session: Partial<AdapterSession>, hub: HubConnection, log: Log): RoundRoom {
  return {
    ...{ session: { ...session, stop: () => Promise.resolve() }, hub, log, clock: () => now },
    capabilities: { work: [], concurrencyMax: 4, ratePerSecondMax: 1_000 },
    reporters: {} as Reporters,
  };
}

async function turns(round: Round | undefined, count: number): Promise<readonly string[]> {
  const ends: string[] = [];
  for (let turn = 0; turn < count; turn += 1)
    ends.push(
      await round!.turn(new AbortController().signal).then(
        () => 'done',
        (error: unknown) => (error as { code: string }).code,
      ),
    );
  return ends;
}

describe('the round of the Treasury’s orders', () => {
  const order = (reference: string) => ({
    ...{ reference, batchId: `bat_${reference}`, kind: 'FUND', amount: 5, isWanted: true, period: '2026-11' },
    ...{ areaCode: '37', areaName: 'Tỉnh', batchName: 'Đợt', programme: null, refusedAt: null },
  });
  const executed = ({ reference, amount }: { reference: string; amount: bigint }) =>
    Promise.resolve({ status: 'EXECUTED', documentNumber: `KB\0-${reference}`, amount, date: '2026-11-22' });

  function open(record: (reference: string) => unknown) {
    const asked: string[] = [];
    const recorded: string[] = [];
    const source = {
      everyMs: 1_000,
      inquire: (each: { reference: string; amount: bigint }) => (asked.push(each.reference), executed(each)),
      submit: executed,
    } as unknown as FundingSource;
    const hub = hubOf({
      ClaimFundingOrders: () => ({ claimFundingOrders: [order('F1'), order('F2'), order('F3')] }),
      RecordTreasuryFunding: ({ input }: { input: { orderReference: string; documentNumber: string } }) => {
        recorded.push(input.documentNumber);
        return { recordFunding: record(input.orderReference) };
      },
    });
    const { errors, log } = noting();
    return { round: fundingRound(room({ funding: source }, hub, log)), asked, recorded, errors };
  }

  it('records the others, and asks about the one that the hub refuses for good no more', async () => {
    const { round, asked, errors, recorded } = open((reference) => {
      if (reference === 'F2') throw new HubFailure('BAD_USER_INPUT', 'no');
      return {};
    });

    expect(await turns(round, 4)).toEqual(['done', 'done', 'done', 'done']);
    expect(asked.filter((reference) => reference === 'F2')).toHaveLength(1);
    expect(asked.filter((reference) => reference === 'F3')).toHaveLength(4);
    expect(errors).toEqual([expect.stringContaining('kept apart')]);
    expect(recorded).toContain('KB-F1');
  });

  it('does so after five turns with one over which the hub fails', async () => {
    const { round, asked, errors } = open((reference) => {
      if (reference === 'F2') throw new HubFailure('SOURCE_UNAVAILABLE', 'no');
      return {};
    });

    const failed = 'SOURCE_UNAVAILABLE';
    expect(await turns(round, 7)).toEqual([failed, failed, failed, failed, 'done', 'done', 'done']);
    expect(asked.filter((reference) => reference === 'F2')).toHaveLength(5);
    expect(errors).toEqual([expect.stringContaining('kept apart')]);
  });

  it('goes on asking about all of them while the hub cannot be reached', async () => {
    const { round, asked, errors } = open(() => {
      throw new HubFailure('UNREACHABLE', 'no');
    });

    expect(new Set(await turns(round, 8))).toEqual(new Set(['UNREACHABLE']));
    expect(asked).toHaveLength(24);
    expect(errors).toEqual([]);
  });
});

describe('the round of a register’s lists', () => {
  const line = (nth: number): RecipientLine => ({
    ...{ line: nth, personalId: '037050000001', fullName: 'A', communeCode: '1', monthlyAmount: 1n },
    ...{ validFrom: '2026-01-01', documentRef: 'QĐ' },
  });

  function open(take: (list: string, lines: readonly { line: number }[]) => void) {
    const opened: string[] = [];
    const received = new Map<string, Set<number>>();
    const source: RecipientSource = {
      everyMs: 1_000,
      listNumbers: (month) => Promise.resolve(month === '2026-11' ? ['L1', 'L2'] : []),
      open: (number) => {
        opened.push(number);
        const head = {
          number,
          period: '2026-11',
          programme: 'BHXH-HUU',
          area: '37',
          issuedAt: now,
          lines: 8,
        };
        async function* pages() {
          yield await Promise.resolve(Array.from({ length: 8 }, (_, at) => line(at + 1)));
        }
        return Promise.resolve({ head, pages } as never);
      },
    };
    const hub = hubOf({
      ReportRecipients: ({ input }: { input: { listId: string; recipients: { line: number }[] } }) => {
        const { listId, recipients } = input;
        take(listId, recipients);
        const lines = received.get(listId) ?? new Set<number>();
        received.set(listId, lines);
        for (const each of recipients) lines.add(each.line);
        const receipts = recipients.map((each) => ({ line: each.line, outcome: 'APPLIED', message: null }));
        const progress = { received: lines.size, isComplete: lines.size === 8, isOvertaken: false, ended: 0 };
        return { reportRecipients: { ...progress, receipts } };
      },
    });
    const { errors, log } = noting();
    return { round: recipientRound(room({ recipients: source }, hub, log)), opened, received, errors };
  }

  it('brings every line but the one that the hub refuses', async () => {
    const { round, received, errors } = open((_list, lines) => {
      if (lines.some((each) => each.line === 5)) throw new HubFailure('BAD_USER_INPUT', 'no');
    });

    expect(await turns(round, 1)).toEqual(['done']);
    expect([...received.values()].map(({ size }) => size)).toEqual([7, 7]);
    expect(errors).toEqual(Array.from({ length: 2 }, () => expect.stringContaining('refuses this line')));
  });

  it('takes the other list, and opens the one whose head the hub refuses no more', async () => {
    const { round, received, opened, errors } = open((list) => {
      if (list === 'L1') throw new HubFailure('BAD_USER_INPUT', 'no');
    });

    expect(await turns(round, 4)).toEqual(['done', 'done', 'done', 'done']);
    expect(received.get('L2')?.size).toBe(8);
    expect(opened).toEqual(['L1', 'L2']);
    expect(errors).toEqual([expect.stringContaining('kept apart')]);
  });
});

describe('rounds whose reports the hub fails over', () => {
  const notice = (reference: string) =>
    ({ reference, status: 'SETTLED', evidence: 'STATEMENT', occurredAt: now }) as const;

  function reporting(log: Log) {
    const taken: string[] = [];
    const payments = new Reporter<PaymentStatusReport>(
      (reports) => {
        if (reports.some(({ reference }) => reference === 'BAD'))
          return Promise.reject(new HubFailure('INTERNAL', 'no'));
        taken.push(...reports.map(({ reference }) => reference ?? ''));
        return Promise.resolve(reports.map(({ reportId }) => ({ reportId, outcome: 'APPLIED' as const })));
      },
      log,
      { failuresMax: 2, pauseMsMax: 5 },
    );
    return { taken, payments };
  }

  it('read a statement to its end, and the next one', async () => {
    const { errors, log } = noting();
    const { taken, payments } = reporting(log);
    const lines = ['A', 'BAD', 'B'];
    const entry = (reference: string) => ({ ...notice(reference), reportId: reference, place: reference });
    const statement = () => ({
      entries: lines.length,
      notices: lines.map(entry),
      notOurs: [],
      unreadable: [],
    });
    const read = (day: string) => Promise.resolve(day === '2026-11-22' ? statement() : undefined);
    const statements = { everyMs: 1_000, read };
    const hub = hubOf({ StatementsWanted: () => ({ statementsWanted: [] }) });
    const reporters = { payments } as unknown as Reporters;
    const round = statementRound({ ...room({ statements }, hub, log), reporters });

    await turns(round, 1);
    lines.push('C');
    await turns(round, 1);

    expect(taken.toSorted()).toEqual(['A', 'B', 'C']);
    expect(errors).toEqual([expect.stringContaining('kept apart')]);
  });

  it('confirm the page of a feed that has such a notice, and go on to the next', async () => {
    const { log } = noting();
    const { taken, payments } = reporting(log);
    const pages = [['A', 'BAD'], ['B']];
    const read = () => {
      const page = pages[0];
      const confirm = () => Promise.resolve(void pages.shift());
      return Promise.resolve(page && { notices: page.map(notice), confirm });
    };
    const reporters = { payments } as unknown as Reporters;
    const round = feedRound({ ...room({ feed: { everyMs: 1_000, read } }, hubOf({}), log), reporters });

    await turns(round, 1);

    expect(taken).toEqual(['A', 'B']);
    expect(pages).toEqual([]);
  });
});

describe('a round that fails again and again', () => {
  it('is tried on, and somebody is told once', async () => {
    const { errors, log } = noting();
    let tries = 0;
    const turn = () => Promise.reject(new Error(`${(tries += 1)}`));

    const running = runRounds([{ name: 'statement', everyMs: 1, turn }], { isOpen: () => true, log });
    while (tries < 25) await new Promise((again) => setTimeout(again, 1));
    await running.stop(1_000);

    expect(errors).toEqual(['a round fails again and again']);
  });
});
