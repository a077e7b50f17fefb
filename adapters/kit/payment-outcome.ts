/** What an institution said about one payment, in the hub's words: to our question, unasked, or on its statement. */
import type { FailureReason, PaymentStatus, ReportEvidence } from './generated/hub-client.js';

/** A status that an adapter may report; the others are the hub's own. */
export type ReportableStatus = Exclude<PaymentStatus, 'DRAFT' | 'APPROVED' | 'QUEUED'>;

/** What the institution said about one payment, in the hub's words. */
export interface PaymentOutcome {
  readonly status: ReportableStatus;
  /** Whose word it is: NONE only for the adapter's own (sent, no answer). */
  readonly evidence: ReportEvidence;
  readonly reason?: FailureReason;
  /** The institution's own code and words, without a person's data; at most 300 characters. */
  readonly reasonText?: string;
  readonly externalReference?: string;
  /** The amount the institution names, whole đồng; leave out when it names none. */
  readonly amount?: bigint;
  /** The receiver's account as the institution names it; leave out where it names none, or only in another form. Another than the
   *  payment's is kept for a person: it may be what the same reference paid before the hub forgot it. */
  readonly account?: string;
  /** The institution's time where it gives one, else the adapter's clock. */
  readonly occurredAt: Date;
}

/** An outcome that arrived unasked names its payment by the hub's reference or the institution's own. What cannot be traced to a
 *  payment is kept for a person when it stands on a statement and names its amount. */
export type PaymentNotice = PaymentOutcome & {
  readonly reference?: string;
  /** Of an entry of a statement: made of what the entry is. Left out, it is made of what is said. */
  readonly reportId?: string;
} & (
    | { readonly reference: string }
    | { readonly externalReference: string }
    | { readonly evidence: 'STATEMENT'; readonly amount: bigint }
  );

/** The outcome of an inquiry when the institution says that it never received the reference. The worker decides
 *  whether it may be sent again; the adapter never does. */
export function notReceived(occurredAt: Date, reasonText?: string): PaymentOutcome {
  return { status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED', reasonText, occurredAt };
}
