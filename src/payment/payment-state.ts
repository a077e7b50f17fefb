/** The states of a payment and the only moves between them. A rejected, cancelled or returned payment is never
 *  re-opened: another payment replaces it. */

export type PaymentStatus =
  | 'DRAFT'
  | 'APPROVED'
  | 'QUEUED'
  | 'SUBMITTED'
  | 'ACCEPTED'
  | 'HELD'
  | 'UNKNOWN'
  | 'SETTLED'
  | 'REJECTED'
  | 'CANCELLED'
  | 'RETURNED';

/** From each state, the states that may follow. An empty row is final. UNKNOWN goes back to QUEUED only when two people decide
 *  that a payment which its institution never received is sent again: the attempt is closed and another one made. */
export const PAYMENT_MOVES: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  DRAFT: ['APPROVED', 'CANCELLED'],
  APPROVED: ['QUEUED', 'CANCELLED'],
  QUEUED: ['SUBMITTED', 'ACCEPTED', 'HELD', 'UNKNOWN', 'SETTLED', 'REJECTED', 'CANCELLED'],
  SUBMITTED: ['ACCEPTED', 'HELD', 'UNKNOWN', 'SETTLED', 'REJECTED', 'CANCELLED'],
  ACCEPTED: ['HELD', 'SETTLED', 'REJECTED', 'CANCELLED'],
  HELD: ['ACCEPTED', 'SETTLED', 'REJECTED', 'CANCELLED'],
  UNKNOWN: ['SUBMITTED', 'ACCEPTED', 'HELD', 'SETTLED', 'REJECTED', 'CANCELLED', 'QUEUED'],
  SETTLED: ['RETURNED'],
  REJECTED: [],
  CANCELLED: [],
  RETURNED: [],
};

/** What two people may decide besides, where an institution contradicts itself: that what it refused, or gave back, was paid after
 *  all, and that what it confirmed was not. No report moves a payment so. */
export const DECISION_MOVES = [
  { from: 'REJECTED', to: 'SETTLED' },
  { from: 'CANCELLED', to: 'SETTLED' },
  { from: 'RETURNED', to: 'SETTLED' },
  { from: 'SETTLED', to: 'REJECTED' },
] as const satisfies readonly { readonly from: PaymentStatus; readonly to: PaymentStatus }[];

export const PAYMENT_STATUSES = Object.keys(PAYMENT_MOVES) as readonly PaymentStatus[];

/** Nothing more is done about these by the machine: money is in the account, or is not and will not be. */
export const CLOSED_STATUSES = ['SETTLED', 'REJECTED', 'CANCELLED', 'RETURNED'] as const;

/** A payment in one of these can be replaced by a new one. */
export const REPLACEABLE_STATUSES = ['REJECTED', 'CANCELLED', 'RETURNED'] as const;

/** What an adapter may say of a payment: everything that happens at an institution, nothing that the hub decides. */
export const REPORTABLE_STATUSES = [
  'SUBMITTED',
  'ACCEPTED',
  'HELD',
  'UNKNOWN',
  'SETTLED',
  'REJECTED',
  'CANCELLED',
  'RETURNED',
] as const satisfies readonly PaymentStatus[];

export type ReportableStatus = (typeof REPORTABLE_STATUSES)[number];

/** Whose word a status is. NONE is the adapter's own: it never outranks the institution's. */
export type ReportEvidence = 'REPLY' | 'INQUIRY' | 'NOTIFICATION' | 'STATEMENT' | 'NONE';

/** What the state table makes of a report. STALE: already past it. CONTRADICTION: kept for a person. */
export type ReportVerdict =
  | { readonly kind: 'APPLY'; readonly path: readonly PaymentStatus[] }
  | { readonly kind: 'SAME' | 'STALE' | 'CONTRADICTION' };

const CLOSED: ReadonlySet<string> = new Set(CLOSED_STATUSES);
const SAME = { kind: 'SAME' } as const;
const STALE = { kind: 'STALE' } as const;
const CONTRADICTION = { kind: 'CONTRADICTION' } as const;

export interface Standing {
  readonly status: PaymentStatus;
  /** Whose word the present status is. */
  readonly evidence: ReportEvidence;
}

/** Decides about one report without asking a clock, so that the order in which reports arrive does not matter. The
 *  institution's word beats the adapter's own; a final state yields only to RETURNED. */
export function judgeReport(from: Standing, to: ReportableStatus, evidence: ReportEvidence): ReportVerdict {
  if (from.status === to) return SAME;
  if (evidence === 'NONE') return judgeOwnWord(from, to);
  if (CLOSED.has(from.status)) return judgeClosed(from.status, to, evidence);
  // The institution says that the money came back before it said that it had arrived: both are true.
  if (to === 'RETURNED') return { kind: 'APPLY', path: ['SETTLED', 'RETURNED'] };
  return PAYMENT_MOVES[from.status].includes(to) ? { kind: 'APPLY', path: [to] } : STALE;
}

/** Of an attempt that two people closed because its institution had never received it, whatever the institution says later is
 *  theirs to look at: it may have paid after all, and another attempt may have paid too. */
export function judgeAfterDecision(to: ReportableStatus, evidence: ReportEvidence): ReportVerdict {
  return evidence === 'NONE' || to === 'UNKNOWN' ? STALE : CONTRADICTION;
}

function judgeClosed(from: PaymentStatus, to: ReportableStatus, evidence: ReportEvidence): ReportVerdict {
  if (PAYMENT_MOVES[from].includes(to)) return { kind: 'APPLY', path: [to] };
  // A line of the payer's statement is no promise: the money has left, for a payment that was refused.
  if (to === 'ACCEPTED' && evidence === 'STATEMENT' && (from === 'REJECTED' || from === 'CANCELLED'))
    return CONTRADICTION;
  if (!CLOSED.has(to)) return STALE;
  // SETTLED after RETURNED is the earlier half of the same story, told late.
  return from === 'RETURNED' && to === 'SETTLED' ? STALE : CONTRADICTION;
}

/** An adapter may say on its own word that it sent, or that it does not know: nothing that only the institution can know. */
function judgeOwnWord(from: Standing, to: ReportableStatus): ReportVerdict {
  if (to !== 'SUBMITTED' && to !== 'UNKNOWN') return CONTRADICTION;
  if (CLOSED.has(from.status) || from.evidence !== 'NONE' || from.status === 'UNKNOWN') return STALE;
  return PAYMENT_MOVES[from.status].includes(to) ? { kind: 'APPLY', path: [to] } : STALE;
}
