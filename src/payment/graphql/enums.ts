/** Enums that only the payment subgraph speaks. */
import { defineEnum } from '../../graphql/index.js';

export const PaymentKind = defineEnum('PaymentKind', 'What a payment is for.', {
  REGULAR: 'The monthly allowance.',
  ARREARS: 'Back pay (truy lĩnh).',
  EMERGENCY: 'Emergency relief.',
  GIFT: 'A gift, such as before Tết.',
  FUNERAL: 'Funeral support.',
});
export type PaymentKind = keyof typeof PaymentKind;

export const BatchStatus = defineEnum('BatchStatus', 'Where a batch stands.', {
  DRAFT: 'Its lines are being written.',
  AWAITING_APPROVAL: 'Made; waits for somebody else to approve it.',
  APPROVED: 'Approved and frozen; waits for funding.',
  RELEASED: 'Funded; its payments are with the adapters.',
  COMPLETED: 'Every payment has a final state.',
  CANCELLED: 'Taken back before release.',
});
export type BatchStatus = keyof typeof BatchStatus;

export const LeftOutReason = defineEnum(
  'LeftOutReason',
  'Why somebody who is entitled is not in a batch. May grow.',
  {
    CITIZEN_UNCHECKED: 'The population database has not been asked, or could not answer.',
    CITIZEN_MISMATCH: 'The population record disagrees.',
    CITIZEN_NOT_FOUND: 'There is no such population record.',
    DECEASED: 'Recorded as dead.',
    CHECK_STALE: 'The citizen’s or the account’s check is older than the freshness limit.',
    NO_ACCOUNT: 'No account is registered, own or of an authorised receiver.',
    ACCOUNT_NOT_VERIFIED: 'There are accounts, and none is verified.',
    NO_RAIL: 'No adapter pays at that institution, or in that way.',
    ALREADY_PAID: 'Another live payment of the period pays the same.',
    EXCLUDED: 'Taken out by an officer; see the text.',
    MONEY_IN_DOUBT:
      'An institution’s word about an earlier payment of this right and month is not settled: people decide first, see `reconciliationExceptions`.',
  },
);
export type LeftOutReason = keyof typeof LeftOutReason;

export const DuplicateRule = defineEnum('DuplicateRule', 'What two payments of one period share.', {
  SAME_PERSON: 'The same person, by personal id.',
  SAME_ACCOUNT: 'The same account, of different persons.',
  SAME_RECEIVER: 'The same receiver, for different persons.',
});
export type DuplicateRule = keyof typeof DuplicateRule;

export const PaymentAction = defineEnum('PaymentAction', 'What to do with one attempt.', {
  SUBMIT: 'Send it: handed out once.',
  INQUIRE: 'Find out what became of it, by the same reference.',
});
export type PaymentAction = keyof typeof PaymentAction;

export const CashDelivery = defineEnum('CashDelivery', 'How cash reaches its receiver.', {
  COUNTER: 'The receiver comes to the counter.',
  HOME: 'It is brought to the receiver, who cannot come.',
});
export type CashDelivery = keyof typeof CashDelivery;

export const ReportEvidence = defineEnum('ReportEvidence', 'Whose word a reported status is.', {
  REPLY: "The institution's answer to the order itself.",
  INQUIRY: "The institution's answer to an inquiry.",
  NOTIFICATION: "The institution's call-back or message.",
  STATEMENT: 'A line of its statement.',
  NONE: "The adapter's own (sent, no answer): it never outranks the institution's.",
});
export type ReportEvidence = keyof typeof ReportEvidence;
