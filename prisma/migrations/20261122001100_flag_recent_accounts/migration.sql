-- Since when an account is what it is, so that a payment into one that was registered or changed a few days ago gets a second
-- look. Rewrites account.account once, under a lock that waits for writers.
ALTER TABLE account.account
  ADD COLUMN settled_status TEXT,
  ADD COLUMN changed_at TIMESTAMPTZ NOT NULL DEFAULT now();
UPDATE account.account SET changed_at = registered_at,
  settled_status = CASE WHEN status IN ('UNCHECKED','CHECKING','UNAVAILABLE') THEN NULL ELSE status END;

-- Kept here and not by a writer, so that no writer can forget it. Being checked again, or not being reachable, is no change.
CREATE FUNCTION account.note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_settled boolean := NEW.status NOT IN ('UNCHECKED','CHECKING','UNAVAILABLE');
BEGIN
  IF is_settled AND NEW.status IS DISTINCT FROM OLD.settled_status OR NEW.holder_name <> OLD.holder_name
     OR NEW.number <> OLD.number THEN
    NEW.changed_at := now();
  END IF;
  IF is_settled THEN
    NEW.settled_status := NEW.status;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_note_change BEFORE UPDATE ON account.account
  FOR EACH ROW EXECUTE FUNCTION account.note_change();

CREATE OR REPLACE VIEW account.account_card AS
  SELECT id AS account_id, citizen_id, institution_code, kind, number, holder_name, status, name_match, checked_at,
         is_preferred, changed_at
  FROM account.account;

CREATE TABLE payment.recent_account (
  batch_id UUID NOT NULL REFERENCES payment.batch (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  payment_id UUID NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL,
  CONSTRAINT recent_account_pkey PRIMARY KEY (batch_id, payment_id)
);
