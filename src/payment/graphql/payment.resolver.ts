/** Queries about payments, and the fields of a payment that are looked up. */
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import {
  requireKnownCodes,
  requireRole,
  requireWhoseBenefit,
  scopeOf,
  showsWhoseBenefit,
  type InScope,
} from '../../access/index.js';
import type { EventReader } from '../../event/index.js';
import {
  AtMost,
  connectionOf,
  CursorScalar,
  parsePage,
  PeriodScalar,
  type HubContext,
} from '../../graphql/index.js';
import { findId, parseId } from '../../values/index.js';
import type { PaymentDeps } from '../payment-deps.js';
import { countPayments, listPayments } from '../payment-list-store.js';
import type { PaymentRow } from '../payment-store.js';
import { PaymentBatch } from './batch.type.js';
import { PaymentEvent, PaymentEventConnection } from './event.type.js';
import { PaymentFilter } from './input.type.js';
import type { PaymentLoaders } from './payment.loader.js';
import { Payment, PaymentAttempt, PaymentConnection } from './payment.type.js';
import { BeneficiaryPayments } from './stub.type.js';

/** Who may read payments: an adapter those of its institution, everybody else those of their area. */
export const PAYMENT_READERS = ['officer', 'approver', 'treasurer', 'monitor', 'auditor', 'adapter'] as const;

@ArgsType()
class PaymentPageArgs {
  @Field(() => PeriodScalar, { nullable: true, description: 'Only of this month.' })
  period?: string | null;

  @Field(() => Int, { nullable: true, defaultValue: 12, description: 'At most this many; up to 500.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'The `endCursor` of the page before.' })
  after?: string | null;
}

@Resolver(() => Payment)
export class PaymentResolver {
  constructor(
    private readonly deps: PaymentDeps,
    private readonly loaders: PaymentLoaders,
    private readonly reader: EventReader,
  ) {}

  @Query(() => Payment, { nullable: true, description: 'One payment, if the caller may see it.' })
  async payment(
    @Ctx() context: HubContext,
    @Arg('id', () => ID, { description: 'The payment’s id.' }) id: string,
  ): Promise<Payment | null> {
    requireRole(context.caller, ...PAYMENT_READERS);
    const uuid = findId('pay', id);
    return uuid === undefined ? null : paymentOf(await this.loaders.payment(context).load(uuid), context);
  }

  @Query(() => PaymentConnection, {
    nullable: true,
    description: 'Payments that the caller may see, sorted by id.',
  })
  async payments(
    @Ctx() context: HubContext,
    @Arg('filter', () => PaymentFilter, { nullable: true, description: 'Every condition must hold.' })
    filter: PaymentFilter | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The `endCursor` of the page before.' })
    after: string | null,
  ): Promise<PaymentConnection> {
    requireRole(context.caller, ...PAYMENT_READERS);
    if (filter?.beneficiaryId) requireWhoseBenefit(context.caller, 'beneficiaryId');
    const scope = scopeOf(context.caller);
    const page = parsePage(first ?? 20, after);
    const wanted = {
      ...filter,
      beneficiaryId: filter?.beneficiaryId ? parseId('ben', filter.beneficiaryId) : null,
      batchId: filter?.batchId ? parseId('bat', filter.batchId) : null,
    };
    await requireKnownCodes(this.deps.db, wanted);
    const rows = await listPayments(this.deps.db, wanted, scope, page);
    return pageOf(rows, page, context, () => countPayments(this.deps.db, wanted, scope));
  }

  @FieldResolver(() => PaymentBatch, { description: 'The batch that it is a line of.' })
  async batch(@Root() payment: Payment, @Ctx() context: HubContext): Promise<PaymentBatch> {
    const row = await this.loaders.batchOfPayment(context).load(payment.row.batch_id);
    if (!row) throw new Error('A payment without its batch.');
    return row.whole ? PaymentBatch.of(row.whole) : PaymentBatch.named(row, context.caller);
  }

  @AtMost(200)
  @FieldResolver(() => [PaymentAttempt], { description: 'The tries to pay it, the oldest first.' })
  async attempts(@Root() payment: Payment, @Ctx() context: HubContext): Promise<PaymentAttempt[]> {
    return (await this.loaders.attempts(context).load(payment.row.id)).map((row) => PaymentAttempt.of(row));
  }

  @FieldResolver(() => Payment, {
    nullable: true,
    description: 'The rejected or returned payment that it replaces.',
  })
  async replaces(@Root() { row }: Payment, @Ctx() context: HubContext): Promise<Payment | null> {
    return row.replaces === null
      ? null
      : paymentOf(await this.loaders.payment(context).load(row.replaces), context);
  }

  @FieldResolver(() => Payment, { nullable: true, description: 'The payment that replaces it.' })
  async replacedBy(@Root() payment: Payment, @Ctx() context: HubContext): Promise<Payment | null> {
    return paymentOf(await this.loaders.replacement(context).load(payment.row.id), context);
  }

  @FieldResolver(() => PaymentEventConnection, { description: 'Its events in the order of the log.' })
  async events(
    @Root() payment: Payment,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 50,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
    @Arg('after', () => CursorScalar, { nullable: true, description: 'Only behind this position.' })
    after: string | null,
  ): Promise<PaymentEventConnection> {
    const page = { first: payment.isReached ? parsePage(first ?? 50).first : 0, after };
    return this.reader.page({ kinds: ['payment'], subjectId: payment.row.id }, page, PaymentEvent.of);
  }
}

@Resolver(() => BeneficiaryPayments)
export class BeneficiaryPaymentsResolver {
  constructor(private readonly loaders: PaymentLoaders) {}

  @FieldResolver(() => PaymentConnection, {
    nullable: true,
    description: 'Payments to this beneficiary, sorted by id; null for monitors.',
  })
  async payments(
    @Root() beneficiary: BeneficiaryPayments,
    @Ctx() context: HubContext,
    @Args() { period, first, after }: PaymentPageArgs,
  ): Promise<PaymentConnection | null> {
    if (!showsWhoseBenefit(context.caller)) return null;
    const page = parsePage(first ?? 12, after);
    const beneficiaryId = parseId('ben', beneficiary.id);
    const key = { beneficiaryId, period: period ?? null, first: page.first, after: page.after ?? null };
    const rows = await this.loaders.pageOf(context).load(key);
    const count = async () => (await this.loaders.countOf(context).load(key))?.count ?? 0;
    return pageOf(rows, page, context, count);
  }
}

export function paymentOf(row: PaymentRow | null, { caller }: HubContext): Payment | null {
  return row === null ? null : Payment.of(row, caller);
}

export function pageOf(
  rows: readonly InScope<PaymentRow>[],
  page: ReturnType<typeof parsePage>,
  { caller }: HubContext,
  count: () => Promise<number>,
): PaymentConnection {
  const nodeOf = (row: PaymentRow): Payment => Payment.of(row, caller);
  return connectionOf(rows, page, { keyOf: (row) => row.id, nodeOf, count }) as PaymentConnection;
}
