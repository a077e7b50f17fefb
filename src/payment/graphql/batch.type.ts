/** A batch of payments, as clients see it. */
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import {
  AtMost,
  CountedPage,
  DateTimeScalar,
  DongScalar,
  InstitutionTotal,
  Node,
  PaymentStatus,
  PeriodScalar,
} from '../../graphql/index.js';
import { scopeOf, showsWhoseBenefit, type Caller } from '../../access/index.js';
import { calendarDateOf, formatId } from '../../values/index.js';
import type { BatchName, LeftOutRow } from '../batch-list-store.js';
import type { BatchRow } from '../batch-store.js';
import type { RecentAccountRow } from '../recent-account-store.js';
import { BatchStatus, DuplicateRule, LeftOutReason, PaymentKind } from './enums.js';
import { Payment } from './payment.type.js';
import { AdministrativeUnitStub, BeneficiaryPayments, ProgrammeStub } from './stub.type.js';

@ObjectType({ description: 'Count and amount of the payments in one state.' })
export class StatusTotal {
  @Field(() => PaymentStatus, { description: 'The state.' })
  status: PaymentStatus;

  @Field(() => Int, { description: 'How many payments.' })
  count: number;

  @Field(() => DongScalar, { description: 'Their sum.' })
  amount: bigint;
}

@ObjectType({
  description: 'A batch in figures. They close: the whole is the sum of its states, at every instant.',
})
export class BatchTotals {
  @Field(() => Int, { description: 'How many payments; lines taken out before approval are none.' })
  count: number;

  @Field(() => DongScalar, { description: 'Their sum.' })
  amount: bigint;

  @AtMost(50)
  @Field(() => [StatusTotal], { description: 'By state; a state without payments is left out.' })
  byStatus: StatusTotal[];

  @AtMost(500)
  @Field(() => [InstitutionTotal], { description: 'By institution.' })
  byInstitution: InstitutionTotal[];
}

@ObjectType({ description: 'Somebody who is entitled but not in the batch.' })
export class LeftOut {
  @Field(() => BeneficiaryPayments, { nullable: true, description: 'Who.' })
  beneficiary?: BeneficiaryPayments | null;

  @Field(() => LeftOutReason, { description: 'Why.' })
  reason: LeftOutReason;

  @Field(() => String, { nullable: true, description: 'More of the why, such as an officer’s words.' })
  text?: string | null;

  static of({ beneficiary_id: id, reason, text }: LeftOutRow): LeftOut {
    return Object.assign(new LeftOut(), { beneficiary: BeneficiaryPayments.of(id), reason, text });
  }
}

@ObjectType({ description: 'One who was left out, in a page.' })
export class LeftOutEdge {
  @Field(() => LeftOut, { description: 'Who and why.' })
  node: LeftOut;

  @Field({ description: 'Its place in the list: pass it as `after`.' })
  cursor: string;
}

@ObjectType({ description: 'A page of those who were left out.' })
export class LeftOutConnection extends CountedPage {
  @Field(() => [LeftOutEdge], { description: 'They with their cursors.' })
  edges: LeftOutEdge[];

  @Field(() => [LeftOut], { description: 'They.' })
  nodes: LeftOut[];
}

@ObjectType({ description: 'Two payments of one period that may pay the same: for the approver to judge.' })
export class DuplicateFlag {
  @Field(() => Payment, { description: 'The payment of this batch.' })
  payment: Payment;

  @Field(() => Payment, { description: 'The other one, of this batch or another.' })
  other: Payment;

  @Field(() => DuplicateRule, { description: 'What they share.' })
  rule: DuplicateRule;
}

@ObjectType({ description: 'A payment into an account that was registered or changed shortly before.' })
export class RecentAccount {
  @Field(() => Payment, { description: 'The payment of this batch.' })
  payment: Payment;

  @Field(() => DateTimeScalar, {
    description:
      'When its account was registered, or its status or holder last changed; for monitors the day.',
  })
  changedAt: Date;

  static of(row: RecentAccountRow, caller: Caller): RecentAccount {
    // To the second it would name the account, and with it the person.
    const changedAt = showsWhoseBenefit(caller) ? row.changed_at : startOfDay(row.changed_at);
    return Object.assign(new RecentAccount(), { payment: Payment.of(row, caller), changedAt });
  }
}

const startOfDay = (instant: Date): Date => new Date(`${calendarDateOf(instant)}T00:00:00+07:00`);

@ObjectType({ description: 'One of them, in a page.' })
export class RecentAccountEdge {
  @Field(() => RecentAccount, { description: 'Which payment and since when.' })
  node: RecentAccount;

