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
import { seedCountry } from '../../guards/seed-country.js';
import { projectRoot } from '../../architecture/source-file.js';
import { hubConfig } from '../../setup/hub-config.js';
import { createTestDatabase } from '../../setup/test-database.js';

export const PROVINCE = '37';
const PERIOD = '2026-10';

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
  await seedCountry(pool);
  for (const text of BESIDES) await pool.query(text);
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

/** The batch of the month, and its payments in the order of their communes. */
const OF_BATCH = `batch AS (
    SELECT b.id FROM payment.batch b JOIN social_protection.administrative_unit u ON u.id = b.area_id
    WHERE u.code = '${PROVINCE}' AND u.valid_to IS NULL AND b.period = '${PERIOD}'
  ), line AS (
    SELECT p.*, row_number() OVER (ORDER BY p.area_id, p.id) AS n, count(*) OVER () AS lines
    FROM payment.payment p JOIN batch ON batch.id = p.batch_id
  )`;

const TWO_COMMUNES = `
  WITH ${OF_BATCH} SELECT u.code FROM line JOIN social_protection.administrative_unit u ON u.id = line.area_id
  GROUP BY 1 HAVING count(*) > 2 ORDER BY count(DISTINCT institution_code) DESC, 1 LIMIT 2`;

/** Neighbours in the list live in other communes, and are paid elsewhere. */
const BESIDES = [
  `WITH ${OF_BATCH} INSERT INTO payment.recent_account (batch_id, payment_id, changed_at) SELECT batch_id, id, now() FROM line`,
  `WITH ${OF_BATCH} INSERT INTO payment.duplicate_flag (batch_id, payment_id, other_payment_id, rule)
   SELECT one.batch_id, one.id, other.id, 'SAME_PERSON' FROM line one JOIN line other ON other.n = 1 + (one.n + one.lines / 2) % one.lines`,
  `WITH ${OF_BATCH} INSERT INTO payment.left_out (batch_id, beneficiary_id, reason, text)
   SELECT DISTINCT batch_id, beneficiary_id, 'EXCLUDED', 'chờ xác minh' FROM line`,
  `WITH ${OF_BATCH}, found AS (
     INSERT INTO payment.exception (payment_id, attempt_id, citizen_id, institution_code, kind, detail, named_amount, named_at)
     SELECT line.id, a.id, line.citizen_id, line.institution_code, 'CONTRADICTION', '{"status": "SETTLED"}', line.amount, now()
     FROM line JOIN payment.attempt a ON a.payment_id = line.id RETURNING id, payment_id
   ), told AS (
     INSERT INTO payment.exception_evidence (exception_id, source, status, amount, reference, occurred_at)
     SELECT id, 'STATEMENT', 'SETTLED', 1, 'X', now() FROM found
   ) INSERT INTO payment.possible_booking (batch_id, payment_id, exception_id)
   SELECT line.batch_id, line.id, found.id FROM line JOIN found ON found.payment_id = line.id`,
  `WITH ${OF_BATCH} INSERT INTO payment.funding_order (batch_id, kind, amount, ordered_at, reference)
   SELECT id, 'FUND', 1, now(), 'KB' || left(id::text, 8) FROM batch`,
  // What a payment replaces may have been somewhere else, before somebody moved.
  `WITH ${OF_BATCH} UPDATE payment.payment p SET replaces = before.id
   FROM line one JOIN line other ON other.n = 1 + (one.n + one.lines / 2) % one.lines
   JOIN payment.payment before ON before.citizen_id = other.citizen_id AND before.period = '2026-09'
   WHERE p.id = one.id AND other.period = '2026-10'`,
  `WITH ${OF_BATCH} UPDATE payment.batch b SET carried_forward_from = before.id FROM batch, payment.batch before
     JOIN social_protection.administrative_unit u ON u.id = before.area_id
   WHERE b.id = batch.id AND u.code = '${PROVINCE}' AND u.valid_to IS NULL AND before.period = '2026-09'`,
  `WITH ${OF_BATCH} INSERT INTO social_protection.authorisation (beneficiary_id, receiver_citizen_id, relationship, document_ref, valid_from)
   SELECT DISTINCT one.beneficiary_id, other.citizen_id, 'CON', 'GUQ-1', date '2026-01-01' FROM line one
   JOIN line other ON other.area_id = one.area_id AND other.n = one.n + 1 AND other.citizen_id <> one.citizen_id`,
];
