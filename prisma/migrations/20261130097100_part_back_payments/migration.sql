-- What is still owed of a month after a back payment has settled is paid by another one, its next part: what was paid short, what came
-- back, a second rise. Every other kind has one part. Rewrites nothing; builds one index of payment.payment anew, and waits for writers.
ALTER TABLE payment.payment
  ADD COLUMN part SMALLINT NOT NULL DEFAULT 1,
  ADD CONSTRAINT payment_part CHECK (part = 1 OR part > 1 AND kind = 'ARREARS') NOT VALID;
ALTER TABLE payment.payment VALIDATE CONSTRAINT payment_part;
DROP INDEX payment.payment_intent;
CREATE UNIQUE INDEX payment_intent ON payment.payment (citizen_id, period, programme_code, line, kind, part) WHERE is_live;
