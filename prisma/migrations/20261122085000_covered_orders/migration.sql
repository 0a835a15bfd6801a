-- What narrowed figures of settled tickets count stands in their indexes: first contact, reopening and handling time of
-- thousands of tickets are read without the tickets.
DROP INDEX IF EXISTS "ticket_issue_type_channel_resolved_at";
CREATE INDEX "ticket_issue_type_channel_resolved_at" ON "ticket" ("issue_type", "channel", "resolved_at") INCLUDE ("reopened", "transferred_team", "fcr_repeat") WHERE "resolved_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_issue_type_channel_ever_resolved_at";
CREATE INDEX "ticket_issue_type_channel_ever_resolved_at" ON "ticket" ("issue_type", "channel", "ever_resolved_at") INCLUDE ("reopened72") WHERE "ever_resolved_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_issue_type_channel_ended_at";
CREATE INDEX "ticket_issue_type_channel_ended_at" ON "ticket" ("issue_type", "channel", "ended_at") INCLUDE ("aht_ms") WHERE "ended_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_region_product_resolved_at";
CREATE INDEX "ticket_region_product_resolved_at" ON "ticket" ("region", "product", "resolved_at") INCLUDE ("reopened", "transferred_team", "fcr_repeat", "customer_tier") WHERE "resolved_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_region_product_ever_resolved_at";
CREATE INDEX "ticket_region_product_ever_resolved_at" ON "ticket" ("region", "product", "ever_resolved_at") INCLUDE ("reopened72", "customer_tier") WHERE "ever_resolved_at" IS NOT NULL;
DROP INDEX IF EXISTS "ticket_region_product_ended_at";
CREATE INDEX "ticket_region_product_ended_at" ON "ticket" ("region", "product", "ended_at") INCLUDE ("aht_ms", "customer_tier") WHERE "ended_at" IS NOT NULL;
