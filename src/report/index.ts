/** Reports: coverage of any area at any past instant, derived from the event log. */
export { rebuildFigures, runProjector, type Projector } from './follow-log.js';
export { createReportSubgraph } from './graphql/subgraph.js';
export type { ReportDeps } from './report-deps.js';
