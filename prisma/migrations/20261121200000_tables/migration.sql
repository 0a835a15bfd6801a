-- CreateTable
CREATE TABLE "event" (
    "event_key" UUID NOT NULL,
    "unit_id" UUID,
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "subject" TEXT,
    "data" JSONB NOT NULL,
    "content_hash" UUID NOT NULL,
    "batch" BIGINT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("event_key")
);

-- CreateTable
CREATE TABLE "event_conflict" (
    "event_key" UUID NOT NULL,
    "content_hash" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "times" INTEGER NOT NULL,

    CONSTRAINT "event_conflict_pkey" PRIMARY KEY ("event_key","content_hash")
);

-- CreateTable
CREATE TABLE "ingest_batch" (
    "position" BIGINT NOT NULL,
    "batch" BIGINT NOT NULL,
    "accepted" INTEGER NOT NULL,
    "committed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ingest_batch_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "stream" (
    "id" INTEGER NOT NULL,
    "accepted" BIGINT NOT NULL,
    "applied" BIGINT NOT NULL,
    "applied_at" TIMESTAMPTZ(3),
    "zone" TEXT NOT NULL DEFAULT 'Asia/Shanghai',

    CONSTRAINT "stream_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "source" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_event_at" TIMESTAMPTZ(3),
    "last_received_at" TIMESTAMPTZ(3) NOT NULL,
    "events" BIGINT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "source_pkey" PRIMARY KEY ("source")
);

-- CreateTable
CREATE TABLE "ticket" (
    "ticket_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "channel" TEXT,
    "product" TEXT,
    "issue_type" TEXT,
    "region" TEXT,
    "customer_tier" TEXT,
    "campaign" TEXT,
    "priority" TEXT,
    "subject" TEXT NOT NULL,
    "channel_kind" TEXT NOT NULL,
    "customer" TEXT,
    "direction" TEXT NOT NULL,
    "title" TEXT,
    "entry_page" TEXT,
    "tags" TEXT[],
    "state" TEXT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "team_opened" TEXT,
    "agent_opened" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "ever_resolved_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "team_settled" TEXT,
    "agent_settled" TEXT,
    "team_closed" TEXT,
    "agent_closed" TEXT,
    "team_last" TEXT,
    "agent_last" TEXT,
    "teams" TEXT[],
    "answered" BOOLEAN NOT NULL,
    "transferred" BOOLEAN NOT NULL,
    "transferred_team" BOOLEAN NOT NULL,
    "reopened" BOOLEAN NOT NULL,
    "reopened72" BOOLEAN NOT NULL,
    "aht_ms" BIGINT,
    "aht_biz_ms" BIGINT,
    "resolution_ms" BIGINT,
    "resolution_biz_ms" BIGINT,
    "resolution_due_at" TIMESTAMPTZ(3),
    "resolution_due_biz_at" TIMESTAMPTZ(3),
    "resolved_within" BOOLEAN,
    "resolved_within_biz" BOOLEAN,
    "fcr_repeat" BOOLEAN NOT NULL,
    "survey_sent_at" TIMESTAMPTZ(3),
    "survey_answered" BOOLEAN NOT NULL,
    "team_survey" TEXT,
    "agent_survey" TEXT,
    "messages_in" INTEGER NOT NULL,
    "messages_out" INTEGER NOT NULL,
    "waiting_since" TIMESTAMPTZ(3),
    "round_since" TIMESTAMPTZ(3),

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("ticket_id")
);

-- CreateTable
CREATE TABLE "episode" (
    "ticket_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "channel" TEXT,
    "product" TEXT,
    "issue_type" TEXT,
    "region" TEXT,
    "customer_tier" TEXT,
    "campaign" TEXT,
    "priority" TEXT,
    "team" TEXT,
    "agent" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT NOT NULL,
    "wait_ms" BIGINT,
    "wait_biz_ms" BIGINT,
    "within" BOOLEAN,
    "within_biz" BOOLEAN,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "due_biz_at" TIMESTAMPTZ(3) NOT NULL,
    "sl_within" BOOLEAN,
    "sl_within_biz" BOOLEAN,
    "sl_due_at" TIMESTAMPTZ(3) NOT NULL,
    "sl_due_biz_at" TIMESTAMPTZ(3) NOT NULL,
    "short_abandon" BOOLEAN NOT NULL,

    CONSTRAINT "episode_pkey" PRIMARY KEY ("ticket_id","no")
);

