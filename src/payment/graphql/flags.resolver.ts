/** What the duplicate guard found, wherever it is shown: of a batch, and of an approval that it refuses. */
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { scopeOf } from '../../access/index.js';
import { parsePage, type HubContext } from '../../graphql/index.js';
import type { PaymentDeps } from '../payment-deps.js';
import { countPossibleBookings } from '../possible-booking-store.js';
import { countRecentAccounts } from '../recent-account-store.js';
import { DuplicateFlag } from './batch.type.js';
import type { PaymentLoaders } from './payment.loader.js';
import { Payment } from './payment.type.js';
import { FlagsNeedReason } from './result.type.js';

/** Flags have no cursors: whoever has more than a page excludes payments, and looks again. */
export const FIRST_FLAGS = {
  nullable: true,
  defaultValue: 100,
  description: 'At most this many; up to 500.',
} as const;

@Resolver(() => FlagsNeedReason)
export class FlagsNeedReasonResolver {
  constructor(
    private readonly deps: PaymentDeps,
    private readonly loaders: PaymentLoaders,
  ) {}

  @FieldResolver(() => [DuplicateFlag], { description: 'What the guard found.' })
  async flags(
    @Root() failure: FlagsNeedReason,
    @Ctx() context: HubContext,
    @Arg('first', () => Int, FIRST_FLAGS) first: number | null,
  ): Promise<DuplicateFlag[]> {
    return loadFlags({ batchId: failure.batchId, first }, context, this.loaders);
  }

  @FieldResolver(() => Int, {
    description: 'How many payments go into an account that changed shortly before.',
  })
  async recentAccountCount(@Root() failure: FlagsNeedReason, @Ctx() { caller }: HubContext): Promise<number> {
    return countRecentAccounts(this.deps.db, failure.batchId, scopeOf(caller));
  }

  @FieldResolver(() => Int, {
    description: 'How many payments an unexplained line of a statement may have made already.',
  })
  async possibleBookingCount(
    @Root() failure: FlagsNeedReason,
    @Ctx() { caller }: HubContext,
  ): Promise<number> {
    return countPossibleBookings(this.deps.db, failure.batchId, scopeOf(caller));
  }
}

/** A flag may point at a payment of another area: whoever may see the one may see that the other exists. */
export async function loadFlags(
  { batchId, first }: { readonly batchId: string; readonly first: number | null },
  context: HubContext,
  loaders: PaymentLoaders,
) {
  const page = parsePage(first ?? FIRST_FLAGS.defaultValue);
  const flags = await loaders.flags(context).load({ batchId, first: page.first });
  return flags.map(({ payment, other, rule, isOtherReached }) => ({
    payment: Payment.of(payment, context.caller),
    other: Payment.of(other, context.caller, isOtherReached),
    rule,
  }));
}
