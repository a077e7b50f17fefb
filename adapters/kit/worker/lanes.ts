/** Opens a lane for each kind of work that both the adapter's capabilities and its session name. */
import type {
  AccountAnswer,
  AccountChecker,
  AccountCheckTask,
  Adapter,
  AdapterSession,
  CitizenAnswer,
  CitizenChecker,
  CitizenCheckTask,
  PaymentOutcome,
  PaymentRail,
  PaymentTask,
} from '../adapter.js';
import type { Capabilities, PaymentCapabilities } from '../capabilities.js';
import {
  ClaimAccountChecksDocument,
  ClaimCitizenChecksDocument,
  ClaimPaymentsDocument,
  ExtendLeasesDocument,
  type WorkKind,
} from '../generated/hub-client.js';
import type { HubConnection } from '../hub/hub-connection.js';
import type { Log } from '../log.js';
import { Leases } from './leases.js';
import { Pace } from './pace.js';
import { performCheck } from './perform-check.js';
import { dividePayments, performPayments } from './perform-payment.js';
import type { Reporters } from './reporters.js';
import { isOpen } from './service-hours.js';
import { accountCheckOf, accountCheckReport, citizenCheckOf, citizenCheckReport } from './wire-tasks.js';
import { paymentOf, paymentReport } from './wire-tasks.js';
import { WorkLane, type LaneDeps, type Performed } from './work-lane.js';

export interface Lane {
  start(): void;
  wake(): void;
  stop(forMs: number): Promise<void>;
}

export interface LanesOptions {
  readonly adapter: Adapter;
  readonly session: AdapterSession;
  readonly hub: HubConnection;
  readonly log: Log;
  readonly worker: string;
  readonly leaseSeconds?: number;
  readonly pollMs?: number;
  readonly clock: () => Date;
  readonly reporters: Reporters;
}

const leaseSecondsDefault = 60;
const pollMsDefault = 2_000;
/** What the hub hands out at most, and as much as one call reports: of a hand of half of that, nothing is left to send while a full
 *  call of reports is on its way. */
const claimMax = 1_000;
/** A claim takes at most what can be begun in a quarter of its lease. */
const leaseShare = 4;

export function openLanes(options: LanesOptions): ReadonlyMap<WorkKind, Lane> {
  const { session } = options;
  const capabilities = session.capabilities ?? options.adapter.capabilities;
  const room: Room = { ...options, capabilities, pace: new Pace(capabilities) };
  const lanes = new Map<WorkKind, Lane>();
  for (const kind of capabilities.work) {
    const lane = openLane(kind, room);
    if (lane) lanes.set(kind, lane);
  }
  return lanes;
}

interface Room extends LanesOptions {
  readonly capabilities: Capabilities;
  readonly pace: Pace;
}

function openLane(kind: WorkKind, room: Room): Lane | undefined {
  const { session } = room;
  switch (kind) {
    case 'PAYMENT':
      return session.payment && paymentLane(session.payment, room);
    case 'ACCOUNT_CHECK':
      return session.accountChecks && accountCheckLane(session.accountChecks, room);
    case 'CITIZEN_CHECK':
      return session.citizenChecks && citizenCheckLane(session.citizenChecks, room);
  }
}

function paymentLane(rail: PaymentRail, room: Room): Lane | undefined {
  const { capabilities, hub, reporters } = room;
  if (capabilities.payment === undefined) return undefined;
  const shared = laneDeps('PAYMENT', room);
  const deps = {
    rail,
    capabilities: capabilities.payment,
    leases: shared.leases,
    clock: room.clock,
    log: room.log,
    isOpen: shared.isOpen,
    report: (task: PaymentTask, outcome: PaymentOutcome) =>
      reporters.payments.report(paymentReport({ ...outcome, reference: task.reference })),
  };
  const sendsTogether = rail.submitBatch !== undefined;
  const claimMax = paymentClaimMax(shared.claimMax, capabilities, capabilities.payment, sendsTogether);
  const { repeatedReference, nativeBatchMax = 1 } = capabilities.payment;
  const requests = claimMax / (sendsTogether ? nativeBatchMax : 1);
  return new WorkLane({
    ...shared,
    claimMax,
    // What a killed worker had claimed is taken for sent: more of it is harmless only where it is simply sent again.
    claimsAhead: repeatedReference === 'REFUSED' && isSoonBegun(requests, capabilities),
    claim: async (claim) =>
      (await hub.execute(ClaimPaymentsDocument, { ...claim, ...shared.lease })).claimPayments.map(paymentOf),
    divide: (claimed) => dividePayments(claimed, deps),
    perform: (part) => performPayments(part, deps),
  });
}

