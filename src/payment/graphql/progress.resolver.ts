/** A batch's progress as a subscription. */
import { Arg, Ctx, ID, Resolver, Root, Subscription } from 'type-graphql';
import { requireRole, scopeOf } from '../../access/index.js';
import type { Events } from '../../event/index.js';
import { FROM_STREAM, type HubContext } from '../../graphql/index.js';
import { HubError, parseId } from '../../values/index.js';
import { findBatches } from '../batch-list-store.js';
import { followProgress } from '../follow-progress.js';
import { createForeseer, type Foreseer } from '../foresee-finish.js';
import type { PaymentDeps } from '../payment-deps.js';
import { PaymentBatch } from './batch.type.js';
import { totalsOf } from './batch.resolver.js';
import { BATCH_READERS, type PaymentLoaders } from './payment.loader.js';
import { PaymentBatchProgress } from './progress.type.js';

@Resolver()
export class ProgressResolver {
  private readonly foreseer: Foreseer;

  constructor(
    private readonly deps: PaymentDeps,
    private readonly loaders: PaymentLoaders,
    private readonly events: Events,
  ) {
    this.foreseer = createForeseer(deps);
  }

  @Subscription(() => PaymentBatchProgress, {
    topics: FROM_STREAM,
    description:
      'Counts of a batch as it moves, and when it will be through: at most ten a second, the last one always delivered.',
  })
  async paymentBatchProgress(
    @Root() at: Date,
    @Arg('id', () => ID, { description: 'The batch.' }) id: string,
    @Ctx() context: HubContext,
  ): Promise<PaymentBatchProgress> {
    const uuid = parseId('bat', id);
    const [row, totals] = await Promise.all([
      this.loaders.batch(context).load(uuid),
      this.loaders.totals(context).load(uuid),
    ]);
    if (!row) throw new Error('A batch that was subscribed to is gone.');
    const foresight = await this.foreseer.foresee(row, totals, at);
    return PaymentBatchProgress.of({ batch: PaymentBatch.of(row), totals: totalsOf(totals), at }, foresight);
  }

  /** The stream behind the subscription: moments at which to look.
   *  @throws HubError BAD_USER_INPUT for a batch that does not exist or is not the caller's to see */
  readonly open = async (
    { id }: { readonly id: string },
    { caller }: HubContext,
  ): Promise<AsyncIterable<Date>> => {
    requireRole(caller, ...BATCH_READERS);
    const uuid = parseId('bat', id);
    const [batch] = await findBatches(this.deps.db, [uuid], scopeOf(caller));
    if (!batch) throw new HubError('BAD_USER_INPUT', 'There is no such batch in your area.');
    return followProgress(this.events, uuid);
  };
}