-- CreateTable
CREATE TABLE "round" (
    "ticket_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "channel" TEXT,
    "product" TEXT,
    "issue_type" TEXT,
    "region" TEXT,
    "customer_tier" TEXT,
    "campaign" TEXT,
    "priority" TEXT,
    "team" TEXT,
    "agent" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT NOT NULL,
    "first" BOOLEAN NOT NULL,
    "response_ms" BIGINT,
    "response_biz_ms" BIGINT,
    "breached" BOOLEAN,
    "breached_biz" BOOLEAN,
    "due_at" TIMESTAMPTZ(3),
    "due_biz_at" TIMESTAMPTZ(3),

    CONSTRAINT "round_pkey" PRIMARY KEY ("ticket_id","no")
);

-- CreateTable
CREATE TABLE "assignment" (
    "ticket_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "channel" TEXT,
    "product" TEXT,
    "issue_type" TEXT,
    "region" TEXT,
    "customer_tier" TEXT,
    "campaign" TEXT,
    "priority" TEXT,
    "team" TEXT,
    "agent" TEXT NOT NULL,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "response_ms" BIGINT,
    "response_biz_ms" BIGINT,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("ticket_id","no")
);

-- CreateTable
CREATE TABLE "message" (
    "ticket_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "channel" TEXT,
    "product" TEXT,
    "issue_type" TEXT,
    "region" TEXT,
    "customer_tier" TEXT,
    "campaign" TEXT,
    "priority" TEXT,
    "team" TEXT,
    "agent" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "direction" TEXT NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("ticket_id","no")
);

-- CreateTable
CREATE TABLE "answer" (
    "ticket_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "channel" TEXT,
    "product" TEXT,
    "issue_type" TEXT,
    "region" TEXT,
    "customer_tier" TEXT,
    "campaign" TEXT,
    "priority" TEXT,
    "team" TEXT,
    "agent" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "scale" TEXT NOT NULL,
    "score_milli" INTEGER NOT NULL,
    "normal_milli" INTEGER NOT NULL,
    "comment" TEXT,
    "on_ticket" BOOLEAN NOT NULL,

    CONSTRAINT "answer_pkey" PRIMARY KEY ("ticket_id","no")
);

-- CreateTable
CREATE TABLE "complaint" (
    "ticket_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "channel" TEXT,
    "product" TEXT,
    "issue_type" TEXT,
    "region" TEXT,
    "customer_tier" TEXT,
    "campaign" TEXT,
    "priority" TEXT,
    "team" TEXT,
    "agent" TEXT,
    "filed_at" TIMESTAMPTZ(3) NOT NULL,
    "customer" TEXT,
    "level" TEXT NOT NULL,
    "category" TEXT,
    "counted" BOOLEAN NOT NULL,
    "on_ticket" BOOLEAN NOT NULL,

    CONSTRAINT "complaint_pkey" PRIMARY KEY ("ticket_id","no")
);

-- CreateTable
CREATE TABLE "suggestion" (
    "ticket_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "channel" TEXT,
    "product" TEXT,
    "issue_type" TEXT,
    "region" TEXT,
    "customer_tier" TEXT,
    "campaign" TEXT,
    "priority" TEXT,
    "team" TEXT,
    "agent" TEXT,
    "suggestion" TEXT NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "adopted" BOOLEAN NOT NULL,
    "on_ticket" BOOLEAN NOT NULL,

    CONSTRAINT "suggestion_pkey" PRIMARY KEY ("ticket_id","no")
);

-- CreateTable
CREATE TABLE "contact" (
    "ticket_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "channel" TEXT,
    "product" TEXT,
    "issue_type" TEXT,
    "region" TEXT,
    "customer_tier" TEXT,
    "campaign" TEXT,
    "priority" TEXT,
    "team" TEXT,
    "agent" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "contact_pkey" PRIMARY KEY ("ticket_id","no")
);

