/** Who asks, what for, and which rows they may see. */
export {
  accessEntryOf,
  createAccessLog,
  type AccessEntry,
  type AccessLog,
  type AccessLogOptions,
} from './access-log.js';
export { appendAccessEntries, type Queryable } from './access-log-store.js';
export {
  callerFromToken,
  ROLES,
  withAreaId,
  type Caller,
  type CallerArea,
  type Role,
  type TokenClaims,
} from './caller.js';
export { isLoopback } from './issuer-name.js';
export { PURPOSES, purposeShowsPersonalData, type Purpose } from './purpose.js';
export {
  requireInstitution,
  requireRole,
  requireShownData,
  requireWhoseBenefit,
  scopeCoversInstitution,
  scopeKey,
  scopeOf,
  showsWhoseBenefit,
  type Scope,
} from './scope.js';
export {
  createTokenVerifier,
  type TokenVerifier,
  type TokenVerifierOptions,
  type VerifiedToken,
} from './token-verifier.js';
export { publicRows, readWithin, sqlInScope, type InScope, type ScopedStatement } from './in-scope-store.js';
export { findArea, findScopeReach, getAreasBelow, isAreaVisible, listAreasBelow } from './area-store.js';
export { areaBelow, areaReached, areaRowVisible, rowVisible, scopeValues } from './visibility.js';
export {
  countAccessEntries,
  listAccessEntries,
  listSpentMisses,
  type AccessFilter,
  type AccessRow,
} from './access-list-store.js';
export { requireKnownCodes, type FilterCodes } from './known-code-store.js';
export { createLookUps, LOOK_UP_WINDOW_SECONDS, type LookUpPermit, type LookUps } from './look-ups.js';
export { getRequestedArea, type RequestedPeople } from './requested-area.js';
