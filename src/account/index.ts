/** The account registry: institutions, people's accounts, and what institutions say of them. */
export { DEFAULT_ACCOUNT_POLICY, type AccountDeps, type AccountPolicy } from './account-deps.js';
export { askAgain as askAgainAboutAccounts } from './ask-again.js';
export { claimAccountChecks, type ClaimedAccountCheck } from './claim-account-checks.js';
export {
  decideNameMatch,
  type DecideNameMatchInput,
  type DecideNameMatchResult,
} from './decide-name-match.js';
export { createAccountSubgraph, type AccountSubgraphDeps } from './graphql/subgraph.js';
export type { NewInstitution } from './institution-store.js';
export {
  createInstitutionWatch,
  type InstitutionWatch,
  type InstitutionWatchOptions,
} from './institution-watch.js';
export { lapseLeases as lapseAccountLeases } from './lapse-leases.js';
export { loadInstitutions } from './load-institutions.js';
export { openRails } from './open-rails.js';
export {
  registerAccount,
  type RegisterAccountInput,
  type RegisterAccountResult,
} from './register-account.js';
export { reportAccountChecks, type AccountCheckReport } from './report-account-checks.js';
export {
  requestAccountChecks,
  type ChecksQueued,
  type RequestAccountChecksInput,
} from './request-account-checks.js';
export { takeUpListedAccounts, type TakenUp, type TakeUpOptions } from './take-up-listed-accounts.js';
