/** The round that reads an institution's statements: every line reaches the hub, once while nothing changes, whatever fails in between. */
import { describe, expect, it } from '@jest/globals';
import {
  collectStatement,
  EntryError,
  silentLog,
  StatementError,
  type Statement,
} from '../../../adapters/kit/index.js';
import type { HubConnection } from '../../../adapters/kit/index.js';
import {
  NoteStatementsDocument,
  StatementsWantedDocument,
} from '../../../adapters/kit/generated/hub-client.js';
import { openReporters } from '../../../adapters/kit/worker/reporters.js';
import { runRounds } from '../../../adapters/kit/worker/round.js';
import { statementRound } from '../../../adapters/kit/worker/statement-round.js';

interface Sent {
  readonly reference: string;
  readonly status: string;
  readonly evidence: string;
}

interface Variables {
  readonly reports?: readonly (Sent & { readonly reportId: string })[];
  readonly days?: readonly string[];
}

/** A book with a page a day, a hub that acknowledges everything, and a clock that is set. */
function open(startAt: string) {
  const pages = new Map<string, string[]>();
  const asked: string[] = [];
  const sent: Sent[] = [];
  const unreadable = new Set<string>();
  const [wanted, noted]: [string[], string[]] = [[], []];
  const world = { now: new Date(startAt), largestCall: 0 };
  const hub = {
    execute: (document: unknown, { reports = [], days = [] }: Variables) => {
      if (document === StatementsWantedDocument) return Promise.resolve({ statementsWanted: [...wanted] });
      if (document === NoteStatementsDocument) return Promise.resolve(void noted.push(...days));
      world.largestCall = Math.max(world.largestCall, reports.length);
      sent.push(...reports);
      const reportPaymentStatuses = reports.map(({ reportId }) => ({ reportId, outcome: 'APPLIED' }));
      return Promise.resolve({ reportPaymentStatuses });
    },
  } as unknown as HubConnection;
  const read = (day: string) => {
    asked.push(day);
    if (unreadable.has(day)) return Promise.reject(new StatementError('cut off'));
    const page = pages.get(day);
    return Promise.resolve(page && statementOf(page));
  };
  const round = statementRound({
    session: { statements: { everyMs: 1_000, read }, stop: () => Promise.resolve() },
    capabilities: { work: ['PAYMENT'], concurrencyMax: 1, ratePerSecondMax: 1 },
    hub,
    reporters: openReporters(hub, silentLog),
    log: silentLog,
    clock: () => world.now,
  });
  if (!round) throw new Error('a session with statements has a round');
  const turn = () => {
    asked.length = 0;
    sent.length = 0;
    return round.turn(new AbortController().signal);
  };
  const book = (day: string, ...references: string[]) =>
    pages.set(day, [...(pages.get(day) ?? []), ...references]);
  const references = () => sent.map(({ reference }) => reference);
  return {
    pages,
    asked,
    sent,
    unreadable,
    wanted: wanted,
    noted: noted,
    world,
    round,
    turn,
    book,
    references,
  };
}

const occurredAt = new Date('2026-11-22T03:00:00Z');

const statementOf = (references: readonly string[]): Statement =>
  collectStatement(
    references.map((reference, at) => ({
      place: `Line ${at + 1}`,
      read: () => {
        if (reference === '?') throw new EntryError('a reference expected');
        const notice = {
          reference,
          status: 'SETTLED',
          evidence: 'STATEMENT',
          amount: 1n,
          occurredAt,
        } as const;
        return { notice, bookedAs: [], isBooking: true };
      },
    })),
  );