/** Begun within a second: only then does the time of a claim count, and little is in doubt when the worker is killed. */
function isSoonBegun(requests: number, { ratePerSecondMax }: Capabilities): boolean {
  return requests <= ratePerSecondMax;
}

/** What a killed worker had claimed, the hub must take for sent. Where a repeat is refused, it is simply sent again; elsewhere two
 *  people decide about each, so no more is claimed than is begun within a second. */
function paymentClaimMax(
  most: number,
  { concurrencyMax, ratePerSecondMax }: Capabilities,
  { repeatedReference, nativeBatchMax = 1 }: PaymentCapabilities,
  sendsTogether: boolean,
): number {
  const together = sendsTogether ? Math.min(nativeBatchMax, claimMax) : 1;
  if (repeatedReference === 'REFUSED') return Math.max(most, together);
  return Math.max(together, Math.min(most, concurrencyMax, ratePerSecondMax));
}

function accountCheckLane(checker: AccountChecker, room: Room): Lane {
  const shared = laneDeps('ACCOUNT_CHECK', room);
  return new WorkLane({
    ...shared,
    claim: async (claim) =>
      (
        await room.hub.execute(ClaimAccountChecksDocument, { ...claim, ...shared.lease })
      ).claimAccountChecks.map(accountCheckOf),
    divide: alone,
    perform: inTurn((task) =>
      performCheck<AccountCheckTask, AccountAnswer>(task, {
        ask: (asked) => checker.check(asked),
        unavailable: () => ({ accountState: 'UNAVAILABLE', checkedAt: room.clock() }),
        log: room.log,
        report: ({ id }, answer) => room.reporters.accountChecks.report(accountCheckReport(id, answer)),
      }),
    ),
  });
}

function citizenCheckLane(checker: CitizenChecker, room: Room): Lane {
  const shared = laneDeps('CITIZEN_CHECK', room);
  return new WorkLane({
    ...shared,
    claim: async (claim) =>
      (
        await room.hub.execute(ClaimCitizenChecksDocument, { ...claim, ...shared.lease })
      ).claimCitizenChecks.map(citizenCheckOf),
    divide: alone,
    perform: inTurn((task) =>
      performCheck<CitizenCheckTask, CitizenAnswer>(task, {
        ask: (asked) => checker.check(asked),
        unavailable: () => ({ verdict: 'UNAVAILABLE', checkedAt: room.clock() }),
        log: room.log,
        report: ({ id }, answer) => room.reporters.citizenChecks.report(citizenCheckReport(id, answer)),
      }),
    ),
  });
}

function alone<Task>(tasks: readonly Task[]): readonly (readonly Task[])[] {
  return tasks.map((task) => [task]);
}

function inTurn<Task>(perform: (task: Task) => Promise<Performed>) {
  return (part: readonly Task[]) => Promise.all(part.map((task) => perform(task)));
}

type SharedDeps = Omit<LaneDeps<{ readonly id: string }>, 'claim' | 'divide' | 'perform'> & {
  readonly lease: { readonly leaseSeconds: number; readonly worker: string };
};

function laneDeps(kind: WorkKind, room: Room): SharedDeps {
  const { capabilities, clock, hub, log } = room;
  const leaseSeconds = room.leaseSeconds ?? leaseSecondsDefault;
  const paced = Math.ceil((capabilities.ratePerSecondMax * leaseSeconds) / leaseShare);
  const soon = Math.ceil(capabilities.ratePerSecondMax / 4);
  const leases = new Leases({
    leaseSeconds,
    extend: async (taskIds) =>
      (await hub.execute(ExtendLeasesDocument, { taskIds, leaseSeconds })).extendLeases,
    log,
    clock,
    monotonicMs: () => performance.now(),
  });
  const most = Math.min(claimMax, paced, Math.max(capabilities.concurrencyMax * 8, soon, 64));
  return {
    kind,
    hub,
    log,
    leases,
    pace: room.pace,
    claimMax: most,
    claimsAhead: isSoonBegun(most, capabilities),
    pollMs: room.pollMs ?? pollMsDefault,
    isOpen: () => isOpen(capabilities.serviceHours, clock()),
    // Each kind is a worker of its own to the hub: the first claim of one must not end the leases of another.
    lease: { leaseSeconds, worker: `${room.worker}/${kind}` },
  };
}
