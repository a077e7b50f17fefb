/** The simulators of a running demo: started or adopted, started again where they were when they have died, stopped with the hub. */
import { keepRunning, type KeepRunningOptions } from './keep-running.js';
import {
  findSimulators,
  isAlive,
  runSimulators,
  stopSimulators,
  type SimulatorProcess,
} from './run-simulators.js';

export interface KeptSimulators {
  /** As they were found at the start; their addresses stay. */
  readonly all: readonly SimulatorProcess[];
  areRunning(): boolean;
  /** Safe in the middle of a restart. */
  stop(): Promise<void>;
}

/** @throws Error when one of them does not start */
export async function keepSimulators(
  dataDir: string,
  names: readonly string[],
  options: KeepRunningOptions,
): Promise<KeptSimulators> {
  const all = await runSimulators(
    dataDir,
    names.map((name) => ({ name })),
  );
  // What somebody runs alone, they look after: they may hold it still, or change its book, before they start it again.
  let ours = all.filter(({ isHubs }) => isHubs);
  const places = ours.map(({ name, url }) => ({ name, port: Number(new URL(url).port) }));
  const areRunning = (): boolean => ours.every(({ pid }) => isAlive(pid));
  const keeper = keepRunning(
    {
      name: 'the simulators’ process',
      isRunning: areRunning,
      restart: async (signal) => {
        ours = [...(await runSimulators(dataDir, places, signal))];
      },
    },
    options,
  );
  return {
    all,
    areRunning,
    stop: async () => {
      await keeper.stop();
      await stopSimulators([...ours, ...(await findSimulators(dataDir))]);
    },
  };
}
