/** An exception, as clients see it. */
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import {
  CountedPage,
  DateTimeScalar,
  defineEnum,
  DongScalar,
  InstitutionStub,
  Node,
} from '../../graphql/index.js';
import { showsWhoseBenefit, type Caller } from '../../access/index.js';
import { formatId } from '../../values/index.js';
import type { ExceptionRow } from '../exception-store.js';
import { ExceptionEntry, ExceptionEvidence } from './exception-evidence.type.js';
import { Payment, PaymentAttempt } from './payment.type.js';

export const ExceptionKind = defineEnum('ExceptionKind', 'What does not agree. May grow.', {
  CONTRADICTION:
    'The institution contradicts what it said before: a final state, or that it has taken the payment; or it names a second booking.',
  AMOUNT_DIFFERS: 'The institution names another amount than the payment’s.',
  REPORT_ID_REUSED: 'A report id came again with other content.',
  STATEMENT_UNMATCHED:
    'A line of a statement fits no payment: its reference is unknown, its account is another, or it is booked once more.',
  NOT_RECEIVED: 'The institution says that it never received the payment; sending it again needs two people.',
  EXTERNAL_REFERENCE_TAKEN:
    'The institution names a reference of its own that it has named for another payment: one booking cannot be both.',
  DATE_IMPLAUSIBLE: 'It is said to have happened before the attempt was made, or in the future.',
  PAYMENT_FORGOTTEN:
    'The institution speaks of a payment that the hub made and does not know: its database is older than what was done.',
  TO_RECOVER:
    'Money went out that was not due: too much, to another account, or a second time; asking it back needs two people.',
  PAID_AFTER_DEATH:
    'A payment was handed out after the register last confirmed somebody alive who is recorded as dead since; asking it back ' +
    'needs two people.',
});
export type ExceptionKind = keyof typeof ExceptionKind;

export const ExceptionDecision = defineEnum(
  'ExceptionDecision',
  'What two people may decide; `allowedDecisions` says which now. NOT_RECEIVED: SEND_AGAIN, while nobody has said more since, GIVE_UP or ' +
    'WAS_PAID. Where nobody knows ' +
    'what became of the money: WAS_PAID, WAS_NOT_PAID, PAID_OTHER_AMOUNT or PAID_OTHER_ACCOUNT. Where it is to be asked back, or fits ' +
    'no payment: RECOVERED or WRITTEN_OFF.',
  {
    SEND_AGAIN: 'Close the attempt and send the payment again, under a new reference.',
    GIVE_UP: 'The payment is REJECTED (NOT_RECEIVED): the period’s next batch may replace it.',
    RECOVERED: 'The money was given back; the reason names the document.',
    WRITTEN_OFF: 'Nothing is asked back: it was due, or cannot be had; the reason says which.',
    WAS_PAID: 'The money was paid, by the evidence named: the payment becomes SETTLED.',
    WAS_NOT_PAID: 'No money moved, whatever was said: the payment becomes REJECTED and may be replaced.',
    PAID_OTHER_AMOUNT:
      'Another amount was paid, `paidAmount` in all: the payment becomes SETTLED, and the difference is owed, or to be recovered.',
    PAID_OTHER_ACCOUNT:
      'It went to another account: it is to be recovered, the payment becomes REJECTED, and the person is owed.',
  },
);
export type ExceptionDecision = keyof typeof ExceptionDecision;

export const ExceptionResolution = defineEnum('ExceptionResolution', 'How an exception ended.', {
  SEND_AGAIN: 'Two people had the payment sent again.',
  GIVE_UP: 'Two people gave the payment up.',
  RECOVERED: 'Two people say that the money was given back.',
  WRITTEN_OFF: 'Two people say that nothing is asked back.',
  WAS_PAID: 'Two people say that it was paid.',
  WAS_NOT_PAID: 'Two people say that it was not paid.',
  PAID_OTHER_AMOUNT: 'Two people say that another amount was paid.',
  PAID_OTHER_ACCOUNT: 'Two people say that another account was paid.',
  NOTED: 'A person looked into it and wrote down what they found; nothing moved.',
});
export type ExceptionResolution = keyof typeof ExceptionResolution;

@ObjectType({ description: 'What a first person proposes; somebody else, an approver, confirms it.' })
export class ExceptionProposal {
  @Field(() => ExceptionDecision, { description: 'What to do.' })
  decision: ExceptionDecision;

  @Field({ description: 'The subject who proposes it.' })
  proposedBy: string;

  @Field({ description: 'Why; empty for monitors.' })
  reason: string;

  @Field(() => DateTimeScalar, { description: 'When it was proposed.' })
  proposedAt: Date;

