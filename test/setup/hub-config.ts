/** The configuration of a hub in a test's own process: everything that it writes lies in a folder of the test's. */
import { join } from 'node:path';
import { readConfig, type HubConfig } from '../../src/app/config.js';

export function hubConfig(
  databaseUrl: string,
  dataDir: string,
  policy: Partial<HubConfig['policy']> = {},
): HubConfig {
  const config = readConfig();
  const own = { databaseUrl, dataDir, referenceKeys: join(dataDir, 'reference-keys'), port: 0 };
  return { ...config, ...own, policy: { ...config.policy, ...policy } };
}
