/** Payments that a booking which nobody can explain may have made already. */
import { Field, ObjectType } from 'type-graphql';
import { CountedPage } from '../../graphql/index.js';
import { ReconciliationException } from './exception.type.js';
import { Payment } from './payment.type.js';

@ObjectType({ description: 'A payment that an unexplained line of a statement may have made already.' })
export class PossibleBooking {
  @Field(() => Payment, { description: 'The payment of this batch.' })
  payment: Payment;

  @Field(() => ReconciliationException, {
    nullable: true,
    description: 'The line: the same institution, account and amount, booked since the period began.',
  })
  exception?: ReconciliationException | null;
}

@ObjectType({ description: 'One of them, in a page.' })
export class PossibleBookingEdge {
  @Field(() => PossibleBooking, { description: 'Which payment, and which line.' })
  node: PossibleBooking;

  @Field({ description: 'Its place in the list: pass it as `after`.' })
  cursor: string;
}

@ObjectType({
  description: 'A page of payments that unexplained bookings may have made already, sorted by payment.',
})
export class PossibleBookingConnection extends CountedPage {
  @Field(() => [PossibleBookingEdge], { description: 'They with their cursors.' })
  edges: PossibleBookingEdge[];

  @Field(() => [PossibleBooking], { description: 'They.' })
  nodes: PossibleBooking[];
}
