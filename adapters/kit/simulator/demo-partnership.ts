/** What an institution and a partner agree on before the first call, made up for demo and tests: credentials, secrets, keys.
 *  Kept in the simulator's data folder, so that a restart keeps the partnership. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatorWorld } from './simulator.js';

type Settings = Readonly<Record<string, unknown>>;

export interface DemoPartnership {
  /** The institution's half: settings of the simulator. */
  readonly settings: Settings;
  /** The partner's half: the adapter's configuration but for the address. */
  readonly config: Settings;
}

export interface DemoPartner {
  /** The adapter's configuration for a simulator that keeps its data in `dataDir` and listens at `simulatorUrl`. */
  readonly demoConfig: (dataDir: string, simulatorUrl: string) => Record<string, unknown>;
  /** What the simulator goes by: the settings that it was started with, or its half of the folder's partnership. */
  readonly settingsOf: (world: Pick<SimulatorWorld, 'dataDir' | 'settings'>) => Settings;
}

/** @param create makes both halves; called once a process at most, because making RSA keys takes longer than everything else here
 *  @param addressOf how the configuration names the simulator's address, `{ baseUrl }` when left out */
export function demoPartner(
  create: () => DemoPartnership,
  addressOf: (simulatorUrl: string) => Settings = (baseUrl) => ({ baseUrl }),
): DemoPartner {
  let made: DemoPartnership | undefined;
  const read = (dataDir: string): DemoPartnership => {
    const file = join(dataDir, 'partnership.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoPartnership;
    mkdirSync(dataDir, { recursive: true });
    made ??= create();
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
    return made;
  };
  return {
    demoConfig: (dataDir, simulatorUrl) => ({ ...read(dataDir).config, ...addressOf(simulatorUrl) }),
    settingsOf: ({ dataDir, settings }) =>
      Object.keys(settings).length > 0 ? settings : read(dataDir).settings,
  };
}
