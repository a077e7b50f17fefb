-- Makes every table of every domain, as prisma/models describe them. The database is empty: locks nothing.

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "access";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "account";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "event";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "payment";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "population";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "social_protection";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "work";

-- CreateTable
CREATE TABLE "access"."entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "subject" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "purpose" TEXT,
    "operation" TEXT,
    "root_fields" TEXT[],
    "area_id" UUID,
    "trace_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account"."institution" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "bin" TEXT,
    "served_by" TEXT NOT NULL,
    "rail_since" TIMESTAMPTZ,
    "last_seen_at" TIMESTAMPTZ,

    CONSTRAINT "institution_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "account"."account" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "citizen_id" UUID NOT NULL,
    "institution_code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "holder_name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'UNCHECKED',
    "name_match" TEXT NOT NULL DEFAULT 'UNKNOWN',
    "returned_name" TEXT,
    "checked_at" TIMESTAMPTZ,
    "is_preferred" BOOLEAN NOT NULL DEFAULT false,
    "registered_by" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account"."account_check" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "account_id" UUID NOT NULL,
    "requested_by" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reported_at" TIMESTAMPTZ,
    "account_state" TEXT,
    "returned_name" TEXT,
    "institution_match" TEXT,
    "name_match" TEXT,
    "checked_at" TIMESTAMPTZ,
    "report_id" TEXT,
    "report_hash" TEXT,
    "outcome" TEXT,

    CONSTRAINT "account_check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account"."name_decision" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "account_id" UUID NOT NULL,
    "citizen_id" UUID NOT NULL,
    "person_name" TEXT NOT NULL,
    "returned_name" TEXT,
    "is_accepted" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "name_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event"."inbox" (
    "seq" BIGSERIAL NOT NULL,
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "beneficiary_id" UUID,
    "citizen_id" UUID,
    "account_id" UUID,
    "batch_id" UUID,
    "institution_code" TEXT,
    "area_id" UUID,
    "status_from" TEXT,
    "status_to" TEXT,
    "reason" TEXT,
    "occurred_at" TIMESTAMPTZ NOT NULL,
    "recorded_at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    "data" JSONB,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "event"."log" (
    "position" BIGINT NOT NULL,
    "seq" BIGINT NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "beneficiary_id" UUID,
    "citizen_id" UUID,
    "account_id" UUID,
    "batch_id" UUID,
    "institution_code" TEXT,
    "area_id" UUID,
    "status_from" TEXT,
    "status_to" TEXT,
    "reason" TEXT,
    "occurred_at" TIMESTAMPTZ NOT NULL,
    "recorded_at" TIMESTAMPTZ NOT NULL,
    "data" JSONB,

    CONSTRAINT "log_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "event"."identity" (
    "only" BOOLEAN NOT NULL DEFAULT true,
    "log_id" TEXT NOT NULL,
    "last_position" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("only")
);

-- CreateTable
CREATE TABLE "payment"."batch" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "name" TEXT NOT NULL,
    "area_id" UUID NOT NULL,
    "programme_code" TEXT,
    "period" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'DRAFT',
    "funded_amount" BIGINT NOT NULL DEFAULT 0,
    "approved_amount" BIGINT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "approved_by" TEXT,
    "approved_at" TIMESTAMPTZ,
    "accept_flags_reason" TEXT,
    "released_at" TIMESTAMPTZ,
    "completed_at" TIMESTAMPTZ,
    "cancelled_by" TEXT,
    "cancel_reason" TEXT,
    "carried_forward_from" UUID,

    CONSTRAINT "batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment"."batch_total" (
    "batch_id" UUID NOT NULL,
    "institution_code" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "batch_total_pkey" PRIMARY KEY ("batch_id","institution_code","status")
);

