/** An exception, as clients see it. */
import { Field, ID, ObjectType } from 'type-graphql';
import { CountedPage, DateTimeScalar, defineEnum, InstitutionStub } from '../../graphql/index.js';
import { formatId } from '../../values/index.js';
import type { ExceptionRow } from '../exception-store.js';
import { Payment } from './payment.type.js';

export const ExceptionKind = defineEnum('ExceptionKind', 'What does not agree.', {
  CONTRADICTION: 'A report contradicts a final state.',
  AMOUNT_DIFFERS: 'The institution names another amount than the payment’s.',
  REPORT_ID_REUSED: 'A report id came again with other content.',
  NOT_RECEIVED: 'The institution says that it never received the payment; sending it again needs two people.',
});
export type ExceptionKind = keyof typeof ExceptionKind;

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

  @Field(() => DateTimeScalar, { description: 'Since when it waits.' })
  openedAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When a person settled it; null: it is open.' })
  resolvedAt?: Date | null;

  static of(row: ExceptionRow): ReconciliationException {
    const { id, paymentId, institutionCode, kind, openedAt, resolvedAt } = row;
    const institution = { code: institutionCode };
    return Object.assign(new ReconciliationException(), {
      ...{ id: formatId('exc', id), paymentId, institution, kind, openedAt, resolvedAt },
    });
  }
}

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
