/** The population subgraph: citizens, and the questions that are put to the register about them. */
import { buildSubgraph, type Subgraph, type SubgraphParts } from '../../graphql/index.js';
import { findId } from '../../values/index.js';
import type { PopulationDeps } from '../population-deps.js';
import { CitizenCheckResolver } from './check.resolver.js';
import { createCitizenLoader } from './citizen.loader.js';
import { Citizen } from './citizen.type.js';

/** @param ofAdapters what adapters' requests are given; default the same */
export function createPopulationSubgraph(deps: PopulationDeps, ofAdapters?: PopulationDeps): Subgraph {
  return buildSubgraph(partsOf(deps), ofAdapters && partsOf(ofAdapters));
}

function partsOf(deps: PopulationDeps): SubgraphParts {
  const citizen = createCitizenLoader(deps);
  return {
    name: 'population',
    resolvers: [new CitizenCheckResolver(deps)],
    orphanedTypes: [Citizen],
    references: {
      /** Null where the caller's scope does not reach: an adapter knows tasks, not persons. */
      Citizen: async ({ id }, context) => {
        const uuid = findId('cit', String(id));
        const row = uuid === undefined ? null : await citizen(context).load(uuid);
        return row && Citizen.of(row, context.caller.showsPersonalData);
      },
    },
  };
}
