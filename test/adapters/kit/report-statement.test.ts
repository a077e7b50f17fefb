import { describe, expect, it } from '@jest/globals';
import {
  reportStatement,
  silentLog,
  collectStatement,
  type HubConnection,
  type Statement,
} from '../../../adapters/kit/index.js';
import { NoteStatementsDocument } from '../../../adapters/kit/generated/hub-client.js';

/** A hub that knows a report by its id, and keeps what it does not know for a person. */
function hubOf(references: readonly string[], noted: string[] = []): HubConnection {
  const known = new Set<string>();
  const outcomeOf = ({ reportId, reference }: { reportId: string; reference?: string }): string => {
    if (known.has(reportId)) return 'DUPLICATE';
    known.add(reportId);
    return references.includes(reference ?? '') ? 'APPLIED' : 'EXCEPTION';
  };
  return {
    execute: (document, variables) => {
      if ((document as unknown) === NoteStatementsDocument)
        return Promise.resolve(noted.push(...(variables as { days: string[] }).days) as never);
      const { reports } = variables as { reports: { reportId: string; reference?: string }[] };
      const receipts = reports.map((report) => ({ reportId: report.reportId, outcome: outcomeOf(report) }));
      return Promise.resolve({ reportPaymentStatuses: receipts } as never);
    },
    close: () => Promise.resolve(),
  };
}

const statementOf = (references: readonly string[]): Statement =>
  collectStatement(
    references.map((reference, at) => ({
      place: `Line ${at + 1}`,
      read: () => ({
        notice: {
          ...{ reference, status: 'SETTLED', evidence: 'STATEMENT', amount: 540_000n, account: '1' },
          occurredAt: new Date('2026-11-23T01:15:00Z'),
        },
        ...{ bookedAs: [], isBooking: true },
      }),
    })),
  );

describe('a statement that is reported', () => {
  it('is counted by what the hub made of its lines, and changes nothing the second time', async () => {
    const hub = hubOf(['A', 'B']);
    const lines = statementOf(['A', 'B', 'STRANGE']);

    const first = await reportStatement(hub, silentLog, lines);
    const again = await reportStatement(hub, silentLog, lines);

    expect(first).toMatchObject({ lines: 3, applied: 2, known: 0, exceptions: 1, refused: 0 });
    expect(again).toMatchObject({ lines: 3, applied: 0, known: 3, exceptions: 0, refused: 0 });
  });

  it('is brought whole, however long', async () => {
    const references = Array.from({ length: 2_500 }, (_, at) => `R${at}`);

    const summary = await reportStatement(hubOf(references), silentLog, statementOf(references));

    expect(summary).toMatchObject({ lines: 2_500, applied: 2_500 });
  });

  it('without lines asks nothing', async () => {
    expect(await reportStatement(hubOf([]), silentLog, statementOf([]))).toMatchObject({ lines: 0 });
  });

  it.each([
    ['are noted as read once the hub has all of it', [], ['2026-11-23'], 1],
    ['are not noted while an entry of it is refused', [{ place: 'Line 9', why: 'no amount' }], [], 0],
  ])('of whole days: they %s', async (_what, unreadable, days, daysNoted) => {
    const noted: string[] = [];
    const statement = { ...statementOf(['A']), unreadable };

    const summary = await reportStatement(hubOf(['A'], noted), silentLog, statement, ['2026-11-23']);

    expect(summary).toMatchObject({ applied: 1, daysNoted });
    expect(noted).toEqual(days);
  });

  it('accounts for every entry: what was told, what is not ours, and what nobody could read, each with its place', async () => {
    const notOurs = [{ place: 'Line 8', why: 'fees' }];
    const unreadable = [{ place: 'Line 9', why: 'whole đồng expected' }];
    const told = statementOf(['A', 'A', 'STRANGE']);

    const summary = await reportStatement(hubOf(['A']), silentLog, {
      ...told,
      entries: 5,
      notOurs,
      unreadable,
    });

    expect(summary).toMatchObject({
      ...{ entries: 5, lines: 4, applied: 2, known: 0, exceptions: 1, refused: 1, unreadable: 1, notOurs: 1 },
      places: { exceptions: [{ place: 'Line 3' }], refused: unreadable, notOurs },
    });
  });
});
