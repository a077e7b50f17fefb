/** The five subgraphs of the hub. */
import { createAccountSubgraph } from '../account/index.js';
import type { Subgraph } from '../graphql/index.js';
import { createPaymentSubgraph } from '../payment/index.js';
import { createPopulationSubgraph } from '../population/index.js';
import { createReportSubgraph } from '../report/index.js';
import { createSocialProtectionSubgraph, type FindOwned } from '../social-protection/index.js';
import { VERSION } from './config.js';
import type { Domains } from './create-domains.js';

/** @param work what adapters' requests are given; default the same */
export function createSubgraphs(domains: Domains, work?: Domains): readonly Subgraph[] {
  const { account, events, payment, population, report, signal, socialProtection } = domains;
  const others = [
    createPopulationSubgraph(population, work?.population),
    createAccountSubgraph({ account, events, ...(work && { ofAdapters: work.account }) }),
    createPaymentSubgraph({
      ...{ payment, events, signal, version: VERSION },
      ...(work && { ofAdapters: work.payment }),
    }),
    createReportSubgraph(report),
  ];
  return [
    createSocialProtectionSubgraph(socialProtection, findOwnedBy(others), work?.socialProtection),
    ...others,
  ];
}

/** Asks the owner of a type for an entity, as a query that goes on into it will: loaders answer both at once. */
function findOwnedBy(subgraphs: readonly Subgraph[]): FindOwned {
  const references = new Map(subgraphs.flatMap(({ references: own }) => Object.entries(own)));
  return (type, reference, context) => references.get(type)?.(reference, context);
}
