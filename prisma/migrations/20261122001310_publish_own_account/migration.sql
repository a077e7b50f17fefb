-- The account that only the person's own may be (CV 1665, 1905/BHXH-TCKT: pensions and unemployment benefits go to nobody
-- else), and where the unpaid remainder of earlier periods is found. Locks payment.payment against writers while the small
-- index is built.
CREATE VIEW account.own_payable_account AS
  SELECT DISTINCT ON (a.citizen_id)
         a.citizen_id, a.id AS account_id, a.institution_code, a.kind, a.number, a.holder_name, a.checked_at
  FROM account.account a
  WHERE a.status = 'VERIFIED'
  ORDER BY a.citizen_id, a.is_preferred DESC, array_position(ARRAY['BANK','WALLET','MOBILE_MONEY'], a.kind), a.id;

CREATE INDEX payment_unpaid ON payment.payment (programme_code, kind, period)
  WHERE status IN ('REJECTED','RETURNED');
