/** One province in which everybody lives, paid every month: base tables, and what the projector makes of such payments, summed up by
 *  the hub's own code. The log itself is left out, and the facts, which no question reads. */
import { openMade } from '../country/open-country.mjs';
import { deriveDeltas, PEOPLE_DELTAS, PAYMENT_DELTAS } from './derive-deltas.mjs';
import { ACCOUNTS, BATCHES, BENEFICIARIES, ENTITLEMENTS, PAYMENTS, PERSONS } from './seed-province.mjs';

/** Hồ Chí Minh City: the province of the most communes. */
export const PROVINCE = '79';

export function openPaidProvince({ people, months, log }) {
  return openMade({
    name: `coverage-${people}x${months}`,
    files: ['seed-province.mjs', 'derive-deltas.mjs'].map((file) => new URL(file, import.meta.url)),
    log,
    fill: async (pool) => {
      log(`${people} people`);
      await unchecked(pool, [
        [PERSONS, [people]],
        [BENEFICIARIES, [people, PROVINCE]],
        [ENTITLEMENTS, [people]],
        [ACCOUNTS, [people]],
      ]);
      await withoutIndexes(pool, ['payment.payment', 'report.delta'], async () => {
        await unchecked(pool, [[PEOPLE_DELTAS, [people]]]);
        for (let month = 0; month < months; month += 1) {
          log(`payments of month ${month + 1} of ${months}`);
          await unchecked(pool, [
            [BATCHES, [month, PROVINCE]],
            [PAYMENTS, [people, month]],
            [PAYMENT_DELTAS, [people, month]],
          ]);
        }
        log('indexes');
      });
      log('sums');
      await deriveDeltas(pool, people * (3 + months));
    },
  });
}

/** In one transaction, without looking each row's references up: they are made by number. */
async function unchecked(pool, statements) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL session_replication_role = replica`);
    await client.query(`SET LOCAL synchronous_commit = off`);
    await client.query(`SET LOCAL work_mem = '256MB'`);
    for (const [text, values] of statements) await client.query(text, values);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** Puts indexes on tables when they are full: much sooner made than row by row. */
async function withoutIndexes(pool, tables, work) {
  const { rows } = await pool.query(
    `SELECT i.indexrelid::regclass AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
     WHERE i.indrelid = ANY($1::text[]::regclass[])
       AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`,
    [tables],
  );
  for (const { name } of rows) await pool.query(`DROP INDEX ${name}`);
  await work();
  for (const { definition } of rows) await pool.query(definition);
}
