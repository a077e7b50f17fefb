/** Verification events by query and by subscription: the same filter, the same cursors, the same log. */
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
import { requireRole, scopeOf } from '../../access/index.js';
import type { EventFilter, EventReader, Events, HubEvent } from '../../event/index.js';
import { CursorScalar, FROM_STREAM, parsePage, type HubContext } from '../../graphql/index.js';
import { parseId } from '../../values/index.js';
import type { AccountDeps } from '../account-deps.js';
import { verificationFilterFor } from '../follow-verifications.js';
import type { AccountLoaders } from './account.loader.js';
import { ACCOUNT_READERS, accountOf } from './account.resolver.js';
import { Account } from './account.type.js';
import { VerificationEvent, VerificationEventConnection } from './event.type.js';
import { VerificationEventFilter } from './input.type.js';

@ArgsType()
class VerificationEventArgs {
  @Field(() => VerificationEventFilter, { nullable: true, description: 'Every condition must hold.' })
  filter?: VerificationEventFilter | null;

  @Field(() => CursorScalar, {
    nullable: true,
    description: 'Everything behind this position; left out: from the start, or for a subscription from now.',
  })
  after?: string | null;
}

@Resolver(() => VerificationEvent)
export class VerificationEventResolver {
  constructor(
    private readonly deps: AccountDeps,
    private readonly loaders: AccountLoaders,
    private readonly events: Events,
    private readonly reader: EventReader,
  ) {}

  @Query(() => VerificationEventConnection, {
    nullable: true,
    description: 'Catch-up by query, with the same cursors as the subscription.',
  })
  async verificationEvents(
    @Ctx() context: HubContext,
    @Args() { filter, after }: VerificationEventArgs,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 100,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
  ): Promise<VerificationEventConnection> {
    const page = parsePage(first ?? 100);
    const wanted = await this.filterOf(context, filter);
    return this.reader.page(wanted, { first: page.first, after }, (event) => this.show(event, context));
  }

  @Subscription(() => VerificationEvent, {
    name: 'verificationEvents',
    topics: FROM_STREAM,
    description: 'From the cursor (or from now), every event once, in order. Errors: CURSOR_EXPIRED, LAGGED.',
  })
  followVerificationEvents(
    @Root() event: HubEvent,
    @Args() _args: VerificationEventArgs,
    @Ctx() context: HubContext,
  ): VerificationEvent {
    return this.show(event, context);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'The account as it is when the event is read; null when the event is about a citizen.',
  })
  async account(
    @Root() { accountId }: VerificationEvent,
    @Ctx() context: HubContext,
  ): Promise<Account | null> {
    if (accountId === null) return null;
    return accountOf(await this.loaders.account(context).load(accountId), context, this.deps);
  }

  /** The stream behind the subscription. */
  readonly open = async (
    { filter, after }: VerificationEventArgs,
    context: HubContext,
  ): Promise<AsyncIterable<HubEvent>> =>
    this.reader.open(await this.filterOf(context, filter), { after, upTo: context.replayUpTo });

  show(event: HubEvent, { caller }: HubContext): VerificationEvent {
    const showsPersons = scopeOf(caller).kind !== 'INSTITUTION';
    return VerificationEvent.of(event, this.events.cursorAt(event), showsPersons);
  }

  private async filterOf(
    { caller }: HubContext,
    filter?: VerificationEventFilter | null,
  ): Promise<EventFilter | undefined> {
    requireRole(caller, ...ACCOUNT_READERS);
    const { beneficiaryId, ...rest } = filter ?? {};
    return verificationFilterFor(this.deps, caller, {
      ...rest,
      ...(beneficiaryId ? { beneficiaryId: parseId('ben', beneficiaryId) } : {}),
    });
  }
}
