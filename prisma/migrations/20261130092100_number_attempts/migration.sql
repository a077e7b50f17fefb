-- An attempt's reference is made from its number, which counts the attempts of its intent at its rail. Attempts that are there have
-- references that no number made: all of them are number 1, and what comes after them is number 2. Rewrites nothing; locks
-- payment.attempt for a moment.
ALTER TABLE payment.attempt
  ADD COLUMN number SMALLINT NOT NULL DEFAULT 1,
  ADD CONSTRAINT attempt_number CHECK (number > 0) NOT VALID;
ALTER TABLE payment.attempt VALIDATE CONSTRAINT attempt_number;
