/** Orders to the State Treasury, and what the mutations about its money answer. */
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import {
  DateScalar,
  DateTimeScalar,
  defineEnum,
  DongScalar,
  IdempotencyKeyField,
  InvalidInput,
  NotFound,
  PeriodScalar,
} from '../../graphql/index.js';
import { calendarDateOf, formatId, type CalendarDate } from '../../values/index.js';
import type { BatchRow } from '../batch-store.js';
import type { FundingOrderRow } from '../funding-order-store.js';
import { PaymentBatch } from './batch.type.js';

export const FundingOrderKind = defineEnum('FundingOrderKind', 'What the Treasury is asked to do.', {
  FUND: 'Pay out money for a batch that is approved and lacks it.',
  RETURN: 'Take back what is left of a batch whose period is over, or that was cancelled.',
});
export type FundingOrderKind = keyof typeof FundingOrderKind;

@ObjectType({
  description:
    'One thing that the State Treasury is asked to do for one batch: whole or not at all, once, under one reference.',
})
export class FundingOrder {
  @Field(() => ID, {
    description:
      'Up to 33 of A–Z and 0–9: the same whenever the order is handed out; the Treasury knows it by it.',
  })
  reference: string;

  @Field(() => FundingOrderKind, { description: 'What is asked.' })
  kind: FundingOrderKind;

  @Field(() => ID, { description: 'For which batch.' })
  batchId: string;

  @Field({ description: 'The batch’s name.' })
  batchName: string;

  @Field(() => ID, { description: 'Code of the administrative unit that the batch pays.' })
  areaCode: string;

  @Field({ description: 'Its name.' })
  areaName: string;

  @Field(() => PeriodScalar, { description: 'The month that the batch is for.' })
  period: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Code of the one programme that it pays; null: every programme.',
  })
  programme?: string | null;

  @Field(() => DongScalar, { description: 'How much.' })
  amount: bigint;

  @Field(() => DateScalar, { description: 'Day of the order.' })
  requestedDate: CalendarDate;

  @Field({
    description:
      'Whether it is still to be carried out. False: ask the Treasury what became of it, and never send it; if it was not ' +
      'received, say so by `reportFundingRefusal`.',
  })
  isWanted: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was written.' })
  orderedAt: Date;

  @Field(() => String, {
    nullable: true,
    description:
      'Why the Treasury refused it last, in its own words; it is tried again under the same reference.',
  })
  refusal?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it did.' })
  refusedAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Number of the Treasury’s document that carried it out.',
  })
  documentNumber?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was over: carried out, or not wanted any more and never received.',
  })
  closedAt?: Date | null;

  static of(row: FundingOrderRow): FundingOrder {
    return Object.assign(new FundingOrder(), {
      reference: row.reference,
      kind: row.kind,
      batchId: formatId('bat', row.batch_id),
      batchName: row.batch_name,
      areaCode: row.area_code,
      areaName: row.area_name,
      period: row.period,
      programme: row.programme_code,
      amount: row.amount,
      requestedDate: calendarDateOf(row.ordered_at),
      isWanted: row.closed_at === null && row.is_wanted,
      orderedAt: row.ordered_at,
      refusal: row.refusal,
      refusedAt: row.refused_at,
      documentNumber: row.document_number,
      closedAt: row.closed_at,
    });
  }
}

@InputType({ description: 'Money of a batch that went back to the Treasury, by document.' })
export class RecordFundingReturnInput {
  @Field(() => ID, { description: 'The batch.' })
  batchId: string;

  @Field({ description: 'Number of the Treasury’s receipt; repeating it changes nothing.' })
  documentNumber: string;

  @Field(() => DongScalar, { description: 'How much; more than zero, at most what is at hand.' })
  amount: bigint;

  @Field(() => DateScalar, { description: 'Date of the receipt.' })
  date: CalendarDate;

  @Field(() => String, { nullable: true, description: 'The order that it carries out, if one was given.' })
  orderReference?: string | null;

  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'What the Treasury says of an order that it did not carry out.' })
export class FundingRefusalInput {
  @Field(() => ID, { description: 'The order’s reference.' })
  reference: string;

  @Field({ description: 'The Treasury’s reason, in its own words; the first 300 characters are kept.' })
  reason: string;

  @Field(() => DateTimeScalar, { description: 'When it refused.' })
  refusedAt: Date;

  @Field({
    nullable: true,
    defaultValue: true,
    description: 'False: the Treasury says that it never received the order.',
  })
  isReceived?: boolean;
}

@ObjectType({ description: 'The return is recorded.' })
export class RecordFundingReturnSuccess {
  readonly __typename = 'RecordFundingReturnSuccess';

  @Field(() => PaymentBatch, { description: 'The batch as it is now.' })
  batch: PaymentBatch;

  @Field(() => DongScalar, { description: 'What is still at hand: neither paid, nor open, nor returned.' })
  atHand: bigint;

  static of(row: BatchRow, atHand: bigint): RecordFundingReturnSuccess {
    return Object.assign(new RecordFundingReturnSuccess(), { batch: PaymentBatch.of(row), atHand });
  }
}

@ObjectType({ description: 'The refusal is noted.' })
export class ReportFundingRefusalSuccess {
  readonly __typename = 'ReportFundingRefusalSuccess';

  @Field(() => FundingOrder, { description: 'The order as it is now.' })
  order: FundingOrder;

  static of(row: FundingOrderRow): ReportFundingRefusalSuccess {
    return Object.assign(new ReportFundingRefusalSuccess(), { order: FundingOrder.of(row) });
  }
}

const resolveType = (value: { __typename: string }): string => value.__typename;

export const RecordFundingReturnResult = createUnionType({
  name: 'RecordFundingReturnResult',
  description: 'The batch with less money, or why nothing was recorded.',
  types: () => [RecordFundingReturnSuccess, InvalidInput, NotFound] as const,
  resolveType,
});

export const ReportFundingRefusalResult = createUnionType({
  name: 'ReportFundingRefusalResult',
  description: 'The order, or why there is none.',
  types: () => [ReportFundingRefusalSuccess, NotFound] as const,
  resolveType,
});
