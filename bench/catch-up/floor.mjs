/** The floor: bare pg and node:http. The same rows by the same pages, each row as JSON. No schema, no token, no cursor to check. */
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
const PAGE = {
  name: 'page',
  text: `SELECT position, id, occurred_at AS "occurredAt", status_from AS "from", status_to AS "to", institution_code AS institution
    FROM event.log WHERE position > $1 AND kind = 'payment' ORDER BY position LIMIT 500`,
};

const server = createServer(async (request, response) => {
  const after = new URL(request.url, 'http://floor').searchParams.get('after');
  const { rows } = await pool.query({ ...PAGE, values: [after] });
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      nodes: rows,
      endCursor: rows.at(-1)?.position ?? after,
      hasNextPage: rows.length === 500,
    }),
  );
}).listen(0, '127.0.0.1', () => console.log(`READY {"url":"http://127.0.0.1:${server.address().port}"}`));
process.on('SIGINT', () => process.exit(0));
