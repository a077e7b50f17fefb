/** The hub as a process: runs until Ctrl-C or SIGTERM, then stops in order. */
import { rm } from 'node:fs/promises';
import { removeEmbeddedPostgres } from '../database/index.js';
import { readConfig, type HubConfig } from './config.js';
import { lockFolder } from './hub-lock.js';
import { runHub } from './run-hub.js';
import { findSimulators, stopSimulators } from './run-simulators.js';
import { untilSignal } from './until-signal.js';

export interface RunUntilStoppedOptions {
  readonly isDemo: boolean;
  /** Throws the data of earlier runs away. */
  readonly isFresh: boolean;
}

export async function runUntilStopped({ isDemo, isFresh }: RunUntilStoppedOptions): Promise<void> {
  const config = isDemo ? withDemoPolicy(readConfig()) : readConfig();
  if (isFresh) await forgetData(config);
  if (isDemo) console.log('Starting An Sinh Hub: database, people, simulators …');
  // From the start: whoever presses Ctrl-C meanwhile must not leave a database and simulators behind.
  const stopping = untilSignal().then(() => isDemo && console.log('Stopping …'));
  const hub = await runHub({ config, isDemo });
  await stopping;
  await hub.stop();
  process.exit(0);
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
