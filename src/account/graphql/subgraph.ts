/** The account subgraph: institutions, accounts, their checks, and the verification events that population writes too. */
import { scopeOf } from '../../access/index.js';
import { EventReader, type Events } from '../../event/index.js';
import { buildSubgraph, type HubContext, type Subgraph, type SubgraphParts } from '../../graphql/index.js';
import { findId, idOfCode } from '../../values/index.js';
import type { AccountDeps } from '../account-deps.js';
import { listInstitutions } from '../institution-store.js';
import { createAccountLoaders } from './account.loader.js';
import { AccountMutation } from './account.mutation.js';
import { accountOf, AccountResolver } from './account.resolver.js';
import { AccountCheckResolver } from './check.resolver.js';
import { VerificationEventResolver } from './event.resolver.js';
import { InstitutionResolver } from './institution.resolver.js';
import { Institution } from './institution.type.js';
import { AuthorisationAccountResolver, BeneficiaryAccountsResolver } from './person.resolver.js';
import { AuthorisationAccount, BeneficiaryAccounts, CitizenStub } from './stub.type.js';

export interface AccountSubgraphDeps {
  readonly account: AccountDeps;
  /** What adapters' requests are given; default the same. */
  readonly ofAdapters?: AccountDeps;
  readonly events: Events;
}

export function createAccountSubgraph({ account, ofAdapters, events }: AccountSubgraphDeps): Subgraph {
  return buildSubgraph(partsOf(account, events), ofAdapters && partsOf(ofAdapters, events));
}

function partsOf(deps: AccountDeps, events: Events): SubgraphParts {
  const loaders = createAccountLoaders(deps);
  const followed = new VerificationEventResolver(deps, loaders, events, new EventReader(events));
  return {
    name: 'account',
    resolvers: [
      new AccountResolver(deps, loaders),
      new BeneficiaryAccountsResolver(deps, loaders),
      new AuthorisationAccountResolver(deps, loaders),
      new AccountMutation(deps),
      new InstitutionResolver(deps, loaders),
      new AccountCheckResolver(deps),
      followed,
    ],
    orphanedTypes: [CitizenStub, AuthorisationAccount, BeneficiaryAccounts],
    references: {
      Account: async ({ id }, context) => {
        const uuid = findId('acc', String(id));
        return uuid === undefined
          ? null
          : accountOf(await loaders.account(context).load(uuid), context, deps);
      },
      Institution: ({ code, id }) =>
        typeof code === 'string' ? loaders.institution(code) : institutionById(deps, String(id)),
      Beneficiary: ({ id }, context) => personOf(Object.assign(new BeneficiaryAccounts(), { id }), context),
      Authorisation: ({ id }, context) =>
        personOf(Object.assign(new AuthorisationAccount(), { id }), context),
    },
    streams: { verificationEvents: followed },
  };
}

/** For `node`: there are at most 200. */
async function institutionById({ db }: AccountDeps, id: string): Promise<Institution | null> {
  const row = (await listInstitutions(db, null)).find(({ code }) => idOfCode('ins', code) === id);
  return row ? Institution.of(row) : null;
}

/** An adapter knows accounts, not persons. */
function personOf<T>(person: T, { caller }: HubContext): T | null {
  return scopeOf(caller).kind === 'INSTITUTION' ? null : person;
}
