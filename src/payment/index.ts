/** Payments: batches, approvals, attempts, statuses, and the work of adapters that pay. */
export { createPaymentSubgraph, type PaymentSubgraphDeps } from './graphql/subgraph.js';
export type { Booking, Books } from './booking-store.js';
export { checkInvariants, type CheckedInvariant, type CheckInvariantsOptions } from './check-invariants.js';
export { lapseLeases as lapsePaymentLeases } from './lapse-leases.js';
export { stopDeceased } from './stop-deceased.js';
export { beginRecovery, beginRecoveryWithin } from './recovery/begin-recovery.js';
export { recover } from './recovery/find-forgotten.js';
export { describeRecovery, type RecoveryStatus } from './recovery/recovery-status.js';
export { STATEMENT_DAYS_MAX } from './recovery/statement-store.js';
export { createRecoveryWatch } from './recovery/recovery-watch.js';
export type { PaymentDeps } from './payment-deps.js';
export { DEFAULT_PAYMENT_POLICY, type PaymentPolicy } from './payment-policy.js';
export { agreeOnReferenceKeys, ReferenceKeysDiffer, type ReferenceKey } from './reference-key-store.js';
export { areOwnReferences, isOwnReference } from './reference-store.js';
export { recordFunding, type RecordFundingResult } from './record-funding.js';
