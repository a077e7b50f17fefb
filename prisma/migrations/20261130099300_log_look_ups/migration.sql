-- A look-up by personal id or name is logged with whom it found and with how often it missed; the budget of misses is read from it at the
-- start. Columns without a default: nothing is rewritten, and the log is locked for an instant. The indexes hold look-ups only, of which
-- there are none yet.
ALTER TABLE access.entry
  ADD COLUMN person_ids UUID[],
  ADD COLUMN misses INTEGER CONSTRAINT entry_misses CHECK (misses >= 0);

CREATE INDEX entry_person_ids_idx ON access.entry USING gin (person_ids) WHERE person_ids IS NOT NULL;
CREATE INDEX entry_misses_at_idx ON access.entry (at) WHERE misses > 0;
