-- A payment changes its status five times or more, and every index that names the status made each change a new entry in all of them.
-- What the indexes ask of a status is now kept in columns that change only when the answer does, and pages have room for a second
-- version of each row: a move then touches the row and no index. Rewrites payment.payment and its indexes once, under a lock that
-- waits for readers and writers.
ALTER TABLE payment.payment
  ADD COLUMN is_live BOOLEAN NOT NULL GENERATED ALWAYS AS (status NOT IN ('REJECTED','CANCELLED','RETURNED')) STORED,
  -- The states that few payments of a batch are in, and that people look for.
  ADD COLUMN aside TEXT
    GENERATED ALWAYS AS (CASE WHEN status IN ('HELD','UNKNOWN','REJECTED','CANCELLED','RETURNED') THEN status END) STORED,
  SET (fillfactor = 45);

DROP INDEX payment.payment_intent;
CREATE UNIQUE INDEX payment_intent ON payment.payment (citizen_id, period, programme_code, line, kind) WHERE is_live;
DROP INDEX payment.payment_period_account;
CREATE INDEX payment_period_account ON payment.payment (period, institution_code, account_number)
  WHERE account_number IS NOT NULL AND is_live;
DROP INDEX payment.payment_period_receiver;
CREATE INDEX payment_period_receiver ON payment.payment (period, receiver_citizen_id) WHERE is_live;
DROP INDEX payment.payment_open_for_other;
CREATE INDEX payment_for_other ON payment.payment (receiver_citizen_id) WHERE receiver_citizen_id <> citizen_id AND is_live;
DROP INDEX payment.payment_unpaid;
CREATE INDEX payment_unpaid ON payment.payment (programme_code, kind, period) WHERE NOT is_live;
-- What a later payment of the same intent replaces, found for one person and not among everything that came back in a month.
CREATE INDEX payment_gone ON payment.payment (citizen_id, period) WHERE NOT is_live;

DROP INDEX payment.payment_batch_id_status_id_idx;
CREATE INDEX payment_batch_id_id_idx ON payment.payment (batch_id, id);
CREATE INDEX payment_aside ON payment.payment (batch_id, aside, id) WHERE aside IS NOT NULL;
-- Hardly any payment replaces another.
DROP INDEX payment.payment_replaces_key;
CREATE UNIQUE INDEX payment_replaces_key ON payment.payment (replaces) WHERE replaces IS NOT NULL;

-- Written anew whenever a batch is looked at, under the batch's lock and by nobody else: asking for the batch at each of a
-- million rows took most of the writing.
ALTER TABLE payment.recent_account DROP CONSTRAINT recent_account_batch_id_fkey;
