/** Merges the staged rows of a list into entitlements, mandates and listed accounts, after the persons. */
import { INTO_EVENT_INBOX } from '../event/index.js';
import type { MergeOptions } from './merge-person-store.js';
import type { Db } from './transaction-store.js';

export interface MergedRights {
  readonly newEntitlements: number;
  readonly changedEntitlements: number;
  readonly newAuthorisations: number;
  readonly listedAccounts: number;
}

export async function mergeRights(db: Db, options: MergeOptions): Promise<MergedRights> {
  await listRights(db, options);
  const changedEntitlements = options.isRepeat
    ? 0
    : (await correctAmounts(db, options)) + (await endReplaced(db, options));
  return {
    changedEntitlements,
    newEntitlements: await addEntitlements(db, options),
    newAuthorisations: await addAuthorisations(db, options),
    listedAccounts: await addListedAccounts(db, options),
  };
}

/** What an event tells of a row of `entitlement`: what the figures read. */
export const EVENT_OF_RIGHT = `jsonb_build_object('programmeCode', programme_code, 'line', line, 'monthlyAmount', monthly_amount::text,
  'validFrom', valid_from, 'validTo', valid_to)`;

/** Each right that the list states, beside the version of it that holds on that day. */
async function listRights(db: Db, { monthStart }: MergeOptions): Promise<void> {
  await db.query(
    `CREATE TEMPORARY TABLE listed_right ON COMMIT DROP AS
     SELECT b.id AS beneficiary_id, b.citizen_id, b.area_id, s.row_number, s.programme_code, s.monthly_amount, s.coefficient,
            s.legal_basis, coalesce(s.valid_from, '${monthStart}'::date) AS valid_from, held.id AS held_id,
            held.valid_from AS held_from, held.valid_to AS held_to,
            (held.monthly_amount, held.coefficient) IS DISTINCT FROM (s.monthly_amount, s.coefficient) AS differs
     FROM staged_row s
     JOIN listed_person p USING (person_key)
     JOIN social_protection.beneficiary b ON b.citizen_id = p.citizen_id
     LEFT JOIN social_protection.entitlement held
       ON held.beneficiary_id = b.id AND held.programme_code = s.programme_code AND held.line = '1'
       AND coalesce(s.valid_from, '${monthStart}'::date) BETWEEN held.valid_from AND coalesce(held.valid_to, 'infinity')
     WHERE s.refusal IS NULL`,
  );
}

/** Another amount from the same day on: the earlier figure was wrong. */
async function correctAmounts(db: Db, { importedAt }: MergeOptions): Promise<number> {
  const { rowCount } = await db.query(
    `WITH changed AS (
       UPDATE social_protection.entitlement e
       SET monthly_amount = r.monthly_amount, coefficient = r.coefficient, legal_basis = r.legal_basis
       FROM listed_right r WHERE e.id = r.held_id AND r.differs AND r.held_from = r.valid_from
       RETURNING e.*, r.citizen_id, r.area_id
     )
     ${INTO_EVENT_INBOX}
     SELECT 'entitlement', id, beneficiary_id, citizen_id, NULL, NULL, NULL, area_id, 'GRANTED', 'CHANGED', NULL, $1,
            ${EVENT_OF_RIGHT} FROM changed ORDER BY id`,
    [importedAt],
  );
  return rowCount ?? 0;
}

/** Another amount from a later day on: the version that held until then ends the day before. */
async function endReplaced(db: Db, { importedAt }: MergeOptions): Promise<number> {
  const { rowCount } = await db.query(
    `WITH ended AS (
       UPDATE social_protection.entitlement e SET valid_to = r.valid_from - 1
       FROM listed_right r WHERE e.id = r.held_id AND r.differs AND r.held_from < r.valid_from
       RETURNING e.*, r.citizen_id, r.area_id
     )
     ${INTO_EVENT_INBOX}
     SELECT 'entitlement', id, beneficiary_id, citizen_id, NULL, NULL, NULL, area_id, 'GRANTED', 'ENDED', NULL, $1,
            ${EVENT_OF_RIGHT} FROM ended ORDER BY id`,
    [importedAt],
  );
  return rowCount ?? 0;
}

/** New rights, and new versions of replaced ones. A right that begins before a known version ends where that begins. */
async function addEntitlements(db: Db, { importedAt, isRepeat }: MergeOptions): Promise<number> {
  const { rowCount } = await db.query(
    `WITH added AS (
       INSERT INTO social_protection.entitlement
         (beneficiary_id, programme_code, monthly_amount, coefficient, valid_from, valid_to, legal_basis)
       SELECT r.beneficiary_id, r.programme_code, r.monthly_amount, r.coefficient, r.valid_from,
              coalesce(r.held_to, (
                SELECT min(later.valid_from) - 1 FROM social_protection.entitlement later
                WHERE later.beneficiary_id = r.beneficiary_id AND later.programme_code = r.programme_code
                  AND later.line = '1' AND later.valid_from > r.valid_from
                  AND later.valid_to IS DISTINCT FROM later.valid_from - 1)), r.legal_basis
       FROM listed_right r
       WHERE r.held_id IS NULL OR (r.differs AND r.held_from < r.valid_from AND NOT $2)
       ORDER BY r.row_number
       ON CONFLICT (beneficiary_id, programme_code, line, valid_from) DO NOTHING
       RETURNING *
     )
     ${INTO_EVENT_INBOX}
     SELECT 'entitlement', a.id, a.beneficiary_id, b.citizen_id, NULL, NULL, NULL, b.area_id, NULL, 'GRANTED', NULL, $1,
            ${EVENT_OF_RIGHT}
     FROM added a JOIN social_protection.beneficiary b ON b.id = a.beneficiary_id ORDER BY a.id`,
    [importedAt, isRepeat],
  );
  return rowCount ?? 0;
}

