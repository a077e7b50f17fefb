/** What a request asks of accounts, gathered: one statement for each kind of question and tick. */
import type DataLoader from 'dataloader';
import { scopeOf } from '../../access/index.js';
import { defineLoader, inOrderOf, remember, type HubContext, type Remembered } from '../../graphql/index.js';
import type { AccountDeps } from '../account-deps.js';
import {
  findAccounts,
  findAccountsOf,
  findAccountsOfAuthorisations,
  findPayableAccounts,
  type AccountOfBeneficiary,
  type AccountRow,
} from '../account-store.js';
import { findCapabilities, type CapabilityRow } from '../capability-store.js';
import { findInstitutions, findSigns } from '../institution-store.js';
import { Institution } from './institution.type.js';

type Loader<V> = (context: HubContext) => DataLoader<string, V, unknown>;

export interface AccountLoaders {
  readonly account: Loader<AccountRow | null>;
  /** By beneficiary: own accounts first, then the receiver's. */
  readonly accountsOf: Loader<readonly AccountRow[]>;
  /** By beneficiary. */
  readonly payable: Loader<AccountRow | null>;
  /** By authorisation. */
  readonly ofAuthorisation: Loader<AccountRow | null>;
  /** Public, and the same for every caller; without its signs of life. */
  readonly institution: Remembered<Institution>;
  /** When the adapter of an institution was last seen. */
  readonly lastSeen: Loader<Date | null>;
  /** By institution. */
  readonly capabilities: Loader<CapabilityRow | null>;
}

export function createAccountLoaders({ db, policy }: AccountDeps): AccountLoaders {
  return {
    account: defineLoader(async (ids, { caller }) =>
      inOrderOf(ids, await findAccounts(db, ids, scopeOf(caller)), (row) => row.id),
    ),
    accountsOf: defineLoader(async (ids, { caller }) =>
      grouped(ids, await findAccountsOf(db, ids, scopeOf(caller))),
    ),
    payable: defineLoader(async (ids, { caller }) =>
      inOrderOf(
        ids,
        await findPayableAccounts(db, ids, scopeOf(caller), policy.freshnessDays),
        (row) => row.beneficiary_id,
      ),
    ),
    ofAuthorisation: defineLoader(async (ids, { caller }) =>
      inOrderOf(
        ids,
        await findAccountsOfAuthorisations(db, ids, scopeOf(caller)),
        (row) => row.authorisation_id,
      ),
    ),
    institution: remember(async (codes) =>
      (await findInstitutions(db, codes)).map((row) => [row.code, Institution.of(row)] as const),
    ),
    lastSeen: defineLoader(async (codes) => {
      const signs = new Map((await findSigns(db, codes)).map((row) => [row.code, row.last_seen_at]));
      return codes.map((code) => signs.get(code) ?? null);
    }),
    capabilities: defineLoader(async (codes) =>
      inOrderOf(codes, await findCapabilities(db, codes), (row) => row.code),
    ),
  };
}

function grouped(ids: readonly string[], rows: readonly AccountOfBeneficiary[]): AccountRow[][] {
  const groups = new Map<string, AccountRow[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(row.beneficiary_id)?.push(row);
  return ids.map((id) => groups.get(id) ?? []);
}
