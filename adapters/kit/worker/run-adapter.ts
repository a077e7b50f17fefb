/** Runs one adapter against the hub until it is stopped: a lane for each kind of work, a round for what must be looked for,
 *  one reporter for each kind of report. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Adapter, AdapterSession } from '../adapter.js';
import { AdapterError } from '../adapter-error.js';
import type { WorkKind } from '../generated/hub-client.js';
import type { HubConnection } from '../hub/hub-connection.js';
import type { Log } from '../log.js';
import { BackOff } from './back-off.js';
import { declarationRound } from './declare-capabilities.js';
import { openLanes, type Lane } from './lanes.js';
import { openReporters } from './reporters.js';
import { runRounds, type Round } from './round.js';
import { roundsOf } from './rounds-of.js';
import { isOpen } from './service-hours.js';
import { paymentReport } from './wire-tasks.js';

export interface RunAdapterOptions {
  readonly adapter: Adapter;
  /** Checked by the adapter's own `parseConfig`. */
  readonly config: unknown;
  readonly hub: HubConnection;
  readonly log: Log;
  /** Names this running process: the same after a restart, another for each process that runs at the same time. */
  readonly worker: string;
  /** 5 to 3 600, default 60. Kept alive while work goes on, so it is how long the hub waits after a kill -9. */
  readonly leaseSeconds?: number;
  /** How often to look for work when nobody calls, default 2 000. */
  readonly pollMs?: number;
  readonly clock?: () => Date;
}

export interface RunningAdapter {
  readonly callbackUrl: string | undefined;
  /** Claims nothing more, finishes what is in flight, reports it, gives the rest back, closes. The hub connection stays open.
   *  @param finishMs how long to wait for the institution and the hub together, default 20 000 */
  stop(finishMs?: number): Promise<void>;
}

const wakePauseMsMax = 10_000;

/** @throws AdapterError MISCONFIGURED when the configuration is not one, serves none of the adapter's work, or names an
 *  institution that takes no reference of the hub */
export async function runAdapter(options: RunAdapterOptions): Promise<RunningAdapter> {
  const { adapter, hub, log } = options;
  const clock = options.clock ?? (() => new Date());
  const reporters = openReporters(hub, log);
  const session = await adapter.start(adapter.parseConfig(options.config), {
    clock,
    log,
    randomId: randomUUID,
    notify: async (notice) => {
      await reporters.payments.report(paymentReport(notice));
    },
  });
  const lanes = openLanes({ ...options, clock, session, reporters });
  const capabilities = session.capabilities ?? adapter.capabilities;
  const rounds = roundsOf({ session, capabilities, hub, reporters, log, clock });
  let declaration: Round;
  try {
    if (lanes.size + rounds.length === 0) throw noWork(adapter);
    declaration = declarationRound({ hub, capabilities, log });
  } catch (error) {
    await session.stop();
    throw error;
  }
  // Also while the institution is closed: that is when a client wants to know when it opens.
  const declaring = runRounds([declaration], { isOpen: () => true, log });
  for (const lane of lanes.values()) lane.start();
  const going = runRounds(rounds, { isOpen: () => isOpen(capabilities.serviceHours, clock()), log });
  const stopping = new AbortController();
  const waking = listenForWork(hub, lanes, log, stopping.signal);
  const work = [...lanes.keys(), ...rounds.map(({ name }) => name)];
  log.info({ adapter: adapter.name, work }, 'adapter runs');

  return {
    callbackUrl: session.callbackUrl,
    stop: async (finishMs = 20_000) => {
      const startedAt = performance.now();
      stopping.abort();
      await Promise.all([...lanes.values(), going, declaring].map((part) => part.stop(finishMs)));
      const leftMs = Math.max(1_000, finishMs - (performance.now() - startedAt));
      const unacknowledged = await reporters.drain(leftMs);
      await stopSession(session, log);
      await waking;
      log.info({ adapter: adapter.name, unacknowledged }, 'adapter stopped');
    },
  };
}

function noWork({ name }: Adapter): AdapterError {
  return new AdapterError('MISCONFIGURED', 'NO_WORK', `${name} serves none of the work it is capable of`);
}

async function listenForWork(
  hub: HubConnection,
  lanes: ReadonlyMap<WorkKind, Lane>,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const backOff = new BackOff(wakePauseMsMax);
  while (hub.wakes && !signal.aborted) {
    try {
      for await (const kind of hub.wakes(signal)) {
        backOff.succeed();
        lanes.get(kind)?.wake();
      }
    } catch (error) {
      // Polling goes on meanwhile, so a lost wake-up call costs seconds, not work.
      log.debug({ error: String(error) }, 'wake-up calls ended');
    }
    await setTimeout(backOff.fail(), undefined, { signal }).catch(() => undefined);
  }
}

async function stopSession(session: AdapterSession, log: Log): Promise<void> {
  try {
    await session.stop();
  } catch (error) {
    log.error({ error: String(error) }, 'the adapter did not stop cleanly');
  }
}
