-- The accounts that a batch chooses from, and which of one holder's comes first, so that whoever asks for many people may join
-- them, and whoever asks for few may look them up: a view that has chosen already is computed for everybody. Locks nothing.
CREATE VIEW account.verified_account AS
  SELECT citizen_id AS holder_citizen_id, id AS account_id, institution_code, kind, number, holder_name, checked_at,
         CASE WHEN is_preferred THEN 0 ELSE array_position(ARRAY['BANK','WALLET','MOBILE_MONEY'], kind) END AS choice
  FROM account.account
  WHERE status = 'VERIFIED';

CREATE OR REPLACE VIEW account.payable_account AS
  SELECT DISTINCT ON (h.beneficiary_id)
         h.beneficiary_id, a.account_id, a.holder_citizen_id, a.institution_code, a.kind, a.number, a.holder_name,
         a.checked_at, h.is_own
  FROM (
    SELECT beneficiary_id, citizen_id, true AS is_own, payment_method = 'AUTHORISED_RECEIVER' AS is_second_choice
    FROM social_protection.beneficiary_card
    UNION ALL
    SELECT r.beneficiary_id, r.receiver_citizen_id, false, b.payment_method <> 'AUTHORISED_RECEIVER'
    FROM social_protection.receiver r
    JOIN social_protection.beneficiary_card b ON b.beneficiary_id = r.beneficiary_id
    WHERE (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')
  ) h
  JOIN account.verified_account a ON a.holder_citizen_id = h.citizen_id
  ORDER BY h.beneficiary_id, h.is_second_choice, a.choice, a.account_id;

DROP VIEW account.own_payable_account;
