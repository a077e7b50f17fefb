/** Enums that more than one subgraph speaks: federation wants them declared alike wherever they are used. */
import { defineEnum } from './define-enum.js';

export const InstitutionKind = defineEnum('InstitutionKind', 'What an institution is.', {
  BANK: 'A commercial bank.',
  WALLET: 'An e-wallet.',
  MOBILE_MONEY: 'A mobile-money service of a telecom operator.',
  CASH_SERVICE: 'The payment-service organisation: cash at the counter.',
  TREASURY: 'The State Treasury.',
  REGISTRY: 'A register that confirms facts and holds no money.',
});
export type InstitutionKind = keyof typeof InstitutionKind;

export const CitizenVerdict = defineEnum(
  'CitizenVerdict',
  'What the population database says of a citizen.',
  {
    UNCHECKED: 'Never asked.',
    MATCH: 'The record agrees with what was asked.',
    MISMATCH: 'The record exists and disagrees.',
    NOT_FOUND: 'There is no such record.',
    DECEASED: 'The citizen is recorded as dead: no payment.',
    UNAVAILABLE: 'The register could not be asked; try again.',
  },
);
export type CitizenVerdict = keyof typeof CitizenVerdict;

export const AccountStatus = defineEnum('AccountStatus', 'What is known of an account.', {
  UNCHECKED: 'Registered, never asked about.',
  CHECKING: 'Its institution is being asked.',
  VERIFIED: "Open and its holder's: it may be paid into.",
  NEEDS_REVIEW: 'The name is close or masked: an officer decides.',
  REJECTED: 'The name or the personal id is another one, or there is no such account.',
  CLOSED: 'Closed at its institution.',
  BLOCKED: 'Exists, and takes no money.',
  UNAVAILABLE: 'Its institution could not be asked; try again.',
});
export type AccountStatus = keyof typeof AccountStatus;

export const NameMatch = defineEnum('NameMatch', "How the institution's name compares with the citizen's.", {
  UNKNOWN: 'Not compared yet.',
  MATCH: 'The same name, diacritics aside.',
  CLOSE: 'Likely the same: y for i, another order, or cut short by the bank.',
  MASKED_MATCH: 'The institution shows a masked name, and the letters shown agree.',
  NO_MATCH: 'Another name.',
  UNAVAILABLE: 'The institution tells no name.',
});
export type NameMatch = keyof typeof NameMatch;

export const PaymentStatus = defineEnum('PaymentStatus', 'Where a payment stands.', {
  DRAFT: 'A line of a batch that is not approved.',
  APPROVED: 'Approved and frozen; waits for funding.',
  QUEUED: 'Released; waits for its adapter.',
  SUBMITTED: 'Sent; the institution has not said more.',
  ACCEPTED: 'The institution took it; the money is not in the account yet.',
  HELD: 'The institution holds it for a decision of its own.',
  UNKNOWN: 'Nobody knows yet whether it was paid: being found out, never sent again blindly.',
  SETTLED: 'The money is in the account.',
  REJECTED: 'The institution refused it; nothing was paid.',
  CANCELLED: 'Taken back before it was sent, or by the institution.',
  RETURNED: 'Paid, and the money came back.',
});
export type PaymentStatus = keyof typeof PaymentStatus;

export const FailureReason = defineEnum('FailureReason', 'Why a payment was not made, or came back.', {
  ACCOUNT_INVALID: 'The account number is malformed or of another institution.',
  ACCOUNT_NOT_FOUND: 'There is no such account.',
  ACCOUNT_CLOSED: 'The account is closed.',
  ACCOUNT_BLOCKED: 'The account takes no money.',
  SOURCE_ACCOUNT: "The payer's own account or set-up is at fault.",
  NAME_MISMATCH: 'The name is not the holder’s.',
  ID_MISMATCH: 'The personal id is not the holder’s.',
  KYC_INCOMPLETE: 'The holder has not finished identification at the institution.',
  LIMIT_EXCEEDED: 'Over a limit of the account.',
  FUNDS: 'The source account does not hold enough.',
  DUPLICATE: 'The institution has seen this payment before.',
  AMOUNT: 'The amount is not allowed.',
  DECEASED: 'The holder is dead.',
  CUTOFF: 'Outside the hours or days of the institution.',
  REFUSED: 'Refused without a further reason.',
  NOT_RECEIVED: 'The institution never received it.',
  TECHNICAL: 'A technical fault at the institution.',
});
export type FailureReason = keyof typeof FailureReason;

export const ReportOutcome = defineEnum('ReportOutcome', 'What became of a report.', {
  APPLIED: 'It is recorded and changed the state.',
  DUPLICATE: 'Already known; nothing changed.',
  STALE: 'The state table already is past it; kept, nothing changed.',
  EXCEPTION:
    'It contradicts a final state or an amount, or repeats a report id with other content: kept for a person.',
  REFUSED: "Not the caller's task, or a status that no adapter may set.",
});
export type ReportOutcome = keyof typeof ReportOutcome;

export const NoAccountReason = defineEnum('NoAccountReason', 'Why somebody has no account of their own.', {
  UNDER_AGE: 'Under 15, without a guardian who could open one.',
  LIMITED_CAPACITY: 'Lost or limited legal capacity.',
  BEDRIDDEN: 'Bedridden, or too disabled to open one.',
  NO_VALID_ID: 'No valid identity card.',
  NO_BIOMETRICS: 'Biometrics cannot be taken.',
  NO_PHONE: 'No telephone.',
  REMOTE: 'No branch or agent within reach.',
  IN_FACILITY: 'Lives in a care facility or prison.',
  ABSENT: 'Away from home.',
  REFUSES: 'Does not want one.',
  NAME_OR_ID_CONFLICT: 'Name or number differ between papers.',
  DECEASED: 'Has died.',
  OTHER: 'Another reason.',
});
export type NoAccountReason = keyof typeof NoAccountReason;

export const WorkKind = defineEnum('WorkKind', 'What an adapter is given to do.', {
  CITIZEN_CHECK: 'Questions to the population database.',
  ACCOUNT_CHECK: 'Questions about accounts.',
  PAYMENT: 'Payments to send or to ask about.',
});
export type WorkKind = keyof typeof WorkKind;
