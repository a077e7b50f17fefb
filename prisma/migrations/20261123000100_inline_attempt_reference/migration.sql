-- A function with a sub-select is called for each row; one without is read as part of the statement that uses it. A release makes a
-- reference for each of a million payments, nearly all of them the attempt's own id: only for another the old function is called.
-- No table is locked.
ALTER FUNCTION payment.reference_of(uuid, int, text) RENAME TO shorter_reference_of;

CREATE FUNCTION payment.reference_of(attempt_id uuid, length_max int, alphabet text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN alphabet = 'DIGITS' OR length_max < 32 THEN payment.shorter_reference_of(attempt_id, length_max, alphabet)
    ELSE upper(replace(attempt_id::text, '-', ''))
  END
$$;
