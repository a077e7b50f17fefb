/** What is known of a right and month that does not add up, so that whoever reads the complaint need not have the database. */
import type { LedgerLine } from '../setup/simulated-world.js';
import type { ChaosWorld } from './chaos-world.js';

const STORY = `
  SELECT a.reference, p.kind, p.status AS payment, p.paid_amount, a.status AS attempt, a.is_decided, a.evidence,
    a.handed_out_at, a.started_at,
    (SELECT json_agg(json_build_array(r.report_id, r.outcome, r.external_reference, r.message) ORDER BY r.received_at)
     FROM payment.status_report r WHERE r.attempt_id = a.id) AS words,
    (SELECT json_agg(json_build_array(x.kind, x.resolution, x.named_amount, x.detail, x.opened_at, x.resolved_at) ORDER BY x.id)
     FROM payment.exception x WHERE x.attempt_id = a.id) AS exceptions
  FROM payment.payment p JOIN payment.attempt a ON a.payment_id = p.id
  WHERE concat_ws('/', p.programme_code, p.period, p.citizen_id, p.line) = $1 ORDER BY a.id`;

/** @param intent its month, with or without its kind */
export async function tellStory(
  world: ChaosWorld,
  intent: string,
  ledgers: readonly LedgerLine[],
): Promise<string> {
  const attempts = await world.rows<{ reference: string }>(STORY, [
    intent.replace(/\/(REGULAR|ARREARS)$/, ''),
  ]);
  const references = new Set(attempts.map(({ reference }) => reference));
  const lines = ledgers.filter(({ reference }) => references.has(reference));
  return JSON.stringify({ attempts, lines }, (_key, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  );
}