  @Field({ description: 'Its place in the list: pass it as `after`.' })
  cursor: string;
}

@ObjectType({
  description: 'A page of payments into accounts that changed shortly before, sorted by payment.',
})
export class RecentAccountConnection extends CountedPage {
  @Field(() => [RecentAccountEdge], { description: 'They with their cursors.' })
  edges: RecentAccountEdge[];

  @Field(() => [RecentAccount], { description: 'They.' })
  nodes: RecentAccount[];
}

@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  description: 'Payments of one area and period that are approved and funded together.',
})
export class PaymentBatch extends Node {
  readonly __typename = 'PaymentBatch';

  /** What the resolvers of this type read; no field of the API. */
  readonly row: BatchName & Partial<BatchRow>;

  @Field({ description: 'For people to know it by; for institutions its kind and month.' })
  name: string;

  @Field(() => AdministrativeUnitStub, {
    nullable: true,
    description: 'The area it pays, all areas below included.',
  })
  area?: AdministrativeUnitStub | null;

  @Field(() => ProgrammeStub, {
    nullable: true,
    description: 'The one programme it pays; null: every programme.',
  })
  programme?: ProgrammeStub | null;

  @Field(() => PeriodScalar, { description: 'The month it is for.' })
  period: string;

  @Field(() => PaymentKind, { description: 'What it is for.' })
  kind: PaymentKind;

  @Field(() => BatchStatus, { description: 'Where it stands.' })
  status: BatchStatus;

  @Field(() => DongScalar, {
    description: 'Treasury money recorded for it; 0 for whoever may see some of its payments only.',
  })
  fundedAmount: bigint;

  @Field(() => DongScalar, {
    description:
      'What of its `fundedAmount` went back to the Treasury: what was not paid by the period’s end.',
  })
  returnedAmount: bigint;

  @Field({
    description: 'The subject who made it; empty for whoever may see some of its payments only.',
  })
  createdBy: string;

  @Field(() => String, {
    nullable: true,
    description: 'The subject who approved it: never the one who made it.',
  })
  approvedBy?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was approved.' })
  approvedAt?: Date | null;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its payments went to the adapters.' })
  releasedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its last payment got a final state.' })
  completedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken back.' })
  cancelledAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'The subject who took it back.' })
  cancelledBy?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was taken back.' })
  cancelReason?: string | null;

  /** What somebody sees of it who may see some of its payments only. Officials name a batch by its programme, and an institution is told
   *  of no programme. */
  static named(row: BatchName, caller: Caller): PaymentBatch {
    const { name, kind, period } = row;
    const isTold = scopeOf(caller).kind !== 'INSTITUTION';
    return Object.assign(PaymentBatch.bare(row), { name: isTold ? name : `${kind} ${period}` });
  }

  private static bare(row: BatchName): PaymentBatch {
    return Object.assign(new PaymentBatch(), {
      row,
      id: formatId('bat', row.id),
      name: row.name,
      period: row.period,
      kind: row.kind,
      status: row.status,
      fundedAmount: 0n,
      returnedAmount: 0n,
      createdBy: '',
      createdAt: row.created_at,
    });
  }

  static of(row: BatchRow): PaymentBatch {
    return Object.assign(PaymentBatch.bare(row), {
      row,
      area: AdministrativeUnitStub.of(row.area_id),
      programme: row.programme_code === null ? null : { code: row.programme_code },
      fundedAmount: row.funded_amount,
      returnedAmount: row.returned_amount,
      createdBy: row.created_by,
      approvedBy: row.approved_by,
      approvedAt: row.approved_at,
      releasedAt: row.released_at,
      completedAt: row.completed_at,
      cancelledAt: row.cancelled_at,
      cancelledBy: row.cancelled_by,
      cancelReason: row.cancel_reason,
    });
  }
}

@ObjectType({ description: 'A batch in a page.' })
export class PaymentBatchEdge {
  @Field(() => PaymentBatch, { description: 'The batch.' })
  node: PaymentBatch;

  @Field({ description: 'Its place in the list: pass it as `after`.' })
  cursor: string;
}

@ObjectType({ description: 'A page of batches, sorted by id.' })
export class PaymentBatchConnection extends CountedPage {
  @Field(() => [PaymentBatchEdge], { description: 'The batches with their cursors.' })
  edges: PaymentBatchEdge[];

  @Field(() => [PaymentBatch], { description: 'The batches.' })
  nodes: PaymentBatch[];
}
