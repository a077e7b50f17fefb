-- What a mutation answered under its client's idempotency key, so that a repeat gets the same answer and does nothing. The schema
-- and its table are new and empty: nothing else is locked.

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "idempotency";

-- CreateTable
CREATE TABLE "idempotency"."answer" (
    "client_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" UUID NOT NULL,
    "input_digest" BYTEA NOT NULL,
    "answer" JSONB,
    "given_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "answer_pkey" PRIMARY KEY ("client_id","subject","operation","key")
);

-- CreateIndex
CREATE INDEX "answer_given_at_idx" ON "idempotency"."answer"("given_at");
