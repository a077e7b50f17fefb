import { describe, expect, it } from '@jest/globals';
import {
  CLOSED_STATUSES,
  judgeAfterDecision,
  judgeReport,
  PAYMENT_MOVES,
  PAYMENT_STATUSES,
  type PaymentStatus,
  type ReportableStatus,
  type ReportEvidence,
} from '../../src/payment/payment-state.js';

describe('the table of payment states', () => {
  it('reaches every state from DRAFT', () => {
    const reached = new Set<PaymentStatus>(['DRAFT']);
    for (const status of reached) PAYMENT_MOVES[status].forEach((next) => reached.add(next));

    expect([...reached].sort()).toEqual([...PAYMENT_STATUSES].sort());
  });

  it('never leaves a final state, and leaves SETTLED only for RETURNED', () => {
    expect(PAYMENT_MOVES.REJECTED).toEqual([]);
    expect(PAYMENT_MOVES.CANCELLED).toEqual([]);
    expect(PAYMENT_MOVES.RETURNED).toEqual([]);
    expect(PAYMENT_MOVES.SETTLED).toEqual(['RETURNED']);
  });

  it('never goes back to a state that the hub alone decides', () => {
    for (const status of PAYMENT_STATUSES.filter((from) => !['DRAFT', 'APPROVED'].includes(from))) {
      const back = PAYMENT_MOVES[status].filter((to) => ['DRAFT', 'APPROVED', 'QUEUED'].includes(to));
      // Two people send again what its institution never received; see resolve-exception.ts.
      expect(back).toEqual(status === 'UNKNOWN' ? ['QUEUED'] : []);
    }
  });
});

type Row = [PaymentStatus, ReportEvidence, ReportableStatus, ReportEvidence, string];

describe('a report', () => {
  it.each<Row>([
    ['QUEUED', 'NONE', 'SUBMITTED', 'NONE', 'APPLY'],
    ['QUEUED', 'NONE', 'UNKNOWN', 'NONE', 'APPLY'],
    ['QUEUED', 'NONE', 'SETTLED', 'REPLY', 'APPLY'],
    ['QUEUED', 'NONE', 'SETTLED', 'NONE', 'CONTRADICTION'],
    ['QUEUED', 'NONE', 'REJECTED', 'REPLY', 'APPLY'],
    ['QUEUED', 'NONE', 'RETURNED', 'STATEMENT', 'APPLY'],
    ['SUBMITTED', 'NONE', 'UNKNOWN', 'NONE', 'APPLY'],
    ['SUBMITTED', 'REPLY', 'UNKNOWN', 'NONE', 'STALE'],
    ['SUBMITTED', 'NONE', 'ACCEPTED', 'REPLY', 'APPLY'],
    ['SUBMITTED', 'NONE', 'SUBMITTED', 'NONE', 'SAME'],
    ['ACCEPTED', 'REPLY', 'SUBMITTED', 'REPLY', 'STALE'],
    ['ACCEPTED', 'REPLY', 'UNKNOWN', 'NONE', 'STALE'],
    ['ACCEPTED', 'REPLY', 'HELD', 'NOTIFICATION', 'APPLY'],
    ['HELD', 'REPLY', 'ACCEPTED', 'INQUIRY', 'APPLY'],
    ['ACCEPTED', 'REPLY', 'SETTLED', 'NOTIFICATION', 'APPLY'],
    ['UNKNOWN', 'NONE', 'SUBMITTED', 'NONE', 'STALE'],
    ['UNKNOWN', 'NONE', 'SUBMITTED', 'INQUIRY', 'APPLY'],
    ['UNKNOWN', 'NONE', 'SETTLED', 'INQUIRY', 'APPLY'],
    ['UNKNOWN', 'NONE', 'REJECTED', 'NONE', 'CONTRADICTION'],
    ['SETTLED', 'REPLY', 'ACCEPTED', 'NOTIFICATION', 'STALE'],
    ['SETTLED', 'REPLY', 'UNKNOWN', 'NONE', 'STALE'],
    ['SETTLED', 'REPLY', 'SETTLED', 'STATEMENT', 'SAME'],
    ['SETTLED', 'REPLY', 'REJECTED', 'NOTIFICATION', 'CONTRADICTION'],
    ['SETTLED', 'REPLY', 'RETURNED', 'STATEMENT', 'APPLY'],
    ['REJECTED', 'REPLY', 'SETTLED', 'STATEMENT', 'CONTRADICTION'],
    ['REJECTED', 'REPLY', 'RETURNED', 'STATEMENT', 'CONTRADICTION'],
    ['SETTLED', 'REPLY', 'RETURNED', 'NONE', 'CONTRADICTION'],
    ['RETURNED', 'STATEMENT', 'SETTLED', 'NOTIFICATION', 'STALE'],
    ['RETURNED', 'STATEMENT', 'REJECTED', 'NOTIFICATION', 'CONTRADICTION'],
  ])('that finds %s (%s) and says %s (%s) is %s', (status, standing, to, evidence, verdict) => {
    expect(judgeReport({ status, evidence: standing }, to, evidence).kind).toBe(verdict);
  });

  it.each<[ReportableStatus, ReportEvidence, string]>([
    ['SETTLED', 'STATEMENT', 'CONTRADICTION'],
    ['ACCEPTED', 'INQUIRY', 'CONTRADICTION'],
    ['REJECTED', 'REPLY', 'CONTRADICTION'],
    ['CANCELLED', 'REPLY', 'CONTRADICTION'],
    ['UNKNOWN', 'INQUIRY', 'STALE'],
    ['SUBMITTED', 'NONE', 'STALE'],
  ])('of an attempt that two people closed, saying %s (%s), is %s', (to, evidence, verdict) => {
    expect(judgeAfterDecision(to, evidence).kind).toBe(verdict);
  });

  it('leads to the same final state whatever the order in which an institution’s words arrive', () => {
    const words: ReportableStatus[] = ['SUBMITTED', 'ACCEPTED', 'SETTLED', 'RETURNED'];
    for (const order of permutations(words)) {
      let status: PaymentStatus = 'QUEUED';
      for (const word of order) {
        const verdict = judgeReport({ status, evidence: 'REPLY' }, word, 'NOTIFICATION');
        expect(verdict.kind).not.toBe('CONTRADICTION');
        if (verdict.kind === 'APPLY') status = word;
      }

      expect(status).toBe('RETURNED');
    }
  });

  it('moves only along the table', () => {
    for (const status of PAYMENT_STATUSES.filter((from) => from !== 'DRAFT' && from !== 'APPROVED')) {
      for (const to of [
        'SUBMITTED',
        'ACCEPTED',
        'HELD',
        'UNKNOWN',
        'SETTLED',
        'REJECTED',
        'CANCELLED',
        'RETURNED',
      ] as const) {
        const verdict = judgeReport({ status, evidence: 'NONE' }, to, 'INQUIRY');
        let from: PaymentStatus = status;
        for (const step of verdict.kind === 'APPLY' ? verdict.path : []) {
          expect(PAYMENT_MOVES[from]).toContain(step);
          from = step;
        }
      }
    }
    expect(CLOSED_STATUSES).toHaveLength(4);
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]),
  );
}
