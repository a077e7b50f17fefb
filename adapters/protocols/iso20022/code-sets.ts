/**
 * ISO 20022 external code sets in the hub's words: transaction status, status and return reasons, verification reasons.
 * A word that is not here is UNKNOWN: never paid, never failed.
 */
import type { AccountState, FailureReason, NameMatch, ReportableStatus } from '../../kit/index.js';

// ISO 20022 ExternalPaymentTransactionStatus1Code; ACSC only says that the debtor's side is booked.
export const TRANSACTION_STATUS: ReadonlyMap<string, ReportableStatus> = new Map([
  ['RCVD', 'SUBMITTED'],
  ['ACTC', 'ACCEPTED'],
  ['ACCP', 'ACCEPTED'],
  ['ACFC', 'ACCEPTED'],
  ['ACFW', 'HELD'],
  ['ACWC', 'ACCEPTED'],
  ['ACWP', 'ACCEPTED'],
  ['ACSP', 'ACCEPTED'],
  ['ACPD', 'ACCEPTED'],
  ['ACSC', 'ACCEPTED'],
  ['ACCC', 'SETTLED'],
  ['PDNG', 'HELD'],
  ['PATC', 'HELD'],
  ['BLCK', 'HELD'],
  ['RJCT', 'REJECTED'],
  ['CANC', 'CANCELLED'],
] as const);

export function statusOfTransaction(word: string | undefined): ReportableStatus {
  return (word === undefined ? undefined : TRANSACTION_STATUS.get(word)) ?? 'UNKNOWN';
}

// ISO 20022 ExternalStatusReason1Code and ExternalReturnReason1Code, grouped by what a person must do next.
const REASONS: Readonly<Partial<Record<FailureReason, readonly string[]>>> = {
  ACCOUNT_INVALID: ['AC01', 'AC03', 'AC14', 'RC01', 'RC04', 'RC07', 'AGNT'],
  ACCOUNT_NOT_FOUND: ['BE06'],
  ACCOUNT_CLOSED: ['AC04', 'AC07'],
  ACCOUNT_BLOCKED: ['AC06', 'AC16', 'AG01', 'AG03'],
  SOURCE_ACCOUNT: ['AC02', 'AC05', 'AC13', 'AG07', 'BE16', 'RC03'],
  NAME_MISMATCH: ['BE01'],
  ID_MISMATCH: ['BE17'],
  KYC_INCOMPLETE: ['RR03', 'RR04', 'NOCM'],
  LIMIT_EXCEEDED: ['AM02', 'AM14', 'AM21'],
  FUNDS: ['AM04'],
  DUPLICATE: ['AM05', 'DU01', 'DU02', 'DU03', 'DU04', 'DU05', 'DUPL'],
  AMOUNT: ['AM01', 'AM09', 'AM10', 'AM12'],
  DECEASED: ['MD07'],
  CUTOFF: ['TM01', 'DT01', 'DT04'],
  REFUSED: ['MS02', 'MS03', 'CUST', 'NARR', 'NOAS', 'FOCR'],
  TECHNICAL: ['ED05', 'AB05', 'AB08', 'AB09', 'AB10', 'FF01', 'AM18'],
};

export const FAILURE_REASON: ReadonlyMap<string, FailureReason> = new Map(
  Object.entries(REASONS).flatMap(([reason, codes]) =>
    codes.map((code) => [code, reason as FailureReason] as const),
  ),
);

/** A refusal whose reason is not in the table is still a refusal; its own code stays in the report's text. */
export function failureOfReason(code: string | undefined): FailureReason {
  return (code === undefined ? undefined : FAILURE_REASON.get(code)) ?? 'REFUSED';
}

// ISO 20022 ExternalBankTransactionSubFamily1Code: a credit because of a return, or of a request to cancel.
const RETURN_CODES: ReadonlySet<string> = new Set(['RRTN', 'RPCR']);

/** Whether the bank's code of a booking says that a transfer came back. */
export function isReturnCode(code: string | undefined): boolean {
  return code !== undefined && RETURN_CODES.has(code);
}

// ISO 20022 ExternalBankTransactionSubFamily1Code of what a bank books on its own account.
const EXPLAINED: ReadonlyMap<string, string> = new Map([
  ['CHRG', 'charges'],
  ['FEES', 'fees'],
  ['COMM', 'commission'],
  ['INTR', 'interest'],
  ['TAXE', 'taxes'],
]);

/** What a booking is by its code, when that is no payment; undefined for every other code. */
export function explanationOfCode(code: string | undefined): string | undefined {
  return code === undefined ? undefined : EXPLAINED.get(code);
}

/** A code as it may be shown: what has the form of no code may be a sentence, or a name. */
export function shownCode(code: string | undefined): string {
  return code === undefined || /^[A-Za-z0-9-]{0,35}$/.test(code) ? (code ?? '') : 'a code of another form';
}

export interface VerificationReading {
  readonly accountState: AccountState;
  readonly institutionMatch?: NameMatch;
  readonly personalIdMatches?: boolean;
}

// ISO 20022 ExternalVerificationReason1Code; it has no code of its own for a closed account.
export const VERIFICATION_REASON: ReadonlyMap<string, VerificationReading> = new Map<
  string,
  VerificationReading
>([
  ['AC01', { accountState: 'NOT_FOUND' }],
  ['AG01', { accountState: 'BLOCKED' }],
  ['PN01', { accountState: 'OPEN', institutionMatch: 'NO_MATCH' }],
  ['PN02', { accountState: 'OPEN', institutionMatch: 'CLOSE' }],
  ['PI01', { accountState: 'OPEN', personalIdMatches: false }],
]);

/** What a negative answer says; everything technical or unknown is UNAVAILABLE, to be asked again. */
export function readingOfVerification(reason: string | undefined): VerificationReading {
  return (
    (reason === undefined ? undefined : VERIFICATION_REASON.get(reason)) ?? { accountState: 'UNAVAILABLE' }
  );
}
