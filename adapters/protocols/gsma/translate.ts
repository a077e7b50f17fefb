/** The words of the GSMA Mobile Money API in the hub's: statuses, error codes, account states. Tables, and nothing unlisted is guessed. */
import type {
  AccountState,
  FailureReason,
  PaymentOutcome,
  ReportableStatus,
  ReportEvidence,
} from '../../kit/index.js';
import { dongOf, type GsmaError, type GsmaRequestState, type GsmaTransaction } from './wire.js';

/** `transactionStatus` is free text in API 1.2, so a provider's profile lists its own words. */
export type StatusTable = readonly (readonly [word: string, status: ReportableStatus, meaning: string])[];

export const gsmaStatuses: StatusTable = [
  ['completed', 'SETTLED', 'credited to the receiver'],
  ['pending', 'ACCEPTED', 'being processed'],
  ['failed', 'REJECTED', 'not carried out'],
  ['declined', 'REJECTED', 'not carried out'],
  ['cancelled', 'CANCELLED', 'withdrawn before it was carried out'],
  ['reversed', 'RETURNED', 'taken back from the receiver'],
];

/** Business errors that say: not carried out, and why. API 1.2 "API Error Codes". */
export const gsmaErrors: readonly (readonly [code: string, reason: FailureReason])[] = [
  ['insufficientFunds', 'FUNDS'],
  ['dailyVolumeLimitExceeded', 'LIMIT_EXCEEDED'],
  ['dailyValueLimitExceeded', 'LIMIT_EXCEEDED'],
  ['weeklyVolumeLimitExceeded', 'LIMIT_EXCEEDED'],
  ['weeklyValueLimitExceeded', 'LIMIT_EXCEEDED'],
  ['monthlyVolumeLimitExceeded', 'LIMIT_EXCEEDED'],
  ['monthlyValueLimitExceeded', 'LIMIT_EXCEEDED'],
  ['accountMaxTotalVolumeExceeded', 'LIMIT_EXCEEDED'],
  ['accountMaxTotalValueExceeded', 'LIMIT_EXCEEDED'],
  ['maxBalanceExceeded', 'LIMIT_EXCEEDED'],
  ['greaterThanTransactionMaxValue', 'AMOUNT'],
  ['lessThanTransactionMinValue', 'AMOUNT'],
  ['underPaymentNotAllowed', 'AMOUNT'],
  ['overPaymentNotAllowed', 'AMOUNT'],
  ['negativeValue', 'AMOUNT'],
  ['samePartiesError', 'ACCOUNT_INVALID'],
  ['identifierError', 'ACCOUNT_NOT_FOUND'],
  ['formatError', 'ACCOUNT_INVALID'],
  ['lengthError', 'ACCOUNT_INVALID'],
  ['incorrectState', 'ACCOUNT_BLOCKED'],
  ['requestDeclined', 'REFUSED'],
  ['requestingPartyAuthorisationError', 'SOURCE_ACCOUNT'],
  ['currencyNotSupported', 'TECHNICAL'],
  ['mandatoryValueNotSupplied', 'TECHNICAL'],
];

/** The provider turned the caller away, and says nothing about the payment. */
const turnedAwayCodes = ['clientAuthorisationError', 'rateLimitError'];

export function isTurnedAway(error: GsmaError): boolean {
  return turnedAwayCodes.some((code) => isSameWord(code, error.errorCode));
}

export interface Heard {
  readonly evidence: ReportEvidence;
  readonly now: Date;
  readonly statuses: StatusTable;
}

export function transactionOutcome(transaction: GsmaTransaction, heard: Heard): PaymentOutcome {
  const { transactionReference, transactionStatus, modificationDate, creationDate } = transaction;
  const row = heard.statuses.find(([word]) => isSameWord(word, transactionStatus));
  const amount = dongOf(transaction.amount, transaction.currency);
  const facts = {
    evidence: heard.evidence,
    externalReference: transactionReference,
    amount,
    occurredAt: instant(modificationDate ?? creationDate) ?? heard.now,
  };
  if (row === undefined)
    return { ...facts, status: 'UNKNOWN', reason: 'TECHNICAL', reasonText: 'unlisted transactionStatus' };
  // An amount that cannot be đồng is a contradiction; nobody may call that settled.
  if (amount === undefined)
    return { ...facts, status: 'UNKNOWN', reason: 'AMOUNT', reasonText: 'amount is not whole VND' };
  const [, status, meaning] = row;
  return status === 'REJECTED'
    ? { ...facts, status, reason: 'REFUSED', reasonText: meaning }
    : { ...facts, status };
}

/** A request state that is not `completed`: then the transaction itself is asked for. */
export function requestStateOutcome(state: GsmaRequestState, heard: Heard): PaymentOutcome {
  const error = state.error ?? state.errorReference;
  switch (state.status) {
    case 'pending':
      return { status: 'ACCEPTED', evidence: heard.evidence, occurredAt: heard.now };
    case 'failed':
      return failedOutcome(error, heard);
    default:
      return {
        status: 'UNKNOWN',
        evidence: heard.evidence,
        reason: 'TECHNICAL',
        reasonText: 'unlisted request state',
        occurredAt: heard.now,
      };
  }
}

/** An error about a payment. An unlisted code is a doubt: an inquiry will find whether the request failed. */
export function failureOutcome(error: GsmaError, heard: Heard): PaymentOutcome {
  const said = {
    evidence: heard.evidence,
    reasonText: `${error.errorCategory} ${error.errorCode}`.slice(0, 100),
    occurredAt: instant(error.errorDateTime) ?? heard.now,
  };
  if (isSameWord(error.errorCode, 'duplicateRequest'))
    return { ...said, status: 'UNKNOWN', reason: 'DUPLICATE' };
  const row = gsmaErrors.find(([code]) => isSameWord(code, error.errorCode));
  if (row) return { ...said, status: 'REJECTED', reason: row[1] };
  const isRefusal = ['businessRule', 'validation'].some((category) =>
    isSameWord(category, error.errorCategory),
  );
  // genericError is documented for every category: a refusal in these two, a doubt in the others.
  return isRefusal && isSameWord(error.errorCode, 'genericError')
    ? { ...said, status: 'REJECTED', reason: 'REFUSED' }
    : { ...said, status: 'UNKNOWN', reason: 'TECHNICAL' };
}

/** The provider says that the request failed; its error only says why. */
function failedOutcome(error: GsmaError | undefined, heard: Heard): PaymentOutcome {
  const why = error && failureOutcome(error, heard);
  if (why?.status === 'REJECTED') return why;
  const reasonText = why?.reasonText ?? 'failed';
  return {
    status: 'REJECTED',
    evidence: heard.evidence,
    reason: 'REFUSED',
    reasonText,
    occurredAt: heard.now,
  };
}

/** `subStatus` is free text in API 1.2; a closed account is told from a blocked one only where the provider says so. */
export function accountState(status: string, subStatus?: string): AccountState {
  switch (status.toLowerCase()) {
    case 'available':
      return 'OPEN';
    case 'unregistered':
      return 'NOT_FOUND';
    case 'unavailable':
      return subStatus?.toLowerCase() === 'closed' ? 'CLOSED' : 'BLOCKED';
    default:
      return 'UNAVAILABLE';
  }
}

/** The guide and the OpenAPI file of API 1.2 write the same words with other capitals and spaces. */
export function isSameWord(one: string, other: string): boolean {
  return one.toLowerCase().replace(/\s/g, '') === other.toLowerCase().replace(/\s/g, '');
}

export function instant(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
