/** Beneficiaries, what they are entitled to, where they live, and the lists that say so. */
export { countEverybody } from './beneficiary-store.js';
export {
  importList,
  type ImportDeps,
  type ImportProgress,
  type ImportRequest,
  type ImportSummary,
} from './import-list.js';
export { ListError, REFUSALS, writeTemplate, type ListProblem, type RefusalCode } from './list/index.js';
export { hasListsBy } from './imported-list-store.js';
export { loadReferenceData } from './load-reference-data.js';
export { transactionsOf } from './transaction-store.js';
export { type FindOwned } from './graphql/find-owned.js';
export { createSocialProtectionSubgraph } from './graphql/subgraph.js';
export type { SocialProtectionDeps } from './graphql/social-protection.loader.js';
