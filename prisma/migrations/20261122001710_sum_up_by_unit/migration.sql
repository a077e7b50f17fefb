-- Sums of deltas by unit, each unit at a pace of its own: of a small commune a sum of few deltas took more room than they do, of a
-- large one few sums left many deltas to read. The hub makes them again from the deltas. Locks the tables of the schema report.
DROP TABLE report.tally;
DROP FUNCTION report.cell(integer, integer);
TRUNCATE report.fold;

-- A unit's deltas since its last sum.
CREATE INDEX delta_area ON report.delta (area_id, position);

-- How many sums a unit has, up to which position, and how many deltas came since, those of units below included.
CREATE TABLE report.unit (
  area_id UUID NOT NULL,
  folds INTEGER NOT NULL,
  folded_to BIGINT NOT NULL,
  pending INTEGER NOT NULL,
  CONSTRAINT unit_pkey PRIMARY KEY (area_id)
);

-- Up to which position each sum of a unit goes: from behind the one before.
CREATE TABLE report.unit_fold (
  area_id UUID NOT NULL,
  position BIGINT NOT NULL,
  number INTEGER NOT NULL,
  CONSTRAINT unit_fold_pkey PRIMARY KEY (area_id, position)
);

-- Sums of a unit with all below over its folds (fold minus its lowest bit, fold]. Written once. By block of 32 days, for each
-- period and, as family '*', for all; and by day, where all is the sum of the periods and of who was ever paid.
CREATE TABLE report.tally (
  area_id UUID NOT NULL,
  fold INTEGER NOT NULL,
  block INTEGER NOT NULL,
  persons INTEGER NOT NULL,
  with_account INTEGER NOT NULL,
  amount BIGINT NOT NULL,
  family TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  CONSTRAINT tally_pkey PRIMARY KEY (area_id, fold, family, block, code)
);
CREATE TABLE report.day_tally (
  area_id UUID NOT NULL,
  fold INTEGER NOT NULL,
  day INTEGER NOT NULL,
  persons INTEGER NOT NULL,
  with_account INTEGER NOT NULL,
  amount BIGINT NOT NULL,
  family TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  CONSTRAINT day_tally_pkey PRIMARY KEY (area_id, fold, day, family, code)
);
