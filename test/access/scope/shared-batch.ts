/** A province's month in which two communes and many institutions share one batch, with everything below it that a neighbour could
 *  be seen through. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type pg from 'pg';
import { createSubgraphs } from '../../../src/app/create-subgraphs.js';
import { openHub } from '../../../src/app/open-hub.js';
import { executeSupergraph, type ExecutableSupergraph } from '../../../src/federation/index.js';
import { createLogger } from '../../../src/http/index.js';
import { rebuildFigures } from '../../../src/report/index.js';
import { projectRoot } from '../../architecture/source-file.js';
import { hubConfig } from '../../setup/hub-config.js';
import { createTestDatabase } from '../../setup/test-database.js';
import { OF_BATCH, seedSharedBatch } from './seed-shared-batch.js';

export { PROVINCE } from './seed-shared-batch.js';

export interface SharedBatch {
  readonly graph: ExecutableSupergraph;
  readonly subgraphs: ReturnType<typeof createSubgraphs>;
  readonly pool: pg.Pool;
  /** Two communes of the province, by code. */
  readonly communes: readonly [string, string];
  /** What the hub has logged as its own failure. */
  readonly failures: readonly string[];
  close(): Promise<void>;
}

export async function openSharedBatch(): Promise<SharedBatch> {
  const database = await createTestDatabase();
  const { pool } = database;
  await seedSharedBatch(pool);
  const dataDir = mkdtempSync(join(tmpdir(), 'ansinh-hub-scope-'));
  const config = hubConfig(database.url, dataDir, { accountQuarantineDays: 14 });
  const failures: string[] = [];
  const logger = createLogger({ level: 'silent' });
  logger.error = (about: unknown, message?: string) =>
    void failures.push(`${message} ${JSON.stringify(about)}`);
  const hub = await openHub({ config, logger, stopsAdopted: false });
  await rebuildFigures(hub.domains.report);
  const subgraphs = createSubgraphs(hub.domains);
  const graph = await executeSupergraph({
    subgraphs,
    supergraph: readFileSync(join(projectRoot, 'schema/supergraph.graphql'), 'utf8'),
    // Asked for everything at once, on a machine that may be busy: what is slow is no failure here.
    sourceGuard: { timeoutMs: 600_000, onFailure: (error, at) => void failures.push(inspect({ error, at })) },
  });
  const { rows } = await pool.query<{ code: string }>(TWO_COMMUNES);
  return {
    ...{ graph, subgraphs, pool, failures },
    communes: rows.map(({ code }) => code) as [string, string],
    close: async () => {
      await hub.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const TWO_COMMUNES = `
  WITH ${OF_BATCH} SELECT u.code FROM line JOIN social_protection.administrative_unit u ON u.id = line.area_id
  GROUP BY 1 HAVING count(*) > 2 ORDER BY count(DISTINCT institution_code) DESC, 1 LIMIT 2`;
