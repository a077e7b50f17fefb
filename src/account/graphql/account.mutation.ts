/** Mutations of accounts: each calls one use case and maps what it says. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { InvalidInput, invalidKey, NotFound, type HubContext } from '../../graphql/index.js';
import { findId } from '../../values/index.js';
import type { AccountDeps } from '../account-deps.js';
import { decideNameMatch } from '../decide-name-match.js';
import { registerAccount } from '../register-account.js';
import { accountOf } from './account.resolver.js';
import { DecideNameMatchInput, RegisterAccountInput } from './input.type.js';
import {
  AccountAlreadyRegistered,
  DecideNameMatchResult,
  DecideNameMatchSuccess,
  RegisterAccountResult,
  RegisterAccountSuccess,
} from './result.type.js';

/** No row has it: an id of another kind is not found like one that is unknown. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

@Resolver()
export class AccountMutation {
  constructor(private readonly deps: AccountDeps) {}

  @Mutation(() => RegisterAccountResult, {
    description:
      'Registers an account for a citizen and queues its check. Needs a purpose that shows personal data: it says whether a number is known. ' +
      'Roles: officer.',
  })
  async registerAccount(
    @Ctx() context: HubContext,
    @Arg('input', () => RegisterAccountInput, { description: 'The account.' }) input: RegisterAccountInput,
  ): Promise<typeof RegisterAccountResult> {
    const result = await registerAccount(this.deps, context.caller, {
      ...input,
      beneficiaryId: findId('ben', input.beneficiaryId) ?? NO_ID,
      forAuthorisedReceiver: input.forAuthorisedReceiver ?? false,
      preferred: input.preferred ?? true,
    });
    switch (result.kind) {
      case 'REGISTERED':
        return RegisterAccountSuccess.of(accountOf(result.account, context, this.deps));
      case 'ALREADY_REGISTERED':
        return AccountAlreadyRegistered.of(accountOf(result.account, context, this.deps));
      case 'INVALID':
        return new InvalidInput(result.message, ['input', result.field]);
      case 'NOT_FOUND':
        return new NotFound(result.message, ['input', result.field]);
      case 'KEY_REFUSED':
        return invalidKey(result.message, 'input');
    }
  }

  @Mutation(() => DecideNameMatchResult, {
    description:
      'An officer’s decision on a close or masked name match; kept per person and account until either changes. Roles: officer.',
  })
  async decideNameMatch(
    @Ctx() context: HubContext,
    @Arg('input', () => DecideNameMatchInput, { description: 'The decision.' }) input: DecideNameMatchInput,
  ): Promise<typeof DecideNameMatchResult> {
    const accountId = findId('acc', input.accountId) ?? NO_ID;
    const result = await decideNameMatch(this.deps, context.caller, { ...input, accountId });
    switch (result.kind) {
      case 'DECIDED':
        return DecideNameMatchSuccess.of(accountOf(result.account, context, this.deps));
      case 'INVALID':
        return new InvalidInput(result.message, ['input', result.field]);
      case 'NOT_FOUND':
        return new NotFound('There is no such account in your area.', ['input', 'accountId']);
      case 'KEY_REFUSED':
        return invalidKey(result.message, 'input');
    }
  }
}
