-- Makes the tables from which coverage is read. They hold nothing that the log does not: a later migration may empty them
-- and set the position to 0, and the hub fills them again. Locks nothing.

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "report";

-- CreateTable
CREATE TABLE "report"."projection" (
    "only" BOOLEAN NOT NULL DEFAULT true,
    "position" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "projection_pkey" PRIMARY KEY ("only"),
    CONSTRAINT "projection_only" CHECK ("only")
);
INSERT INTO "report"."projection" DEFAULT VALUES;

-- CreateTable
CREATE TABLE "report"."residence_fact" (
    "beneficiary_id" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "citizen_id" UUID NOT NULL,
    "area_id" UUID NOT NULL,
    "reason" TEXT,
    "occurred_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "residence_fact_pkey" PRIMARY KEY ("beneficiary_id", "position")
);

-- CreateTable
CREATE TABLE "report"."entitlement_fact" (
    "beneficiary_id" UUID NOT NULL,
    "entitlement_id" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "held" tstzrange NOT NULL,

    CONSTRAINT "entitlement_fact_pkey" PRIMARY KEY ("beneficiary_id", "entitlement_id", "position")
);

-- CreateTable
CREATE TABLE "report"."mandate_fact" (
    "beneficiary_id" UUID NOT NULL,
    "authorisation_id" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "receiver_citizen_id" UUID NOT NULL,
    "held" tstzrange NOT NULL,

    CONSTRAINT "mandate_fact_pkey" PRIMARY KEY ("beneficiary_id", "authorisation_id", "position")
);

-- CreateTable
CREATE TABLE "report"."account_fact" (
    "citizen_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "is_verified" BOOLEAN NOT NULL,
    "occurred_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "account_fact_pkey" PRIMARY KEY ("citizen_id", "account_id", "position")
);

-- CreateTable
CREATE TABLE "report"."payment_fact" (
    "payment_id" UUID NOT NULL,
    "beneficiary_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "institution_code" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "settled_at" TIMESTAMPTZ NOT NULL,
    "settled_position" BIGINT NOT NULL,
    "returned_at" TIMESTAMPTZ,
    "returned_position" BIGINT,

    CONSTRAINT "payment_fact_pkey" PRIMARY KEY ("payment_id")
);

-- CreateTable
CREATE TABLE "report"."standing" (
    "id" BIGSERIAL NOT NULL,
    "beneficiary_id" UUID NOT NULL,
    "known_from" BIGINT NOT NULL,
    "known_to" BIGINT NOT NULL,
    "area_id" UUID NOT NULL,
    "reason" TEXT,
    "entitled" tstzmultirange NOT NULL,
    "with_account" tstzmultirange NOT NULL,

    CONSTRAINT "standing_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "residence_fact_citizen_id_idx" ON "report"."residence_fact"("citizen_id");

-- CreateIndex
CREATE INDEX "mandate_fact_receiver_citizen_id_idx" ON "report"."mandate_fact"("receiver_citizen_id");

-- CreateIndex
CREATE INDEX "standing_area_id_known_to_idx" ON "report"."standing"("area_id", "known_to");

-- CreateIndex
CREATE INDEX "standing_beneficiary_id_known_to_idx" ON "report"."standing"("beneficiary_id", "known_to");

-- A person's payments of a period, or all of them, read from the index alone.
CREATE INDEX "payment_fact_beneficiary" ON "report"."payment_fact" ("beneficiary_id", "period")
  INCLUDE ("institution_code", "amount", "settled_at", "settled_position", "returned_at", "returned_position");

-- One stretch of a standing: what there is to compare, to see whether an event changed anything.
CREATE TYPE "report"."segment" AS (
    "area_id" UUID,
    "reason" TEXT,
    "entitled" tstzmultirange,
    "with_account" tstzmultirange
);

-- The instants from the first moment of one day to the last of another (null: for good), as Vietnam counts days (UTC+7).
CREATE FUNCTION "report"."days"(first_day date, last_day date) RETURNS tstzrange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT tstzrange(
    (first_day::timestamp - interval '7 hours') AT TIME ZONE 'UTC',
    CASE WHEN last_day IS NOT NULL
      THEN (greatest(first_day, last_day + 1)::timestamp - interval '7 hours') AT TIME ZONE 'UTC' END)
$$;
