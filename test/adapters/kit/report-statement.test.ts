import { describe, expect, it } from '@jest/globals';
import {
  reportStatement,
  silentLog,
  type HubConnection,
  type PaymentNotice,
} from '../../../adapters/kit/index.js';

/** A hub that knows a report by its id, and keeps what it does not know for a person. */
function hubOf(references: readonly string[]): HubConnection {
  const known = new Set<string>();
  const outcomeOf = ({ reportId, reference }: { reportId: string; reference?: string }): string => {
    if (known.has(reportId)) return 'DUPLICATE';
    known.add(reportId);
    return references.includes(reference ?? '') ? 'APPLIED' : 'EXCEPTION';
  };
  return {
    execute: (_document, variables) => {
      const { reports } = variables as { reports: { reportId: string; reference?: string }[] };
      const receipts = reports.map((report) => ({ reportId: report.reportId, outcome: outcomeOf(report) }));
      return Promise.resolve({ reportPaymentStatuses: receipts } as never);
    },
    close: () => Promise.resolve(),
  };
}

const line = (reference: string): PaymentNotice => ({
  ...{ reference, status: 'SETTLED', evidence: 'STATEMENT', amount: 540_000n, account: '1' },
  occurredAt: new Date('2026-11-23T01:15:00Z'),
});

describe('a statement that is reported', () => {
  it('is counted by what the hub made of its lines, and changes nothing the second time', async () => {
    const hub = hubOf(['A', 'B']);
    const lines = ['A', 'B', 'STRANGE'].map(line);

    const first = await reportStatement(hub, silentLog, lines);
    const again = await reportStatement(hub, silentLog, lines);

    expect(first).toEqual({ lines: 3, applied: 2, known: 0, exceptions: 1, refused: 0 });
    expect(again).toEqual({ lines: 3, applied: 0, known: 3, exceptions: 0, refused: 0 });
  });

  it('is brought whole, however long', async () => {
    const references = Array.from({ length: 2_500 }, (_, at) => `R${at}`);

    const summary = await reportStatement(hubOf(references), silentLog, references.map(line));

    expect(summary).toMatchObject({ lines: 2_500, applied: 2_500 });
  });

  it('without lines asks nothing', async () => {
    expect(await reportStatement(hubOf([]), silentLog, [])).toMatchObject({ lines: 0 });
  });
});
