/** Mutations of batches: each calls one use case and maps what it says. */
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import {
  IdempotencyKeyArg,
  InvalidInput,
  invalidKey,
  NotFound,
  type HubContext,
} from '../../graphql/index.js';
import { findId } from '../../values/index.js';
import { approveBatch } from '../approve-batch.js';
import { cancelBatch } from '../cancel-batch.js';
import { createBatch } from '../create-batch.js';
import { excludePayments } from '../exclude-payments.js';
import type { PaymentDeps } from '../payment-deps.js';
import { ApprovePaymentBatchInput, CreatePaymentBatchInput } from './input.type.js';
import {
  ApprovePaymentBatchResult,
  ApprovePaymentBatchSuccess,
  CancelPaymentBatchResult,
  CancelPaymentBatchSuccess,
  CreatePaymentBatchResult,
  CreatePaymentBatchSuccess,
  ExcludePaymentsResult,
  ExcludePaymentsSuccess,
  FlagsNeedReason,
  FourEyesRequired,
  HubRecovering,
  NothingToPay,
  WrongState,
} from './result.type.js';

/** No row has it: an id that is none of a batch is not found like one that is unknown. */
const NO_ID = '00000000-0000-0000-0000-000000000000';
const batchId = (id: string): string => findId('bat', id) ?? NO_ID;
const noBatch = (...field: readonly string[]): NotFound =>
  new NotFound('There is no such batch in your area.', field);

@Resolver()
export class BatchMutation {
  constructor(private readonly deps: PaymentDeps) {}

  @Mutation(() => CreatePaymentBatchResult, {
    description:
      'Makes a batch of everyone who is entitled and may be paid; the rest is in its `leftOut`. Roles: officer.',
  })
  async createPaymentBatch(
    @Ctx() { caller }: HubContext,
    @Arg('input', () => CreatePaymentBatchInput, { description: 'Area, programme and period.' })
    input: CreatePaymentBatchInput,
  ): Promise<typeof CreatePaymentBatchResult> {
    const result = await createBatch(this.deps, caller, { ...input, kind: input.kind ?? 'REGULAR' });
    switch (result.kind) {
      case 'CREATED':
        return CreatePaymentBatchSuccess.of(result.batch);
      case 'NOT_FOUND':
        return new NotFound(`There is no such ${result.field}, or it lies outside yours.`, [
          'input',
          result.field,
        ]);
      case 'INVALID':
        return new InvalidInput(result.message, ['input', result.field]);
      case 'NOTHING_TO_PAY':
        return NothingToPay.of(result.leftOut);
      case 'KEY_REFUSED':
        return invalidKey(result.message, 'input');
    }
  }

  @Mutation(() => ApprovePaymentBatchResult, {
    description: 'Four eyes: refused to whoever created the batch. Roles: approver.',
  })
  async approvePaymentBatch(
    @Ctx() { caller }: HubContext,
    @Arg('input', () => ApprovePaymentBatchInput, {
      description: 'The batch, and a reason where it is flagged.',
    })
    input: ApprovePaymentBatchInput,
  ): Promise<typeof ApprovePaymentBatchResult> {
    const result = await approveBatch(this.deps, caller, { ...input, id: batchId(input.id) });
    switch (result.kind) {
      case 'APPROVED':
        return ApprovePaymentBatchSuccess.of(result.batch);
      case 'NOT_FOUND':
        return noBatch('input', 'id');
      case 'FOUR_EYES':
        return FourEyesRequired.of('You made this batch: somebody else approves it.', ['input', 'id']);
      case 'RECOVERING':
        return HubRecovering.of();
      case 'FLAGS_NEED_REASON':
        return FlagsNeedReason.of(result.batchId);
      case 'WRONG_STATE':
        return WrongState.of(result.status, ['input', 'id']);
      case 'KEY_REFUSED':
        return invalidKey(result.message, 'input');
    }
  }

  @Mutation(() => CancelPaymentBatchResult, {
    description: 'Takes a batch back before its release. Roles: officer, approver.',
  })
  async cancelPaymentBatch(
    @Ctx() { caller }: HubContext,
    @Arg('id', () => ID, { description: 'The batch.' }) id: string,
    @Arg('reason', () => String, { description: 'Why, for whoever asks later.' }) reason: string,
    @IdempotencyKeyArg() idempotencyKey: string | null,
  ): Promise<typeof CancelPaymentBatchResult> {
    const result = await cancelBatch(this.deps, caller, { id: batchId(id), reason, idempotencyKey });
    switch (result.kind) {
      case 'CANCELLED':
        return CancelPaymentBatchSuccess.of(result.batch);
      case 'NOT_FOUND':
        return noBatch('id');
      case 'WRONG_STATE':
        return WrongState.of(result.status, ['id']);
      case 'KEY_REFUSED':
        return invalidKey(result.message);
    }
  }

  @Mutation(() => ExcludePaymentsResult, {
    description:
      'Takes lines out of a batch before its approval: all that are named, or none. Roles: officer.',
  })
  async excludePayments(
    @Ctx() { caller }: HubContext,
    @Arg('batchId', () => ID, { description: 'The batch.' }) id: string,
    @Arg('paymentIds', () => [ID], { description: 'Its lines to take out.' }) paymentIds: string[],
    @Arg('reason', () => String, { description: 'Why; shown in `leftOut`.' }) reason: string,
    @IdempotencyKeyArg() idempotencyKey: string | null,
  ): Promise<typeof ExcludePaymentsResult> {
    const ids = paymentIds.map((paymentId) => findId('pay', paymentId) ?? NO_ID);
    const result = await excludePayments(this.deps, caller, {
      batchId: batchId(id),
      paymentIds: ids,
      reason,
      idempotencyKey,
    });
    switch (result.kind) {
      case 'EXCLUDED':
        return ExcludePaymentsSuccess.of(result.batch);
      case 'NOT_FOUND':
        return result.field === 'batchId'
          ? noBatch('batchId')
          : new NotFound('A payment named is no line of this batch: nothing was taken out.', ['paymentIds']);
      case 'WRONG_STATE':
        return WrongState.of(result.status, ['batchId']);
      case 'KEY_REFUSED':
        return invalidKey(result.message);
    }
  }
}
