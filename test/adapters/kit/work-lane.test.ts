/** What lies in a worker's hand: enough that the institution never waits for the hub, and never more than that. */
import { describe, expect, it } from '@jest/globals';
import type { HubConnection } from '../../../adapters/kit/index.js';
import { silentLog } from '../../../adapters/kit/index.js';
import { Leases } from '../../../adapters/kit/worker/leases.js';
import { Pace } from '../../../adapters/kit/worker/pace.js';
import { WorkLane, type LaneDeps, type Performed } from '../../../adapters/kit/worker/work-lane.js';

interface Task {
  readonly id: string;
}

const claimMax = 100;

/** A lane with `count` tasks waiting for it, and what was seen of it. */
function laneWith(
  count: number,
  perform: (task: Task) => Promise<Performed>,
  { claimsAhead = true }: Partial<LaneDeps<Task>> = {},
) {
  const seen = {
    claimed: 0,
    begun: 0,
    inHandMax: 0,
    unbegunAtClaim: [] as number[],
    givenBack: [] as string[],
  };
  const leases = new Leases({
    leaseSeconds: 60,
    extend: (taskIds) => Promise.resolve(taskIds.length),
    log: silentLog,
    clock: () => new Date(),
    monotonicMs: () => performance.now(),
  });
  const hub: HubConnection = {
    execute: (_document, variables) => {
      seen.givenBack.push(...(variables as { taskIds: string[] }).taskIds);
      return Promise.resolve({} as never);
    },
    close: () => Promise.resolve(),
  };
  const lane = new WorkLane<Task>({
    ...{ kind: 'PAYMENT', hub, log: silentLog, leases, claimMax, claimsAhead, pollMs: 5 },
    pace: new Pace({ concurrencyMax: 16, ratePerSecondMax: 1_000_000 }),
    isOpen: () => true,
    claim: async ({ limit }) => {
      seen.unbegunAtClaim.push(seen.claimed - seen.begun);
      const taken = Math.min(limit, count - seen.claimed);
      const first = seen.claimed;
      seen.claimed += taken;
      await turnOfTheLoop();
      return Array.from({ length: taken }, (_, index) => ({ id: `tsk_${first + index}` }));
    },
    divide: (tasks) => tasks.map((task) => [task]),
    perform: async (part) => {
      seen.begun += part.length;
      seen.inHandMax = Math.max(seen.inHandMax, leases.size);
      return Promise.all(part.map(perform));
    },
  });
  return { lane, leases, seen };
}

const turnOfTheLoop = () => new Promise<void>((resolve) => setImmediate(resolve));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turnOfTheLoop();
}

const reported = async (acknowledged: Promise<unknown>): Promise<Performed> => {
  await turnOfTheLoop();
  return { end: 'REPORTED', isReachable: true, acknowledged };
};

describe('a lane', () => {
  it('holds nothing after twenty thousand tasks, and never more than three claims on the way', async () => {
    const { lane, leases, seen } = laneWith(20_000, () => reported(turnOfTheLoop()));

    lane.start();
    await until(() => seen.begun === 20_000 && leases.size === 0);
    await lane.stop(1_000);

    expect(seen.inHandMax).toBeLessThanOrEqual(3 * claimMax);
    expect(seen.givenBack).toEqual([]);
  });

  it('claims the next tasks while the last ones are being begun', async () => {
    const { lane, leases, seen } = laneWith(1_000, () => reported(turnOfTheLoop()));

    lane.start();
    await until(() => seen.begun === 1_000 && leases.size === 0);
    await lane.stop(1_000);

    expect(seen.unbegunAtClaim.some((unbegun) => unbegun > 0)).toBe(true);
    expect(Math.max(...seen.unbegunAtClaim)).toBeLessThanOrEqual(claimMax / 2);
  });

  it('claims nothing ahead where what a killed worker held is for people to decide', async () => {
    const { lane, leases, seen } = laneWith(1_000, () => reported(turnOfTheLoop()), { claimsAhead: false });

    lane.start();
    await until(() => seen.begun === 1_000 && leases.size === 0);
    await lane.stop(1_000);

    expect(new Set(seen.unbegunAtClaim)).toEqual(new Set([0]));
    expect(seen.inHandMax).toBeLessThanOrEqual(2 * claimMax);
  });

  it('claims no more than three hands while the hub acknowledges nothing', async () => {
    let acknowledge: () => void = () => undefined;
    const acknowledged = new Promise<void>((resolve) => (acknowledge = resolve));
    const { lane, leases, seen } = laneWith(1_000, () => reported(acknowledged));

    lane.start();
    await until(() => seen.begun === 3 * claimMax);
    for (let turn = 0; turn < 100; turn += 1) await turnOfTheLoop();
    const claimedMeanwhile = seen.claimed;
    acknowledge();
    await until(() => seen.begun === 1_000 && leases.size === 0);
    await lane.stop(1_000);

    expect(claimedMeanwhile).toBe(3 * claimMax);
  });

  it('gives back what it claimed ahead when the institution cannot be reached', async () => {
    let isReachable = true;
    const { lane, leases, seen } = laneWith(10_000, async () =>
      isReachable ? reported(turnOfTheLoop()) : { end: 'UNSENT', isReachable: false },
    );

    lane.start();
    await until(() => seen.begun > 500 && seen.claimed - seen.begun > claimMax / 2);
    isReachable = false;
    await until(() => seen.givenBack.length > 0 && leases.size === 0);
    await lane.stop(1_000);

    expect(leases.size).toBe(0);
    expect(new Set(seen.givenBack).size).toBe(seen.givenBack.length);
  });
});
