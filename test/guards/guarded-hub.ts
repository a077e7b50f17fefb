/** The real hub, HTTP and all, in the test's own process over the small country: so that whatever it sends to PostgreSQL can be
 *  written down, and said to be of the operation that asked for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { BUNDLED_ADAPTERS } from '../../src/app/bundled-adapters.js';
import { DEMO_AREAS } from '../../src/app/demo.js';
import { fetchDemoToken } from '../../src/app/fetch-token.js';
import { openHub } from '../../src/app/open-hub.js';
import { openServer } from '../../src/app/open-server.js';
import { createDemoIssuer, demoClients } from '../../src/demo/issuer/index.js';
import type { ExecutableSupergraph } from '../../src/federation/index.js';
import { createLogger } from '../../src/http/index.js';
import { rebuildFigures } from '../../src/report/index.js';
import { HubClient } from '../setup/hub-client.js';
import { hubConfig } from '../setup/hub-config.js';
import { createTestDatabase } from '../setup/test-database.js';
import { seedCountry } from './seed-country.js';
import { StatementRecord } from './statement-record.js';

/** Who holds several purposes names one; the others have one or none. */
const PURPOSES: Readonly<Record<string, string>> = {
  'demo-officer': 'PAYMENT_PREPARATION',
  'demo-approver': 'PAYMENT_PREPARATION',
};

export type GuardedHub = Awaited<ReturnType<typeof openGuardedHub>>;

export async function openGuardedHub() {
  const database = await createTestDatabase();
  await seedCountry(database.pool);
  const dataDir = mkdtempSync(join(tmpdir(), 'ansinh-hub-guards-'));
  const config = hubConfig(database.url, dataDir);
  const logger = createLogger({ level: 'warn' });
  const hub = await openHub({ config, logger, stopsAdopted: false });
  await rebuildFigures(hub.domains.report);
  const adapters = [...BUNDLED_ADAPTERS.values()].map(({ adapter }) => adapter);
  const issuer = await createDemoIssuer({ dataDir, clients: demoClients({ ...DEMO_AREAS, adapters }) });
  const record = new StatementRecord();
  let step = '';
  const played = new Set<string>();
  const graph = stepped(hub.graph, (work) => record.during(step, work));
  const { server, stop } = await openServer({ ...hub, graph }, { config, logger, issuer });
  const { url } = await server.listen({ port: 0 });
  const clients = new Map<string, HubClient>();
  return {
    url,
    record,
    pool: database.pool,
    /** The operations that were asked. */
    played: played as ReadonlySet<string>,
    /** What is executed from now on is the step's. */
    begin: (operation: string, name: string): void => {
      played.add(operation);
      step = name;
    },
    client: async (name: string): Promise<HubClient> => {
      const known = clients.get(name) ?? new HubClient(url, await fetchDemoToken(url, name), PURPOSES[name]);
      clients.set(name, known);
      return known;
    },
    rows: async <Row extends pg.QueryResultRow>(text: string): Promise<Row[]> =>
      (await database.pool.query<Row>(text)).rows,
    close: async () => {
      record.stop();
      await stop();
      await hub.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Marks what is executed. A stream belongs to no step: it goes on. */
function stepped(graph: ExecutableSupergraph, mark: <T>(work: () => T) => T): ExecutableSupergraph {
  return { ...graph, execute: (options) => mark(() => graph.execute(options)) };
}
