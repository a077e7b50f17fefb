/** The five subgraphs of the hub. */
import { createAccountSubgraph } from '../account/index.js';
import type { Subgraph } from '../graphql/index.js';
import { createPaymentSubgraph } from '../payment/index.js';
import { createPopulationSubgraph } from '../population/index.js';
import { createReportSubgraph } from '../report/index.js';
import { createSocialProtectionSubgraph } from '../social-protection/index.js';
import { VERSION } from './config.js';
import type { Domains } from './create-domains.js';

export function createSubgraphs(domains: Domains): readonly Subgraph[] {
  const { account, events, payment, population, report, signal, socialProtection } = domains;
  return [
    createSocialProtectionSubgraph(socialProtection),
    createPopulationSubgraph(population),
    createAccountSubgraph({ account, events }),
    createPaymentSubgraph({ payment, events, signal, version: VERSION }),
    createReportSubgraph(report),
  ];
}
