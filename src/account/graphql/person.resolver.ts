/** What accounts add to beneficiaries and to authorisations. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { HubContext } from '../../graphql/index.js';
import { parseId } from '../../values/index.js';
import type { AccountDeps } from '../account-deps.js';
import type { AccountLoaders } from './account.loader.js';
import { accountOf } from './account.resolver.js';
import { Account } from './account.type.js';
import { AuthorisationAccount, BeneficiaryAccounts } from './stub.type.js';
import { AtMost } from '../../graphql/index.js';

@Resolver(() => BeneficiaryAccounts)
export class BeneficiaryAccountsResolver {
  constructor(
    private readonly deps: AccountDeps,
    private readonly loaders: AccountLoaders,
  ) {}

  @AtMost(100)
  @FieldResolver(() => [Account], {
    nullable: true,
    description: 'The person’s own accounts, the preferred one first, then those of the authorised receiver.',
  })
  async accounts(@Root() { id }: BeneficiaryAccounts, @Ctx() context: HubContext): Promise<Account[]> {
    const rows = await this.loaders.accountsOf(context).load(parseId('ben', id));
    return rows.map((row) => accountOf(row, context, this.deps));
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description:
      'What a batch made now would use: verified, fresh, at an institution whose rail runs. Null: none.',
  })
  async payTo(@Root() { id }: BeneficiaryAccounts, @Ctx() context: HubContext): Promise<Account | null> {
    return accountOf(await this.loaders.payable(context).load(parseId('ben', id)), context, this.deps);
  }
}

@Resolver(() => AuthorisationAccount)
export class AuthorisationAccountResolver {
  constructor(
    private readonly deps: AccountDeps,
    private readonly loaders: AccountLoaders,
  ) {}

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'The receiver’s account: a verified one, else the preferred one. Null: none is registered.',
  })
  async account(@Root() { id }: AuthorisationAccount, @Ctx() context: HubContext): Promise<Account | null> {
    return accountOf(
      await this.loaders.ofAuthorisation(context).load(parseId('aut', id)),
      context,
      this.deps,
    );
  }
}
