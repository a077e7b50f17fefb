-- What it takes to stop payments to people who are found dead, and to ask back what was paid meanwhile. Locks event.log and
-- payment.payment against writers while two small indexes are built, payment.exception while its few rows are checked.

-- Each time that the register confirmed somebody alive.
CREATE VIEW population.confirmation AS
  SELECT citizen_id, checked_at FROM population.citizen_check WHERE verdict = 'MATCH';

-- Deaths are looked for in the log by place: each is seen once, whenever it was committed.
CREATE INDEX log_deceased ON event.log (position) WHERE kind = 'verification' AND status_to = 'DECEASED';
CREATE TABLE payment.deceased_sweep (
  "only" BOOLEAN NOT NULL DEFAULT true,
  position BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT deceased_sweep_pkey PRIMARY KEY ("only"),
  CONSTRAINT deceased_sweep_only CHECK ("only")
);
INSERT INTO payment.deceased_sweep DEFAULT VALUES;

CREATE INDEX payment_open_for_other ON payment.payment (receiver_citizen_id)
  WHERE receiver_citizen_id <> citizen_id AND status NOT IN ('SETTLED','REJECTED','CANCELLED','RETURNED');

ALTER TABLE payment.exception
  DROP CONSTRAINT exception_kind,
  DROP CONSTRAINT exception_proposal,
  DROP CONSTRAINT exception_resolution;
ALTER TABLE payment.exception
  ADD CONSTRAINT exception_kind CHECK (kind IN ('CONTRADICTION','AMOUNT_DIFFERS','REPORT_ID_REUSED','NOT_RECEIVED',
    'STATEMENT_UNMATCHED','PAID_AFTER_DEATH')),
  ADD CONSTRAINT exception_proposal CHECK (
    proposed_decision IN ('SEND_AGAIN','GIVE_UP','RECOVERED','WRITTEN_OFF')
    AND proposed_by IS NOT NULL AND proposed_reason IS NOT NULL AND proposed_at IS NOT NULL
    OR proposed_decision IS NULL),
  ADD CONSTRAINT exception_resolution CHECK (resolution IN ('SEND_AGAIN','GIVE_UP','RECOVERED','WRITTEN_OFF','NOTED'));
