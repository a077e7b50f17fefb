-- Of what came back before it was said to have arrived, the word that says so late is no second booking; every other one is. Rewrites
-- nothing; locks payment.attempt for a moment.
ALTER TABLE payment.attempt ADD COLUMN is_settlement_untold BOOLEAN NOT NULL DEFAULT false;
