/** The report subgraph: coverage. */
import { buildSubgraph, type Subgraph } from '../../graphql/index.js';
import type { ReportDeps } from '../report-deps.js';
import { createCoverageLoaders } from './coverage.loader.js';
import { CoverageResolver } from './coverage.resolver.js';
import { AdministrativeUnitStub } from './stub.type.js';

export function createReportSubgraph(deps: ReportDeps): Subgraph {
  return buildSubgraph({
    name: 'report',
    resolvers: [new CoverageResolver(deps, createCoverageLoaders(deps))],
    orphanedTypes: [AdministrativeUnitStub],
  });
}
