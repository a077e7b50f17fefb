/** What the batch mutations answer: the batch, or a failure that the client can act on. */
import { createUnionType, Field, Int, ObjectType } from 'type-graphql';
import { DongScalar, InvalidInput, NotFound, UserError } from '../../graphql/index.js';
import type { BatchRow } from '../batch-store.js';
import { DuplicateFlag, PaymentBatch } from './batch.type.js';
import { BatchStatus } from './enums.js';

@ObjectType()
abstract class BatchSuccess {
  readonly __typename: string;

  @Field(() => PaymentBatch, { description: 'The batch as it is now.' })
  batch: PaymentBatch;
}

/** A success type of its own for each mutation, all with the batch. */
function success<T extends BatchSuccess>(type: new () => T, row: BatchRow): T {
  return Object.assign(new type(), { __typename: type.name, batch: PaymentBatch.of(row) });
}

@ObjectType({ description: 'The batch was made.' })
export class CreatePaymentBatchSuccess extends BatchSuccess {
  static of = (row: BatchRow) => success(CreatePaymentBatchSuccess, row);
}

@ObjectType({ description: 'The batch is approved.' })
export class ApprovePaymentBatchSuccess extends BatchSuccess {
  static of = (row: BatchRow) => success(ApprovePaymentBatchSuccess, row);
}

@ObjectType({ description: 'The batch is cancelled.' })
export class CancelPaymentBatchSuccess extends BatchSuccess {
  static of = (row: BatchRow) => success(CancelPaymentBatchSuccess, row);
}

@ObjectType({ description: 'The lines are out of the batch.' })
export class ExcludePaymentsSuccess extends BatchSuccess {
  static of = (row: BatchRow) => success(ExcludePaymentsSuccess, row);
}

@ObjectType({ description: 'The money is recorded.' })
export class RecordFundingSuccess extends BatchSuccess {
  @Field(() => DongScalar, { description: 'What is still missing for the release; 0 when it is covered.' })
  missing: bigint;

  static of = (row: BatchRow, missing: bigint) =>
    Object.assign(success(RecordFundingSuccess, row), { missing });
}

@ObjectType({ implements: UserError, description: 'Nobody can be paid: everyone is left out.' })
export class NothingToPay extends UserError {
  readonly __typename = 'NothingToPay';

  static of(leftOut: number): NothingToPay {
    const message =
      leftOut === 0
        ? 'Nobody in this area has an active entitlement for this period.'
        : `Nobody can be paid: all ${leftOut} who are entitled are unverified, without a payable account, or paid already.`;
    return Object.assign(new NothingToPay(), { code: 'NOTHING_TO_PAY', message, field: null });
  }
}

@ObjectType({
  implements: UserError,
  description: 'Two people are needed: whoever made or proposed it cannot approve or confirm it.',
})
export class FourEyesRequired extends UserError {
  readonly __typename = 'FourEyesRequired';

  /** @param field the argument that says of what; null: nothing says it */
  static of(message: string, field: readonly string[] | null): FourEyesRequired {
    return Object.assign(new FourEyesRequired(), { code: 'FOUR_EYES_REQUIRED', message, field });
  }
}

@ObjectType({
  implements: UserError,
  description:
    'The duplicate guard found something, accounts were registered or changed shortly before, or a booking that nobody can explain ' +
    'may have paid the same: approve with a reason, or exclude it.',
})
export class FlagsNeedReason extends UserError {
  readonly __typename = 'FlagsNeedReason';

  /** Read by the resolver of `flags`; no field of the API. */
  readonly batchId: string;

  @Field(() => [DuplicateFlag], { description: 'What the guard found.' })
  flags: DuplicateFlag[];

  @Field(() => Int, {
    description:
      'How many payments go into an account that was registered or changed shortly before; see `recentAccounts`.',
  })
  recentAccountCount: number;

  @Field(() => Int, {
    description:
      'How many payments an unexplained line of a statement may have made already; see `possibleBookings`.',
  })
  possibleBookingCount: number;

  static of(batchId: string): FlagsNeedReason {
    const message = 'Payments of this batch are flagged: give acceptFlagsReason, or exclude them.';
    const field = ['input', 'acceptFlagsReason'];
    return Object.assign(new FlagsNeedReason(), { code: 'FLAGS_NEED_REASON', message, field, batchId });
  }
}

@ObjectType({
  implements: UserError,
  description:
    'The hub recovers after a restore: nothing is approved, released or sent until two people end it; see `hubStatus`.',
})
export class HubRecovering extends UserError {
  readonly __typename = 'HubRecovering';

  static of(): HubRecovering {
    const message = 'The hub recovers after a restore: look at hubStatus, and end it by endRecovery in two.';
    return Object.assign(new HubRecovering(), { code: 'HUB_RECOVERING', message, field: null });
  }
}

@ObjectType({ implements: UserError, description: 'The batch is in a state that does not allow this.' })
export class WrongState extends UserError {
  readonly __typename = 'WrongState';

  @Field(() => BatchStatus, { description: 'Where the batch stands.' })
  status: BatchStatus;

  /** @param field the argument that names the batch */
  static of(status: BatchStatus, field: readonly string[]): WrongState {
    const message = `The batch is ${status}: this cannot be done any more, or not yet.`;
    return Object.assign(new WrongState(), { code: 'WRONG_STATE', message, field, status });
  }
}

const resolveType = (value: { __typename: string }): string => value.__typename;

export const CreatePaymentBatchResult = createUnionType({
  name: 'CreatePaymentBatchResult',
  description: 'The batch, or why there is none.',
  types: () => [CreatePaymentBatchSuccess, InvalidInput, NotFound, NothingToPay] as const,
  resolveType,
});

export const ApprovePaymentBatchResult = createUnionType({
  name: 'ApprovePaymentBatchResult',
  description: 'The approved batch, or why it is not approved.',
  types: () =>
    [
      ApprovePaymentBatchSuccess,
      InvalidInput,
      NotFound,
      FourEyesRequired,
      FlagsNeedReason,
      WrongState,
      HubRecovering,
    ] as const,
  resolveType,
});

export const CancelPaymentBatchResult = createUnionType({
  name: 'CancelPaymentBatchResult',
  description: 'The cancelled batch, or why it is not cancelled.',
  types: () => [CancelPaymentBatchSuccess, InvalidInput, NotFound, WrongState] as const,
  resolveType,
});

export const ExcludePaymentsResult = createUnionType({
  name: 'ExcludePaymentsResult',
  description: 'The smaller batch, or why nothing was taken out.',
  types: () => [ExcludePaymentsSuccess, InvalidInput, NotFound, WrongState] as const,
  resolveType,
});

export const RecordFundingResult = createUnionType({
  name: 'RecordFundingResult',
  description: 'The funded batch, or why nothing was recorded.',
  types: () => [RecordFundingSuccess, InvalidInput, NotFound] as const,
  resolveType,
});
