/** What the account mutations answer: the account, or a failure that the client can act on. */
import { createUnionType, Field, ObjectType } from 'type-graphql';
import { InvalidInput, NotFound, UserError } from '../../graphql/index.js';
import { Account } from './account.type.js';

@ObjectType({ description: 'The account is registered, and its check is queued.' })
export class RegisterAccountSuccess {
  readonly __typename = 'RegisterAccountSuccess';

  @Field(() => Account, { description: 'The account as it is now.' })
  account: Account;

  static of(account: Account): RegisterAccountSuccess {
    return Object.assign(new RegisterAccountSuccess(), { account });
  }
}

@ObjectType({ implements: UserError, description: 'This holder has this account already; nothing changed.' })
export class AccountAlreadyRegistered extends UserError {
  readonly __typename = 'AccountAlreadyRegistered';

  @Field(() => Account, { description: 'The account as it is now.' })
  account: Account;

  static of(account: Account): AccountAlreadyRegistered {
    return Object.assign(new AccountAlreadyRegistered(), {
      code: 'ACCOUNT_ALREADY_REGISTERED',
      message: 'This account of this holder is registered already.',
      field: ['input', 'number'],
      account,
    });
  }
}

@ObjectType({ description: 'The decision is kept and applied.' })
export class DecideNameMatchSuccess {
  readonly __typename = 'DecideNameMatchSuccess';

  @Field(() => Account, { description: 'The account as it is now.' })
  account: Account;

  static of(account: Account): DecideNameMatchSuccess {
    return Object.assign(new DecideNameMatchSuccess(), { account });
  }
}

const resolveType = (value: { __typename: string }): string => value.__typename;

export const RegisterAccountResult = createUnionType({
  name: 'RegisterAccountResult',
  description: 'The account, or why it is not registered.',
  types: () => [RegisterAccountSuccess, InvalidInput, NotFound, AccountAlreadyRegistered] as const,
  resolveType,
});

export const DecideNameMatchResult = createUnionType({
  name: 'DecideNameMatchResult',
  description: 'The account, or why nothing is decided.',
  types: () => [DecideNameMatchSuccess, InvalidInput, NotFound] as const,
  resolveType,
});
