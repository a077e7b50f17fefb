-- What the domains publish to each other: read-only views, the only thing of another domain that a store may select from.
-- Locks nothing. A column that a view promises is kept; a view grows, it does not shrink.

-- social protection
CREATE VIEW social_protection.area AS
  SELECT id AS area_id, code, name, level, parent_id, valid_from, valid_to
  FROM social_protection.administrative_unit;

CREATE VIEW social_protection.area_tree AS
  SELECT c.ancestor_id, a.code AS ancestor_code, a.valid_from AS ancestor_valid_from, a.valid_to AS ancestor_valid_to,
         c.descendant_id, d.code AS descendant_code, c.depth
  FROM social_protection.area_closure c
  JOIN social_protection.administrative_unit a ON a.id = c.ancestor_id
  JOIN social_protection.administrative_unit d ON d.id = c.descendant_id;

CREATE VIEW social_protection.person_card AS
  SELECT p.citizen_id, p.personal_id, p.old_id_number, p.full_name, p.name_folded, p.date_of_birth, p.year_of_birth,
         p.gender, b.id AS beneficiary_id, b.area_id
  FROM social_protection.person p
  LEFT JOIN social_protection.beneficiary b ON b.citizen_id = p.citizen_id;

CREATE VIEW social_protection.beneficiary_card AS
  SELECT b.id AS beneficiary_id, b.citizen_id, b.area_id, b.payment_method, b.no_account_reason
  FROM social_protection.beneficiary b;

CREATE VIEW social_protection.payable_entitlement AS
  SELECT e.id AS entitlement_id, e.beneficiary_id, b.citizen_id, p.full_name, e.programme_code, e.line,
         e.monthly_amount, e.valid_from, e.valid_to, b.area_id, b.payment_method
  FROM social_protection.entitlement e
  JOIN social_protection.beneficiary b ON b.id = e.beneficiary_id
  JOIN social_protection.person p ON p.citizen_id = b.citizen_id;

CREATE VIEW social_protection.programme_card AS
  SELECT code, name, "group" FROM social_protection.programme;

-- Who may receive for a beneficiary: whether a mandate is valid on a day is the reader's question.
CREATE VIEW social_protection.receiver AS
  SELECT a.id AS authorisation_id, a.beneficiary_id, a.receiver_citizen_id, p.full_name AS receiver_name, a.valid_from,
         a.valid_to
  FROM social_protection.authorisation a
  JOIN social_protection.person p ON p.citizen_id = a.receiver_citizen_id;

CREATE VIEW social_protection.account_on_list AS
  SELECT beneficiary_id, citizen_id, institution_code, number, holder_name, is_for_receiver, list_id, listed_at
  FROM social_protection.listed_account;

-- population
CREATE VIEW population.latest_verdict AS
  SELECT citizen_id, verdict, mismatches, source, checked_at FROM population.citizen_verdict;

-- accounts
CREATE VIEW account.institution_card AS
  SELECT code, name, kind, bin, served_by, rail_since, last_seen_at FROM account.institution;

CREATE VIEW account.account_card AS
  SELECT id AS account_id, citizen_id, institution_code, kind, number, holder_name, status, name_match, checked_at,
         is_preferred
  FROM account.account;

-- The account that a payment made now would go to: the person's own, the preferred one first; the authorised receiver's
-- where the person has none or chose it. Only verified accounts; freshness is the reader's question.
CREATE VIEW account.payable_account AS
  SELECT DISTINCT ON (h.beneficiary_id)
         h.beneficiary_id, a.id AS account_id, a.citizen_id AS holder_citizen_id, a.institution_code, a.kind, a.number,
         a.holder_name, a.checked_at, h.is_own
  FROM (
    SELECT beneficiary_id, citizen_id, true AS is_own, payment_method = 'AUTHORISED_RECEIVER' AS is_second_choice
    FROM social_protection.beneficiary_card
    UNION ALL
    SELECT r.beneficiary_id, r.receiver_citizen_id, false, b.payment_method <> 'AUTHORISED_RECEIVER'
    FROM social_protection.receiver r
    JOIN social_protection.beneficiary_card b ON b.beneficiary_id = r.beneficiary_id
    WHERE (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')
  ) h
  JOIN account.account a ON a.citizen_id = h.citizen_id AND a.status = 'VERIFIED'
  ORDER BY h.beneficiary_id, h.is_second_choice, a.is_preferred DESC,
           array_position(ARRAY['BANK','WALLET','MOBILE_MONEY'], a.kind), a.id;

-- payments
CREATE VIEW payment.payment_card AS
  SELECT id AS payment_id, batch_id, beneficiary_id, citizen_id, programme_code, period, kind, amount, status,
         account_id, institution_code, area_id, updated_at
  FROM payment.payment;
