/** Which bookings are to be looked for: those that nobody has looked for among the people, rights and accounts that there are now. To
 *  look among everybody takes long, and a recovery looks every few seconds. */
import { sql } from '../../database/index.js';
import type { Db } from '../../work/index.js';

/** What changes without anything being new, such as a corrected personal id, is seen after so long. */
const TRIED_AGAIN_AFTER = '1 hour';

/** At most so many are looked for at once. */
const BOOKINGS_MAX = 1000;

const newest = sql<{ candidates: string }>(
  'recovery.newest-candidates',
  `SELECT concat_ws(' ',
     (SELECT entitlement_id FROM social_protection.payable_entitlement ORDER BY entitlement_id DESC LIMIT 1),
     (SELECT authorisation_id FROM social_protection.receiver ORDER BY authorisation_id DESC LIMIT 1),
     (SELECT account_id FROM account.account_card ORDER BY account_id DESC LIMIT 1),
     (SELECT string_agg(number || valid_from, ' ' ORDER BY number) FROM payment.reference_key)) AS candidates`,
);

/** Names whom there is to look among: another name, and it is worth looking again. */
export async function nameCandidates(db: Db): Promise<string> {
  return (await newest.first(db))?.candidates ?? '';
}

const untried = sql<{ id: string }>(
  'recovery.untried-bookings',
  `SELECT x.id FROM payment.exception x
   WHERE x.resolved_at IS NULL AND x.payment_id IS NULL AND x.detail->>'reference' IS NOT NULL
     AND x.kind IN ('STATEMENT_UNMATCHED','PAYMENT_FORGOTTEN')
     AND NOT EXISTS (SELECT 1 FROM payment.forgotten_try t WHERE t.exception_id = x.id AND t.candidates = $1
                     AND t.tried_at > now() - interval '${TRIED_AGAIN_AFTER}')
   ORDER BY x.id LIMIT ${BOOKINGS_MAX}`,
);

/** Open exceptions about a reference that fits no payment, the oldest first, at most 1,000. */
export async function findUntried(db: Db, candidates: string): Promise<readonly string[]> {
  return (await untried.all(db, [candidates])).map((row) => row.id);
}

const note = sql(
  'recovery.note-tries',
  `INSERT INTO payment.forgotten_try (exception_id, candidates) SELECT id, $2 FROM unnest($1::uuid[]) AS tried(id)
   ON CONFLICT (exception_id) DO UPDATE SET candidates = excluded.candidates, tried_at = now()`,
);

/** These have been looked for. */
export async function noteTries(db: Db, exceptionIds: readonly string[], candidates: string): Promise<void> {
  await note.run(db, [exceptionIds, candidates]);
}

const forget = sql('recovery.forget-tries', 'DELETE FROM payment.forgotten_try');

export async function forgetTries(db: Db): Promise<void> {
  await forget.run(db);
}
