/** How every bundled adapter is configured for the attack: its simulator over TLS, little patience, and the truth about what its
 *  institution does with a repeated reference. An adapter that takes no such setting goes without. */
import { BUNDLED_ADAPTERS } from '../../src/app/bundled-adapters.js';
import type { SimulatorIdentity } from '../setup/hub-folder.js';

/** Shorter than a late answer, so that late is too late. */
const TIMEOUT_MS = 4_000;

export interface ChaosConfigOptions {
  /** Names of the adapters whose institution books a repeated reference again. */
  readonly bookingAgain: readonly string[];
  readonly ratePerSecond: number;
}

/** @returns by adapter, as a hub's configuration file has them */
export function chaosConfig(
  dataDir: string,
  simulators: readonly SimulatorIdentity[],
  { bookingAgain, ratePerSecond }: ChaosConfigOptions,
): Record<string, unknown> {
  const wanted: readonly object[] = [
    { timeoutMs: TIMEOUT_MS },
    { requestTimeoutMs: TIMEOUT_MS },
    { ratePerSecondMax: ratePerSecond },
    { pollIntervalMs: 500 },
    { feedEveryMs: 500 },
  ];
  return Object.fromEntries(
    simulators.flatMap(({ name, url }) => {
      const bundled = BUNDLED_ADAPTERS.get(name);
      if (!bundled) return [];
      const folder = `${dataDir}/simulators/${name}`;
      const demo = bundled.demoConfig(folder, url.replace('http://', 'https://')) as object;
      const repeated = bookingAgain.includes(name) ? [{ repeatedReference: 'BOOKED_AGAIN' }] : [];
      const takes = (config: object): boolean => {
        try {
          bundled.adapter.parseConfig(config);
          return true;
        } catch {
          // Not a setting of this adapter.
          return false;
        }
      };
      const config = [...wanted, ...repeated].reduce<object>(
        (soFar, more) => (takes({ ...soFar, ...more }) ? { ...soFar, ...more } : soFar),
        demo,
      );
      if (repeated.length > 0 && !('repeatedReference' in config))
        throw new Error(`${name} cannot be told that a repeated reference is booked again.`);
      return [[name, config]];
    }),
  );
}
