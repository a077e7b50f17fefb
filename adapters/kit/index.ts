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
  PaymentNotice,
  PaymentOutcome,
  PaymentRail,
  PaymentTask,
  ReportableStatus,
} from './adapter.js';
export { notReceived } from './adapter.js';
export { AdapterError, toAdapterError, type AdapterErrorKind } from './adapter-error.js';
export type {
  AccountCheckCapabilities,
  Capabilities,
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
