/** Payment events by query and by subscription: the same filter, the same cursors, the same log. */
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Int,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { requireRole, requireWhoseBenefit } from '../../access/index.js';
import type { EventFilter, EventReader, Events, HubEvent } from '../../event/index.js';
import { CursorScalar, FROM_STREAM, parsePage, type HubContext } from '../../graphql/index.js';
import { parseId } from '../../values/index.js';
import { eventFilterFor } from '../follow-events.js';
import type { PaymentDeps } from '../payment-deps.js';
import { PaymentEvent, PaymentEventConnection } from './event.type.js';
import { PaymentEventFilter } from './input.type.js';
import type { PaymentLoaders } from './payment.loader.js';
import { PAYMENT_READERS } from './payment.resolver.js';
import { Payment } from './payment.type.js';

@ArgsType()
class PaymentEventArgs {
  @Field(() => PaymentEventFilter, { nullable: true, description: 'Every condition must hold.' })
  filter?: PaymentEventFilter | null;

  @Field(() => CursorScalar, {
    nullable: true,
    description: 'Everything behind this position; left out: from the start, or for a subscription from now.',
  })
  after?: string | null;
}

@Resolver(() => PaymentEvent)
export class PaymentEventResolver {
  constructor(
    private readonly deps: PaymentDeps,
    private readonly loaders: PaymentLoaders,
    private readonly events: Events,
    private readonly reader: EventReader,
  ) {}

  @Query(() => PaymentEventConnection, {
    nullable: true,
    description: 'Catch-up by query, with the same cursors as the subscription.',
  })
  async paymentEvents(
    @Ctx() context: HubContext,
    @Args() { filter, after }: PaymentEventArgs,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 100,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
  ): Promise<PaymentEventConnection> {
    const page = parsePage(first ?? 100);
    const wanted = await this.filterOf(context, filter);
    return this.reader.page(wanted, { first: page.first, after }, PaymentEvent.of);
  }

  @Subscription(() => PaymentEvent, {
    name: 'paymentEvents',
    topics: FROM_STREAM,
    description: 'From the cursor (or from now), every event once, in order. Errors: CURSOR_EXPIRED, LAGGED.',
  })
  followPaymentEvents(@Root() event: HubEvent, @Args() _args: PaymentEventArgs): PaymentEvent {
    return this.show(event);
  }

  readonly show = (event: HubEvent): PaymentEvent => PaymentEvent.of(event, this.events.cursorAt(event));

  @FieldResolver(() => Payment, { description: 'The payment as it is when the event is read.' })
  async payment(@Root() event: PaymentEvent, @Ctx() context: HubContext): Promise<Payment> {
    const row = await this.loaders.payment(context).load(event.paymentId);
    if (!row) throw new Error('An event that the caller may see of a payment that it may not.');
    return Payment.of(row, context.caller);
  }

  /** The stream behind the subscription. */
  readonly open = async (
    { filter, after }: PaymentEventArgs,
    context: HubContext,
  ): Promise<AsyncIterable<HubEvent>> =>
    this.reader.open(await this.filterOf(context, filter), { after, upTo: context.replayUpTo });

  private async filterOf(
    { caller }: HubContext,
    filter?: PaymentEventFilter | null,
  ): Promise<EventFilter | undefined> {
    requireRole(caller, ...PAYMENT_READERS);
    const { batchId, beneficiaryId, ...rest } = filter ?? {};
    if (beneficiaryId) requireWhoseBenefit(caller, 'beneficiaryId');
    return eventFilterFor(this.deps, caller, {
      ...rest,
      ...(batchId ? { batchId: parseId('bat', batchId) } : {}),
      ...(beneficiaryId ? { beneficiaryId: parseId('ben', beneficiaryId) } : {}),
    });
  }
}
