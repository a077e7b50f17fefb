-- A function with a sub-select is called for each row; one without is read as part of the statement that uses it. A release makes a
-- reference for each of a million payments, nearly all of them the attempt's own id. No table is locked.
CREATE FUNCTION payment.shorter_reference_of(attempt_id uuid, length_max int, alphabet text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN alphabet = 'DIGITS' THEN (
      SELECT string_agg((CASE at WHEN 0 THEN 1 + get_byte(digest, at) % 9 ELSE get_byte(digest, at) % 10 END)::text, ''
                        ORDER BY at)
      FROM (SELECT sha256(uuid_send(attempt_id)) AS digest) d, generate_series(0, least(length_max, 32) - 1) AS at)
    ELSE upper(left(encode(sha256(uuid_send(attempt_id)), 'hex'), length_max))
  END
$$;

CREATE OR REPLACE FUNCTION payment.reference_of(attempt_id uuid, length_max int, alphabet text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN alphabet = 'DIGITS' OR length_max < 32 THEN payment.shorter_reference_of(attempt_id, length_max, alphabet)
    ELSE upper(replace(attempt_id::text, '-', ''))
  END
$$;
