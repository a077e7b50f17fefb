-- A province that holds everybody took 150 ms to sum up: a row for each line and stretch of days, of each of its communes. From now on a
-- row holds a stretch of a unit's changes in the order of time with the sums up to its end, so that any instant is one row a fold, and
-- few folds are read. The hub makes all sums again from the deltas. Locks the tables of the schema report, for a moment.
DROP TABLE report.tally, report.day_tally, report.unit;
DROP FUNCTION report.day_number(timestamptz), report.day_start(integer);
TRUNCATE report.fold, report.unit_fold;

-- How many sums a unit has, up to which position, and how many deltas came since, those of units below included. Upper units
-- have units below: there are few of them, and much comes together in each.
CREATE TABLE report.unit (
  area_id UUID NOT NULL,
  folds INTEGER NOT NULL,
  folded_to BIGINT NOT NULL,
  pending INTEGER NOT NULL,
  is_upper BOOLEAN NOT NULL,
  CONSTRAINT unit_pkey PRIMARY KEY (area_id)
);

-- What is counted: people by the reason that they state, those of them with an account, who was paid by which institution.
CREATE TABLE report.line (
  id SMALLINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  CONSTRAINT line_pkey PRIMARY KEY (id),
  CONSTRAINT line_kind CHECK (kind IN ('PEOPLE', 'ACCOUNT', 'PAID'))
);
CREATE UNIQUE INDEX line_kind_code_key ON report.line (kind, code);

-- A fold of a unit with all below, of one period or, as family '*', of everything: its changes by slots of ten seconds since 1970, in
-- chunks, each with the sums of all changes of the fold up to its last slot. The last slot of a fold's last chunk is the greatest
-- integer. Written once.
CREATE TABLE report.tally (
  area_id UUID NOT NULL,
  fold INTEGER NOT NULL,
  last_slot INTEGER NOT NULL,
  family TEXT COLLATE "C" NOT NULL,
  sum_line SMALLINT[] NOT NULL,
  sum_persons INTEGER[] NOT NULL,
  sum_amount BIGINT[] NOT NULL,
  slot INTEGER[] NOT NULL,
  line SMALLINT[] NOT NULL,
  persons INTEGER[] NOT NULL,
  amount BIGINT[] NOT NULL,
  CONSTRAINT tally_pkey PRIMARY KEY (area_id, fold, family, last_slot)
);
