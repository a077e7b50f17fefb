/** What is asked about payments of people who are found dead: who died, what is under way to them, what was paid meanwhile. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';

const lockVerdicts = sql<{ citizen_id: string; verdict: string }>(
  'payment.lock-verdicts',
  `SELECT v.citizen_id, v.verdict FROM population.latest_verdict v
   WHERE v.citizen_id = ANY($1::uuid[]) ORDER BY v.citizen_id FOR SHARE`,
);

/** Those of the citizens who are dead, and until the transaction ends nobody's verdict changes: one that is being written is
 *  waited for. In citizen order, as verdicts are written. */
export async function lockDeceased(db: Db, citizenIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await lockVerdicts.all(db, [citizenIds]);
  return new Set(rows.filter((row) => row.verdict === 'DECEASED').map((row) => row.citizen_id));
}

export interface Deaths {
  readonly citizenIds: readonly string[];
  /** The last place of the log among them. */
  readonly position: bigint;
}

const hold = sql<{ position: bigint }>(
  'payment.hold-deceased-sweep',
  'SELECT position FROM payment.deceased_sweep FOR UPDATE SKIP LOCKED',
);
const told = sql<{ position: bigint; citizen_id: string; is_dead: boolean }>(
  'payment.deaths-told',
  `SELECT l.position, l.citizen_id, v.verdict IS NOT DISTINCT FROM 'DECEASED' AS is_dead
   FROM event.log l LEFT JOIN population.latest_verdict v ON v.citizen_id = l.citizen_id
   WHERE l.kind = 'verification' AND l.status_to = 'DECEASED' AND l.position > $1 AND l.citizen_id IS NOT NULL
   ORDER BY l.position LIMIT $2`,
);

/** The next deaths that the log tells of and that were not taken back, held for this sweep; undefined: there are none, or
 *  another hub is at it. */
export async function holdNextDeaths(db: Db, limit: number): Promise<Deaths | undefined> {
  const held = await hold.first(db);
  if (!held) return undefined;
  const rows = await told.all(db, [held.position, limit]);
  const last = rows.at(-1);
  const dead = rows.filter((row) => row.is_dead).map((row) => row.citizen_id);
  return last && { citizenIds: [...new Set(dead)], position: last.position };
}

const move = sql('payment.move-deceased-sweep', 'UPDATE payment.deceased_sweep SET position = $1');

/** These deaths have been seen to. */
export async function moveSweep(db: Db, position: bigint): Promise<void> {
  await move.run(db, [position]);
}

const open = sql<{ id: string }>(
  'payment.open-attempts-of-citizens',
  `SELECT a.id FROM payment.payment p JOIN payment.attempt a ON a.payment_id = p.id
   WHERE p.citizen_id = ANY($1::uuid[]) AND p.is_live AND p.status <> 'SETTLED'
     AND a.status NOT IN ('SETTLED','REJECTED','CANCELLED','RETURNED')
   UNION
   SELECT a.id FROM payment.payment p JOIN payment.attempt a ON a.payment_id = p.id
   WHERE p.receiver_citizen_id = ANY($1::uuid[]) AND p.receiver_citizen_id <> p.citizen_id
     AND p.is_live AND p.status <> 'SETTLED'
     AND a.status NOT IN ('SETTLED','REJECTED','CANCELLED','RETURNED')`,
);

/** Attempts under way to pay one of these citizens, as the entitled person or as the receiver. */
export async function findOpenAttempts(db: Db, citizenIds: readonly string[]): Promise<readonly string[]> {
  return (await open.all(db, [citizenIds])).map((row) => row.id);
}

/** An exception for each settled payment `p` of a dead person that was handed out after the register last confirmed them
 *  alive. Once only, also when it was resolved since. */
const openRecoveries = (which: string): string => `
  INSERT INTO payment.exception (payment_id, attempt_id, citizen_id, institution_code, kind, detail)
  SELECT p.id, a.id, p.citizen_id, a.institution_code, 'PAID_AFTER_DEATH',
    jsonb_build_object('reference', a.reference, 'amount', p.amount, 'handedOutAt', a.handed_out_at, 'confirmedAt', c.at)
  FROM payment.payment p
  JOIN population.latest_verdict v ON v.citizen_id = p.citizen_id AND v.verdict = 'DECEASED'
  JOIN payment.attempt a ON a.payment_id = p.id AND a.status = 'SETTLED'
  CROSS JOIN LATERAL (SELECT max(m.checked_at) AS at FROM population.confirmation m WHERE m.citizen_id = p.citizen_id) c
  WHERE ${which} AND p.is_live AND p.status = 'SETTLED' AND a.handed_out_at > coalesce(c.at, '-infinity')
    AND NOT EXISTS (SELECT 1 FROM payment.exception x WHERE x.payment_id = p.id AND x.kind = 'PAID_AFTER_DEATH')
  ON CONFLICT (attempt_id, kind) WHERE resolved_at IS NULL AND kind <> 'TO_RECOVER' DO NOTHING`;

const ofCitizens = sql('payment.recover-of-citizens', openRecoveries('p.citizen_id = ANY($1::uuid[])'));
const ofPayments = sql('payment.recover-of-payments', openRecoveries('p.id = ANY($1::uuid[])'));

/** For people who were found dead. Returns how many there are. */
export async function openRecoveriesOf(db: Db, citizenIds: readonly string[]): Promise<number> {
  return citizenIds.length === 0 ? 0 : ofCitizens.run(db, [citizenIds]);
}

const dead = sql<{ citizen_id: string }>(
  'payment.dead-among',
  `SELECT citizen_id FROM population.latest_verdict WHERE citizen_id = ANY($1::uuid[]) AND verdict = 'DECEASED'`,
);

/** Paid, and to whom. */
export interface SettledPayment {
  readonly payment_id: string;
  readonly citizen_id: string;
}

/** For payments that settle although somebody was found dead while they were under way. Of a thousand it is hardly ever one, so
 *  only the verdicts are read of all. */
export async function openRecoveriesFor(db: Db, settled: readonly SettledPayment[]): Promise<void> {
  if (settled.length === 0) return;
  const rows = await dead.all(db, [settled.map((payment) => payment.citizen_id)]);
  if (rows.length === 0) return;
  const died = new Set(rows.map((row) => row.citizen_id));
  const paid = settled.filter((payment) => died.has(payment.citizen_id));
  await ofPayments.run(db, [paid.map((payment) => payment.payment_id)]);
}
