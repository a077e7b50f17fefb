-- From now on a cursor carries a check of the event that it stands on. Cursors without one were given up to here, and whatever copy
-- of this database is put back later has these same events: up to here a cursor without a check is never misread, and stays good.
-- Locks event.identity, one row, for a moment.
ALTER TABLE "event"."identity" ADD COLUMN "checked_from" BIGINT NOT NULL DEFAULT 0;

UPDATE event.identity
   SET checked_from = greatest(last_position, (SELECT max(position) FROM event.log));
