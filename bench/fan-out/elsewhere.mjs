/** Where those commit who follow no log: a database like the hub's on the same server. In the hub's own, it would follow their events
 *  too, beside their rounds and at the beginning of its own. */
import pg from 'pg';

const NAME = 'fan_out_elsewhere';

/** @param url of the hub's database  @returns `{ url, pool, close }` */
export async function openElsewhere(url) {
  const { migrate } = await import('../../dist/src/database/index.js');
  const here = new pg.Client({ connectionString: url });
  await here.connect();
  await here.query(`DROP DATABASE IF EXISTS ${NAME} WITH (FORCE)`);
  await here.query(`CREATE DATABASE ${NAME}`);
  const elsewhere = new URL(url);
  elsewhere.pathname = `/${NAME}`;
  await migrate(elsewhere.href);
  const pool = new pg.Pool({ connectionString: elsewhere.href });
  return {
    url: elsewhere.href,
    pool,
    async close() {
      await pool.end();
      await here.query(`DROP DATABASE ${NAME} WITH (FORCE)`);
      await here.end();
    },
  };
}
