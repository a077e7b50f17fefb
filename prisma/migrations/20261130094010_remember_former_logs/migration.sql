-- When a database has gone back, the hub that notices first gives the log a new id. The other hubs find here that it is seen to, and
-- whether they knew of more that is lost. One row for each id that was given up. Creates a table; locks nothing else.
CREATE TABLE "event"."former_log" (
    "log_id" TEXT NOT NULL,
    "lost_from" BIGINT NOT NULL,
    "known_position" BIGINT NOT NULL,
    "since" TIMESTAMPTZ,
    "noticed_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "former_log_pkey" PRIMARY KEY ("log_id")
);
