/** The door of the kit for adapters and for whoever runs them. Simulators have a door of their own, `simulator/`. */
export type {
  AccountAnswer,
  AccountChecker,
  AccountCheckTask,
  Adapter,
  AdapterDeps,
  AdapterSession,
  CitizenAnswer,
  CitizenChecker,
  CitizenCheckTask,
  FeedPage,
  NoticeFeed,
  PaymentNotice,
  PaymentOutcome,
  PaymentRail,
  PaymentTask,
  StatementSource,
  SubmitLease,
} from './adapter.js';
export { notReceived, type ReportableStatus } from './payment-outcome.js';
export {
  collectStatement,
  EntryError,
  joinStatements,
  StatementError,
  type EntryReading,
  type PassedEntry,
  type SourceEntry,
  type Statement,
  type StatementNotice,
} from './statement.js';
export { decodeText } from './decode-text.js';
export { asReference } from './hub-reference.js';
export type { RecipientLine, RecipientList, RecipientListHead, RecipientSource } from './recipient-source.js';
export type { FundingAnswer, FundingOrder, FundingSource } from './funding-source.js';
export { AdapterError, toAdapterError, type AdapterErrorKind } from './adapter-error.js';
export type {
  AccountCheckCapabilities,
  Capabilities,
  FundingCapabilities,
  PaymentCapabilities,
  ServiceHours,
} from './capabilities.js';
export { silentLog, type Log } from './log.js';
export type {
  AccountState,
  CitizenCheckScope,
  CitizenField,
  CitizenVerdict,
  FailureReason,
  Gender,
  InstitutionKind,
  NameMatch,
  PaymentStatus,
  ReportEvidence,
  WorkKind,
} from './generated/hub-client.js';
export {
  HttpClient,
  type HttpAnswer,
  type HttpCall,
  type HttpClientOptions,
  type HttpTlsFiles,
} from './http-client.js';
export { hmacHex, isSameSignature } from './signature/hmac.js';
export {
  isRsaSigned,
  rsaSeal,
  rsaSign,
  type RsaPadding,
  type RsaSignOptions,
  type RsaVerifyOptions,
} from './signature/rsa.js';
export { signDetachedJws, verifyDetachedJws, type JwsKey } from './signature/detached-jws.js';
export {
  openFileSignatures,
  type FileParties,
  type FileSignatures,
  type SignatureFault,
  type SignedFile,
} from './signature/file-signature.js';
export { fileSignatureSettings, type FileSignatureSettings } from './signature/file-signature-settings.js';
export { openInbox, putFile, type NamedFile } from './file-exchange/drop-folder.js';
export { UnusableFile, type Aside, type FileStore } from './file-exchange/file-store.js';
export { IncomingFiles, type IncomingFilesOptions } from './file-exchange/incoming-files.js';
export {
  clientCredentialsToken,
  type AccessTokenSource,
  type ClientCredentials,
} from './hub/access-token.js';
export { HubFailure, type HubAnswer, type HubConnection } from './hub/hub-connection.js';
export { httpHub, type HttpHubOptions } from './hub/http-hub.js';
export { inProcessHub, type HubExecutor, type HubOperation } from './hub/in-process-hub.js';
export { reportStatement, type StatementSummary } from './worker/report-statement.js';
export { runAdapter, type RunAdapterOptions, type RunningAdapter } from './worker/run-adapter.js';
export {
  listenForCallbacks,
  type CallbackListener,
  type CallbackListenerOptions,
  type CallbackRequest,
} from './callback-listener.js';
export { hanoiDay, instantOf } from './hanoi-time.js';
export { configParser } from './config-parser.js';
export { pem } from './pem.js';
export { rsaPublicKey, rsaPublicKeyPem } from './rsa-public-key.js';
