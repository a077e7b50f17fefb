/** Merges the staged rows of a list into persons and beneficiaries, with their events, set by set in one transaction. */
import { INTO_EVENT_INBOX } from '../event/index.js';
import type { Db } from './transaction-store.js';

/** What a merge is told besides the rows. */
export interface MergeOptions {
  readonly listId: string;
  readonly importedBy: string;
  readonly importedAt: Date;
  /** The first day of the month of the import: from when a right holds that states no day. */
  readonly monthStart: string;
  /** `YYYY-MM-DD` of the import. */
  readonly today: string;
  /** The same content was imported before: only what is missing is added, nothing is changed back. */
  readonly isRepeat: boolean;
}

export interface MergedPersons {
  readonly newBeneficiaries: number;
  readonly changedBeneficiaries: number;
}

export async function mergePersons(db: Db, options: MergeOptions): Promise<MergedPersons> {
  await listPersons(db);
  await addPersons(db);
  if (!options.isRepeat) await correctPersons(db, options);
  const newBeneficiaries = await addBeneficiaries(db, options);
  const changedBeneficiaries = options.isRepeat ? 0 : await changeBeneficiaries(db, options);
  return { newBeneficiaries, changedBeneficiaries };
}

/** One row for each human being in the list, as beneficiary before as receiver, with the citizen id that stays. Somebody
 *  known so far by an old card only is found by it when the list now gives the number. */
async function listPersons(db: Db): Promise<void> {
  await db.query(`
    CREATE TEMPORARY TABLE listed_person ON COMMIT DROP AS
    SELECT DISTINCT ON (l.person_key) l.*,
           coalesce(known.citizen_id, by_card.citizen_id, hub.uuid_v7()) AS citizen_id,
           known.citizen_id IS NULL AND by_card.citizen_id IS NULL AS is_new
    FROM (
      SELECT person_key, personal_id, old_id_number, full_name, name_folded, date_of_birth, year_of_birth, gender,
             row_number, false AS is_receiver
      FROM staged_row WHERE refusal IS NULL
      UNION ALL
      SELECT receiver_key, receiver_key, NULL, receiver_name, receiver_folded, NULL, NULL,
             CASE WHEN substr(receiver_key, 4, 1)::int % 2 = 0 THEN 'MALE' ELSE 'FEMALE' END, row_number, true
      FROM staged_row WHERE refusal IS NULL AND receiver_key IS NOT NULL
    ) l
    LEFT JOIN social_protection.person known ON known.personal_id = l.personal_id
    LEFT JOIN LATERAL (
      SELECT p.citizen_id FROM social_protection.person p
      WHERE known.citizen_id IS NULL AND p.old_id_number = l.old_id_number AND p.name_folded = l.name_folded
        AND (p.personal_id IS NULL OR l.personal_id IS NULL)
      ORDER BY p.citizen_id LIMIT 1
    ) by_card ON true
    ORDER BY l.person_key, l.is_receiver, l.row_number`);
  await db.query('CREATE UNIQUE INDEX ON listed_person (person_key); ANALYZE listed_person');
}

async function addPersons(db: Db): Promise<void> {
  await db.query(`
    INSERT INTO social_protection.person
      (citizen_id, personal_id, old_id_number, full_name, name_folded, date_of_birth, year_of_birth, gender)
    SELECT citizen_id, personal_id, old_id_number, full_name, name_folded, date_of_birth, year_of_birth, gender
    FROM listed_person WHERE is_new ORDER BY row_number
    ON CONFLICT (citizen_id) DO NOTHING`);
}

