-- Sums by 256 days beside those by 32, so that years of payments are no more to read than months. The hub makes all sums again
-- from the deltas. Locks the tables of the schema report, for a moment.
TRUNCATE report.tally, report.day_tally, report.fold, report.unit, report.unit_fold;
COMMENT ON COLUMN report.tally.block IS
  'Of 32 days since 1970; from 2^20 on, for people and for all periods together, of 256 days.';
