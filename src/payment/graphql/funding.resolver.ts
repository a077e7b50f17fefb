/** Money between the State Treasury and batches: what treasurers record, and the orders of the Treasury's adapter. */
import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { AtMost, InvalidInput, invalidKey, NotFound, type HubContext } from '../../graphql/index.js';
import { findId } from '../../values/index.js';
import { claimFundingOrders } from '../claim-funding-orders.js';
import type { PaymentDeps } from '../payment-deps.js';
import { recordFundingReturn } from '../record-funding-return.js';
import { recordFunding } from '../record-funding.js';
import { reportFundingRefusal } from '../report-funding-refusal.js';
import { PaymentBatch } from './batch.type.js';
import {
  FundingOrder,
  FundingRefusalInput,
  RecordFundingReturnInput,
  RecordFundingReturnResult,
  RecordFundingReturnSuccess,
  ReportFundingRefusalResult,
  ReportFundingRefusalSuccess,
} from './funding.type.js';
import { RecordFundingInput } from './input.type.js';
import type { PaymentLoaders } from './payment.loader.js';
import { RecordFundingResult, RecordFundingSuccess } from './result.type.js';

/** No row has it: an id that is none of a batch is not found like one that is unknown. */
const NO_ID = '00000000-0000-0000-0000-000000000000';
const batchId = (id: string): string => findId('bat', id) ?? NO_ID;
const noBatch = (): NotFound => new NotFound('There is no such batch in your area.', ['input', 'batchId']);

@Resolver(() => PaymentBatch)
export class FundingResolver {
  constructor(
    private readonly deps: PaymentDeps,
    private readonly loaders: PaymentLoaders,
  ) {}

  @AtMost(500)
  @FieldResolver(() => [FundingOrder], {
    description: 'What the Treasury’s adapter was asked to do for it, the oldest first, refusals included.',
  })
  async fundingOrders(@Root() { row }: PaymentBatch, @Ctx() context: HubContext): Promise<FundingOrder[]> {
    return (await this.loaders.fundingOrders(context).load(row.id)).map(FundingOrder.of);
  }

  @Mutation(() => RecordFundingResult, {
    description:
      'Treasury money for a batch, by a treasurer or the Treasury’s adapter. An approved batch is released by itself once ' +
      'its funding covers it. Repeating a `documentNumber` changes nothing. Roles: treasurer, adapter (of the State Treasury).',
  })
  async recordFunding(
    @Ctx() { caller }: HubContext,
    @Arg('input', () => RecordFundingInput, { description: 'The document.' }) input: RecordFundingInput,
  ): Promise<typeof RecordFundingResult> {
    const result = await recordFunding(this.deps, caller, { ...input, batchId: batchId(input.batchId) });
    switch (result.kind) {
      case 'RECORDED':
        return RecordFundingSuccess.of(result.batch, result.missing);
      case 'INVALID':
        return new InvalidInput(result.message, ['input', result.field]);
      case 'KEY_REFUSED':
        return invalidKey(result.message, 'input');
      case 'NOT_FOUND':
        return noBatch();
    }
  }

  @Mutation(() => RecordFundingReturnResult, {
    description:
      'Money of a batch that went back to the Treasury, by a treasurer or the Treasury’s adapter: never more than what is ' +
      'neither paid nor open. Repeating a `documentNumber` changes nothing. Roles: treasurer, adapter (of the State Treasury).',
  })
  async recordFundingReturn(
    @Ctx() { caller }: HubContext,
    @Arg('input', () => RecordFundingReturnInput, { description: 'The receipt.' })
    input: RecordFundingReturnInput,
  ): Promise<typeof RecordFundingReturnResult> {
    const document = { ...input, batchId: batchId(input.batchId) };
    const result = await recordFundingReturn(this.deps, caller, document);
    switch (result.kind) {
      case 'RECORDED':
        return RecordFundingReturnSuccess.of(result.batch, result.atHand);
      case 'INVALID':
        return new InvalidInput(result.message, ['input', result.field]);
      case 'KEY_REFUSED':
        return invalidKey(result.message, 'input');
      case 'NOT_FOUND':
        return noBatch();
    }
  }

  @Mutation(() => [FundingOrder], {
    description:
      'What the Treasury is asked to do now, for its adapter. An order comes again with each call until its document is ' +
      'recorded with `orderReference`, under the same reference; a repeat is harmless. Roles: adapter (of the State Treasury).',
  })
  async claimFundingOrders(
    @Ctx() { caller }: HubContext,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 100,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
  ): Promise<FundingOrder[]> {
    return (await claimFundingOrders(this.deps, caller, { first: first ?? 100 })).map(FundingOrder.of);
  }

  @Mutation(() => ReportFundingRefusalResult, {
    description:
      'An order that the Treasury refused, by its adapter: the reason is shown with the batch, and the order is handed out ' +
      'again ten minutes later. One that is not wanted any more is closed by it. Roles: adapter (of the State Treasury).',
  })
  async reportFundingRefusal(
    @Ctx() { caller }: HubContext,
    @Arg('input', () => FundingRefusalInput, { description: 'The order and the reason.' })
    { isReceived, ...input }: FundingRefusalInput,
  ): Promise<typeof ReportFundingRefusalResult> {
    const refusal = { ...input, isReceived: isReceived ?? true };
    const result = await reportFundingRefusal(this.deps, caller, refusal);
    if (result.kind === 'NOTED') return ReportFundingRefusalSuccess.of(result.order);
    return new NotFound('There is no such order.', ['input', 'reference']);
  }
}
