-- Narrowed figures of tickets and waits are counted in their indexes: pages narrowed by a channel or a team beside their
-- own dimension read thousands of entries in order, in place of as many rows. ("IS NOT NULL" holds for every row that is
-- asked for; it marks these indexes as ours, not the schema's.)
DROP INDEX IF EXISTS "episode_issue_type_channel_started_at_idx";
CREATE INDEX "episode_issue_type_channel_started_at" ON "episode" ("issue_type", "channel", "started_at") INCLUDE ("outcome", "within", "wait_ms", "due_at", "team") WHERE "started_at" IS NOT NULL;
DROP INDEX IF EXISTS "episode_region_product_started_at_idx";
CREATE INDEX "episode_region_product_started_at" ON "episode" ("region", "product", "started_at") INCLUDE ("outcome", "within", "wait_ms", "due_at", "channel", "team", "customer_tier") WHERE "started_at" IS NOT NULL;
DROP INDEX IF EXISTS "episode_team_agent_started_at_idx";
CREATE INDEX "episode_team_agent_started_at" ON "episode" ("team", "agent", "started_at") INCLUDE ("outcome", "within", "wait_ms", "due_at", "channel", "issue_type") WHERE "started_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_issue_type_channel_opened_at_idx";
CREATE INDEX "ticket_issue_type_channel_opened_at" ON "ticket" ("issue_type", "channel", "opened_at") INCLUDE ("team_opened", "product") WHERE "opened_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_region_product_opened_at_idx";
CREATE INDEX "ticket_region_product_opened_at" ON "ticket" ("region", "product", "opened_at") INCLUDE ("channel", "team_opened", "customer_tier") WHERE "opened_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_team_opened_agent_opened_opened_at_idx";
CREATE INDEX "ticket_team_agent_opened_at" ON "ticket" ("team_opened", "agent_opened", "opened_at") INCLUDE ("channel", "issue_type", "product") WHERE "opened_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_issue_type_channel_resolved_at";
CREATE INDEX "ticket_issue_type_channel_resolved_at" ON "ticket" ("issue_type", "channel", "resolved_at") INCLUDE ("reopened", "transferred_team", "fcr_repeat", "team_settled", "product") WHERE "resolved_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_issue_type_channel_ever_resolved_at";
CREATE INDEX "ticket_issue_type_channel_ever_resolved_at" ON "ticket" ("issue_type", "channel", "ever_resolved_at") INCLUDE ("reopened72", "team_settled", "product") WHERE "ever_resolved_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_issue_type_channel_ended_at";
CREATE INDEX "ticket_issue_type_channel_ended_at" ON "ticket" ("issue_type", "channel", "ended_at") INCLUDE ("aht_ms", "team_settled", "product") WHERE "ended_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_region_product_resolved_at";
CREATE INDEX "ticket_region_product_resolved_at" ON "ticket" ("region", "product", "resolved_at") INCLUDE ("reopened", "transferred_team", "fcr_repeat", "customer_tier", "channel", "team_settled") WHERE "resolved_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_region_product_ever_resolved_at";
CREATE INDEX "ticket_region_product_ever_resolved_at" ON "ticket" ("region", "product", "ever_resolved_at") INCLUDE ("reopened72", "customer_tier", "channel", "team_settled") WHERE "ever_resolved_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_region_product_ended_at";
CREATE INDEX "ticket_region_product_ended_at" ON "ticket" ("region", "product", "ended_at") INCLUDE ("aht_ms", "customer_tier", "channel", "team_settled") WHERE "ended_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_team_agent_resolved_at";
CREATE INDEX "ticket_team_agent_resolved_at" ON "ticket" ("team_settled", "agent_settled", "resolved_at") INCLUDE ("reopened", "transferred_team", "fcr_repeat", "channel", "issue_type") WHERE "resolved_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_team_agent_ever_resolved_at";
CREATE INDEX "ticket_team_agent_ever_resolved_at" ON "ticket" ("team_settled", "agent_settled", "ever_resolved_at") INCLUDE ("reopened72", "channel", "issue_type") WHERE "ever_resolved_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_team_agent_ended_at";
CREATE INDEX "ticket_team_agent_ended_at" ON "ticket" ("team_settled", "agent_settled", "ended_at") INCLUDE ("aht_ms", "channel", "issue_type") WHERE "ended_at" IS NOT NULL;
-- Medians of resolution times of a team, of its tickets opened in a period.
CREATE INDEX "ticket_team_resolution" ON "ticket" ("team_settled", "opened_at") INCLUDE ("resolution_ms", "resolution_biz_ms", "product", "channel", "issue_type") WHERE "resolution_ms" IS NOT NULL;
