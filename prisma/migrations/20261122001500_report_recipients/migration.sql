-- Lists of recipients that a register reports page by page (social insurance), which lines of them have come, and which right
-- the register has confirmed by which list. A right that a corrected list withdraws before it began is kept with its last day
-- before its first: it never held. The new tables are empty; social_protection.entitlement is locked while its rows are checked
-- once, and no column is rewritten.

CREATE TABLE "social_protection"."reported_list" (
    "list_id" UUID NOT NULL,
    "institution_code" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "programme_code" TEXT NOT NULL,
    "area_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ NOT NULL,
    "expected" INTEGER NOT NULL,
    "received" INTEGER NOT NULL DEFAULT 0,
    "completed_at" TIMESTAMPTZ,

    CONSTRAINT "reported_list_pkey" PRIMARY KEY ("list_id")
);

CREATE TABLE "social_protection"."reported_line" (
    "list_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "citizen_id" UUID,
    "name_folded" TEXT,
    "refusal" TEXT,

    CONSTRAINT "reported_line_pkey" PRIMARY KEY ("list_id","line")
);

ALTER TABLE "social_protection"."entitlement" ADD COLUMN "confirmed_list_id" UUID, ADD COLUMN "confirmed_at" TIMESTAMPTZ;

CREATE UNIQUE INDEX "reported_list_institution_code_number_key" ON "social_protection"."reported_list"("institution_code", "number");
CREATE INDEX "reported_list_programme_code_area_id_period_idx" ON "social_protection"."reported_list"("programme_code", "area_id", "period");
CREATE INDEX "reported_line_list_id_citizen_id_idx" ON "social_protection"."reported_line"("list_id", "citizen_id");
CREATE INDEX "entitlement_confirmed_list_id_idx" ON "social_protection"."entitlement"("confirmed_list_id");

ALTER TABLE "social_protection"."reported_list" ADD CONSTRAINT "reported_list_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "social_protection"."imported_list"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "social_protection"."reported_list" ADD CONSTRAINT "reported_list_area_id_fkey" FOREIGN KEY ("area_id") REFERENCES "social_protection"."administrative_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "social_protection"."reported_list" ADD CONSTRAINT "reported_list_programme_code_fkey" FOREIGN KEY ("programme_code") REFERENCES "social_protection"."programme"("code") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "social_protection"."reported_line" ADD CONSTRAINT "reported_line_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "social_protection"."reported_list"("list_id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "social_protection"."entitlement" ADD CONSTRAINT "entitlement_confirmed_list_id_fkey" FOREIGN KEY ("confirmed_list_id") REFERENCES "social_protection"."reported_list"("list_id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE social_protection.reported_list
  ADD CONSTRAINT reported_list_period CHECK (period ~ '^2[01]\d\d-(0[1-9]|1[0-2])$'),
  ADD CONSTRAINT reported_list_received CHECK (received BETWEEN 0 AND expected),
  ADD CONSTRAINT reported_list_completed CHECK (completed_at IS NULL OR received = expected);
ALTER TABLE social_protection.entitlement
  DROP CONSTRAINT entitlement_validity,
  ADD CONSTRAINT entitlement_validity CHECK (valid_to IS NULL OR valid_to >= valid_from - 1);
