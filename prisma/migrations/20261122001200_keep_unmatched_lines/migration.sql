-- A line of a statement that fits no payment is kept for a person. Locks payment.exception while its few rows are checked.
ALTER TABLE payment.exception DROP CONSTRAINT exception_kind;
ALTER TABLE payment.exception ADD CONSTRAINT exception_kind CHECK (kind IN
  ('CONTRADICTION','AMOUNT_DIFFERS','REPORT_ID_REUSED','NOT_RECEIVED','STATEMENT_UNMATCHED'));
