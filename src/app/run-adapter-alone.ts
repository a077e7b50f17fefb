/** One adapter as a process of its own: claims and reports over HTTP, wherever the institution's network lies. */
import { getBundledAdapter } from './bundled-adapters.js';
import { ConfigError, readConfig } from './config.js';
import { connectToHub } from './connect-to-hub.js';
import { createLogger } from '../http/index.js';
import { runAdapter } from '../../adapters/kit/index.js';
import { workerName } from './run-adapters.js';
import { findSimulators } from './run-simulators.js';
import { untilSignal } from './until-signal.js';

export async function runAdapterAlone({
  name,
  hub: url,
  leaseSeconds,
}: {
  readonly name: string;
  readonly hub: string;
  readonly leaseSeconds: number;
}): Promise<void> {
  const config = readConfig();
  const { adapter, demoConfig } = getBundledAdapter(name);
  const [simulator] = await findSimulators(config.dataDir, [name]);
  const settings = config.adapterConfigs[name] ?? (simulator && demoConfig(simulator.dataDir, simulator.url));
  if (settings === undefined) {
    throw new ConfigError(
      `HUB_CONFIG has no adapters.${name}, and no demo runs here: see adapters/${name}/README.md.`,
    );
  }
  const hub = await connectToHub({ name, url, config });
  const log = createLogger({ level: config.logLevel ?? 'info' });
  const running = await runAdapter({
    adapter,
    config: settings,
    hub,
    log,
    leaseSeconds,
    worker: `${workerName(config.dataDir)}-alone`,
  });
  await untilSignal();
  await running.stop();
  await hub.close();
  process.exit(0);
}
