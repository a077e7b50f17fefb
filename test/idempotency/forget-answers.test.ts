import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forgetAnswers } from '../../src/idempotency/index.js';
import { countStatements } from '../setup/count-statements.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('keeps answers for 30 days, and deletes what is older in batches', async () => {
  await database.pool.query(`
    INSERT INTO idempotency.answer (client_id, subject, operation, key, input_digest, answer, given_at)
    SELECT 'c', 's', 'o', gen_random_uuid(), ''::bytea, '{}'::jsonb, now() - make_interval(days => days, mins => mins)
    FROM (VALUES (0, 0), (29, 0), (30, -1)) kept(days, mins)
    UNION ALL
    SELECT 'c', 's', 'o', gen_random_uuid(), ''::bytea, '{}'::jsonb, now() - interval '30 days 1 minute' FROM generate_series(1, 2500)`);

  const statements = await countStatements(() => forgetAnswers({ db: database.pool }));

  const { rows } = await database.pool.query('SELECT 1 FROM idempotency.answer');
  expect(rows).toHaveLength(3);
  expect(statements).toHaveLength(3);
});
