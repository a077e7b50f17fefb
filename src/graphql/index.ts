/** What every domain's `graphql/` folder builds its subgraph from. */
export { asksOnlyFor } from './asks-only-for.js';
export { AtMost, Weighs } from './bounds.js';
export {
  buildSubgraph,
  FROM_STREAM,
  type ReferenceResolver,
  type Stream,
  type Subgraph,
  type SubgraphParts,
} from './build-subgraph.js';
export { ClaimChecksArgs, RequestChecksInput } from './check-arguments.js';
export {
  connectionOf,
  CountedPage,
  formatPageCursor,
  PAGE_KEYS,
  PAGE_SIZE_MAX,
  parsePage,
  type Connection,
  type PageArguments,
} from './connection.js';
export { defineLoader, groupedBy, inOrderOf, type HubContext } from './context.js';
export { defineEnum } from './define-enum.js';
export { IdempotencyKeyArg, IdempotencyKeyField, invalidKey } from './idempotency-key.js';
export { judgedAlone, loneItemsOf } from './reports.js';
export { remember, type Remembered, type RememberOptions } from './remember.js';
export {
  AccountStatus,
  CitizenVerdict,
  FailureReason,
  InstitutionKind,
  NameMatch,
  NoAccountReason,
  PaymentStatus,
  ReportOutcome,
  WorkKind,
} from './enums.js';
export {
  CursorScalar,
  DateScalar,
  DateTimeScalar,
  DongScalar,
  PeriodScalar,
  PersonalIdScalar,
} from './scalars.js';
export {
  ChecksRequested,
  Event,
  InstitutionStub,
  InstitutionTotal,
  InvalidInput,
  Node,
  NotFound,
  PageInfo,
  ReportReceipt,
  UserError,
} from './shared-types.js';
