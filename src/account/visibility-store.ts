/** Which accounts a caller's scope reaches, and whose they are, as SQL: every read of an account goes through these. */
import { areaReached } from '../access/index.js';

/** A condition on `row.citizen_id` and `row.institution_code`; $at and the next parameter take `scopeValues`. An account
 *  is seen where its holder is, and at its institution. */
export function accountVisible(row: string, at: number): string {
  return `(${holderVisible(row, at)}
    AND ($${at + 1}::text IS NULL OR ${row}.institution_code = $${at + 1}
      OR ${row}.institution_code LIKE $${at + 1} || ':%'))`;
}

/** A condition on `row.citizen_id`; $at takes the area of the scope. A holder is seen where they live, and where somebody lives for whom they
 *  receive. */
export function holderVisible(row: string, at: number): string {
  return `($${at}::text IS NULL OR EXISTS (
      SELECT 1 FROM (
        SELECT own.area_id FROM social_protection.beneficiary_card own WHERE own.citizen_id = ${row}.citizen_id
        UNION ALL
        SELECT other.area_id FROM social_protection.receiver r
        JOIN social_protection.beneficiary_card other USING (beneficiary_id)
        WHERE r.receiver_citizen_id = ${row}.citizen_id
      ) home WHERE ${areaReached('home', at)}))`;
}

/** A condition on `row.valid_from` and `row.valid_to`: the mandate is valid today. */
export function mandateValid(row: string): string {
  return `(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    BETWEEN ${row}.valid_from AND coalesce(${row}.valid_to, 'infinity')`;
}

/** A lateral join that gives `owner.beneficiary_id` and `owner.area_id`: the holder as a beneficiary, else the beneficiary
 *  whose mandate the holder has. Events are filed under them. */
export function accountOwner(row: string): string {
  return `LEFT JOIN LATERAL (
    SELECT found.beneficiary_id, found.area_id FROM (
      SELECT b.beneficiary_id, b.area_id, 1 AS rank, 'infinity'::date AS valid_to
      FROM social_protection.beneficiary_card b WHERE b.citizen_id = ${row}.citizen_id
      UNION ALL
      SELECT b.beneficiary_id, b.area_id, 2, coalesce(r.valid_to, 'infinity')
      FROM social_protection.receiver r JOIN social_protection.beneficiary_card b USING (beneficiary_id)
      WHERE r.receiver_citizen_id = ${row}.citizen_id
    ) found ORDER BY found.rank, found.valid_to DESC, found.beneficiary_id LIMIT 1
  ) owner ON true`;
}
