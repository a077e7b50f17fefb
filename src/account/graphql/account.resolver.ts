/** Queries about accounts and institutions, and the fields of an account that are looked up. */
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { requireRole, scopeOf } from '../../access/index.js';
import {
  AtMost,
  asksOnlyFor,
  InstitutionKind,
  PersonalIdScalar,
  type HubContext,
} from '../../graphql/index.js';
import { findId, type PersonalId } from '../../values/index.js';
import type { AccountDeps } from '../account-deps.js';
import type { AccountRow } from '../account-store.js';
import { listInstitutions } from '../institution-store.js';
import { findOwnAccounts, findOwnAccountsInBrief } from '../own-account-store.js';
import { resolveAccounts } from '../resolve-accounts.js';
import type { AccountLoaders } from './account.loader.js';
import { Account, BRIEF_FIELDS, type AccountView } from './account.type.js';
import { Institution } from './institution.type.js';
import { CitizenStub } from './stub.type.js';

/** Who may read accounts: an adapter those of its institution, everybody else those of their area. */
export const ACCOUNT_READERS = ['officer', 'approver', 'auditor', 'monitor', 'adapter'] as const;

@Resolver(() => Account)
export class AccountResolver {
  constructor(
    private readonly deps: AccountDeps,
    private readonly loaders: AccountLoaders,
  ) {}

  @Query(() => Account, { nullable: true, description: 'One account, if the caller may see it.' })
  async account(
    @Ctx() context: HubContext,
    @Arg('id', () => ID, { description: 'The account’s id.' }) id: string,
  ): Promise<Account | null> {
    requireRole(context.caller, ...ACCOUNT_READERS);
    const uuid = findId('acc', id);
    const row = uuid === undefined ? null : await this.loaders.account(context).load(uuid);
    return accountOf(row, context, this.deps);
  }

  @AtMost(1000)
  @Query(() => [Account], {
    nullable: 'itemsAndList',
    description:
      'The mapper: each person’s own preferred verified account, in the order asked, null where there is none. At most 1,000. A look-up: the ' +
      'request needs a purpose that shows personal data, whom it finds is logged, and people who are not in the caller’s area are misses, ' +
      'which are limited.',
  })
  async resolveAccounts(
    @Ctx() context: HubContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('personalIds', () => [PersonalIdScalar], { description: 'The persons.' })
    personalIds: PersonalId[],
  ): Promise<(Account | null)[]> {
    const { deps } = this;
    const how = viewOf(context, deps);
    if (asksOnlyFor(info, BRIEF_FIELDS)) {
      const rows = await resolveAccounts(deps, context, personalIds, findOwnAccountsInBrief);
      return rows.map((row) => row && Account.inBrief(row, how));
    }
    const rows = await resolveAccounts(deps, context, personalIds, findOwnAccounts);
    return rows.map((row) => row && Account.of(row, how));
  }

  @AtMost(500)
  @Query(() => [Institution], {
    nullable: true,
    description: 'Every institution that the hub knows, by code.',
  })
  async institutions(
    @Ctx() context: HubContext,
    @Arg('kind', () => InstitutionKind, { nullable: true, description: 'Only of this kind.' })
    kind: InstitutionKind | null,
  ): Promise<Institution[]> {
    const lastSeen = this.loaders.lastSeen(context);
    return (await listInstitutions(this.deps.db, kind ?? null)).map((row) => {
      lastSeen.prime(row.code, row);
      return Institution.of(row);
    });
  }

  @FieldResolver(() => Institution, { nullable: true, description: 'Where it is held.' })
  institution(@Root() { institutionCode }: Account): Institution | null | Promise<Institution | null> {
    return this.loaders.institution(institutionCode);
  }

  @FieldResolver(() => CitizenStub, { nullable: true, description: 'Whose it is; null for adapters.' })
  holder(@Root() { citizenId }: Account, @Ctx() { caller }: HubContext): CitizenStub | null {
    return scopeOf(caller).kind === 'INSTITUTION' ? null : CitizenStub.of(citizenId);
  }
}

export function accountOf(row: AccountRow, context: HubContext, deps: AccountDeps): Account;
export function accountOf(row: AccountRow | null, context: HubContext, deps: AccountDeps): Account | null;
export function accountOf(row: AccountRow | null, context: HubContext, deps: AccountDeps): Account | null {
  return row && Account.of(row, viewOf(context, deps));
}

function viewOf({ caller }: HubContext, { clock, policy }: AccountDeps): AccountView {
  return { showsPersonalData: caller.showsPersonalData, now: clock(), policy };
}
