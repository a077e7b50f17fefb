/** What tests of deaths share: the register's word that somebody is dead, and what came of it. */
import type pg from 'pg';
import { checkInvariants } from '../../src/payment/check-invariants.js';
import type { PaymentBench } from './payment-bench.js';

/** Stamped once the row is held: an UPDATE alone computes its values before it waits. */
export const DIES = `WITH held AS MATERIALIZED (
    SELECT citizen_id FROM population.citizen_verdict WHERE citizen_id = $1 FOR UPDATE
  )
  UPDATE population.citizen_verdict v SET verdict = 'DECEASED', checked_at = clock_timestamp()
  FROM held WHERE v.citizen_id = held.citizen_id`;

export function deathsOf(bench: PaymentBench) {
  const query = (text: string, values: unknown[] = [], db: Pick<pg.Pool, 'query'> = bench.database.pool) =>
    db.query(text, values);
  return {
    query,
    reset: async (): Promise<void> => {
      await bench.reset();
      await query('TRUNCATE population.citizen_check; UPDATE payment.deceased_sweep SET position = 0');
    },
    citizens: () =>
      bench.column<string>('SELECT DISTINCT citizen_id AS value FROM payment.payment ORDER BY 1'),
    /** The register's word, and its line of the log. */
    die: async (citizenId: string | undefined): Promise<void> => {
      await query(DIES, [citizenId]);
      await query(
        `INSERT INTO event.log (position, seq, id, kind, subject_id, citizen_id, status_to, occurred_at, recorded_at)
         SELECT coalesce(max(position), 0) + 1, 0, hub.uuid_v7(), 'verification', $1, $1, 'DECEASED', now(), now() FROM event.log`,
        [citizenId],
      );
    },
    /** That somebody was alive at an instant, as SQL says it. */
    confirm: (citizenId: string | undefined, at: string) =>
      query(
        `INSERT INTO population.citizen_check (citizen_id, scope, requested_by, purpose, verdict, checked_at, reported_at)
         VALUES ($1, 'AUTHENTICATE', 'test', 'PAYMENT_PREPARATION', 'MATCH', ${at}, now())`,
        [citizenId],
      ),
    /** Invariants that are broken. The log's deaths are lines of it that nobody appended. */
    violated: async () => {
      const { pool } = bench.database;
      return (await checkInvariants({ snapshot: pool, later: pool }))
        .filter(({ name, violations }) => violations > 0 && name !== 'LOG_CONTIGUOUS')
        .map(({ name }) => name);
    },
  };
}
