-- Figures narrowed to more than a rollup holds are read from the facts. Two orders of each fact find them without a
-- run through the period: a filter by either column of a pair is enough, for an index is skipped through by the values
-- of its first column.
CREATE INDEX IF NOT EXISTS "ticket_issue_type_channel_opened_at_idx" ON "ticket" ("issue_type", "channel", "opened_at");
CREATE INDEX IF NOT EXISTS "ticket_region_product_opened_at_idx" ON "ticket" ("region", "product", "opened_at");
CREATE INDEX IF NOT EXISTS "episode_issue_type_channel_started_at_idx" ON "episode" ("issue_type", "channel", "started_at");
CREATE INDEX IF NOT EXISTS "episode_region_product_started_at_idx" ON "episode" ("region", "product", "started_at");
CREATE INDEX IF NOT EXISTS "round_issue_type_channel_started_at_idx" ON "round" ("issue_type", "channel", "started_at");
CREATE INDEX IF NOT EXISTS "round_region_product_started_at_idx" ON "round" ("region", "product", "started_at");
CREATE INDEX IF NOT EXISTS "assignment_issue_type_channel_assigned_at_idx" ON "assignment" ("issue_type", "channel", "assigned_at");
CREATE INDEX IF NOT EXISTS "assignment_region_product_assigned_at_idx" ON "assignment" ("region", "product", "assigned_at");
CREATE INDEX IF NOT EXISTS "answer_issue_type_channel_at_idx" ON "answer" ("issue_type", "channel", "at");
CREATE INDEX IF NOT EXISTS "answer_region_product_at_idx" ON "answer" ("region", "product", "at");

CREATE INDEX IF NOT EXISTS "ticket_issue_type_channel_resolved_at" ON "ticket" ("issue_type", "channel", "resolved_at") WHERE "resolved_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "ticket_region_product_resolved_at" ON "ticket" ("region", "product", "resolved_at") WHERE "resolved_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "ticket_issue_type_channel_ever_resolved_at" ON "ticket" ("issue_type", "channel", "ever_resolved_at") WHERE "ever_resolved_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "ticket_region_product_ever_resolved_at" ON "ticket" ("region", "product", "ever_resolved_at") WHERE "ever_resolved_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "ticket_issue_type_channel_ended_at" ON "ticket" ("issue_type", "channel", "ended_at") WHERE "ended_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "ticket_region_product_ended_at" ON "ticket" ("region", "product", "ended_at") WHERE "ended_at" IS NOT NULL;
