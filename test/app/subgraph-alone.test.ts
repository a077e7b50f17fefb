/** `hub subgraph`: whoever asks one subgraph is written down as whoever asks the hub. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fetchDemoToken } from '../../src/app/fetch-token.js';
import { openSubgraphAlone, type SubgraphAlone } from '../../src/app/serve-subgraph-alone.js';
import { createLogger } from '../../src/http/index.js';
import { ask } from '../http/graphql-request.js';
import { hubConfig } from '../setup/hub-config.js';
import { openHubInProcess, type HubInProcess } from '../setup/hub-in-process.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

let issuing: HubInProcess;
let database: TestDatabase;
let subgraph: SubgraphAlone;
let stopped: Promise<void> | undefined;
const dataDir = mkdtempSync(join(tmpdir(), 'ansinh-hub-subgraph-'));
beforeAll(async () => {
  issuing = await openHubInProcess([]);
  database = await createTestDatabase();
  const config = { ...hubConfig(database.url, dataDir), oidcIssuer: `${issuing.url}/oidc` };
  subgraph = await openSubgraphAlone('social-protection', config, createLogger({ level: 'silent' }));
}, 120_000);
afterAll(async () => {
  await (stopped ?? subgraph.stop());
  await issuing.close();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
}, 120_000);

it('writes into the access log who asked, also by reference, what for, and whom they looked up', async () => {
  const token = await fetchDemoToken(issuing.url, 'demo-officer');
  const headers = { 'purpose-of-use': 'VERIFICATION' };
  const say = (query: string) => ask(subgraph.url, query, { token, headers });
  const { body } = await say('query Mine { beneficiaryByPersonalId(personalId: "037145000001") { id } }');
  await say('query Router { _entities(representations: []) { __typename } }');

  stopped = subgraph.stop();
  await stopped;

  const { rows } = await database.pool.query(
    'SELECT subject, purpose, operation, root_fields, person_ids, misses, outcome FROM access.entry ORDER BY id',
  );
  const who = { subject: 'demo-officer', purpose: 'VERIFICATION', outcome: 'OK' };
  expect(body.data).toEqual({ beneficiaryByPersonalId: null });
  expect(rows).toMatchObject([
    { ...who, operation: 'Mine', root_fields: ['beneficiaryByPersonalId'], person_ids: null },
    { ...who, operation: 'beneficiaryByPersonalId', person_ids: [], misses: 1 },
    { ...who, operation: 'Router', root_fields: ['_entities'] },
  ]);
});
