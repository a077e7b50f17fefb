/** What clients pass in about batches and payments. */
import { Field, ID, InputType } from 'type-graphql';
import {
  DateScalar,
  DongScalar,
  IdempotencyKeyField,
  PaymentStatus,
  PeriodScalar,
} from '../../graphql/index.js';
import type { CalendarDate, Period } from '../../values/index.js';
import { BatchStatus, PaymentKind } from './enums.js';

@InputType({
  description:
    'One batch pays every active entitlement of the area and programme for the period that is not yet paid and may be: ' +
    'citizen MATCH, account VERIFIED, both fresh, a rail that runs. The rest is in `leftOut`.',
})
export class CreatePaymentBatchInput {
  @Field(() => ID, {
    description: 'Code of the administrative unit, as of today; all units below are included.',
  })
  area: string;

  @Field(() => ID, { nullable: true, description: 'Code of one programme; left out: every programme.' })
  programme?: string | null;

  @Field(() => PeriodScalar, {
    description: 'The month to pay: at most the next one, or as far ahead as the hub’s policy allows.',
  })
  period: Period;

  @Field(() => PaymentKind, {
    nullable: true,
    defaultValue: PaymentKind.REGULAR,
    description:
      'What it is for: REGULAR or ARREARS. The other kinds are refused until there are rights of their own for them.',
  })
  kind?: PaymentKind | null;

  @Field(() => String, { nullable: true, description: 'For people to know it by; at most 200 characters.' })
  name?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Also pays what earlier periods still owe: payments of the same kind that were REJECTED or RETURNED and are not yet ' +
      'paid, each for its own period, as a replacement.',
  })
  carryForward?: boolean | null;

  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'The approval of a batch.' })
export class ApprovePaymentBatchInput {
  @Field(() => ID, { description: 'The batch.' })
  id: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Why flagged payments are right; needed when there are `flags`, `recentAccounts` or `possibleBookings`.',
  })
  acceptFlagsReason?: string | null;

  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Treasury money for a batch, by document.' })
export class RecordFundingInput {
  @Field(() => ID, { description: 'The batch.' })
  batchId: string;

  @Field({ description: 'Number of the Treasury’s document; repeating it changes nothing.' })
  documentNumber: string;

  @Field(() => DongScalar, { description: 'How much; more than zero.' })
  amount: bigint;

  @Field(() => DateScalar, { description: 'Date of the document.' })
  date: CalendarDate;

  @Field(() => String, { nullable: true, description: 'The order that it carries out, if one was given.' })
  orderReference?: string | null;

  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Which payments to list; every condition must hold.' })
export class PaymentFilter {
  @Field(() => ID, {
    nullable: true,
    description: 'Code of an administrative unit; units below are included.',
  })
  area?: string | null;

  @Field(() => PeriodScalar, { nullable: true, description: 'The month.' })
  period?: string | null;

  @Field(() => PaymentStatus, { nullable: true, description: 'Where they stand.' })
  status?: PaymentStatus | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Code of the institution that pays out; `NAPAS` stands for every `NAPAS:<bin>`.',
  })
  institution?: string | null;

  @Field(() => ID, { nullable: true, description: 'Whose they are; not for monitors.' })
  beneficiaryId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of which batch.' })
  batchId?: string | null;
}

@InputType({ description: 'Which batches to list; every condition must hold.' })
export class PaymentBatchFilter {
  @Field(() => ID, {
    nullable: true,
    description: 'Code of an administrative unit; units below are included.',
  })
  area?: string | null;

  @Field(() => PeriodScalar, { nullable: true, description: 'The month.' })
  period?: string | null;

  @Field(() => BatchStatus, { nullable: true, description: 'Where they stand.' })
  status?: BatchStatus | null;
}

@InputType({ description: 'Which payment events to deliver; every condition must hold.' })
export class PaymentEventFilter {
  @Field(() => ID, {
    nullable: true,
    description: 'Code of an administrative unit; units below are included.',
  })
  area?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Code of the institution that pays out; `NAPAS` stands for every `NAPAS:<bin>`.',
  })
  institution?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of which batch.' })
  batchId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Whose payments; not for monitors.' })
  beneficiaryId?: string | null;

  @Field(() => [PaymentStatus], { nullable: true, description: 'Only moves into one of these states.' })
  to?: PaymentStatus[] | null;
}
