-- What an institution has said of money is kept with everything that it said, found by the person it is about, and ends by two
-- people's decision only. Locks payment.exception, payment.payment, payment.status_report and payment.left_out for a moment: only the
-- few rows of payment.exception are rewritten.
ALTER TABLE payment.payment
  ADD COLUMN paid_amount BIGINT,
  ADD CONSTRAINT payment_paid_amount CHECK (paid_amount > 0);

-- Of the lines of statements only: what the line says, so that a second booking is known as one.
ALTER TABLE payment.status_report ADD COLUMN statement_status TEXT;
CREATE INDEX status_report_statement ON payment.status_report (attempt_id) WHERE statement_status IS NOT NULL;

ALTER TABLE payment.exception
  ADD COLUMN citizen_id UUID,
  ADD COLUMN named_account TEXT,
  ADD COLUMN named_amount BIGINT,
  ADD COLUMN named_at TIMESTAMPTZ,
  ADD COLUMN proposed_amount BIGINT;
UPDATE payment.exception x SET citizen_id = p.citizen_id FROM payment.payment p WHERE p.id = x.payment_id;
UPDATE payment.exception SET named_amount = (detail->>'amount')::bigint;

CREATE INDEX exception_to_recover ON payment.exception (payment_id) WHERE kind = 'TO_RECOVER';
CREATE INDEX payment_paid_amount ON payment.payment (batch_id) WHERE paid_amount IS NOT NULL;

-- By whom a payment is made: one person's doubts are few, whatever else is open.
CREATE INDEX exception_in_doubt ON payment.exception (citizen_id) WHERE resolved_at IS NULL AND citizen_id IS NOT NULL;

ALTER TABLE payment.exception
  DROP CONSTRAINT exception_kind,
  DROP CONSTRAINT exception_proposal,
  DROP CONSTRAINT exception_resolution;
ALTER TABLE payment.exception
  ADD CONSTRAINT exception_kind CHECK (kind IN ('CONTRADICTION','AMOUNT_DIFFERS','REPORT_ID_REUSED','NOT_RECEIVED',
    'STATEMENT_UNMATCHED','EXTERNAL_REFERENCE_TAKEN','DATE_IMPLAUSIBLE','PAID_AFTER_DEATH','TO_RECOVER')),
  ADD CONSTRAINT exception_proposal CHECK (
    proposed_decision IN ('SEND_AGAIN','GIVE_UP','RECOVERED','WRITTEN_OFF','WAS_PAID','WAS_NOT_PAID','PAID_OTHER_AMOUNT',
      'PAID_OTHER_ACCOUNT')
    AND proposed_by IS NOT NULL AND proposed_reason IS NOT NULL AND proposed_at IS NOT NULL
    OR proposed_decision IS NULL),
  ADD CONSTRAINT exception_resolution CHECK (resolution IN ('SEND_AGAIN','GIVE_UP','RECOVERED','WRITTEN_OFF','WAS_PAID',
    'WAS_NOT_PAID','PAID_OTHER_AMOUNT','PAID_OTHER_ACCOUNT','NOTED'));

-- The same trouble told again stays one open exception; what is to be recovered is as many as there are amounts.
DROP INDEX payment.exception_once;
CREATE UNIQUE INDEX exception_once ON payment.exception (attempt_id, kind) WHERE resolved_at IS NULL AND kind <> 'TO_RECOVER';

-- Everything that the sides said of it, and everything that people did about it.
CREATE TABLE payment.exception_evidence (
  id UUID NOT NULL DEFAULT hub.uuid_v7() PRIMARY KEY,
  exception_id UUID NOT NULL REFERENCES payment.exception(id),
  source TEXT NOT NULL,
  status TEXT NOT NULL,
  amount BIGINT,
  account_number TEXT,
  reference TEXT,
  occurred_at TIMESTAMPTZ NOT NULL,
  text TEXT,
  received_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX exception_evidence_exception_id_id_idx ON payment.exception_evidence (exception_id, id);
INSERT INTO payment.exception_evidence (exception_id, source, status, amount, reference, occurred_at, received_at)
SELECT id, coalesce(detail->>'evidence', 'NONE'), detail->>'status', (detail->>'amount')::bigint,
  coalesce(detail->>'externalReference', detail->>'reference'), opened_at, opened_at
FROM payment.exception WHERE detail->>'status' IS NOT NULL;
CREATE TABLE payment.exception_entry (
  id UUID NOT NULL DEFAULT hub.uuid_v7() PRIMARY KEY,
  exception_id UUID NOT NULL REFERENCES payment.exception(id),
  act TEXT NOT NULL CHECK (act IN ('TAKEN','PROPOSED','RESOLVED')),
  decision TEXT,
  amount BIGINT,
  done_by TEXT NOT NULL,
  reason TEXT,
  done_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX exception_entry_exception_id_id_idx ON payment.exception_entry (exception_id, id);

-- Lines that a booking which no payment explains may have paid already, for the approver of their batch.
CREATE TABLE payment.possible_booking (
  batch_id UUID NOT NULL,
  payment_id UUID NOT NULL,
  exception_id UUID NOT NULL,
  PRIMARY KEY (batch_id, payment_id)
);

ALTER TABLE payment.left_out DROP CONSTRAINT left_out_reason;
ALTER TABLE payment.left_out ADD CONSTRAINT left_out_reason CHECK (reason IN ('CITIZEN_UNCHECKED','CITIZEN_MISMATCH',
  'CITIZEN_NOT_FOUND','DECEASED','CHECK_STALE','NO_ACCOUNT','ACCOUNT_NOT_VERIFIED','NO_RAIL','ALREADY_PAID','EXCLUDED',
  'MONEY_IN_DOUBT'));

-- For `node`: that there is such an exception; its owner decides who sees it.
CREATE VIEW payment.exception_card AS SELECT id AS exception_id FROM payment.exception;
