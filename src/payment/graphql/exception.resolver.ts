/** The list of what a person must look at. */
import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { findScopeReach, requireRole, scopeOf } from '../../access/index.js';
import { connectionOf, parsePage, type HubContext } from '../../graphql/index.js';
import { calendarDateOf } from '../../values/index.js';
import { countExceptions, listExceptions, type ExceptionRow } from '../exception-store.js';
import type { PaymentDeps } from '../payment-deps.js';
import { BATCH_READERS } from './batch.resolver.js';
import { ReconciliationException, ReconciliationExceptionConnection } from './exception.type.js';
import type { PaymentLoaders } from './payment.loader.js';
import { paymentOf } from './payment.resolver.js';
import { Payment } from './payment.type.js';

@Resolver(() => ReconciliationException)
export class ExceptionResolver {
  constructor(
    private readonly deps: PaymentDeps,
    private readonly loaders: PaymentLoaders,
  ) {}

  @Query(() => ReconciliationExceptionConnection, {
    description: 'Contradictions that wait for a person, in the area that the caller sees.',
  })
  async reconciliationExceptions(
    @Ctx() { caller }: HubContext,
    @Arg('open', () => Boolean, {
      nullable: true,
      defaultValue: true,
      description: 'Only those that wait; null: all.',
    })
    open: boolean | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 50,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The `endCursor` of the page before.' })
    after: string | null,
  ): Promise<ReconciliationExceptionConnection> {
    requireRole(caller, ...BATCH_READERS);
    const { prisma, db, clock } = this.deps;
    const { areaIds } = await findScopeReach(db, scopeOf(caller), calendarDateOf(clock()));
    const filter = { areaIds, ...(open === null ? {} : { isOpen: open }) };
    const page = parsePage(first ?? 50, after);
    const now = clock();
    const nodeOf = (row: ExceptionRow) => ReconciliationException.of(row, now);
    const how = { keyOf: (row: { id: string }) => row.id, nodeOf };
    const count = () => countExceptions(prisma, filter);
    return connectionOf(await listExceptions(prisma, filter, page), page, {
      ...how,
      count,
    }) as ReconciliationExceptionConnection;
  }

  @FieldResolver(() => Payment, { nullable: true, description: 'The payment it is about.' })
  async payment(
    @Root() { paymentId }: ReconciliationException,
    @Ctx() context: HubContext,
  ): Promise<Payment | null> {
    return paymentId === null
      ? null
      : paymentOf(await this.loaders.payment(context).load(paymentId), context);
  }
}
