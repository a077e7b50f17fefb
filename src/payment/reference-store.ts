/** References of attempts: functions of what is paid and of the attempt's number, so that a hub that has forgotten an attempt makes the
 *  same one for it again (docs/decisions/0023). The form is made by the database: `payment.reference_of`. */
import { sql } from '../database/index.js';
import type { Db } from '../work/index.js';

/** How many numbers are passed over before somebody is to look: two references hardly ever meet, and never a hundred times. */
export const PASSED_OVER_MAX = 100;

export interface AttemptedOptions {
  /** A CTE of payments: id, institution_code, citizen_id, programme_code, line, period, kind. None of them is in two rows. */
  readonly of: string;
  /** SQL of how many numbers are passed over, since their references are another payment's. */
  readonly passedOver: string;
  /** Whether the payments may have attempts already. */
  readonly haveAttempts: boolean;
}

/** As common table expressions, the last of which is `attempted`: an attempt of each payment, in their order, where its reference is
 *  nobody's yet. Attempts of payments that others replaced count too, and those of other rails do not: a hub that has forgotten
 *  what went wrong elsewhere counts the same here. */
export const intoAttempt = ({ of, passedOver, haveAttempts }: AttemptedOptions): string =>
  `spent AS (
    SELECT m.id, m.institution_code, o.id AS payment_id FROM ${of} m
    JOIN payment.payment o ON o.citizen_id = m.citizen_id AND o.period = m.period AND o.programme_code = m.programme_code
      AND o.line = m.line AND o.kind = m.kind AND NOT o.is_live
    ${haveAttempts ? `UNION ALL SELECT id, institution_code, id FROM ${of}` : ''}
  ), counted AS (
    SELECT s.id, max(a.number) AS number FROM spent s
    JOIN payment.attempt a ON a.payment_id = s.payment_id
    JOIN account.institution_card here ON here.code = s.institution_code
    JOIN account.institution_card there ON there.code = a.institution_code AND there.served_by = here.served_by
    GROUP BY s.id
  ), attempted AS (
    INSERT INTO payment.attempt (id, payment_id, institution_code, number, reference)
    SELECT hub.uuid_v7(), id, institution_code, number, payment.reference_of(key_number, inner_pad, outer_pad,
      payment.intent_of(rail, person, programme_code, line, period, kind, number), period, length_max, alphabet)
    FROM (
      SELECT m.id, m.institution_code, m.programme_code, m.line, m.period, m.kind, coalesce(n.number, 0) + 1 + ${passedOver} AS number,
        coalesce(c.served_by, m.institution_code) AS rail, coalesce(w.personal_id, m.citizen_id::text) AS person,
        c.reference_length_max AS length_max, c.reference_alphabet AS alphabet, k.number AS key_number, k.inner_pad, k.outer_pad
      FROM ${of} m
      JOIN payment.reference_key_span k
        ON m.period COLLATE "C" >= k.valid_from AND (k.valid_before IS NULL OR m.period COLLATE "C" < k.valid_before)
      LEFT JOIN counted n ON n.id = m.id
      LEFT JOIN account.capability_card c ON c.code = m.institution_code
      LEFT JOIN social_protection.person_card w ON w.citizen_id = m.citizen_id
      ORDER BY m.id
    ) named
    ON CONFLICT (reference) DO NOTHING
    RETURNING id, institution_code
  )`;

const own = sql<{ reference: string; is_own: boolean | null }>(
  'payment.own-references',
  `SELECT reference, payment.is_own_reference(reference) AS is_own FROM unnest($1::text[]) AS r(reference)`,
);

/** Of each reference, whether this installation made it, though it may have forgotten it. Undefined: it has the form of those that were
 *  made before there were keys, of which nobody can tell. In whatever case of letters it is written. */
export async function areOwnReferences(
  db: Db,
  references: readonly string[],
): Promise<ReadonlyMap<string, boolean | undefined>> {
  if (references.length === 0) return new Map();
  const rows = await own.all(db, [references]);
  return new Map(rows.map((row) => [row.reference, row.is_own ?? undefined]));
}

/** `areOwnReferences` of one. */
export async function isOwnReference(db: Db, reference: string): Promise<boolean | undefined> {
  return (await areOwnReferences(db, [reference])).get(reference);
}