-- CreateTable
CREATE TABLE "payment"."payment" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "batch_id" UUID NOT NULL,
    "programme_code" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "citizen_id" UUID NOT NULL,
    "beneficiary_id" UUID NOT NULL,
    "entitlement_id" UUID NOT NULL,
    "area_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'DRAFT',
    "reason" TEXT,
    "reason_text" TEXT,
    "account_id" UUID,
    "institution_code" TEXT NOT NULL,
    "account_number" TEXT,
    "receiver_citizen_id" UUID NOT NULL,
    "receiver_name" TEXT NOT NULL,
    "beneficiary_name" TEXT NOT NULL,
    "is_excluded" BOOLEAN NOT NULL DEFAULT false,
    "replaces" UUID,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment"."attempt" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "payment_id" UUID NOT NULL,
    "institution_code" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "external_reference" TEXT,
    "status" TEXT NOT NULL DEFAULT 'QUEUED',
    "evidence" TEXT NOT NULL DEFAULT 'NONE',
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handed_out_at" TIMESTAMPTZ,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment"."status_report" (
    "institution_code" TEXT NOT NULL,
    "report_id" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "attempt_id" UUID,
    "outcome" TEXT NOT NULL,
    "message" TEXT,
    "received_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "status_report_pkey" PRIMARY KEY ("institution_code","report_id")
);

-- CreateTable
CREATE TABLE "payment"."funding" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "batch_id" UUID NOT NULL,
    "document_number" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "document_date" DATE NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "funding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment"."left_out" (
    "batch_id" UUID NOT NULL,
    "beneficiary_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "text" TEXT,

    CONSTRAINT "left_out_pkey" PRIMARY KEY ("batch_id","beneficiary_id")
);

-- CreateTable
CREATE TABLE "payment"."duplicate_flag" (
    "batch_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "other_payment_id" UUID NOT NULL,
    "rule" TEXT NOT NULL,

    CONSTRAINT "duplicate_flag_pkey" PRIMARY KEY ("batch_id","payment_id","other_payment_id","rule")
);

-- CreateTable
CREATE TABLE "payment"."exception" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "payment_id" UUID,
    "attempt_id" UUID,
    "institution_code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ,

    CONSTRAINT "exception_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "population"."citizen_verdict" (
    "citizen_id" UUID NOT NULL,
    "verdict" TEXT NOT NULL,
    "mismatches" TEXT[],
    "source" TEXT NOT NULL,
    "checked_at" TIMESTAMPTZ,
    "check_id" UUID,

    CONSTRAINT "citizen_verdict_pkey" PRIMARY KEY ("citizen_id")
);

-- CreateTable
CREATE TABLE "population"."citizen_check" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "citizen_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reported_at" TIMESTAMPTZ,
    "verdict" TEXT,
    "mismatches" TEXT[],
    "checked_at" TIMESTAMPTZ,
    "report_id" TEXT,
    "report_hash" TEXT,
    "outcome" TEXT,

    CONSTRAINT "citizen_check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "social_protection"."administrative_unit" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "parent_id" UUID,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "administrative_unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "social_protection"."unit_succession" (
    "from_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,

    CONSTRAINT "unit_succession_pkey" PRIMARY KEY ("from_id","to_id")
);

-- CreateTable
CREATE TABLE "social_protection"."area_closure" (
    "ancestor_id" UUID NOT NULL,
    "descendant_id" UUID NOT NULL,
    "depth" INTEGER NOT NULL,

    CONSTRAINT "area_closure_pkey" PRIMARY KEY ("ancestor_id","descendant_id")
);

-- CreateTable
CREATE TABLE "social_protection"."programme" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "managing_agency" TEXT NOT NULL,

    CONSTRAINT "programme_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "social_protection"."person" (
    "citizen_id" UUID NOT NULL,
    "personal_id" TEXT,
    "old_id_number" TEXT,
    "full_name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "date_of_birth" DATE,
    "year_of_birth" INTEGER,
    "gender" TEXT,

    CONSTRAINT "person_pkey" PRIMARY KEY ("citizen_id")
);

