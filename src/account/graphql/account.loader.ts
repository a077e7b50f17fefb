/** What a request asks of accounts, gathered: one statement for each kind of question and tick. */
import type DataLoader from 'dataloader';
import type { InScope } from '../../access/index.js';
import {
  defineLoader,
  groupedBy,
  inOrderOf,
  remember,
  type HubContext,
  type Remembered,
} from '../../graphql/index.js';
import type { AccountDeps } from '../account-deps.js';
import {
  findAccounts,
  findAccountsOf,
  findAccountsOfAuthorisations,
  findPayableAccounts,
  type AccountOfAuthorisation,
  type AccountOfBeneficiary,
  type AccountRow,
} from '../account-store.js';
import { findCapabilities, type CapabilityRow } from '../capability-store.js';
import { findInstitutions, findSigns, type SignRow } from '../institution-store.js';
import { Institution } from './institution.type.js';

type Loader<V> = (context: HubContext) => DataLoader<string, V, unknown>;

export interface AccountLoaders {
  readonly account: Loader<InScope<AccountRow> | null>;
  /** By beneficiary: own accounts first, then the receiver's. */
  readonly accountsOf: Loader<readonly InScope<AccountRow>[]>;
  /** By beneficiary. */
  readonly payable: Loader<InScope<AccountOfBeneficiary> | null>;
  /** By authorisation. */
  readonly ofAuthorisation: Loader<InScope<AccountOfAuthorisation> | null>;
  /** Public, and the same for every caller; without its signs of life. */
  readonly institution: Remembered<Institution>;
  /** When the adapter of an institution was last seen. */
  readonly lastSeen: Loader<InScope<SignRow> | null>;
  /** By institution. */
  readonly capabilities: Loader<InScope<CapabilityRow> | null>;
}

export function createAccountLoaders({ db, policy }: AccountDeps): AccountLoaders {
  return {
    account: defineLoader(async (ids, scope) =>
      inOrderOf(ids, await findAccounts(db, ids, scope), (row) => row.id),
    ),
    accountsOf: defineLoader(async (ids, scope) =>
      groupedBy(ids, await findAccountsOf(db, ids, scope), (row) => row.beneficiary_id),
    ),
    payable: defineLoader(async (ids, scope) =>
      inOrderOf(
        ids,
        await findPayableAccounts(db, ids, scope, policy.freshnessDays),
        (row) => row.beneficiary_id,
      ),
    ),
    ofAuthorisation: defineLoader(async (ids, scope) =>
      inOrderOf(ids, await findAccountsOfAuthorisations(db, ids, scope), (row) => row.authorisation_id),
    ),
    institution: remember(async (codes) =>
      (await findInstitutions(db, codes)).map((row) => [row.code, Institution.of(row)] as const),
    ),
    lastSeen: defineLoader(async (codes) => inOrderOf(codes, await findSigns(db, codes), (row) => row.code)),
    capabilities: defineLoader(async (codes) =>
      inOrderOf(codes, await findCapabilities(db, codes), (row) => row.code),
    ),
  };
}
