/** What people pass in to settle an exception, and what they are answered. */
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { DongScalar, IdempotencyKeyField, InvalidInput, NotFound, UserError } from '../../graphql/index.js';
import { ExceptionDecision, ReconciliationException } from './exception.type.js';
import { FourEyesRequired } from './result.type.js';

@InputType({ description: 'What a person decides about an exception.' })
export class ResolveExceptionInput {
  @Field(() => ID, { description: 'The exception, `exc_…`.' })
  id: string;

  @Field(() => ExceptionDecision, {
    nullable: true,
    description:
      'One of `allowedDecisions`: said by an officer it is proposed, said alike by somebody else, an approver, it is done. Left out ' +
      'where nothing is to be decided: the exception is closed with its reason and nothing moves.',
  })
  decision?: ExceptionDecision | null;

  @Field(() => DongScalar, {
    nullable: true,
    description:
      'What was paid in all, for PAID_OTHER_AMOUNT; left out: the amount that the institution named, or that was proposed.',
  })
  paidAmount?: bigint | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, 1 to 1,000 characters; only who confirms a proposal may leave it out.',
  })
  reason?: string | null;

  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@ObjectType({
  description: 'The decision is recorded: proposed, or done when `exception.resolvedAt` is there.',
})
export class ResolveExceptionSuccess {
  readonly __typename = 'ResolveExceptionSuccess';

  @Field(() => ReconciliationException, { description: 'The exception as it is now.' })
  exception: ReconciliationException;

  static of(exception: ReconciliationException): ResolveExceptionSuccess {
    return Object.assign(new ResolveExceptionSuccess(), { exception });
  }
}

@ObjectType({ description: 'The exception is yours.' })
export class TakeExceptionSuccess {
  readonly __typename = 'TakeExceptionSuccess';

  @Field(() => ReconciliationException, { description: 'The exception as it is now.' })
  exception: ReconciliationException;

  static of(exception: ReconciliationException): TakeExceptionSuccess {
    return Object.assign(new TakeExceptionSuccess(), { exception });
  }
}

const WORDS = {
  ALREADY_RESOLVED: 'It is resolved already.',
  PAYMENT_MOVED_ON:
    'The institution has said more since: the payment stands elsewhere now. Look at it, then close this.',
  OTHER_ATTEMPT_OPEN:
    'Another attempt to pay the same right and month is on its way: wait for its end, then decide again.',
  HUB_RECOVERING: 'The hub recovers after a restore: nothing is sent until two people end it.',
  ATTEMPT_IN_HAND:
    'Its adapter has it in hand: try again when its lease has run out, within an hour. Once a decision is proposed nobody gets another one.',
} as const;

@ObjectType({
  implements: UserError,
  description:
    'It cannot be resolved so, or not now: `code` is ALREADY_RESOLVED, PAYMENT_MOVED_ON, OTHER_ATTEMPT_OPEN, HUB_RECOVERING or ATTEMPT_IN_HAND (try ' +
    'again).',
})
export class CannotResolve extends UserError {
  readonly __typename = 'CannotResolve';

  /** @param field the argument that names the exception */
  static of(code: keyof typeof WORDS, field: readonly string[]): CannotResolve {
    return Object.assign(new CannotResolve(), { code, message: WORDS[code], field });
  }
}

const resolveType = (value: { __typename: string }): string => value.__typename;

export const ResolveExceptionResult = createUnionType({
  name: 'ResolveExceptionResult',
  description: 'The exception, or why nothing was recorded.',
  types: () => [ResolveExceptionSuccess, InvalidInput, NotFound, FourEyesRequired, CannotResolve] as const,
  resolveType,
});

export const TakeExceptionResult = createUnionType({
  name: 'TakeExceptionResult',
  description: 'The exception, or why it is not yours.',
  types: () => [TakeExceptionSuccess, InvalidInput, NotFound, CannotResolve] as const,
  resolveType,
});
