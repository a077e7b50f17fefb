/** What adapters call: claims, reports, leases, wakes. */
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { requireInstitution, requireRole } from '../../access/index.js';
import { AtMost, DateScalar, FROM_STREAM, ReportReceipt, type HubContext } from '../../graphql/index.js';
import { calendarDateOf, findId, HubError, type CalendarDate } from '../../values/index.js';
import { returnTasks, type WorkSignal } from '../../work/index.js';
import { claimPayments } from '../claim-payments.js';
import { keepTasks } from '../keep-tasks.js';
import type { PaymentDeps } from '../payment-deps.js';
import { findWantedDays, noteStatements, STATEMENT_DAYS_MAX } from '../recovery/statement-store.js';
import { reportStatuses } from '../report-statuses.js';
import { PaymentStatusReport, PaymentTask, WorkReady } from './work.type.js';

@ArgsType()
class ClaimPaymentsArgs {
  @Field(() => Int, {
    nullable: true,
    defaultValue: 500,
    description: 'At most this many tasks; up to 1,000.',
  })
  limit?: number | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 120,
    description: 'For how long they are yours; up to 3,600.',
  })
  leaseSeconds?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Names one running adapter process; at most 128 characters.',
  })
  worker?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Ends this worker’s earlier leases at once.',
  })
  newSession?: boolean | null;
}

@Resolver()
export class WorkResolver {
  constructor(
    private readonly deps: PaymentDeps,
    private readonly signal: WorkSignal,
  ) {}

  @Mutation(() => [PaymentTask], {
    description:
      'An attempt is handed out as SUBMIT once. When its lease ends without a report it is UNKNOWN, and from then on its ' +
      'tasks are INQUIRE with the same reference. Roles: adapter.',
  })
  async claimPayments(
    @Ctx() { caller }: HubContext,
    @Args() args: ClaimPaymentsArgs,
  ): Promise<PaymentTask[]> {
    const { limit, leaseSeconds, worker, newSession } = args;
    const claimed = await claimPayments(this.deps, caller, {
      limit: limit ?? 500,
      leaseSeconds: leaseSeconds ?? 120,
      worker,
      newSession: newSession ?? false,
    });
    const today = calendarDateOf(this.deps.clock());
    const isInquiryOnly = this.deps.recovery.isOn();
    return claimed.map((one) =>
      PaymentTask.of(one, { sourceAccount: this.deps.policy.sourceAccount, today, isInquiryOnly }),
    );
  }

  @AtMost(1000)
  @Mutation(() => [ReportReceipt], {
    description:
      'What became of payments, at most 1,000 reports. Safe to repeat with the same report ids after any doubt. Roles: adapter.',
  })
  async reportPaymentStatuses(
    @Ctx() { caller }: HubContext,
    @Arg('reports', () => [PaymentStatusReport], { description: 'The reports, in the order of the facts.' })
    reports: PaymentStatusReport[],
  ): Promise<ReportReceipt[]> {
    return [...(await reportStatuses(this.deps, caller, reports))];
  }

  @AtMost(400)
  @Query(() => [DateScalar], {
    nullable: true,
    description:
      'Days whose statements a recovery wants from the caller’s institution and has not had, oldest first, at most 400; none while the hub ' +
      'recovers from nothing. Bring every line of them, also those that the hub has had before, then noteStatements.',
  })
  async statementsWanted(@Ctx() { caller }: HubContext): Promise<CalendarDate[]> {
    return [...(await findWantedDays(this.deps.db, requireInstitution(caller)))];
  }

  @Mutation(() => Int, {
    description:
      'Says that the caller’s institution’s statements of these days were read whole and every line of them is reported. Returns how ' +
      'many of them a recovery wants; 0 while the hub recovers from nothing. Safe to repeat. Roles: adapter.',
  })
  async noteStatements(
    @Ctx() { caller }: HubContext,
    @Arg('days', () => [DateScalar], { description: 'At most 400 days.' }) days: CalendarDate[],
  ): Promise<number> {
    if (days.length > STATEMENT_DAYS_MAX)
      throw new HubError('BAD_USER_INPUT', `At most ${STATEMENT_DAYS_MAX} days in one call.`);
    return noteStatements(this.deps.db, requireInstitution(caller), days);
  }

  @Mutation(() => Int, {
    description:
      'Keeps tasks for longer, while you work on them. Returns how many you keep: none that was not yours any more, nor an attempt ' +
      'that waits for a decision of people, whose lease runs out. Send nothing of what you do not keep. Roles: adapter.',
  })
  async extendLeases(
    @Ctx() { caller }: HubContext,
    @Arg('taskIds', () => [ID], { description: 'The tasks.' }) taskIds: string[],
    @Arg('leaseSeconds', () => Int, { description: 'From now on; up to 3,600.' }) leaseSeconds: number,
  ): Promise<number> {
    return keepTasks(this.deps, caller, { taskIds: uuidsOf(taskIds), leaseSeconds });
  }

  @Mutation(() => Int, {
    description:
      'Gives back tasks of which nothing was sent: they are handed out again as they were. Roles: adapter.',
  })
  async returnTasks(
    @Ctx() { caller }: HubContext,
    @Arg('taskIds', () => [ID], { description: 'The tasks.' }) taskIds: string[],
  ): Promise<number> {
    requireRole(caller, 'adapter');
    return returnTasks(this.deps.db, { clientId: caller.clientId, taskIds: uuidsOf(taskIds) });
  }

  @Subscription(() => WorkReady, {
    topics: FROM_STREAM,
    description: "Wakes an adapter: work of this kind waits for the caller's institution.",
  })
  workReady(@Root() ready: WorkReady): WorkReady {
    return ready;
  }

  /** The stream behind the subscription. */
  readonly open = (_args: object, { caller }: HubContext): AsyncIterable<unknown> =>
    this.signal.subscribe({ institution: requireInstitution(caller) });
}

/** Ids that are none of a task belong to nobody: they are left out, and the count says so. */
function uuidsOf(taskIds: readonly string[]): string[] {
  return taskIds.flatMap((id) => findId('tsk', id) ?? []);
}