/** A mandate is known by its document. A new one ends the earlier ones of the same beneficiary; both are told. */
async function addAuthorisations(db: Db, { importedAt, today, isRepeat }: MergeOptions): Promise<number> {
  const { rows } = await db.query<{ added: number }>(
    `WITH stated AS (
       SELECT DISTINCT ON (b.id) b.id AS beneficiary_id, b.citizen_id, b.area_id, r.citizen_id AS receiver_citizen_id,
              s.relationship, s.document_ref, s.mandate_until
       FROM staged_row s
       JOIN listed_person p USING (person_key)
       JOIN social_protection.beneficiary b ON b.citizen_id = p.citizen_id
       JOIN listed_person r ON r.person_key = s.receiver_key
       WHERE s.refusal IS NULL AND r.citizen_id <> b.citizen_id
       ORDER BY b.id, s.row_number
     ), fresh AS (
       SELECT s.*, least($2::date, coalesce(s.mandate_until, 'infinity')) AS valid_from FROM stated s
       WHERE NOT EXISTS (
         SELECT 1 FROM social_protection.authorisation a
         WHERE a.beneficiary_id = s.beneficiary_id AND (a.receiver_citizen_id = s.receiver_citizen_id OR $3)
           AND (a.document_ref = s.document_ref OR $3))
     ), ended AS (
       UPDATE social_protection.authorisation a SET valid_to = greatest(a.valid_from, $2::date - 1)
       FROM fresh f WHERE a.beneficiary_id = f.beneficiary_id AND coalesce(a.valid_to, 'infinity') >= $2::date
         AND (a.receiver_citizen_id, a.valid_from) <> (f.receiver_citizen_id, f.valid_from)
       RETURNING a.*
     ), added AS (
       INSERT INTO social_protection.authorisation
         (beneficiary_id, receiver_citizen_id, relationship, document_ref, valid_from, valid_to)
       SELECT beneficiary_id, receiver_citizen_id, relationship, document_ref, valid_from, mandate_until FROM fresh
       ON CONFLICT (beneficiary_id, receiver_citizen_id, valid_from) DO UPDATE
         SET relationship = excluded.relationship, document_ref = excluded.document_ref, valid_to = excluded.valid_to
       RETURNING *
     ), told AS (
     ${INTO_EVENT_INBOX}
     SELECT 'authorisation', a.id, a.beneficiary_id, f.citizen_id, NULL, NULL, NULL, f.area_id, a.status_from, a.status_to,
            NULL, $1,
            jsonb_build_object('receiverCitizenId', a.receiver_citizen_id, 'validFrom', a.valid_from, 'validTo', a.valid_to)
     FROM (
       SELECT *, 'GRANTED' AS status_from, 'ENDED' AS status_to FROM ended
       UNION ALL
       SELECT *, NULL, 'GRANTED' FROM added
     ) a JOIN fresh f USING (beneficiary_id) ORDER BY a.id
     )
     SELECT count(*)::int AS added FROM added`,
    [importedAt, today, isRepeat],
  );
  return rows[0]?.added ?? 0;
}

/** Accounts that the list names: own ones are the beneficiary's, the receiver's are the receiver's. */
async function addListedAccounts(db: Db, { listId, importedAt, isRepeat }: MergeOptions): Promise<number> {
  const { rowCount } = await db.query(
    `INSERT INTO social_protection.listed_account
       (beneficiary_id, citizen_id, institution_code, number, holder_name, is_for_receiver, list_id, listed_at)
     SELECT DISTINCT ON (n.beneficiary_id, n.citizen_id, n.institution_code, n.number) n.*, $1::uuid, $2::timestamptz
     FROM (
       SELECT b.id AS beneficiary_id, b.citizen_id, s.institution_code, s.account_number AS number, s.holder_name, false
       FROM staged_row s JOIN listed_person p USING (person_key)
       JOIN social_protection.beneficiary b ON b.citizen_id = p.citizen_id
       WHERE s.refusal IS NULL AND s.account_number IS NOT NULL
       UNION ALL
       SELECT b.id, r.citizen_id, s.receiver_institution, s.receiver_account, s.receiver_name, true
       FROM staged_row s JOIN listed_person p USING (person_key)
       JOIN social_protection.beneficiary b ON b.citizen_id = p.citizen_id
       JOIN listed_person r ON r.person_key = s.receiver_key
       WHERE s.refusal IS NULL AND s.receiver_account IS NOT NULL AND r.citizen_id <> b.citizen_id
     ) n
     ORDER BY n.beneficiary_id, n.citizen_id, n.institution_code, n.number
     ON CONFLICT (beneficiary_id, citizen_id, institution_code, number) DO UPDATE
       SET holder_name = excluded.holder_name, list_id = excluded.list_id, listed_at = excluded.listed_at
       WHERE listed_account.holder_name <> excluded.holder_name AND NOT $3`,
    [listId, importedAt, isRepeat],
  );
  return rowCount ?? 0;
}
