/** A database of people who are paid every month, made once in .data/ and used again: the hub's own migrations and reference data on
 *  the hub's own embedded PostgreSQL, with its durability as it ships. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentOf } from '../harness/processes.mjs';
import { seedPayments } from './seed-payments.mjs';
import { seedPeople } from './seed-people.mjs';

const PROJECT = new URL('../../', import.meta.url);

/** @param onlyAt the one institution where everybody has an account; left out, all banks, wallets and mobile moneys take turns
 *  @returns as `openMade`: a database with so many people and payments */
export function openCountry({ people, months, onlyAt = null, log }) {
  return openMade({
    name: `${people}x${months}${onlyAt ?? ''}`,
    files: ['seed-people.mjs', 'seed-payments.mjs'].map((file) => new URL(file, import.meta.url)),
    log,
    fill: async (pool) => {
      log(`${people} people`);
      await seedPeople(pool, people, onlyAt);
      for (let month = 0; month < months; month += 1) {
        log(`payments of month ${month + 1} of ${months}`);
        await seedPayments(pool, month);
      }
    },
  });
}

/** @param fill writes into a database that has the reference data  @param files what it is made by: made anew when one changes
 *  @returns `{ url, pool, databasePid, close }`, analysed */
export async function openMade({ name, files, fill, log }) {
  const { migrate, openDatabase, removeEmbeddedPostgres } = await import('../../dist/src/database/index.js');
  const { loadReferenceData, transactionsOf } = await import('../../dist/src/social-protection/index.js');
  const { loadInstitutions } = await import('../../dist/src/account/index.js');
  const dataDir = fileURLToPath(new URL(`../.data/${name}/`, import.meta.url));
  const stamp = `${dataDir}made-by`;
  const made = digest(files);
  if (existsSync(dataDir) && (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== made)) {
    log('the tables have changed since these people were made: made anew');
    await removeEmbeddedPostgres(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
  const database = await openDatabase({ dataDir, stopsAdopted: true });
  await migrate(database.url);
  if (!existsSync(stamp)) {
    await loadReferenceData(transactionsOf(database.pool), fileURLToPath(new URL('prisma/data', PROJECT)));
    const { institutions } = JSON.parse(
      readFileSync(new URL('prisma/data/institutions.json', PROJECT), 'utf8'),
    );
    await loadInstitutions(database.pool, institutions);
    await database.pool.query(`UPDATE account.institution SET rail_since = now(), last_seen_at = now()`);
    await fill(database.pool);
    log('vacuum and analyse');
    await database.pool.query('VACUUM ANALYZE');
    writeFileSync(stamp, made);
  }
  const { rows } = await database.pool.query('SELECT pg_backend_pid() AS pid');
  // Any backend's parent is PostgreSQL's first process.
  const databasePid = parentOf(rows[0].pid);
  return { url: database.url, pool: database.pool, databasePid, close: () => database.close() };
}

/** Changes with the tables and with how they are filled. */
function digest(files) {
  const hash = createHash('sha256');
  const migrations = new URL('prisma/migrations/', PROJECT);
  for (const name of readdirSync(migrations).sort()) {
    const file = new URL(`${name}/migration.sql`, migrations);
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
