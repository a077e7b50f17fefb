-- What each institution can do, as its adapter declares it, so that clients see it, a finish time can be told, and an attempt's
-- reference is one that its institution takes. New objects only: locks nothing that exists.
CREATE TABLE account.institution_capability (
  institution_code TEXT NOT NULL,
  work TEXT[] NOT NULL,
  concurrency_max INTEGER NOT NULL,
  rate_per_second_max INTEGER NOT NULL,
  service_hours JSONB,
  payment JSONB,
  account_check JSONB,
  declared_at TIMESTAMPTZ NOT NULL,
  CONSTRAINT institution_capability_pkey PRIMARY KEY (institution_code)
);

-- By institution: its own adapter's word, for NAPAS:<bin> the word of NAPAS. Nulls where nothing was declared.
CREATE VIEW account.capability_card AS
  SELECT i.code, i.served_by, i.kind, i.last_seen_at, c.rate_per_second_max,
         (c.payment->>'nativeBatchMax')::int AS native_batch_max, c.service_hours,
         (c.payment->>'referenceLengthMax')::int AS reference_length_max,
         c.payment->>'referenceAlphabet' AS reference_alphabet
  FROM account.institution i
  LEFT JOIN account.institution_capability c ON c.institution_code = i.served_by;

-- The reference that an institution sees on every try of an attempt. 32 digits and letters A to F where that fits, which is
-- the attempt's own id; else as many characters of its digest as are allowed: at least 16, or 18 digits, so that no two meet.
-- The first of digits only is never 0: a system that reads them as a number must give them back whole.
CREATE FUNCTION payment.reference_of(attempt_id uuid, length_max int, alphabet text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN alphabet = 'DIGITS' THEN (
      SELECT string_agg((CASE at WHEN 0 THEN 1 + get_byte(digest, at) % 9 ELSE get_byte(digest, at) % 10 END)::text, ''
                        ORDER BY at)
      FROM (SELECT sha256(uuid_send(attempt_id)) AS digest) d, generate_series(0, least(length_max, 32) - 1) AS at)
    WHEN length_max < 32 THEN upper(left(encode(sha256(uuid_send(attempt_id)), 'hex'), length_max))
    ELSE upper(replace(attempt_id::text, '-', ''))
  END
$$;
