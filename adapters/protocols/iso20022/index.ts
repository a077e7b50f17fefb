/** The door of the ISO 20022 protocol folder. */
export { readAccountReport, type AccountReport } from './account-report.js';
export {
  failureOfReason,
  FAILURE_REASON,
  readingOfVerification,
  shownCode,
  statusOfTransaction,
  type VerificationReading,
} from './code-sets.js';
export {
  writeCreditTransferInitiation,
  type CreditTransfer,
  type CreditTransferFile,
  type CreditTransferGroup,
} from './credit-transfer-initiation.js';
export {
  INTERBANK_CREDIT_TRANSFER,
  writeInterbankCreditTransfer,
  type InterbankCreditTransfer,
} from './interbank-credit-transfer.js';
export { readInterbankStatusReport } from './interbank-status-report.js';
export { IsoMessageError, isoMessageName } from './iso-document.js';
export { isoText, messageIdOf, uetrOf } from './iso-text.js';
export { readPaymentReturn, type PaymentReturn, type ReturnedTransaction } from './payment-return.js';
export {
  readPaymentStatusReport,
  type PaymentStatusReport,
  type StatusReason,
  type TransactionStatus,
} from './payment-status-report.js';
export { SentMessages, type SentGroup } from './sent-messages.js';
export { noticesOfStatusReport } from './status-notices.js';
export { readStatementFile, statementOfReport } from './statement-file.js';
export { STATUS_REQUEST, writeStatusRequest, type StatusRequest } from './status-request.js';
export { outcomeOfStatus, outcomeOfTransaction } from './transaction-outcome.js';
export { readVerificationReport, type VerificationReport } from './verification-report.js';
export { writeVerificationRequest, type VerificationRequest } from './verification-request.js';
