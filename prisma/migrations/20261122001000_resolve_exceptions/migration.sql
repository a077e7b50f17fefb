-- Exceptions get an owner, a proposal and a resolution; an attempt that people gave up says so, so that whatever its
-- institution tells of it later goes to a person. Locks both tables for a moment: no column is rewritten.
ALTER TABLE payment.attempt ADD COLUMN is_decided BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE payment.exception
  ADD COLUMN assigned_to TEXT,
  ADD COLUMN proposed_decision TEXT,
  ADD COLUMN proposed_by TEXT,
  ADD COLUMN proposed_reason TEXT,
  ADD COLUMN proposed_at TIMESTAMPTZ,
  ADD COLUMN resolution TEXT,
  ADD COLUMN resolved_by TEXT,
  ADD COLUMN resolution_reason TEXT;

ALTER TABLE payment.exception
  ADD CONSTRAINT exception_proposal CHECK (
    proposed_decision IN ('SEND_AGAIN','GIVE_UP')
    AND proposed_by IS NOT NULL AND proposed_reason IS NOT NULL AND proposed_at IS NOT NULL
    OR proposed_decision IS NULL),
  ADD CONSTRAINT exception_resolution CHECK (resolution IN ('SEND_AGAIN','GIVE_UP','NOTED')),
  -- Where money may move, two people: the second confirms what the first proposed.
  ADD CONSTRAINT exception_four_eyes CHECK (
    resolution IS NULL OR resolution = 'NOTED'
    OR (proposed_decision IS NOT NULL AND proposed_decision = resolution
        AND resolved_by IS NOT NULL AND resolved_by <> proposed_by));
