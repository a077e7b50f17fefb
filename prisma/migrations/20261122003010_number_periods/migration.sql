-- Periods are numbered like everything else that is counted: sums are then sorted by numbers, which takes half the time. The hub makes
-- all sums again from the deltas. Locks the tables of the schema report, for a moment.
TRUNCATE report.tally, report.line, report.fold, report.unit, report.unit_fold;
ALTER TABLE report.line
  DROP CONSTRAINT line_kind,
  ADD CONSTRAINT line_kind CHECK (kind IN ('PEOPLE', 'ACCOUNT', 'PAID', 'PERIOD'));

-- 0: of everything.
ALTER TABLE report.tally DROP CONSTRAINT tally_pkey;
ALTER TABLE report.tally DROP COLUMN family;
ALTER TABLE report.tally ADD COLUMN period SMALLINT NOT NULL;
ALTER TABLE report.tally ADD CONSTRAINT tally_pkey PRIMARY KEY (area_id, fold, period, last_slot);