describe('the round of statements', () => {
  it('brings each line to the hub as the word of a statement, and no line again while it stands', async () => {
    const { book, turn, references, sent } = open('2026-11-22T05:00:00Z');
    book('2026-11-22', 'A', 'B');

    await turn();
    expect(sent).toMatchObject([
      { reference: 'A', evidence: 'STATEMENT' },
      { reference: 'B', evidence: 'STATEMENT' },
    ]);

    await turn();
    expect(references()).toEqual([]);

    book('2026-11-22', 'C');
    await turn();
    expect(references()).toEqual(['C']);
  });

  it('tells a page anew that was written anew: the hub knows which of it is old', async () => {
    const { book, pages, turn, references } = open('2026-11-22T05:00:00Z');
    book('2026-11-22', 'A', 'B');
    await turn();

    pages.set('2026-11-22', ['B', 'A', 'C']);
    await turn();

    expect(references()).toEqual(['B', 'A', 'C']);
  });

  it('after its start looks a week back, and from then on at yesterday and today in Hà Nội', async () => {
    const { book, turn, asked, references } = open('2026-11-22T05:00:00Z');
    book('2026-11-16', 'A');

    await turn();
    expect(asked).toEqual(['2026-11-15', '2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22']); // prettier-ignore
    expect(references()).toEqual(['A']);

    await turn();
    expect(asked).toEqual(['2026-11-21', '2026-11-22']);
  });

  it('finds after midnight what the evening before was booked last', async () => {
    const { book, turn, world, asked, references } = open('2026-11-22T16:59:00Z');
    book('2026-11-22', 'A');
    await turn();
    book('2026-11-22', 'LAST');

    world.now = new Date('2026-11-22T17:01:00Z');
    book('2026-11-23', 'FIRST');
    await turn();

    expect(asked).toEqual(['2026-11-22', '2026-11-23']);
    expect(references()).toEqual(['LAST', 'FIRST']);
  });

  it('reads the other days when one cannot be read, and says that it must be tried again', async () => {
    const { book, turn, unreadable, references } = open('2026-11-22T05:00:00Z');
    book('2026-11-21', 'A');
    book('2026-11-22', 'B');
    unreadable.add('2026-11-21');

    await expect(turn()).rejects.toThrow(StatementError);
    expect(references()).toEqual(['B']);

    unreadable.clear();
    await turn();
    expect(references()).toEqual(['A']);
  });

  it('sends a long page in calls that the hub takes', async () => {
    const { book, turn, world, references } = open('2026-11-22T05:00:00Z');
    book('2026-11-22', ...Array.from({ length: 2_500 }, (_, at) => `R${at}`));

    await turn();

    expect(references()).toHaveLength(2_500);
    expect(world.largestCall).toBe(1_000);
  });

  it('tells a hub that recovers every line of the days that it wants, old and new, and says which it has', async () => {
    const { book, turn, asked, references, wanted, noted, unreadable } = open('2026-11-22T05:00:00Z');
    book('2026-09-30', 'LONG-AGO');
    book('2026-11-21', 'A');
    book('2026-11-22', 'B');
    await turn();
    // The hub is restored: it has forgotten.
    wanted.push('2026-09-30', '2026-11-20', '2026-11-21');
    unreadable.add('2026-11-21');

    await expect(turn()).rejects.toThrow(StatementError);
    unreadable.clear();
    const first = { told: references(), noted: noted.splice(0) };
    await turn();

    expect(first).toEqual({ told: ['LONG-AGO'], noted: ['2026-09-30'] });
    expect(asked).toEqual(['2026-09-30', '2026-11-20', '2026-11-21', '2026-11-22']);
    expect(references()).toEqual(['LONG-AGO', 'A']);
    // Of the twentieth there is no statement yet.
    expect(noted).toEqual(['2026-09-30', '2026-11-21']);
  });

  it('notes no day that nobody wanted before it was read', async () => {
    const { book, turn, noted } = open('2026-11-22T05:00:00Z');
    book('2026-11-22', 'A');

    await turn();

    expect(noted).toEqual([]);
  });

  it('is tried again soon after a failure, and passed over while the institution is closed', async () => {
    const { book, unreadable, asked, round, references } = open('2026-11-22T05:00:00Z');
    book('2026-11-22', 'A');
    unreadable.add('2026-11-22');
    let looks = 0;
    const isOpen = () => (looks += 1) > 1;
    let heard: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (heard = resolve));
    const turn = async (stopping: AbortSignal) => {
      await round.turn(stopping).finally(() => unreadable.clear());
      heard();
    };

    const running = runRounds([{ ...round, everyMs: 1, turn }], { isOpen, log: silentLog });
    await done;
    await running.stop(1_000);

    expect(looks).toBeGreaterThanOrEqual(3);
    expect(asked.filter((day) => day === '2026-11-22').length).toBeGreaterThanOrEqual(2);
    expect(references()).toEqual(['A']);
  });
});