-- CreateTable
CREATE TABLE "agent_span" (
    "agent" TEXT NOT NULL,
    "team" TEXT,
    "source" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "capacity" INTEGER,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_span_pkey" PRIMARY KEY ("agent","started_at")
);

-- CreateTable
CREATE TABLE "customer" (
    "source" TEXT NOT NULL,
    "customer" TEXT NOT NULL,
    "name" TEXT,
    "tier" TEXT,
    "region" TEXT,
    "lifetime_value_cents" BIGINT,
    "tags" TEXT[],
    "phone" TEXT,
    "email" TEXT,
    "last_order_at" TIMESTAMPTZ(3),
    "last_active_at" TIMESTAMPTZ(3),
    "orders" TIMESTAMPTZ(3)[],

    CONSTRAINT "customer_pkey" PRIMARY KEY ("source","customer")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "teams" TEXT[],
    "password_hash" TEXT,
    "oidc_issuer" TEXT,
    "oidc_subject" TEXT,
    "locale" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "session_version" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "screen" (
    "id" TEXT NOT NULL,
    "board" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "label" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "screen_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "seq" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "rollup_opened" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "opened" BIGINT NOT NULL,
    "opened_transferred" BIGINT NOT NULL,
    "opened_answered" BIGINT NOT NULL,

    CONSTRAINT "rollup_opened_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_resolution" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "resolution_opened" BIGINT NOT NULL,
    "resolution_done" BIGINT NOT NULL,
    "resolution_time" BIGINT NOT NULL,
    "resolution_time_biz" BIGINT NOT NULL,
    "resolution_within" BIGINT NOT NULL,
    "resolution_within_biz" BIGINT NOT NULL,

    CONSTRAINT "rollup_resolution_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_resolved" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "resolved" BIGINT NOT NULL,
    "resolved_fcr" BIGINT NOT NULL,

    CONSTRAINT "rollup_resolved_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_ever_resolved" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "ever_resolved" BIGINT NOT NULL,
    "ever_resolved_reopened" BIGINT NOT NULL,

    CONSTRAINT "rollup_ever_resolved_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_ended" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "ended" BIGINT NOT NULL,
    "handled" BIGINT NOT NULL,
    "handle_time" BIGINT NOT NULL,
    "handle_time_biz" BIGINT NOT NULL,

    CONSTRAINT "rollup_ended_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_closed" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "closed" BIGINT NOT NULL,

    CONSTRAINT "rollup_closed_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_surveyed" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "survey_sent" BIGINT NOT NULL,
    "survey_answered" BIGINT NOT NULL,

    CONSTRAINT "rollup_surveyed_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_episode" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "episode_answered" BIGINT NOT NULL,
    "episode_ended" BIGINT NOT NULL,
    "episode_abandoned" BIGINT NOT NULL,
    "first_response_time" BIGINT NOT NULL,
    "first_response_time_biz" BIGINT NOT NULL,
    "episode_within" BIGINT NOT NULL,
    "episode_within_biz" BIGINT NOT NULL,
    "episode_late" BIGINT NOT NULL,
    "episode_late_biz" BIGINT NOT NULL,
    "episode_abandoned_past" BIGINT NOT NULL,
    "episode_abandoned_past_biz" BIGINT NOT NULL,
    "service_level_within" BIGINT NOT NULL,
    "service_level_within_biz" BIGINT NOT NULL,

    CONSTRAINT "rollup_episode_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_round" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "round_answered" BIGINT NOT NULL,
    "response_time" BIGINT NOT NULL,
    "response_time_biz" BIGINT NOT NULL,
    "round_breached" BIGINT NOT NULL,
    "round_breached_biz" BIGINT NOT NULL,

    CONSTRAINT "rollup_round_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_assignment" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "assignment_answered" BIGINT NOT NULL,
    "assignment_time" BIGINT NOT NULL,
    "assignment_time_biz" BIGINT NOT NULL,

    CONSTRAINT "rollup_assignment_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_message" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "messages_in" BIGINT NOT NULL,
    "messages_out" BIGINT NOT NULL,

    CONSTRAINT "rollup_message_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_answer" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "csat_answers" BIGINT NOT NULL,
    "csat_good" BIGINT NOT NULL,
    "csat_sum" BIGINT NOT NULL,
    "csat_first_response_answers" BIGINT NOT NULL,
    "csat_first_response_good" BIGINT NOT NULL,
    "csat_solution_answers" BIGINT NOT NULL,
    "csat_solution_good" BIGINT NOT NULL,
    "csat_complaint_answers" BIGINT NOT NULL,
    "csat_complaint_good" BIGINT NOT NULL,
    "csat_process_answers" BIGINT NOT NULL,
    "csat_process_good" BIGINT NOT NULL,
    "nps_answers" BIGINT NOT NULL,
    "nps_promoters" BIGINT NOT NULL,
    "nps_detractors" BIGINT NOT NULL,
    "ces_answers" BIGINT NOT NULL,
    "ces_easy" BIGINT NOT NULL,
    "ces1_answers" BIGINT NOT NULL,
    "ces1_easy" BIGINT NOT NULL,
    "said_answers" BIGINT NOT NULL,
    "said_yes" BIGINT NOT NULL,

    CONSTRAINT "rollup_answer_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_complaint" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "complaints_counted" BIGINT NOT NULL,

    CONSTRAINT "rollup_complaint_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_suggestion" (
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "n" BIGINT NOT NULL,
    "suggestions_decided" BIGINT NOT NULL,
    "suggestions_adopted" BIGINT NOT NULL,

    CONSTRAINT "rollup_suggestion_pkey" PRIMARY KEY ("cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "rollup_sketch" (
    "measure" TEXT NOT NULL,
    "cube" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "k1" TEXT NOT NULL,
    "k2" TEXT NOT NULL,
    "b00" INTEGER NOT NULL,
    "b01" INTEGER NOT NULL,
    "b02" INTEGER NOT NULL,
    "b03" INTEGER NOT NULL,
    "b04" INTEGER NOT NULL,
    "b05" INTEGER NOT NULL,
    "b06" INTEGER NOT NULL,
    "b07" INTEGER NOT NULL,
    "b08" INTEGER NOT NULL,
    "b09" INTEGER NOT NULL,
    "b10" INTEGER NOT NULL,
    "b11" INTEGER NOT NULL,
    "b12" INTEGER NOT NULL,
    "b13" INTEGER NOT NULL,
    "b14" INTEGER NOT NULL,
    "b15" INTEGER NOT NULL,
    "b16" INTEGER NOT NULL,
    "b17" INTEGER NOT NULL,
    "b18" INTEGER NOT NULL,
    "b19" INTEGER NOT NULL,
    "b20" INTEGER NOT NULL,
    "b21" INTEGER NOT NULL,
    "b22" INTEGER NOT NULL,
    "b23" INTEGER NOT NULL,
    "b24" INTEGER NOT NULL,
    "b25" INTEGER NOT NULL,
    "b26" INTEGER NOT NULL,
    "b27" INTEGER NOT NULL,
    "b28" INTEGER NOT NULL,
    "b29" INTEGER NOT NULL,
    "b30" INTEGER NOT NULL,
    "b31" INTEGER NOT NULL,
    "b32" INTEGER NOT NULL,
    "b33" INTEGER NOT NULL,
    "b34" INTEGER NOT NULL,
    "b35" INTEGER NOT NULL,
    "b36" INTEGER NOT NULL,
    "b37" INTEGER NOT NULL,
    "b38" INTEGER NOT NULL,
    "b39" INTEGER NOT NULL,
    "b40" INTEGER NOT NULL,
    "b41" INTEGER NOT NULL,
    "b42" INTEGER NOT NULL,
    "b43" INTEGER NOT NULL,
    "b44" INTEGER NOT NULL,
    "b45" INTEGER NOT NULL,
    "b46" INTEGER NOT NULL,
    "b47" INTEGER NOT NULL,

    CONSTRAINT "rollup_sketch_pkey" PRIMARY KEY ("measure","cube","bucket","k1","k2")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "calendar" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "versions" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "calendar_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_assignment" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "valid_from" TEXT NOT NULL DEFAULT '',
    "calendar_id" TEXT NOT NULL,

    CONSTRAINT "calendar_assignment_pkey" PRIMARY KEY ("scope","key","valid_from")
);

-- CreateTable
CREATE TABLE "timer" (
    "ticket_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "fired_at" TIMESTAMPTZ(3),

    CONSTRAINT "timer_pkey" PRIMARY KEY ("ticket_id","kind","due_at")
);

-- CreateTable
CREATE TABLE "dirty_unit" (
    "unit_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "parts" TEXT[],
    "reason" TEXT NOT NULL,
    "marked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dirty_unit_pkey" PRIMARY KEY ("unit_id")
);

-- CreateTable
CREATE TABLE "quarantine" (
    "unit_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "error" TEXT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("unit_id")
);

-- CreateTable
CREATE TABLE "worker_registry" (
    "id" TEXT NOT NULL,
    "lock_key" BIGINT NOT NULL,
    "pid" INTEGER NOT NULL,
    "host" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_tick_at" TIMESTAMPTZ(3) NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "worker_registry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cron_slot" (
    "job" TEXT NOT NULL,
    "slot" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "owner" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "result" JSONB,

    CONSTRAINT "cron_slot_pkey" PRIMARY KEY ("job","slot")
);

-- CreateTable
CREATE TABLE "import_run" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "mapping" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "progress" JSONB NOT NULL,
    "report" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "event_unit_id_time_idx" ON "event"("unit_id", "time");

-- CreateIndex
CREATE INDEX "event_batch_idx" ON "event"("batch");

-- CreateIndex
CREATE INDEX "event_conflict_last_seen_at_idx" ON "event_conflict"("last_seen_at");

-- CreateIndex
CREATE UNIQUE INDEX "ingest_batch_batch_key" ON "ingest_batch"("batch");

-- CreateIndex
CREATE INDEX "ticket_opened_at_idx" ON "ticket"("opened_at");

-- CreateIndex
CREATE INDEX "episode_started_at_idx" ON "episode"("started_at");

-- CreateIndex
CREATE INDEX "round_started_at_idx" ON "round"("started_at");

-- CreateIndex
CREATE INDEX "assignment_assigned_at_idx" ON "assignment"("assigned_at");

-- CreateIndex
CREATE INDEX "message_at_idx" ON "message"("at");

-- CreateIndex
CREATE INDEX "answer_at_idx" ON "answer"("at");

-- CreateIndex
CREATE INDEX "complaint_filed_at_idx" ON "complaint"("filed_at");

-- CreateIndex
CREATE INDEX "suggestion_decided_at_idx" ON "suggestion"("decided_at");

-- CreateIndex
CREATE INDEX "contact_agent_started_at_idx" ON "contact"("agent", "started_at");

-- CreateIndex
CREATE INDEX "agent_span_started_at_idx" ON "agent_span"("started_at");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_oidc_issuer_oidc_subject_key" ON "app_user"("oidc_issuer", "oidc_subject");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_name_key" ON "api_key"("name");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_hash_key" ON "audit_entry"("hash");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- CreateIndex
CREATE INDEX "audit_entry_object_at_idx" ON "audit_entry"("object", "at");

-- CreateIndex
CREATE UNIQUE INDEX "worker_registry_lock_key_key" ON "worker_registry"("lock_key");

-- CreateIndex
CREATE INDEX "worker_registry_last_tick_at_idx" ON "worker_registry"("last_tick_at");

-- CreateIndex
CREATE INDEX "cron_slot_state_slot_idx" ON "cron_slot"("state", "slot");

-- CreateIndex
CREATE INDEX "import_run_source_file_hash_idx" ON "import_run"("source", "file_hash");

-- CreateIndex
CREATE INDEX "rate_limit_expire_idx" ON "rate_limit"("expire");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_assignment" ADD CONSTRAINT "calendar_assignment_calendar_id_fkey" FOREIGN KEY ("calendar_id") REFERENCES "calendar"("id") ON DELETE CASCADE ON UPDATE CASCADE;
