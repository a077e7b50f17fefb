/** Payment events, as clients see them. */
import { Field, ObjectType } from 'type-graphql';
import {
  CursorScalar,
  Event,
  FailureReason,
  InstitutionStub,
  PageInfo,
  PaymentStatus,
} from '../../graphql/index.js';
import type { HubEvent } from '../../event/index.js';
import { formatId } from '../../values/index.js';
import { Payment } from './payment.type.js';

@ObjectType({ implements: Event, description: 'One move of one payment, committed together with it.' })
export class PaymentEvent extends Event {
  readonly __typename = 'PaymentEvent';

  /** Read by the resolver of `payment`; no field of the API. */
  readonly paymentId: string;

  @Field(() => Payment, { description: 'The payment as it is when the event is read.' })
  payment: Payment;

  @Field(() => PaymentStatus, { nullable: true, description: 'The state it left; null: it was made.' })
  from?: PaymentStatus | null;

  @Field(() => PaymentStatus, { description: 'The state it entered.' })
  to: PaymentStatus;

  @Field(() => FailureReason, { nullable: true, description: 'Why it was not made, or came back.' })
  reason?: FailureReason | null;

  @Field(() => InstitutionStub, { nullable: true, description: 'The institution that pays it out.' })
  institution?: InstitutionStub | null;

  static of(event: HubEvent, cursor: string): PaymentEvent {
    return Object.assign(new PaymentEvent(), {
      id: formatId('evt', event.id),
      cursor,
      occurredAt: event.occurredAt,
      paymentId: event.subjectId,
      from: event.statusFrom,
      to: event.statusTo,
      reason: event.reason,
      institution: event.institutionCode === null ? null : new InstitutionStub(event.institutionCode),
    });
  }
}

@ObjectType({ description: 'An event in a page.' })
export class PaymentEventEdge {
  @Field(() => PaymentEvent, { description: 'The event.' })
  node: PaymentEvent;

  @Field(() => CursorScalar, { description: 'Its position: pass it as `after`.' })
  cursor: string;
}

@ObjectType({ description: 'A page of payment events in the order of the log.' })
export class PaymentEventConnection {
  @Field(() => [PaymentEventEdge], { description: 'The events with their cursors.' })
  edges: PaymentEventEdge[];

  @Field(() => [PaymentEvent], { description: 'The events.' })
  nodes: PaymentEvent[];

  @Field(() => PageInfo, {
    description: 'Where the page stands; `endCursor` is present also when nothing matches.',
  })
  pageInfo: PageInfo;
}
