-- A hub that has forgotten an attempt makes the same reference for it again, so that the institution refuses it or an inquiry finds
-- it: a reference is a keyed function of what is paid and of the attempt's number (docs/decisions/0023). The functions of the
-- references that are out already go; those references stay as they are. New objects only: locks nothing.
DROP FUNCTION payment.reference_of(uuid, integer, text);
DROP FUNCTION payment.shorter_reference_of(uuid, integer, text);

-- A key of HMAC as one of its two hashes begins with it (RFC 2104: 54 within, 92 without), made once a key and not once a payment.
CREATE FUNCTION payment.hmac_pad(secret bytea, mask integer) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  pad bytea := secret || decode(repeat('00', 64 - octet_length(secret)), 'hex');
BEGIN
  FOR at IN 0..63 LOOP
    pad := set_byte(pad, at, get_byte(pad, at) # mask);
  END LOOP;
  RETURN pad;
END $$;

-- Each key makes the references of the periods from its first to the next key's. None ever goes: references made with it are known by it.
CREATE TABLE payment.reference_key (
  number SMALLINT NOT NULL CONSTRAINT reference_key_number CHECK (number BETWEEN 1 AND 9),
  valid_from TEXT COLLATE "C" NOT NULL CONSTRAINT reference_key_valid_from CHECK (valid_from ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  secret BYTEA NOT NULL CONSTRAINT reference_key_secret CHECK (octet_length(secret) BETWEEN 32 AND 64),
  inner_pad BYTEA NOT NULL GENERATED ALWAYS AS (payment.hmac_pad(secret, 54)) STORED,
  outer_pad BYTEA NOT NULL GENERATED ALWAYS AS (payment.hmac_pad(secret, 92)) STORED,
  created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT reference_key_pkey PRIMARY KEY (number)
);
CREATE UNIQUE INDEX reference_key_valid_from_key ON payment.reference_key (valid_from);

-- Drawn here, so that no database is ever without one; a key that the installation has already takes its place while it is unused.
INSERT INTO payment.reference_key (number, valid_from, secret)
VALUES (1, '2000-01', uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

CREATE VIEW payment.reference_key_span AS
  SELECT number, valid_from, lead(valid_from) OVER (ORDER BY number) AS valid_before, inner_pad, outer_pad
  FROM payment.reference_key;

-- What a reference of a payment is made from: nothing that a database draws by itself, and names of the world outside only.
-- The number counts the attempts of the intent at this rail.
CREATE FUNCTION payment.intent_of(
  rail text, personal_id text, programme text, line text, period text, kind text, number integer
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 'payment' || E'\n' || rail || E'\n' || personal_id || E'\n' || programme || E'\n' || line || E'\n' || period || E'\n'
    || kind || E'\n' || number::text
$$;

-- The beginning of a reference with its check characters, which only a holder of the key can make.
CREATE FUNCTION payment.checked_reference(inner_pad bytea, outer_pad bytea, front text, check_length integer, is_digits boolean)
RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  letters CONSTANT bytea := '0123456789ABCDEFGHJKMNPQRSTVWXYZ'::bytea;
  digest bytea := sha256(outer_pad || sha256(inner_pad || convert_to(E'check\n' || front, 'UTF8')));
BEGIN
  IF is_digits THEN
    RETURN front || lpad((('x' || left(encode(digest, 'hex'), 15))::bit(60)::bigint % (10 ^ check_length)::bigint)::text,
                         check_length, '0');
  END IF;
  RETURN front || left(convert_from(
    substr(letters, (get_byte(digest, 0) & 31) + 1, 1) || substr(letters, (get_byte(digest, 1) & 31) + 1, 1) ||
    substr(letters, (get_byte(digest, 2) & 31) + 1, 1) || substr(letters, (get_byte(digest, 3) & 31) + 1, 1), 'UTF8'), check_length);
END $$;

-- The reference of `about`. One letter says with which key it was made; letters are those of Crockford's Base 32.
-- 23 characters: the letter, year and month, 70 bits, 20 bits of check. Where fewer are taken, 16: the letter, 60 bits, 15 of check.
-- Digits only, 22: the key's number, 18 digits, 3 of check; fewer of the 18 where fewer are taken, which is 18 in all at least.
-- The same whatever longer ones an institution would take.
CREATE FUNCTION payment.reference_of(
  key_number integer, inner_pad bytea, outer_pad bytea, about text, period text, length_max integer, alphabet text
) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  letters CONSTANT bytea := '0123456789ABCDEFGHJKMNPQRSTVWXYZ'::bytea;
  -- Written out: a release makes a reference for each of a million payments, and a call or a loop costs more than the hash.
  digest bytea := sha256(outer_pad || sha256(inner_pad || convert_to(about, 'UTF8')));
  body text;
BEGIN
  IF alphabet = 'DIGITS' THEN
    body := lpad((('x' || left(encode(digest, 'hex'), 15))::bit(60)::bigint % 1000000000)::text, 9, '0')
      || lpad((('x' || right(encode(digest, 'hex'), 15))::bit(60)::bigint % 1000000000)::text, 9, '0');
    RETURN payment.checked_reference(inner_pad, outer_pad, key_number || left(body, length_max - 4), 3, true);
  END IF;
  body := convert_from(
    substr(letters, (get_byte(digest, 0) & 31) + 1, 1) || substr(letters, (get_byte(digest, 1) & 31) + 1, 1) ||
    substr(letters, (get_byte(digest, 2) & 31) + 1, 1) || substr(letters, (get_byte(digest, 3) & 31) + 1, 1) ||
    substr(letters, (get_byte(digest, 4) & 31) + 1, 1) || substr(letters, (get_byte(digest, 5) & 31) + 1, 1) ||
    substr(letters, (get_byte(digest, 6) & 31) + 1, 1) || substr(letters, (get_byte(digest, 7) & 31) + 1, 1) ||
    substr(letters, (get_byte(digest, 8) & 31) + 1, 1) || substr(letters, (get_byte(digest, 9) & 31) + 1, 1) ||
    substr(letters, (get_byte(digest, 10) & 31) + 1, 1) || substr(letters, (get_byte(digest, 11) & 31) + 1, 1) ||
    substr(letters, (get_byte(digest, 12) & 31) + 1, 1) || substr(letters, (get_byte(digest, 13) & 31) + 1, 1), 'UTF8');
  IF length_max < 23 THEN
    RETURN payment.checked_reference(inner_pad, outer_pad, substr('GHJKMNPQR', key_number, 1) || left(body, 12), 3, false);
  END IF;
  RETURN payment.checked_reference(inner_pad, outer_pad,
    substr('GHJKMNPQR', key_number, 1) || substr(period, 3, 2) || substr(period, 6, 2) || body, 4, false);
END $$;

-- Whether this installation made the reference, though it may have forgotten it. Null: it may be one of those that were made before
-- there were keys, whose making left no trace in them.
CREATE FUNCTION payment.is_own_reference(reference text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  told CONSTANT text := upper(reference);
  -- An order to the Treasury has one more letter before it.
  named CONSTANT text := CASE WHEN told ~ '^[FR][GHJKMNPQR].{22}$' THEN substr(told, 2) ELSE told END;
  is_digits CONSTANT boolean := named ~ '^[1-9]\d{17,21}$';
  check_length CONSTANT integer := CASE WHEN length(named) = 23 THEN 4 ELSE 3 END;
BEGIN
  IF is_digits OR named ~ '^[GHJKMNPQR](\d{4}[0-9A-HJKMNP-TV-Z]{18}|[0-9A-HJKMNP-TV-Z]{15})$' THEN
    IF EXISTS (
      SELECT FROM payment.reference_key k
      WHERE k.number = CASE WHEN is_digits THEN left(named, 1)::integer ELSE strpos('GHJKMNPQR', left(named, 1)) END
        AND named = payment.checked_reference(k.inner_pad, k.outer_pad, left(named, -check_length), check_length, is_digits)
    ) THEN
      RETURN true;
    END IF;
  END IF;
  RETURN CASE WHEN told ~ '^([FR]?[0-9A-F]{32}|[0-9A-F]{16,31})$' THEN NULL ELSE false END;
END $$;
