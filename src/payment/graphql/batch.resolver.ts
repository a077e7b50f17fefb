/** Queries about batches, and the fields of a batch that are looked up. */
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { requireKnownCodes, requireRole, scopeOf, showsWhoseBenefit } from '../../access/index.js';
import {
  connectionOf,
  InstitutionStub,
  parsePage,
  PaymentStatus,
  type HubContext,
} from '../../graphql/index.js';
import { findId } from '../../values/index.js';
import {
  countBatches,
  countLeftOut,
  listBatches,
  listLeftOut,
  type LeftOutRow,
} from '../batch-list-store.js';
import type { StatusSum } from '../batch-store.js';
import type { PaymentDeps } from '../payment-deps.js';
import { countPayments, listPayments } from '../payment-list-store.js';
import { countPossibleBookings, listPossibleBookings } from '../possible-booking-store.js';
import { countRecentAccounts, listRecentAccounts } from '../recent-account-store.js';
import {
  BatchTotals,
  DuplicateFlag,
  LeftOut,
  LeftOutConnection,
  PaymentBatch,
  PaymentBatchConnection,
  RecentAccount,
  RecentAccountConnection,
} from './batch.type.js';
import { FIRST_FLAGS, loadFlags } from './flags.resolver.js';
import { PaymentBatchFilter } from './input.type.js';
import { BATCH_READERS, type PaymentLoaders } from './payment.loader.js';
import { pageOf } from './payment.resolver.js';
import { ReconciliationException } from './exception.type.js';
import { PossibleBookingConnection } from './possible-booking.type.js';
import { Payment, PaymentConnection } from './payment.type.js';

@Resolver(() => PaymentBatch)
export class BatchResolver {
  constructor(
    private readonly deps: PaymentDeps,
    private readonly loaders: PaymentLoaders,
  ) {}

  @Query(() => PaymentBatch, { nullable: true, description: 'One batch, if the caller may see it.' })
  async paymentBatch(
    @Ctx() context: HubContext,
    @Arg('id', () => ID, { description: 'The batch’s id.' }) id: string,
  ): Promise<PaymentBatch | null> {
    requireRole(context.caller, ...BATCH_READERS);
    const uuid = findId('bat', id);
    const row = uuid === undefined ? null : await this.loaders.batch(context).load(uuid);
    return row && PaymentBatch.of(row);
  }

  @Query(() => PaymentBatchConnection, {
    nullable: true,
    description: 'Batches that the caller may see, sorted by id.',
  })
  async paymentBatches(
    @Ctx() { caller }: HubContext,
    @Arg('filter', () => PaymentBatchFilter, { nullable: true, description: 'Every condition must hold.' })
    filter: PaymentBatchFilter | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The `endCursor` of the page before.' })
    after: string | null,
  ): Promise<PaymentBatchConnection> {
    requireRole(caller, ...BATCH_READERS);
    const page = parsePage(first ?? 20, after);
    await requireKnownCodes(this.deps.db, filter ?? {});
    const rows = await listBatches(this.deps.db, filter ?? {}, scopeOf(caller), page);
    const count = () => countBatches(this.deps.db, filter ?? {}, scopeOf(caller));
    const how = { keyOf: (row: { id: string }) => row.id, nodeOf: PaymentBatch.of, count };
    return connectionOf(rows, page, how) as PaymentBatchConnection;
  }

  @FieldResolver(() => BatchTotals, { description: 'The batch in figures, as of now.' })
  async totals(@Root() batch: PaymentBatch, @Ctx() context: HubContext): Promise<BatchTotals> {
    return totalsOf(await this.loaders.totals(context).load(batch.row.id));
  }

  @FieldResolver(() => [DuplicateFlag], { description: 'What the duplicate guard found, for the approver.' })
  async flags(
    @Root() batch: PaymentBatch,
    @Ctx() context: HubContext,
    @Arg('first', () => Int, FIRST_FLAGS) first: number | null,
  ): Promise<DuplicateFlag[]> {
    return loadFlags({ batchId: batch.row.id, first }, context, this.loaders);
  }

  @FieldResolver(() => PaymentBatch, {
    nullable: true,
    description: 'The batch whose rejected and returned payments it replaces.',
  })
  async carriedForwardFrom(
    @Root() { row }: PaymentBatch,
    @Ctx() context: HubContext,
  ): Promise<PaymentBatch | null> {
    if (!row.carried_forward_from) return null;
    const from = await this.loaders.batch(context).load(row.carried_forward_from);
    return from && PaymentBatch.of(from);
  }

