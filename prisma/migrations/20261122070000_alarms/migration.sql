-- AlterTable
ALTER TABLE "app_user" ADD COLUMN     "phone" TEXT;

-- CreateTable
CREATE TABLE "alert_rule" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "preset" TEXT,
    "enabled" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "next_slot" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_rule_version" (
    "rule_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_rule_version_pkey" PRIMARY KEY ("rule_id","version")
);

-- CreateTable
CREATE TABLE "alert_state" (
    "rule_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "scope" JSONB NOT NULL,
    "body" JSONB NOT NULL,
    "incident_id" UUID,
    "evaluated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_state_pkey" PRIMARY KEY ("rule_id","key")
);

-- CreateTable
CREATE TABLE "evaluation" (
    "rule_id" UUID NOT NULL,
    "slot" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "keys" INTEGER NOT NULL DEFAULT 0,
    "firing" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,

    CONSTRAINT "evaluation_pkey" PRIMARY KEY ("rule_id","slot")
);

-- CreateTable
CREATE TABLE "evaluation_hour" (
    "rule_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "planned" INTEGER NOT NULL,
    "done" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "caught_up" INTEGER NOT NULL,
    "missed" INTEGER NOT NULL,
    "lag_ms" INTEGER NOT NULL,

    CONSTRAINT "evaluation_hour_pkey" PRIMARY KEY ("rule_id","hour")
);

