-- Coverage was counted person by person for each question: half a second for a province. From now on each fact leaves behind by how
-- much it changed which figure (delta), and sums of those are kept (tally), so that a question reads sums. Empties what was
-- derived and starts at the log's beginning: the hub fills it again. Locks the tables of the schema report, for a moment.
TRUNCATE report.residence_fact, report.entitlement_fact, report.mandate_fact, report.account_fact, report.payment_fact,
  report.standing;
UPDATE report.projection SET position = 0;

-- Nobody looks for persons by area any more.
DROP INDEX report.standing_area_id_known_to_idx;

-- family '': people by the reason that they state; a period: who was paid for it, by institution; '*': who was ever paid.
CREATE TABLE report.delta (
  position BIGINT NOT NULL,
  valid_at TIMESTAMPTZ NOT NULL,
  area_id UUID NOT NULL,
  persons INTEGER NOT NULL,
  with_account INTEGER NOT NULL,
  amount BIGINT NOT NULL,
  family TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL
);
CREATE INDEX delta_position ON report.delta (position);
CREATE INDEX delta_valid_at ON report.delta (valid_at);

-- The units above each unit in which anybody lived, itself included, as the tallies count them.
CREATE TABLE report.unit_above (
  ancestor_id UUID NOT NULL,
  area_id UUID NOT NULL,
  CONSTRAINT unit_above_pkey PRIMARY KEY (ancestor_id, area_id)
);
CREATE INDEX unit_above_area_id_idx ON report.unit_above (area_id);

-- The stretches of positions that were summed up: each from behind the one before up to its own position.
CREATE TABLE report.fold (
  number INTEGER NOT NULL,
  position BIGINT NOT NULL,
  CONSTRAINT fold_pkey PRIMARY KEY (number)
);
CREATE UNIQUE INDEX fold_position_key ON report.fold (position);

-- Sums over the folds (number minus its lowest bit, number], by area with all below, and by stretch of days. Written once.
CREATE TABLE report.tally (
  fold INTEGER NOT NULL,
  cell INTEGER NOT NULL,
  area_id UUID NOT NULL,
  persons INTEGER NOT NULL,
  with_account INTEGER NOT NULL,
  amount BIGINT NOT NULL,
  family TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  CONSTRAINT tally_pkey PRIMARY KEY (fold, area_id, family, cell, code)
);

-- The day of an instant in Vietnam (UTC+7), counted from 1970; what is far away is in the first or the last.
CREATE FUNCTION report.day_number(instant timestamptz) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT greatest(0, least(65535, floor((extract(epoch FROM instant) + 25200) / 86400)))::integer
$$;
-- The first instant of such a day.
CREATE FUNCTION report.day_start(day integer) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN day <= 0 THEN '-infinity' WHEN day > 65535 THEN 'infinity'
    ELSE to_timestamp(day::bigint * 86400 - 25200) END
$$;
-- A stretch of days of a tally: 1, 16 or 256 days (level 0, 1, 2) that begin at a multiple of that.
CREATE FUNCTION report.cell(level integer, day integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (level << 20) + (day >> (level * 4))
$$;
