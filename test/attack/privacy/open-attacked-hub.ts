/** A hub with a month paid out, and everybody's tokens: what attacks are run against in a test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLED_ADAPTERS } from '../../../src/app/bundled-adapters.js';
import { DEMO_AREAS } from '../../../src/app/demo.js';
import { fetchDemoToken } from '../../../src/app/fetch-token.js';
import { openHub } from '../../../src/app/open-hub.js';
import { openServer } from '../../../src/app/open-server.js';
import { createDemoIssuer, demoClients } from '../../../src/demo/issuer/index.js';
import { createLogger } from '../../../src/http/index.js';
import { seedSharedBatch } from '../../access/scope/seed-shared-batch.js';
import { hubConfig } from '../../setup/hub-config.js';
import { createTestDatabase } from '../../setup/test-database.js';
import type { AttackedHub } from './attack.js';

export interface OpenAttackedHub extends AttackedHub {
  close(): Promise<void>;
}

export async function openAttackedHub(): Promise<OpenAttackedHub> {
  const database = await createTestDatabase();
  await seedSharedBatch(database.pool);
  const dataDir = mkdtempSync(join(tmpdir(), 'ansinh-hub-attacked-'));
  const config = hubConfig(database.url, dataDir, { accountQuarantineDays: 14 });
  const logger = createLogger({ level: 'silent' });
  const hub = await openHub({ config, logger, stopsAdopted: false });
  const adapters = [...BUNDLED_ADAPTERS.values()].map(({ adapter }) => adapter);
  const issuer = await createDemoIssuer({ dataDir, clients: demoClients({ ...DEMO_AREAS, adapters }) });
  const { server, stop } = await openServer(hub, { config, logger, issuer });
  const { url } = await server.listen({ port: 0 });
  return {
    url,
    tokenOf: (role) => fetchDemoToken(url, role.startsWith('adapter-') ? role : `demo-${role}`),
    close: async () => {
      await stop();
      await hub.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