-- CreateTable
CREATE TABLE "silence" (
    "id" UUID NOT NULL,
    "rule_id" UUID,
    "matcher" JSONB NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "silence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "rule_id" UUID NOT NULL,
    "rule_version" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "teams" TEXT[],
    "vip" BOOLEAN NOT NULL DEFAULT false,
    "metric" TEXT,
    "unit" TEXT NOT NULL,
    "value" DOUBLE PRECISION,
    "limit" DOUBLE PRECISION,
    "worst" DOUBLE PRECISION,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "breached_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "recovered_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" UUID,
    "assignee_id" UUID,
    "snoozed_until" TIMESTAMPTZ(3),
    "cause" TEXT,
    "resolution" JSONB,
    "relapses" INTEGER NOT NULL DEFAULT 0,
    "flapping" BOOLEAN NOT NULL DEFAULT false,
    "ladder" JSONB,
    "step" INTEGER NOT NULL DEFAULT 0,
    "next_step_at" TIMESTAMPTZ(3),
    "next_repeat_at" TIMESTAMPTZ(3),
    "quiet" JSONB,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_event" (
    "id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "incident_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_member" (
    "incident_id" UUID NOT NULL,
    "rule_id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "fired_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_member_pkey" PRIMARY KEY ("incident_id","ticket_id","phase","since")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "incident_id" UUID,
    "about" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "target_id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "message" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_owner" TEXT,
    "lease_token" BIGINT NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "first_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "status" INTEGER,
    "response" TEXT,
    "error" TEXT,
    "resent" BOOLEAN NOT NULL DEFAULT false,
    "digest_id" UUID,
    "fallback_of" UUID,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notify_target" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "secret" TEXT,
    "locale" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "fallback_id" UUID,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "last_ok_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "notify_target_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox_item" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "incident_id" UUID,
    "message" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbox_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalation_ladder" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "steps" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "escalation_ladder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "org_team" (
    "team" TEXT NOT NULL,
    "label" TEXT,
    "leads" UUID[],
    "supervisors" UUID[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "org_team_pkey" PRIMARY KEY ("team")
);

-- CreateTable
CREATE TABLE "org_agent" (
    "agent" TEXT NOT NULL,
    "label" TEXT,
    "team" TEXT,
    "user_id" UUID,
    "newcomer" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "org_agent_pkey" PRIMARY KEY ("agent")
);

-- CreateTable
CREATE TABLE "org_channel" (
    "channel" TEXT NOT NULL,
    "label" TEXT,
    "owners" UUID[],
    "hidden" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "org_channel_pkey" PRIMARY KEY ("channel")
);

-- CreateTable
CREATE TABLE "org_product" (
    "product" TEXT NOT NULL,
    "label" TEXT,
    "owners" UUID[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "org_product_pkey" PRIMARY KEY ("product")
);

-- CreateTable
CREATE TABLE "org_duty" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "team" TEXT,
    "channel" TEXT,
    "weekdays" INTEGER[],
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3),
    "valid_to" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "org_duty_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "note" TEXT,
    "priority" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "incident_id" UUID,
    "source" TEXT,
    "subject" TEXT,
    "customer" TEXT,
    "origin" TEXT,
    "team" TEXT,
    "owner_id" UUID,
    "superior_id" UUID,
    "respond_by" TIMESTAMPTZ(3),
    "responded_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "callback_at" TIMESTAMPTZ(3),
    "grade" TEXT,
    "checklist" JSONB NOT NULL DEFAULT '[]',
    "outcome" TEXT,
    "next_at" TIMESTAMPTZ(3),
    "reminded" INTEGER NOT NULL DEFAULT 0,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_event" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "task_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "improvement" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "note" TEXT,
    "state" TEXT NOT NULL,
    "owner_id" UUID,
    "team" TEXT,
    "due_on" TEXT,
    "started_on" TEXT,
    "metric" TEXT,
    "scope" JSONB NOT NULL DEFAULT '{}',
    "expected" DOUBLE PRECISION,
    "incident_id" UUID,
    "suggestion" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "improvement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_timer" (
    "rule_id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "phase" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "fired_at" TIMESTAMPTZ(3),

    CONSTRAINT "rule_timer_pkey" PRIMARY KEY ("ticket_id","rule_id","phase","since")
);

-- CreateIndex
CREATE UNIQUE INDEX "alert_rule_preset_key" ON "alert_rule"("preset");

-- CreateIndex
CREATE INDEX "alert_rule_next_slot_idx" ON "alert_rule"("next_slot");

-- CreateIndex
CREATE INDEX "alert_state_incident_id_idx" ON "alert_state"("incident_id");

-- CreateIndex
CREATE INDEX "evaluation_slot_idx" ON "evaluation"("slot");

-- CreateIndex
CREATE INDEX "evaluation_state_slot_idx" ON "evaluation"("state", "slot");

-- CreateIndex
CREATE INDEX "evaluation_hour_hour_idx" ON "evaluation_hour"("hour");

-- CreateIndex
CREATE INDEX "silence_until_idx" ON "silence"("until");

-- CreateIndex
CREATE UNIQUE INDEX "incident_number_key" ON "incident"("number");

-- CreateIndex
CREATE INDEX "incident_state_opened_at_idx" ON "incident"("state", "opened_at");

-- CreateIndex
CREATE INDEX "incident_rule_id_key_state_idx" ON "incident"("rule_id", "key", "state");

-- CreateIndex
CREATE INDEX "incident_next_step_at_idx" ON "incident"("next_step_at");

-- CreateIndex
CREATE INDEX "incident_next_repeat_at_idx" ON "incident"("next_repeat_at");

-- CreateIndex
CREATE INDEX "incident_opened_at_idx" ON "incident"("opened_at");

-- CreateIndex
CREATE INDEX "incident_event_incident_id_at_idx" ON "incident_event"("incident_id", "at");

-- CreateIndex
CREATE INDEX "incident_member_rule_id_ticket_id_since_idx" ON "incident_member"("rule_id", "ticket_id", "since");

-- CreateIndex
CREATE INDEX "delivery_state_next_at_idx" ON "delivery"("state", "next_at");

-- CreateIndex
CREATE INDEX "delivery_target_id_state_next_at_idx" ON "delivery"("target_id", "state", "next_at");

-- CreateIndex
CREATE INDEX "delivery_incident_id_idx" ON "delivery"("incident_id");

-- CreateIndex
CREATE INDEX "delivery_created_at_idx" ON "delivery"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_about_step_target_id_recipient_key" ON "delivery"("about", "step", "target_id", "recipient");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_item_delivery_id_key" ON "inbox_item"("delivery_id");

-- CreateIndex
CREATE INDEX "inbox_item_user_id_at_idx" ON "inbox_item"("user_id", "at");

-- CreateIndex
CREATE INDEX "org_duty_user_id_idx" ON "org_duty"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "task_number_key" ON "task"("number");

-- CreateIndex
CREATE UNIQUE INDEX "task_origin_key" ON "task"("origin");

-- CreateIndex
CREATE INDEX "task_state_due_at_idx" ON "task"("state", "due_at");

-- CreateIndex
CREATE INDEX "task_owner_id_state_idx" ON "task"("owner_id", "state");

-- CreateIndex
CREATE INDEX "task_next_at_idx" ON "task"("next_at");

-- CreateIndex
CREATE INDEX "task_incident_id_idx" ON "task"("incident_id");

-- CreateIndex
CREATE INDEX "task_event_task_id_at_idx" ON "task_event"("task_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "improvement_number_key" ON "improvement"("number");

-- CreateIndex
CREATE INDEX "improvement_state_idx" ON "improvement"("state");

-- CreateIndex
CREATE INDEX "rule_timer_rule_id_idx" ON "rule_timer"("rule_id");


-- What is taken by time: only what still waits is in these indexes.
CREATE INDEX "rule_timer_due" ON "rule_timer" ("due_at") WHERE "fired_at" IS NULL;
CREATE INDEX "delivery_due" ON "delivery" ("next_at") WHERE "state" IN ('waiting', 'sending');
CREATE INDEX "incident_member_open" ON "incident_member" ("incident_id") WHERE "closed_at" IS NULL;
CREATE INDEX "inbox_item_unread" ON "inbox_item" ("user_id") WHERE "read_at" IS NULL;
-- One incident stands for one group of a rule, whoever finds it.
CREATE UNIQUE INDEX "incident_standing" ON "incident" ("rule_id", "key") WHERE "state" <> 'resolved';