  @Field(() => DongScalar, { nullable: true, description: 'What was paid in all, for PAID_OTHER_AMOUNT.' })
  amount?: bigint | null;
}

@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  description: 'A contradiction that was kept for a person: the machine decides nothing about it.',
})
export class ReconciliationException extends Node {
  readonly __typename = 'ReconciliationException';

  /** What the resolvers of this type read; no field of the API. */
  readonly row: ExceptionRow;

  @Field(() => Payment, { nullable: true, description: 'The payment it is about.' })
  payment?: Payment | null;

  @Field(() => PaymentAttempt, {
    nullable: true,
    description: 'The attempt it is about, where it names one.',
  })
  attempt?: PaymentAttempt | null;

  @Field(() => [ExceptionDecision], {
    description:
      'What may be decided now by this caller: proposed by an officer, confirmed by another person, an approver. Empty: only a ' +
      'closing reason, or nothing.',
  })
  allowedDecisions: ExceptionDecision[];

  @Field(() => [ExceptionEvidence], {
    description: 'What each side says, the hub first, for a person to compare; at most 20.',
  })
  evidence: ExceptionEvidence[];

  @Field(() => [ExceptionEntry], {
    description: 'What happened to it, the oldest first: opened, taken, proposed, resolved; at most 50.',
  })
  history: ExceptionEntry[];

  @Field(() => InstitutionStub, { nullable: true, description: 'Whose word it is.' })
  institution?: InstitutionStub | null;

  @Field(() => ExceptionKind, { description: 'What does not agree.' })
  kind: ExceptionKind;

  @Field(() => String, {
    nullable: true,
    description:
      'The reference that was named: the hub’s, else the institution’s own; null where it is not presentable.',
  })
  reference?: string | null;

  @Field(() => DongScalar, { nullable: true, description: 'The amount that was named, where one was.' })
  amount?: bigint | null;

  @Field(() => DateTimeScalar, { description: 'Since when it waits.' })
  openedAt: Date;

  @Field(() => Int, { description: 'For how many whole days it waits, or waited until it was resolved.' })
  ageDays: number;

  @Field(() => String, { nullable: true, description: 'The subject who looks after it; null: nobody yet.' })
  assignedTo?: string | null;

  @Field(() => ExceptionProposal, {
    nullable: true,
    description: 'What was proposed, where two people decide; a new proposal replaces the one before.',
  })
  proposal?: ExceptionProposal | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was resolved; null: it is open.' })
  resolvedAt?: Date | null;

  @Field(() => ExceptionResolution, { nullable: true, description: 'How it ended; null: it is open.' })
  resolution?: ExceptionResolution | null;

  @Field(() => String, {
    nullable: true,
    description: 'The subject who resolved it, or confirmed the proposal of another.',
  })
  resolvedBy?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why; null where the proposal’s reason was confirmed, and for monitors.',
  })
  resolutionReason?: string | null;

  /** What officers write may name whom it is about. */
  static of(row: ExceptionRow, now: Date, caller: Caller): ReconciliationException {
    const showsReasons = showsWhoseBenefit(caller);
    const { id, institutionCode, openedAt, resolvedAt, proposedDecision: decision } = row;
    const { proposedBy, proposedReason, proposedAt, proposedAmount: amount } = row;
    const detail = row.detail as { reference?: string; externalReference?: string; amount?: number };
    const reason = showsReasons ? proposedReason : '';
    return Object.assign(new ReconciliationException(), {
      ...row,
      resolutionReason: showsReasons ? row.resolutionReason : null,
      row,
      id: formatId('exc', id),
      institution: new InstitutionStub(institutionCode),
      reference: detail.reference ?? detail.externalReference ?? null,
      amount: detail.amount === undefined ? null : BigInt(detail.amount),
      ageDays: Math.floor(((resolvedAt ?? now).getTime() - openedAt.getTime()) / DAY_MS),
      proposal: decision === null ? null : { decision, proposedBy, reason, proposedAt, amount },
    });
  }
}

const DAY_MS = 86_400_000;

@ObjectType({ description: 'An exception in a page.' })
export class ReconciliationExceptionEdge {
  @Field(() => ReconciliationException, { description: 'The exception.' })
  node: ReconciliationException;

  @Field({ description: 'Its place in the list: pass it as `after`.' })
  cursor: string;
}

@ObjectType({ description: 'A page of exceptions, sorted by id: the oldest first.' })
export class ReconciliationExceptionConnection extends CountedPage {
  @Field(() => [ReconciliationExceptionEdge], { description: 'The exceptions with their cursors.' })
  edges: ReconciliationExceptionEdge[];

  @Field(() => [ReconciliationException], { description: 'The exceptions.' })
  nodes: ReconciliationException[];
}
