/** The list of what a person must look at. */
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { findScopeReach, requireRole, scopeOf } from '../../access/index.js';
import { AtMost, connectionOf, parsePage, type HubContext } from '../../graphql/index.js';
import { calendarDateOf, findId } from '../../values/index.js';
import { countExceptions, listExceptions, type ExceptionRow } from '../exception-store.js';
import { decisionsOn, type ExceptionKind } from '../exception-kind.js';
import type { PaymentDeps } from '../payment-deps.js';
import type { AttemptRow } from '../payment-store.js';
import { ExceptionEntry, ExceptionEvidence } from './exception-evidence.type.js';
import {
  ExceptionDecision,
  ReconciliationException,
  ReconciliationExceptionConnection,
} from './exception.type.js';
import { BATCH_READERS, type PaymentLoaders } from './payment.loader.js';
import { paymentOf } from './payment.resolver.js';
import { Payment, PaymentAttempt } from './payment.type.js';

@Resolver(() => ReconciliationException)
export class ExceptionResolver {
  constructor(
    private readonly deps: PaymentDeps,
    private readonly loaders: PaymentLoaders,
  ) {}

  @Query(() => ReconciliationExceptionConnection, {
    nullable: true,
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
    const scope = scopeOf(caller);
    const { areaIds } = await findScopeReach(db, scope, calendarDateOf(clock()));
    const reach = { scope, areaIds };
    const filter = open === null ? {} : { isOpen: open };
    const page = parsePage(first ?? 50, after);
    const now = clock();
    const nodeOf = (row: ExceptionRow) => ReconciliationException.of(row, now, caller);
    const how = { keyOf: (row: { id: string }) => row.id, nodeOf };
    const count = () => countExceptions(prisma, filter, reach);
    return connectionOf(await listExceptions(prisma, filter, reach, page), page, {
      ...how,
      count,
    }) as ReconciliationExceptionConnection;
  }

  @Query(() => ReconciliationException, {
    nullable: true,
    description: 'One exception, if the caller may see it.',
  })
  async reconciliationException(
    @Ctx() context: HubContext,
    @Arg('id', () => ID, { description: 'The exception’s id, `exc_…`.' }) id: string,
  ): Promise<ReconciliationException | null> {
    requireRole(context.caller, ...BATCH_READERS);
    return this.byId(id, context);
  }

  /** Null for what lies outside of the caller's scope, as for what there is not. */
  async byId(id: string, context: HubContext): Promise<ReconciliationException | null> {
    const uuid = findId('exc', id);
    const row = uuid === undefined ? null : await this.loaders.exception(context).load(uuid);
    return row && ReconciliationException.of(row, this.deps.clock(), context.caller);
  }

  @FieldResolver(() => Payment, { nullable: true, description: 'The payment it is about.' })
  async payment(
    @Root() { row }: ReconciliationException,
    @Ctx() context: HubContext,
  ): Promise<Payment | null> {
    return row.paymentId === null
      ? null
      : paymentOf(await this.loaders.payment(context).load(row.paymentId), context);
  }

  @FieldResolver(() => PaymentAttempt, {
    nullable: true,
    description: 'The attempt it is about, where it names one.',
  })
  async attempt(
    @Root() { row }: ReconciliationException,
    @Ctx() context: HubContext,
  ): Promise<PaymentAttempt | null> {
    const attempt = await this.attemptOf(row, context);
    return attempt && PaymentAttempt.of(attempt);
  }

  @AtMost(20)
  @FieldResolver(() => [ExceptionDecision], { description: 'What may be decided now by this caller.' })
  async allowedDecisions(
    @Root() { row }: ReconciliationException,
    @Ctx() context: HubContext,
  ): Promise<ExceptionDecision[]> {
    if (row.resolvedAt !== null) return [];
    const attempt = await this.attemptOf(row, context);
    const possible = decisionsOn(row.kind as ExceptionKind, attempt?.status);
    const { roles, subject } = context.caller;
    if (roles.includes('officer')) return [...possible];
    const isProposed = (decision: ExceptionDecision) =>
      decision === row.proposedDecision && row.proposedBy !== subject;
    return roles.includes('approver') ? possible.filter(isProposed) : [];
  }

  @AtMost(20)
  @FieldResolver(() => [ExceptionEvidence], { description: 'What each side says, the hub first.' })
  async evidence(
    @Root() { row }: ReconciliationException,
    @Ctx() context: HubContext,
  ): Promise<ExceptionEvidence[]> {
    const rows = await this.loaders.exceptionEvidence(context).load(row.id);
    return rows.map((one) => ExceptionEvidence.of(one, context.caller));
  }

  @AtMost(50)
  @FieldResolver(() => [ExceptionEntry], { description: 'What happened to it, the oldest first.' })
  async history(
    @Root() { row }: ReconciliationException,
    @Ctx() context: HubContext,
  ): Promise<ExceptionEntry[]> {
    const entries = await this.loaders.exceptionEntries(context).load(row.id);
    return entries.map((one) => ExceptionEntry.of(one, context.caller));
  }

  private async attemptOf({ id, attemptId }: ExceptionRow, context: HubContext): Promise<AttemptRow | null> {
    return attemptId === null ? null : this.loaders.exceptionAttempt(context).load(id);
  }
}
