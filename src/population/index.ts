/** Citizens as the population database confirms them, and the questions that are put to it. */
export { askAgain as askAgainAboutCitizens } from './ask-again.js';
export { createPopulationSubgraph } from './graphql/subgraph.js';
export { lapseLeases as lapseCitizenLeases } from './lapse-leases.js';
export {
  DEFAULT_POPULATION_POLICY,
  REGISTER,
  type PopulationDeps,
  type PopulationPolicy,
} from './population-deps.js';
export { claimCitizenChecks, type ClaimedCitizenCheck } from './claim-citizen-checks.js';
export { reportCitizenChecks, type CitizenCheckReport } from './report-citizen-checks.js';
export {
  requestCitizenChecks,
  type ChecksQueued,
  type RequestCitizenChecksInput,
} from './request-citizen-checks.js';
