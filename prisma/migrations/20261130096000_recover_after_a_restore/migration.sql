-- After a restore the hub knows less than the institutions: until two people end it, nothing is sent, approved or released, what was open
-- is asked about, and what was forgotten is found again (docs/decisions/0029). New tables, and one column that is rewritten nowhere.
CREATE TABLE payment.recovery (
  id UUID NOT NULL DEFAULT hub.uuid_v7() PRIMARY KEY,
  cause TEXT NOT NULL CONSTRAINT recovery_cause CHECK (cause IN ('RESTORED','LOG_WENT_BACK','REFERENCE_FORGOTTEN','OPERATOR')),
  -- What happened from here on may be forgotten.
  lost_from TIMESTAMPTZ NOT NULL,
  began_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  proposed_by TEXT,
  proposed_reason TEXT,
  proposed_at TIMESTAMPTZ,
  ended_by TEXT,
  ended_at TIMESTAMPTZ,
  CONSTRAINT recovery_four_eyes CHECK (ended_at IS NULL OR (proposed_by IS NOT NULL AND ended_by IS NOT NULL AND ended_by <> proposed_by))
);
CREATE UNIQUE INDEX recovery_open ON payment.recovery ((true)) WHERE ended_at IS NULL;

-- Attempts that were open when it began: each is asked about, and stays here until its institution has answered.
CREATE TABLE payment.recovery_attempt (
  attempt_id UUID NOT NULL PRIMARY KEY,
  answered_at TIMESTAMPTZ
);
CREATE INDEX recovery_attempt_left ON payment.recovery_attempt (attempt_id) WHERE answered_at IS NULL;

-- Statements that are wanted, by day in Asia/Ho_Chi_Minh.
CREATE TABLE payment.recovery_statement (
  institution_code TEXT NOT NULL,
  day DATE NOT NULL,
  read_at TIMESTAMPTZ,
  PRIMARY KEY (institution_code, day)
);

-- Attempts that nobody is known to have sent, and that a forgotten hub may have sent all the same: their institution is asked first. It
-- says that it never received one (`is_unreceived`): it may be sent.
CREATE TABLE payment.ask_first (
  attempt_id UUID NOT NULL PRIMARY KEY,
  is_unreceived BOOLEAN NOT NULL DEFAULT false
);

-- Written by the hub from what institutions have booked: no person made, approved or funded it here.
ALTER TABLE payment.batch ADD COLUMN is_reconstructed BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE payment.exception DROP CONSTRAINT exception_kind;
ALTER TABLE payment.exception
  ADD CONSTRAINT exception_kind CHECK (kind IN ('CONTRADICTION','AMOUNT_DIFFERS','REPORT_ID_REUSED','NOT_RECEIVED',
    'STATEMENT_UNMATCHED','EXTERNAL_REFERENCE_TAKEN','DATE_IMPLAUSIBLE','PAYMENT_FORGOTTEN','PAID_AFTER_DEATH','TO_RECOVER'));