/** A later list corrects what an earlier one said; it never blanks a fact that it does not give. */
async function correctPersons(db: Db, { importedAt }: MergeOptions): Promise<void> {
  await db.query(
    `WITH corrected AS (
    UPDATE social_protection.person p
    SET personal_id = coalesce(p.personal_id, l.personal_id), old_id_number = coalesce(l.old_id_number, p.old_id_number),
        full_name = l.full_name, name_folded = l.name_folded,
        date_of_birth = CASE WHEN l.date_of_birth IS NULL AND l.year_of_birth IS DISTINCT FROM p.year_of_birth
                             THEN NULL ELSE coalesce(l.date_of_birth, p.date_of_birth) END,
        year_of_birth = coalesce(l.year_of_birth, p.year_of_birth), gender = coalesce(l.gender, p.gender)
    FROM listed_person l
    WHERE l.citizen_id = p.citizen_id AND NOT l.is_new AND NOT l.is_receiver
      AND ((p.full_name, p.name_folded) IS DISTINCT FROM (l.full_name, l.name_folded)
        OR (p.personal_id IS NULL AND l.personal_id IS NOT NULL)
        OR l.old_id_number IS DISTINCT FROM p.old_id_number AND l.old_id_number IS NOT NULL
        OR l.date_of_birth IS DISTINCT FROM p.date_of_birth AND l.date_of_birth IS NOT NULL
        OR l.year_of_birth IS DISTINCT FROM p.year_of_birth AND l.year_of_birth IS NOT NULL
        OR l.gender IS DISTINCT FROM p.gender AND l.gender IS NOT NULL)
    RETURNING p.citizen_id
    )
    ${INTO_EVENT_INBOX}
    SELECT 'beneficiary', b.id, b.id, b.citizen_id, NULL, NULL, NULL, b.area_id, 'LISTED', 'CORRECTED', NULL, $1, NULL
    FROM corrected JOIN social_protection.beneficiary b USING (citizen_id) ORDER BY b.id`,
    [importedAt],
  );
}

/** The first row of a person says where they live and how they are paid. */
const OWN_ROW = `
  SELECT DISTINCT ON (s.person_key) p.citizen_id, s.area_id, s.address, s.payment_method, s.no_account_reason, s.row_number
  FROM staged_row s JOIN listed_person p USING (person_key)
  WHERE s.refusal IS NULL ORDER BY s.person_key, s.row_number`;

async function addBeneficiaries(db: Db, options: MergeOptions): Promise<number> {
  const { rowCount } = await db.query(
    `WITH own AS (${OWN_ROW}), added AS (
       INSERT INTO social_protection.beneficiary (citizen_id, area_id, address, payment_method, no_account_reason)
       SELECT citizen_id, area_id, address, payment_method, no_account_reason FROM own ORDER BY row_number
       ON CONFLICT (citizen_id) DO NOTHING
       RETURNING id, citizen_id, area_id, payment_method, no_account_reason
     ), surveyed AS (
       INSERT INTO social_protection.survey (beneficiary_id, payment_method, no_account_reason, surveyed_at, officer)
       SELECT id, payment_method, no_account_reason, $1, $2 FROM added
     )
     ${INTO_EVENT_INBOX}
     SELECT 'beneficiary', id, id, citizen_id, NULL, NULL, NULL, area_id, NULL, 'LISTED', NULL, $1,
            jsonb_build_object('paymentMethod', payment_method, 'noAccountReason', no_account_reason)
     FROM added ORDER BY id`,
    [options.importedAt, options.importedBy],
  );
  return rowCount ?? 0;
}

/** A move, another way of being paid, another reason: one event each, with what it was before. */
async function changeBeneficiaries(db: Db, options: MergeOptions): Promise<number> {
  const { rowCount } = await db.query(
    `WITH own AS (${OWN_ROW}), before AS (
       SELECT b.id, b.area_id, b.payment_method FROM social_protection.beneficiary b JOIN own USING (citizen_id)
     ), changed AS (
       UPDATE social_protection.beneficiary b
       SET area_id = own.area_id, address = coalesce(own.address, b.address), updated_at = $1,
           payment_method = own.payment_method, no_account_reason = own.no_account_reason
       FROM own
       WHERE own.citizen_id = b.citizen_id
         AND (b.area_id, b.payment_method, b.no_account_reason, b.address)
           IS DISTINCT FROM (own.area_id, own.payment_method, own.no_account_reason, coalesce(own.address, b.address))
       RETURNING b.id, b.citizen_id, b.area_id, b.payment_method, b.no_account_reason
     ), surveyed AS (
       INSERT INTO social_protection.survey (beneficiary_id, payment_method, no_account_reason, surveyed_at, officer)
       SELECT c.id, c.payment_method, c.no_account_reason, $1, $2 FROM changed c JOIN before o USING (id)
       WHERE c.payment_method <> o.payment_method
     )
     ${INTO_EVENT_INBOX}
     SELECT 'beneficiary', c.id, c.id, c.citizen_id, NULL, NULL, NULL, c.area_id, 'LISTED', 'CHANGED', NULL, $1,
            jsonb_build_object('paymentMethod', c.payment_method, 'noAccountReason', c.no_account_reason,
                               'paymentMethodBefore', o.payment_method, 'areaIdBefore', o.area_id)
     FROM changed c JOIN before o USING (id) ORDER BY c.id`,
    [options.importedAt, options.importedBy],
  );
  return rowCount ?? 0;
}
