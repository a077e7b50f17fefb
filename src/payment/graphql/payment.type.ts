/** A payment and its attempts, as clients see them. */
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import {
  CountedPage,
  DateTimeScalar,
  DongScalar,
  FailureReason,
  InstitutionStub,
  Node,
  PaymentStatus,
  PeriodScalar,
} from '../../graphql/index.js';
import { scopeOf, showsWhoseBenefit, type Caller } from '../../access/index.js';
import { formatId, maskName } from '../../values/index.js';
import type { AttemptRow, PaymentRow } from '../payment-store.js';
import { PaymentKind } from './enums.js';
import { AccountStub, BeneficiaryPayments } from './stub.type.js';

@ObjectType({
  description: 'One try to pay one payment at one institution, written down before anything was sent.',
})
export class PaymentAttempt {
  @Field(() => ID, { description: 'The attempt’s id.' })
  id: string;

  @Field({
    description: 'What the institution sees as the order’s id: the same on every try of this attempt.',
  })
  reference: string;

  @Field(() => InstitutionStub, { nullable: true, description: 'Where it was sent.' })
  institution?: InstitutionStub | null;

  @Field(() => DateTimeScalar, { description: 'When it was written down.' })
  startedAt: Date;

  @Field(() => PaymentStatus, { description: 'Where it stands.' })
  status: PaymentStatus;

  @Field(() => String, { nullable: true, description: 'The institution’s own reference, once it gave one.' })
  externalReference?: string | null;

  static of(row: AttemptRow): PaymentAttempt {
    return Object.assign(new PaymentAttempt(), {
      id: formatId('att', row.id),
      reference: row.reference,
      institution: new InstitutionStub(row.institution_code),
      startedAt: row.started_at,
      status: row.status,
      externalReference: row.external_reference,
    });
  }
}

@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  description: 'One amount to one person for one period: made once, or not at all.',
})
export class Payment extends Node {
  readonly __typename = 'Payment';

  /** What the resolvers of this type read; no field of the API. */
  readonly row: PaymentRow;

  /** No field of the API. */
  readonly isReached: boolean;

  @Field(() => BeneficiaryPayments, {
    nullable: true,
    description:
      'Who is entitled; null for adapters and monitors, and for a flagged payment of an area that is not yours.',
  })
  beneficiary?: BeneficiaryPayments | null;

  @Field(() => AccountStub, {
    nullable: true,
    description: 'Where the money goes; null: cash at the counter, and for monitors.',
  })
  account?: AccountStub | null;

  @Field(() => InstitutionStub, { nullable: true, description: 'The institution that pays it out.' })
  institution?: InstitutionStub | null;

  @Field({
    description:
      'Who receives it, frozen at approval; masked without a purpose that shows it, and nothing but `***` for monitors.',
  })
  receiverName: string;

  @Field(() => DongScalar, { description: 'How much.' })
  amount: bigint;

  @Field(() => PeriodScalar, { description: 'The month it is for.' })
  period: string;

  @Field(() => PaymentKind, { description: 'What it is for.' })
  kind: PaymentKind;

  @Field(() => PaymentStatus, { description: 'Where it stands.' })
  status: PaymentStatus;

  @Field(() => FailureReason, { nullable: true, description: 'Why it was not made, or came back.' })
  reason?: FailureReason | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The same in the institution’s words, which may name people: null without a purpose that shows them.',
  })
  reasonText?: string | null;

  @Field(() => DateTimeScalar, { description: 'When its status last changed.' })
  updatedAt: Date;

  /** @param isReached false for a payment of an area that is not the caller's: it exists, and whose it is stays there */
  static of(row: PaymentRow, caller: Caller, isReached = true): Payment {
    const showsWhose = isReached && showsWhoseBenefit(caller);
    const showsData = isReached && caller.showsPersonalData;
    // An adapter knows payments and accounts, not persons.
    const showsPerson = showsWhose && scopeOf(caller).kind !== 'INSTITUTION';
    return Object.assign(new Payment(), {
      row,
      isReached,
      id: formatId('pay', row.id),
      beneficiary: showsPerson ? BeneficiaryPayments.of(row.beneficiary_id) : null,
      account: showsWhose && row.account_id !== null ? AccountStub.of(row.account_id) : null,
      institution: new InstitutionStub(row.institution_code),
      receiverName: receiverNameOf(row, showsData, caller),
      amount: row.amount,
      period: row.period,
      kind: row.kind,
      status: row.status,
      reason: row.reason,
      reasonText: showsData ? row.reason_text : null,
      updatedAt: row.updated_at,
    });
  }
}

/** Initials find somebody among those whom one institution pays in one commune. */
function receiverNameOf({ receiver_name: name }: PaymentRow, showsData: boolean, caller: Caller): string {
  if (!showsWhoseBenefit(caller)) return '***';
  return showsData ? name : maskName(name);
}

@ObjectType({ description: 'A payment in a page.' })
export class PaymentEdge {
  @Field(() => Payment, { description: 'The payment.' })
  node: Payment;

  @Field({ description: 'Its place in the list: pass it as `after`.' })
  cursor: string;
}

@ObjectType({ description: 'A page of payments, sorted by id.' })
export class PaymentConnection extends CountedPage {
  @Field(() => [PaymentEdge], { description: 'The payments with their cursors.' })
  edges: PaymentEdge[];

  @Field(() => [Payment], { description: 'The payments.' })
  nodes: Payment[];
}
