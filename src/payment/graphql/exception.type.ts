/** An exception, as clients see it. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { CountedPage, DateTimeScalar, defineEnum, DongScalar, InstitutionStub } from '../../graphql/index.js';
import { formatId } from '../../values/index.js';
import type { ExceptionRow } from '../exception-store.js';
import { Payment } from './payment.type.js';

export const ExceptionKind = defineEnum('ExceptionKind', 'What does not agree.', {
  CONTRADICTION: 'A report contradicts a final state.',
  AMOUNT_DIFFERS: 'The institution names another amount than the payment’s.',
  REPORT_ID_REUSED: 'A report id came again with other content.',
  STATEMENT_UNMATCHED:
    'A line of a statement fits no payment: its reference is unknown, its account is another, or it is booked once more.',
  NOT_RECEIVED: 'The institution says that it never received the payment; sending it again needs two people.',
  PAID_AFTER_DEATH:
    'A payment was handed out after the register last confirmed somebody alive who is recorded as dead since; asking it back ' +
    'needs two people.',
});
export type ExceptionKind = keyof typeof ExceptionKind;

export const ExceptionDecision = defineEnum(
  'ExceptionDecision',
  'What two people may decide: SEND_AGAIN or GIVE_UP for NOT_RECEIVED, RECOVERED or WRITTEN_OFF for PAID_AFTER_DEATH.',
  {
    SEND_AGAIN: 'Close the attempt and send the payment again, under a new reference.',
    GIVE_UP: 'The payment is REJECTED (NOT_RECEIVED): the period’s next batch may replace it.',
    RECOVERED: 'The money was given back; the reason names the document.',
    WRITTEN_OFF: 'Nothing is asked back: it was due, or cannot be had; the reason says which.',
  },
);
export type ExceptionDecision = keyof typeof ExceptionDecision;

export const ExceptionResolution = defineEnum('ExceptionResolution', 'How an exception ended.', {
  SEND_AGAIN: 'Two people had the payment sent again.',
  GIVE_UP: 'Two people gave the payment up.',
  RECOVERED: 'Two people say that the money was given back.',
  WRITTEN_OFF: 'Two people say that nothing is asked back.',
  NOTED: 'A person looked into it and wrote down what they found; nothing moved.',
});
export type ExceptionResolution = keyof typeof ExceptionResolution;

@ObjectType({ description: 'What a first person proposes; somebody else, an approver, confirms it.' })
export class ExceptionProposal {
  @Field(() => ExceptionDecision, { description: 'What to do.' })
  decision: ExceptionDecision;

  @Field({ description: 'The subject who proposes it.' })
  proposedBy: string;

  @Field({ description: 'Why.' })
  reason: string;

  @Field(() => DateTimeScalar, { description: 'When it was proposed.' })
  proposedAt: Date;
}

@ObjectType({
  description: 'A contradiction that was kept for a person: the machine decides nothing about it.',
})
export class ReconciliationException {
  @Field(() => ID, { description: 'The id of the exception.' })
  id: string;

  /** Read by the resolver of `payment`; no field of the API. */
  readonly paymentId: string | null;

  @Field(() => Payment, { nullable: true, description: 'The payment it is about.' })
  payment?: Payment | null;

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
    description: 'Why; null where the proposal’s reason was confirmed.',
  })
  resolutionReason?: string | null;

  static of(row: ExceptionRow, now: Date): ReconciliationException {
    const { id, institutionCode, openedAt, resolvedAt, proposedDecision: decision } = row;
    const { proposedBy, proposedReason: reason, proposedAt } = row;
    const detail = row.detail as { reference?: string; externalReference?: string; amount?: number };
    return Object.assign(new ReconciliationException(), {
      ...row,
      id: formatId('exc', id),
      institution: { code: institutionCode },
      reference: detail.reference ?? detail.externalReference ?? null,
      amount: detail.amount === undefined ? null : BigInt(detail.amount),
      ageDays: Math.floor(((resolvedAt ?? now).getTime() - openedAt.getTime()) / DAY_MS),
      proposal: decision === null ? null : { decision, proposedBy, reason, proposedAt },
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