  @FieldResolver(() => LeftOutConnection, {
    description: 'Who is entitled but not in the batch, and why; monitors are told how many.',
  })
  async leftOut(
    @Root() { row }: PaymentBatch,
    @Ctx() { caller }: HubContext,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 50,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The `endCursor` of the page before.' })
    after: string | null,
  ): Promise<LeftOutConnection> {
    const page = parsePage(first ?? 50, after);
    const scope = scopeOf(caller);
    const count = () => countLeftOut(this.deps.db, row.id, scope);
    const isShown = showsWhoseBenefit(caller);
    const rows = isShown ? await listLeftOut(this.deps.db, row.id, scope, page) : [];
    const how = { keyOf: (left: LeftOutRow) => left.beneficiary_id, nodeOf: LeftOut.of, count };
    const connection = connectionOf(rows, page, how) as LeftOutConnection;
    return isShown ? connection : Object.assign(connection, { count });
  }

  @FieldResolver(() => RecentAccountConnection, {
    description:
      'Its payments into accounts that were registered or changed shortly before (14 days by default), for the approver.',
  })
  async recentAccounts(
    @Root() { row }: PaymentBatch,
    @Ctx() context: HubContext,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 50,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The `endCursor` of the page before.' })
    after: string | null,
  ): Promise<RecentAccountConnection> {
    const page = parsePage(first ?? 50, after);
    const scope = scopeOf(context.caller);
    return connectionOf(await listRecentAccounts(this.deps.db, row.id, scope, page), page, {
      keyOf: (recent) => recent.id,
      nodeOf: (recent) => RecentAccount.of(recent, context.caller),
      count: () => countRecentAccounts(this.deps.db, row.id, scope),
    }) as RecentAccountConnection;
  }

  @FieldResolver(() => PossibleBookingConnection, {
    nullable: true,
    description:
      'Its payments that an unexplained line of a statement may have made already, for the approver.',
  })
  async possibleBookings(
    @Root() { row }: PaymentBatch,
    @Ctx() context: HubContext,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 50,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The `endCursor` of the page before.' })
    after: string | null,
  ): Promise<PossibleBookingConnection> {
    const page = parsePage(first ?? 50, after);
    const scope = scopeOf(context.caller);
    const rows = await listPossibleBookings(this.deps.db, row.id, scope, page);
    const loader = this.loaders.exception(context);
    const lines = new Map(
      await Promise.all(rows.map(async ({ exception_id: id }) => [id, await loader.load(id)] as const)),
    );
    const now = this.deps.clock();
    return connectionOf(rows, page, {
      keyOf: (possible) => possible.id,
      nodeOf: (possible) => {
        const line = lines.get(possible.exception_id);
        return {
          payment: Payment.of(possible, context.caller),
          exception: line ? ReconciliationException.of(line, now, context.caller) : null,
        };
      },
      count: () => countPossibleBookings(this.deps.db, row.id, scope),
    }) as PossibleBookingConnection;
  }

  @FieldResolver(() => PaymentConnection, { description: 'Its payments, sorted by id.' })
  async payments(
    @Root() { row }: PaymentBatch,
    @Ctx() context: HubContext,
    @Arg('status', () => PaymentStatus, { nullable: true, description: 'Only those in this state.' })
    status: PaymentStatus | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 50,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The `endCursor` of the page before.' })
    after: string | null,
  ): Promise<PaymentConnection> {
    const page = parsePage(first ?? 50, after);
    const filter = { batchId: row.id, status };
    const scope = scopeOf(context.caller);
    const rows = await listPayments(this.deps.db, filter, scope, page);
    return pageOf(rows, page, context, () => countPayments(this.deps.db, filter, scope));
  }
}

/** Folds a batch's sums by institution and status into its figures. */
export function totalsOf(sums: readonly StatusSum[]): BatchTotals {
  const byStatus = fold(sums, (sum) => sum.status);
  const byInstitution = fold(sums, (sum) => sum.institution_code);
  return {
    count: sums.reduce((total, sum) => total + sum.count, 0),
    amount: sums.reduce((total, sum) => total + sum.amount, 0n),
    byStatus: byStatus.map(({ key, ...sum }) => ({ status: key as PaymentStatus, ...sum })),
    byInstitution: byInstitution.map(({ key, ...sum }) => ({
      institution: new InstitutionStub(key),
      ...sum,
    })),
  };
}

function fold(sums: readonly StatusSum[], keyOf: (sum: StatusSum) => string) {
  const folded = new Map<string, { key: string; count: number; amount: bigint }>();
  for (const sum of sums) {
    const key = keyOf(sum);
    const { count, amount } = folded.get(key) ?? { count: 0, amount: 0n };
    folded.set(key, { key, count: count + sum.count, amount: amount + sum.amount });
  }
  return [...folded.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
