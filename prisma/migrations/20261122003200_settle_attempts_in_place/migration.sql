-- An attempt changed twice on its way, when it was handed out and when it settled, and each time made a new entry in five indexes.
-- Now its task says when it was handed out first, until a report does; no index names what a report changes; and pages have room
-- for a second version of each row. Rewrites payment.attempt and its indexes once and locks it meanwhile; locks work.task and
-- payment.status_report against writers while receipts are given the references that they brought.
ALTER TABLE work.task ADD COLUMN handed_out_at TIMESTAMPTZ(3);
UPDATE work.task t SET handed_out_at = a.handed_out_at FROM payment.attempt a WHERE a.id = t.id;
-- A worker's own leases are few among those that last.
DROP INDEX work.task_holder;

ALTER TABLE payment.status_report ADD COLUMN external_reference TEXT;
UPDATE payment.status_report r SET external_reference = a.external_reference
  FROM payment.attempt a WHERE a.id = r.attempt_id AND r.outcome = 'APPLIED' AND a.external_reference IS NOT NULL;
CREATE INDEX status_report_external_reference ON payment.status_report (external_reference)
  WHERE external_reference IS NOT NULL;

DROP INDEX payment.attempt_institution_code_external_reference_idx;
DROP INDEX payment.attempt_live;
ALTER TABLE payment.attempt
  ADD COLUMN is_live BOOLEAN NOT NULL GENERATED ALWAYS AS (status NOT IN ('REJECTED','CANCELLED','RETURNED')) STORED,
  SET (fillfactor = 50);
-- Never two live tries at once.
CREATE UNIQUE INDEX attempt_live ON payment.attempt (payment_id) WHERE is_live;
