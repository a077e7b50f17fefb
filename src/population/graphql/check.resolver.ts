/** Asking the register: what officers request, and what its adapter claims and reports. */
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
import { claimCitizenChecks } from '../claim-citizen-checks.js';
import type { PopulationDeps } from '../population-deps.js';
import { reportCitizenChecks } from '../report-citizen-checks.js';
import { requestCitizenChecks } from '../request-citizen-checks.js';
import { CitizenCheckReport, CitizenCheckTask } from './check.type.js';

@Resolver()
export class CitizenCheckResolver {
  constructor(private readonly deps: PopulationDeps) {}

  @Mutation(() => ChecksRequested, {
    description:
      'Queues checks against the population database, for chosen beneficiaries or a whole area, and for whoever may ' +
      'receive for them. Results arrive as verification events. Roles: officer.',
  })
  async requestCitizenChecks(
    @Ctx() { caller }: HubContext,
    @Arg('input', () => RequestChecksInput, { description: 'Who is to be checked.' })
    { beneficiaryIds, area, onlyStale }: RequestChecksInput,
  ): Promise<ChecksRequested> {
    return requestCitizenChecks(this.deps, caller, {
      beneficiaryIds: beneficiaryIds?.map((id) => parseId('ben', id)) ?? null,
      area: area ?? null,
      onlyStale: onlyStale ?? true,
    });
  }

  @Mutation(() => [CitizenCheckTask], {
    description:
      'For the population database’s adapter: questions to ask, each leased to one worker. Roles: adapter (of the population database).',
  })
  async claimCitizenChecks(
    @Ctx() { caller }: HubContext,
    @Args() { limit, leaseSeconds, worker, newSession }: ClaimChecksArgs,
  ): Promise<CitizenCheckTask[]> {
    const claimed = await claimCitizenChecks(this.deps, caller, {
      limit: limit ?? 100,
      leaseSeconds: leaseSeconds ?? 60,
      worker,
      newSession: newSession ?? false,
    });
    return claimed.map((one) => CitizenCheckTask.of(one));
  }

  @AtMost(1000)
  @Mutation(() => [ReportReceipt], {
    description:
      'The register’s answers, at most 1,000. Safe to repeat with the same report ids after any doubt. Roles: adapter (of the population database).',
  })
  async reportCitizenChecks(
    @Ctx() { caller }: HubContext,
    @Arg('reports', () => [CitizenCheckReport], { description: 'The answers.' })
    reports: CitizenCheckReport[],
  ): Promise<ReportReceipt[]> {
    const named = reports.map(({ reportId, taskId, verdict, mismatches, checkedAt }) => ({
      reportId,
      taskId: findId('tsk', taskId),
      verdict,
      mismatches,
      checkedAt,
    }));
    return [...(await reportCitizenChecks(this.deps, caller, named))];
  }
}
