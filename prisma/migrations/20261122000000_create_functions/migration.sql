-- Makes the schemas and the one function that tables need as a default: time-ordered UUIDs.
-- PostgreSQL 18 has uuidv7() itself; older servers get the same bits from SQL. Locks nothing.
CREATE SCHEMA IF NOT EXISTS "hub";
CREATE EXTENSION IF NOT EXISTS pg_trgm;

DO $do$
BEGIN
  IF current_setting('server_version_num')::int >= 180000 THEN
    CREATE FUNCTION hub.uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS 'SELECT uuidv7()';
  ELSE
    CREATE FUNCTION hub.uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $fn$
      SELECT encode(
        set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
          PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
          52, 1), 53, 1), 'hex')::uuid
    $fn$;
  END IF;
END
$do$;