-- CreateTable
CREATE TABLE "social_protection"."beneficiary" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "citizen_id" UUID NOT NULL,
    "area_id" UUID NOT NULL,
    "address" TEXT,
    "payment_method" TEXT NOT NULL DEFAULT 'UNDECIDED',
    "no_account_reason" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "beneficiary_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "social_protection"."entitlement" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "beneficiary_id" UUID NOT NULL,
    "programme_code" TEXT NOT NULL,
    "line" TEXT NOT NULL DEFAULT '1',
    "monthly_amount" BIGINT NOT NULL,
    "coefficient" DECIMAL(6,2) NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "legal_basis" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "entitlement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "social_protection"."authorisation" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "beneficiary_id" UUID NOT NULL,
    "receiver_citizen_id" UUID NOT NULL,
    "relationship" TEXT NOT NULL,
    "document_ref" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "authorisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "social_protection"."survey" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "beneficiary_id" UUID NOT NULL,
    "payment_method" TEXT NOT NULL,
    "no_account_reason" TEXT,
    "surveyed_at" TIMESTAMPTZ NOT NULL,
    "officer" TEXT NOT NULL,

    CONSTRAINT "survey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "social_protection"."imported_list" (
    "id" UUID NOT NULL DEFAULT hub.uuid_v7(),
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "imported_by" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rows" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,

    CONSTRAINT "imported_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "social_protection"."listed_account" (
    "beneficiary_id" UUID NOT NULL,
    "citizen_id" UUID NOT NULL,
    "institution_code" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "holder_name" TEXT NOT NULL,
    "is_for_receiver" BOOLEAN NOT NULL,
    "list_id" UUID NOT NULL,
    "listed_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "listed_account_pkey" PRIMARY KEY ("beneficiary_id","citizen_id","institution_code","number")
);

-- CreateTable
CREATE TABLE "work"."task" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "institution_code" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "available_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leased_until" TIMESTAMPTZ,
    "lease_holder" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "entry_at_idx" ON "access"."entry"("at");

-- CreateIndex
CREATE INDEX "account_institution_code_number_idx" ON "account"."account"("institution_code", "number");

-- CreateIndex
CREATE UNIQUE INDEX "account_citizen_id_institution_code_number_key" ON "account"."account"("citizen_id", "institution_code", "number");

-- CreateIndex
CREATE INDEX "account_check_account_id_idx" ON "account"."account_check"("account_id");

-- CreateIndex
CREATE INDEX "name_decision_account_id_decided_at_idx" ON "account"."name_decision"("account_id", "decided_at");

-- CreateIndex
CREATE INDEX "log_subject_id_position_idx" ON "event"."log"("subject_id", "position");

-- CreateIndex
CREATE INDEX "batch_area_id_period_idx" ON "payment"."batch"("area_id", "period");

-- CreateIndex
CREATE UNIQUE INDEX "payment_replaces_key" ON "payment"."payment"("replaces");

-- CreateIndex
CREATE INDEX "payment_batch_id_status_id_idx" ON "payment"."payment"("batch_id", "status", "id");

-- CreateIndex
CREATE INDEX "payment_beneficiary_id_period_idx" ON "payment"."payment"("beneficiary_id", "period");

-- CreateIndex
CREATE INDEX "payment_area_id_period_idx" ON "payment"."payment"("area_id", "period");

-- CreateIndex
CREATE UNIQUE INDEX "attempt_reference_key" ON "payment"."attempt"("reference");

-- CreateIndex
CREATE INDEX "attempt_payment_id_idx" ON "payment"."attempt"("payment_id");

-- CreateIndex
CREATE INDEX "attempt_institution_code_external_reference_idx" ON "payment"."attempt"("institution_code", "external_reference");

-- CreateIndex
CREATE UNIQUE INDEX "funding_batch_id_document_number_key" ON "payment"."funding"("batch_id", "document_number");

-- CreateIndex
CREATE INDEX "exception_payment_id_idx" ON "payment"."exception"("payment_id");

-- CreateIndex
CREATE INDEX "exception_opened_at_idx" ON "payment"."exception"("opened_at");

-- CreateIndex
CREATE INDEX "citizen_check_citizen_id_idx" ON "population"."citizen_check"("citizen_id");

-- CreateIndex
CREATE INDEX "administrative_unit_parent_id_idx" ON "social_protection"."administrative_unit"("parent_id");

-- CreateIndex
CREATE UNIQUE INDEX "administrative_unit_code_valid_from_key" ON "social_protection"."administrative_unit"("code", "valid_from");

