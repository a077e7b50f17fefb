-- A report's id is looked up with every report of a check, so that the same id with other content is noticed. Locks writes
-- to both tables while it builds; they are small.
CREATE INDEX citizen_check_report ON population.citizen_check (report_id) WHERE report_id IS NOT NULL;
CREATE INDEX account_check_report ON account.account_check (report_id) WHERE report_id IS NOT NULL;
