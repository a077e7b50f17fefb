-- A stretch of changes is found by its first slot: a fold that began after the instant asked for then has none, where it had one to
-- take apart. The hub makes all sums again from the deltas. Locks the tables of the schema report, for a moment.
TRUNCATE report.tally, report.line, report.fold, report.unit, report.unit_fold;
ALTER TABLE report.tally RENAME COLUMN last_slot TO first_slot;