-- CreateIndex
CREATE INDEX "area_closure_descendant_id_idx" ON "social_protection"."area_closure"("descendant_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_personal_id_key" ON "social_protection"."person"("personal_id");

-- CreateIndex
CREATE UNIQUE INDEX "beneficiary_citizen_id_key" ON "social_protection"."beneficiary"("citizen_id");

-- CreateIndex
CREATE INDEX "beneficiary_area_id_id_idx" ON "social_protection"."beneficiary"("area_id", "id");

-- CreateIndex
CREATE INDEX "entitlement_programme_code_idx" ON "social_protection"."entitlement"("programme_code");

-- CreateIndex
CREATE UNIQUE INDEX "entitlement_beneficiary_id_programme_code_line_valid_from_key" ON "social_protection"."entitlement"("beneficiary_id", "programme_code", "line", "valid_from");

-- CreateIndex
CREATE INDEX "authorisation_receiver_citizen_id_idx" ON "social_protection"."authorisation"("receiver_citizen_id");

-- CreateIndex
CREATE UNIQUE INDEX "authorisation_beneficiary_id_receiver_citizen_id_valid_from_key" ON "social_protection"."authorisation"("beneficiary_id", "receiver_citizen_id", "valid_from");

-- CreateIndex
CREATE INDEX "survey_beneficiary_id_surveyed_at_idx" ON "social_protection"."survey"("beneficiary_id", "surveyed_at");

-- CreateIndex
CREATE INDEX "imported_list_sha256_idx" ON "social_protection"."imported_list"("sha256");

-- AddForeignKey
ALTER TABLE "account"."account" ADD CONSTRAINT "account_institution_code_fkey" FOREIGN KEY ("institution_code") REFERENCES "account"."institution"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account"."account_check" ADD CONSTRAINT "account_check_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account"."name_decision" ADD CONSTRAINT "name_decision_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment"."batch_total" ADD CONSTRAINT "batch_total_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "payment"."batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment"."payment" ADD CONSTRAINT "payment_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "payment"."batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment"."payment" ADD CONSTRAINT "payment_replaces_fkey" FOREIGN KEY ("replaces") REFERENCES "payment"."payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment"."attempt" ADD CONSTRAINT "attempt_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"."payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment"."funding" ADD CONSTRAINT "funding_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "payment"."batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment"."left_out" ADD CONSTRAINT "left_out_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "payment"."batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment"."duplicate_flag" ADD CONSTRAINT "duplicate_flag_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "payment"."batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."administrative_unit" ADD CONSTRAINT "administrative_unit_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "social_protection"."administrative_unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."unit_succession" ADD CONSTRAINT "unit_succession_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "social_protection"."administrative_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."unit_succession" ADD CONSTRAINT "unit_succession_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "social_protection"."administrative_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."area_closure" ADD CONSTRAINT "area_closure_ancestor_id_fkey" FOREIGN KEY ("ancestor_id") REFERENCES "social_protection"."administrative_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."area_closure" ADD CONSTRAINT "area_closure_descendant_id_fkey" FOREIGN KEY ("descendant_id") REFERENCES "social_protection"."administrative_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."beneficiary" ADD CONSTRAINT "beneficiary_citizen_id_fkey" FOREIGN KEY ("citizen_id") REFERENCES "social_protection"."person"("citizen_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."beneficiary" ADD CONSTRAINT "beneficiary_area_id_fkey" FOREIGN KEY ("area_id") REFERENCES "social_protection"."administrative_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."entitlement" ADD CONSTRAINT "entitlement_beneficiary_id_fkey" FOREIGN KEY ("beneficiary_id") REFERENCES "social_protection"."beneficiary"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."entitlement" ADD CONSTRAINT "entitlement_programme_code_fkey" FOREIGN KEY ("programme_code") REFERENCES "social_protection"."programme"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."authorisation" ADD CONSTRAINT "authorisation_beneficiary_id_fkey" FOREIGN KEY ("beneficiary_id") REFERENCES "social_protection"."beneficiary"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."authorisation" ADD CONSTRAINT "authorisation_receiver_citizen_id_fkey" FOREIGN KEY ("receiver_citizen_id") REFERENCES "social_protection"."person"("citizen_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."survey" ADD CONSTRAINT "survey_beneficiary_id_fkey" FOREIGN KEY ("beneficiary_id") REFERENCES "social_protection"."beneficiary"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."listed_account" ADD CONSTRAINT "listed_account_beneficiary_id_fkey" FOREIGN KEY ("beneficiary_id") REFERENCES "social_protection"."beneficiary"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "social_protection"."listed_account" ADD CONSTRAINT "listed_account_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "social_protection"."imported_list"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment"."exception" ADD CONSTRAINT "exception_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"."payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment"."exception" ADD CONSTRAINT "exception_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "payment"."attempt"("id") ON DELETE SET NULL ON UPDATE CASCADE;
