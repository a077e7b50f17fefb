/** Asking institutions: what officers request, and what adapters claim and report. */
import { Arg, Args, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  AtMost,
  ChecksRequested,
  ClaimChecksArgs,
  ReportReceipt,
  RequestChecksInput,
  type HubContext,
} from '../../graphql/index.js';
import { findId, parseId } from '../../values/index.js';
import type { AccountDeps } from '../account-deps.js';
import { claimAccountChecks } from '../claim-account-checks.js';
import { reportAccountChecks } from '../report-account-checks.js';
import { requestAccountChecks } from '../request-account-checks.js';
import { AccountCheckReport, AccountCheckTask } from './check.type.js';

@Resolver()
export class AccountCheckResolver {
  constructor(private readonly deps: AccountDeps) {}

  @Mutation(() => ChecksRequested, {
    description:
      'Queues checks of accounts with their institutions, for chosen beneficiaries or a whole area, and for whoever may ' +
      'receive for them. Results arrive as verification events. Roles: officer.',
  })
  async requestAccountChecks(
    @Ctx() { caller }: HubContext,
    @Arg('input', () => RequestChecksInput, { description: 'Whose accounts are to be checked.' })
    { beneficiaryIds, area, onlyStale }: RequestChecksInput,
  ): Promise<ChecksRequested> {
    return requestAccountChecks(this.deps, caller, {
      beneficiaryIds: beneficiaryIds?.map((id) => parseId('ben', id)) ?? null,
      area: area ?? null,
      onlyStale: onlyStale ?? true,
    });
  }

  @Mutation(() => [AccountCheckTask], {
    description: 'For adapters: accounts to ask about, each leased to one worker. Roles: adapter.',
  })
  async claimAccountChecks(
    @Ctx() { caller }: HubContext,
    @Args() { limit, leaseSeconds, worker, newSession }: ClaimChecksArgs,
  ): Promise<AccountCheckTask[]> {
    const claimed = await claimAccountChecks(this.deps, caller, {
      limit: limit ?? 100,
      leaseSeconds: leaseSeconds ?? 60,
      worker,
      newSession: newSession ?? false,
    });
    return claimed.map((one) => AccountCheckTask.of(one));
  }

  @AtMost(1000)
  @Mutation(() => [ReportReceipt], {
    description:
      'Institutions’ answers, at most 1,000. Safe to repeat with the same report ids after any doubt. Roles: adapter.',
  })
  async reportAccountChecks(
    @Ctx() { caller }: HubContext,
    @Arg('reports', () => [AccountCheckReport], { description: 'The answers.' })
    reports: AccountCheckReport[],
  ): Promise<ReportReceipt[]> {
    const named = reports.map(({ taskId, ...rest }) => ({ ...rest, taskId: findId('tsk', taskId) }));
    return [...(await reportAccountChecks(this.deps, caller, named))];
  }
}
