/** The hub as it is served, over a database that a work has filled and with tokens of the bench's own issuer. */
import { fileURLToPath } from 'node:url';
import { startServer } from './server.mjs';

const HUB = fileURLToPath(new URL('../../scripts/hub.mjs', import.meta.url));
const CONFIG = fileURLToPath(new URL('hub.yaml', import.meta.url));
const DATA_DIR = fileURLToPath(new URL('../.data/hub', import.meta.url));

/** Without adapters, unless `env` names some. @param options as `startServer` takes them */
export function startHub({ databaseUrl, issuer, env = {}, ...options }) {
  return startServer(['node', HUB, 'serve'], {
    ...options,
    env: {
      DATABASE_URL: databaseUrl,
      OIDC_ISSUER: issuer.issuer,
      PORT: '0',
      HUB_ADAPTERS: 'none',
      HUB_LOG_LEVEL: 'warn',
      HUB_DATA_DIR: DATA_DIR,
      HUB_CONFIG: CONFIG,
      ...env,
    },
  });
}
