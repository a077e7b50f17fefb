/** The social-protection subgraph: beneficiaries, entitlements, programmes, units, `node` and `viewer`. */
import { buildSubgraph, InstitutionStub, type Subgraph, type SubgraphParts } from '../../graphql/index.js';
import { findId } from '../../values/index.js';
import { AccessResolver } from './access.resolver.js';
import { BeneficiaryResolver, beneficiaryOf, EntitlementResolver } from './beneficiary.resolver.js';
import type { FindOwned } from './find-owned.js';
import { NodeResolver } from './node.resolver.js';
import { RecipientResolver } from './recipient.resolver.js';
import { Authorisation } from './right.type.js';
import { createSocialProtectionLoaders, type SocialProtectionDeps } from './social-protection.loader.js';
import { AccountStub, CitizenStub, ExceptionStub, PaymentBatchStub, PaymentStub } from './stub.type.js';
import { UnitResolver, ViewerResolver } from './unit.resolver.js';
import { AdministrativeUnit } from './unit.type.js';
import { Beneficiary } from './beneficiary.type.js';

/** @param findOwned asks the owners of other types, for `node`
 *  @param ofAdapters what adapters' requests are given; default the same */
export function createSocialProtectionSubgraph(
  deps: SocialProtectionDeps,
  findOwned: FindOwned,
  ofAdapters?: SocialProtectionDeps,
): Subgraph {
  return buildSubgraph(partsOf(deps, findOwned), ofAdapters && partsOf(ofAdapters, findOwned));
}

function partsOf(deps: SocialProtectionDeps, findOwned: FindOwned): SubgraphParts {
  const loaders = createSocialProtectionLoaders(deps);
  return {
    name: 'social-protection',
    resolvers: [
      new BeneficiaryResolver(deps, loaders),
      new EntitlementResolver(loaders),
      new UnitResolver(deps, loaders),
      new ViewerResolver(deps, findOwned),
      new AccessResolver(deps, loaders),
      new RecipientResolver(deps),
      new NodeResolver(deps, findOwned, loaders),
    ],
    orphanedTypes: [
      Beneficiary, AdministrativeUnit, CitizenStub, AccountStub, PaymentStub, PaymentBatchStub, ExceptionStub, InstitutionStub,
    ], // prettier-ignore
    references: {
      Beneficiary: async ({ id }, context) => {
        const uuid = findId('ben', String(id));
        return uuid === undefined
          ? null
          : beneficiaryOf(await loaders.beneficiary(context).load(uuid), context);
      },
      AdministrativeUnit: ({ id }) => {
        const uuid = findId('adm', String(id));
        return uuid === undefined ? null : loaders.unit(uuid);
      },
      Programme: ({ code }) => loaders.programme(String(code)),
      Authorisation: async ({ id }, context) => {
        const uuid = findId('aut', String(id));
        const row = uuid === undefined ? null : await loaders.authorisationById(context).load(uuid);
        return row && Authorisation.of(row);
      },
    },
  };
}
