/** The hub as a process: runs until Ctrl-C or SIGTERM, then stops in order. */
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { removeEmbeddedPostgres, stopEmbeddedPostgres } from '../database/index.js';
import { readConfig, type HubConfig } from './config.js';
import { lockFolder } from './hub-lock.js';
import type { KeepingPolicy } from './keep-running.js';
import { runHub, type RunningHub } from './run-hub.js';
import { findSimulators, stopSimulators } from './run-simulators.js';
import { untilSignal } from './until-signal.js';

export interface RunUntilStoppedOptions {
  readonly isDemo: boolean;
  /** Throws the data of earlier runs away. */
  readonly isFresh: boolean;
  /** Default: as `keep-running.ts` says. */
  readonly policy?: KeepingPolicy;
}

/** So long may a hub that has lost its database take to end what it still can. */
const LAST_STEPS_MS_MAX = 15_000;

/** Ends the process: with 0 after a stop, with 1 when what the hub needs has died and does not come back.
 *  @throws Error when it cannot start */
export async function runUntilStopped({ isDemo, isFresh, policy }: RunUntilStoppedOptions): Promise<void> {
  const config = isDemo ? withDemoPolicy(readConfig()) : readConfig();
  if (isFresh) await forgetData(config);
  if (isDemo) console.log('Starting An Sinh Hub: database, people, simulators …');
  // From the start: whoever presses Ctrl-C meanwhile must not leave a database and simulators behind.
  const stopping = untilSignal().then(() => isDemo && console.log('Stopping …'));
  let onLost: (error: Error) => void = () => undefined;
  const lost = new Promise<Error>((resolve) => (onLost = resolve));
  const running = runHub({ config, isDemo, onLost, policy });
  const end = running.then(async (hub) => {
    await stopping;
    await hub.stop();
  });
  const error = await Promise.race([end, lost]);
  if (error) await endAtOnce(error, { running, config, isDemo });
  process.exit(0);
}

interface HubToEnd {
  readonly running: Promise<RunningHub>;
  readonly config: HubConfig;
  readonly isDemo: boolean;
}

/** What can still be done is done: leases are given back, requests finished. Then nothing of it is left running. */
async function endAtOnce(
  error: Error,
  { running, config: { dataDir, databaseUrl }, isDemo }: HubToEnd,
): Promise<never> {
  console.error(error.message);
  const stopped = running.then((hub) => hub.stop()).catch(() => undefined);
  await Promise.race([stopped, delay(LAST_STEPS_MS_MAX)]);
  if (isDemo) await stopSimulators(await findSimulators(dataDir));
  if (databaseUrl === undefined) await stopEmbeddedPostgres(dataDir);
  process.exit(1);
}

/** Every account of the demo was registered minutes ago: in quarantine, no batch of it would be approved without a reason. The
 *  configuration file may set another. */
function withDemoPolicy(config: HubConfig): HubConfig {
  return { ...config, policy: { accountQuarantineDays: 0, ...config.policy } };
}

/** Whatever still runs in the folder is stopped first. */
async function forgetData({ dataDir }: HubConfig): Promise<void> {
  const lock = lockFolder(dataDir);
  await stopSimulators(await findSimulators(dataDir));
  await removeEmbeddedPostgres(dataDir);
  lock.release();
  await rm(dataDir, { recursive: true, force: true });
}
