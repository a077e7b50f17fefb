/** The real hub, HTTP and WebSocket and all, in the test's own process over a database of its own: without adapters, simulators and
 *  people, so that a test has the database to itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type pg from 'pg';

import { openRails } from '../../src/account/index.js';
import { DEMO_AREAS } from '../../src/app/demo.js';
import { fetchDemoToken } from '../../src/app/fetch-token.js';
import { openHub } from '../../src/app/open-hub.js';
import { openServer } from '../../src/app/open-server.js';
import { createDemoIssuer, demoClients } from '../../src/demo/issuer/index.js';
import { createLogger } from '../../src/http/index.js';
import { HubClient } from './hub-client.js';
import { hubConfig } from './hub-config.js';
import { createTestDatabase } from './test-database.js';

export interface HubInProcess {
  readonly url: string;
  readonly pool: pg.Pool;
  /** A client of the demo's sign-in. */
  client(name: string, purpose?: string): Promise<HubClient>;
  close(): Promise<void>;
}

/** @param rails institutions that pay here */
export async function openHubInProcess(rails: readonly string[]): Promise<HubInProcess> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'ansinh-hub-in-process-'));
  const config = hubConfig(database.url, dataDir, { accountQuarantineDays: 0 });
  const logger = createLogger({ level: 'silent' });
  const hub = await openHub({ config, logger, stopsAdopted: false });
  await openRails(database.pool, rails);
  const issuer = await createDemoIssuer({ dataDir, clients: demoClients({ ...DEMO_AREAS, adapters: [] }) });
  const { server, stop } = await openServer(hub, { config, logger, issuer });
  const { url } = await server.listen({ port: 0 });
  return {
    url,
    pool: database.pool,
    client: async (name, purpose) => new HubClient(url, await fetchDemoToken(url, name), purpose),
    close: async () => {
      await stop();
      await hub.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
