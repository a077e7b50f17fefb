/** Payments that change, as committed events: written the way that the hub's own use cases write them. */
import { performance } from 'node:perf_hooks';

const { appendEvents, announceEvents } = await import('../../dist/src/event/index.js');

/** A sample of the country's payments with what their subscribers are to be shown. `area` is the province. */
export async function samplePayments(pool, count) {
  const { rows } = await pool.query(
    `SELECT p.id, p.beneficiary_id AS "beneficiaryId", p.batch_id AS "batchId", p.institution_code AS "institutionCode", p.area_id AS "areaId",
       p.amount, p.beneficiary_name AS "fullName", u.code AS area
     FROM (SELECT *, row_number() OVER (PARTITION BY batch_id ORDER BY id) AS turn FROM payment.payment) p
     JOIN payment.batch b ON b.id = p.batch_id JOIN social_protection.administrative_unit u ON u.id = b.area_id
     ORDER BY p.turn, u.code LIMIT $1`,
    [count],
  );
  return rows.map((row) => ({ ...row, amount: Number(row.amount) }));
}

export const eventOf = (payment) => ({
  kind: 'payment',
  subjectId: payment.id,
  beneficiaryId: payment.beneficiaryId,
  batchId: payment.batchId,
  institutionCode: payment.institutionCode,
  areaId: payment.areaId,
  statusFrom: 'ACCEPTED',
  statusTo: 'SETTLED',
  occurredAt: new Date('2026-11-22T08:00:00Z'),
});

/** Commits one transaction of events. @returns when its COMMIT was sent, in milliseconds since 1970 */
export async function commitEvents(pool, payments) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await appendEvents(client, payments.map(eventOf));
    const committedAt = performance.timeOrigin + performance.now();
    await client.query('COMMIT');
    return committedAt;
  } finally {
    client.release();
  }
}

/** Tells the hub, outside the transaction, as a process does that writes events and follows none. */
export const announce = (pool) => announceEvents(pool);
