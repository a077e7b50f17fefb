/** A long log: events of real payments, put into the inbox by sets and given their positions by the hub's own sequencer. */
import { createHash } from 'node:crypto';

const { readLogEnd } = await import('../../dist/src/event/log-reader.js');
const { sequenceInbox, SEQUENCE_BATCH_MAX } = await import('../../dist/src/event/sequence-inbox.js');
const { INTO_EVENT_INBOX } = await import('../../dist/src/event/index.js');
const { formatCursor } = await import('../../dist/src/values/index.js');

const COMMIT_EVENTS = 50_000;

/** Fills the log up to the largest size. @returns the cursor behind which so many events are, and the digest of their ids */
export async function fillLog(pool, sizes, log) {
  const most = Math.max(...sizes);
  const {
    rows: [{ count }],
  } = await pool.query(`SELECT count(*)::int AS count FROM event.log WHERE kind = 'payment'`);
  for (let done = count; done < most; done += COMMIT_EVENTS) {
    await pool.query(
      `${INTO_EVENT_INBOX}
       SELECT 'payment', p.id, p.beneficiary_id, NULL, NULL, p.batch_id, p.institution_code, p.area_id, 'ACCEPTED', 'SETTLED', NULL,
         now(), NULL
       FROM generate_series(1, $1::int) AS n JOIN (SELECT *, row_number() OVER (ORDER BY id) AS place FROM payment.payment) p
         ON p.place = 1 + n % (SELECT count(*) FROM payment.payment)`,
      [Math.min(COMMIT_EVENTS, most - done)],
    );
    for (let moved = SEQUENCE_BATCH_MAX; moved === SEQUENCE_BATCH_MAX;)
      ({ moved } = await sequenceInbox(pool));
    log(`${Math.min(done + COMMIT_EVENTS, most)} events in the log`);
  }
  await pool.query('VACUUM ANALYZE event.log');
  const { logId, lastPosition } = await readLogEnd(pool);
  const startAt = (size) => ({
    cursor: formatCursor({ logId, position: lastPosition - BigInt(size) }),
    position: lastPosition - BigInt(size),
  });
  const digests = {};
  for (const size of sizes) digests[size] = await digestOf(pool, startAt(size).position);
  return { startAt, digests };
}

/** Of the ids as the log has them, in order. */
async function digestOf(pool, after) {
  const hash = createHash('sha256');
  for (let position = after; ;) {
    const { rows } = await pool.query(
      `SELECT position, id FROM event.log WHERE position > $1 AND kind = 'payment' ORDER BY position LIMIT 20000`,
      [position],
    );
    if (rows.length === 0) return hash.digest('hex');
    for (const { id } of rows) hash.update(id.replaceAll('-', ''));
    position = rows.at(-1).position;
  }
}
