/** What clients pass in about accounts. */
import { Field, ID, InputType } from 'type-graphql';
import { IdempotencyKeyField } from '../../graphql/index.js';

@InputType({ description: 'An account to register.' })
export class RegisterAccountInput {
  @Field(() => ID, { description: 'The beneficiary: the holder, or whom the holder receives for.' })
  beneficiaryId: string;

  @Field(() => ID, { description: 'The institution code: a bank, wallet or mobile-money service.' })
  institution: string;

  @Field({
    description:
      'Banks: 6 to 19 digits; wallets and mobile money: a Vietnamese mobile number. Spaces, dots and dashes may stay.',
  })
  number: string;

  @Field({ description: 'The holder’s name as the account bears it.' })
  holderName: string;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'The account of whoever holds a mandate that is valid today.',
  })
  forAuthorisedReceiver?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'The holder’s other accounts step back. A first account is preferred anyway.',
  })
  preferred?: boolean | null;

  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'An officer’s decision on a close or masked name.' })
export class DecideNameMatchInput {
  @Field(() => ID, { description: 'The account.' })
  accountId: string;

  @Field({ description: 'Whether it is the person’s.' })
  accept: boolean;

  @Field({ description: 'Why; kept with the decision.' })
  reason: string;

  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Which verification events; every condition must hold.' })
export class VerificationEventFilter {
  @Field(() => ID, {
    nullable: true,
    description: 'Code of an administrative unit, as of today; all units below are included.',
  })
  area?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The institution that answered; `NAPAS` stands for every `NAPAS:<bin>`.',
  })
  institution?: string | null;

  @Field(() => ID, { nullable: true, description: 'The beneficiary.' })
  beneficiaryId?: string | null;
}
