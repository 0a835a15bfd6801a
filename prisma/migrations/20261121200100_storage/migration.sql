-- What Prisma's schema cannot say: partial indexes, room for updates in place, vacuuming, the batch numbers.

CREATE SEQUENCE "ingest_batch_no";
INSERT INTO "stream" ("id", "accepted", "applied") VALUES (1, 0, 0);

-- A ticket is in a family only where its anchor is set.
CREATE INDEX "ticket_resolved_at" ON "ticket" ("resolved_at") WHERE "resolved_at" IS NOT NULL;
CREATE INDEX "ticket_ever_resolved_at" ON "ticket" ("ever_resolved_at") WHERE "ever_resolved_at" IS NOT NULL;
CREATE INDEX "ticket_ended_at" ON "ticket" ("ended_at") WHERE "ended_at" IS NOT NULL;
CREATE INDEX "ticket_closed_at" ON "ticket" ("closed_at") WHERE "closed_at" IS NOT NULL;
CREATE INDEX "ticket_survey_sent_at" ON "ticket" ("survey_sent_at") WHERE "survey_sent_at" IS NOT NULL;

-- What is open now: small, whatever the history.
CREATE INDEX "ticket_open" ON "ticket" ("opened_at") WHERE "state" = 'open';
CREATE INDEX "episode_waiting" ON "episode" ("started_at") WHERE "outcome" = 'waiting';
CREATE INDEX "round_open" ON "round" ("started_at") WHERE "outcome" = 'open';
CREATE INDEX "contact_live" ON "contact" ("agent") WHERE "ended_at" IS NULL;
CREATE INDEX "agent_span_now" ON "agent_span" ("agent") WHERE "ended_at" IS NULL;
CREATE INDEX "timer_due" ON "timer" ("due_at") WHERE "fired_at" IS NULL;

-- A customer's other tickets and complaints, by windows of time (first-contact resolution, complaints counted once).
CREATE INDEX "ticket_customer_opened" ON "ticket" ("source", "customer", "opened_at")
  WHERE "customer" IS NOT NULL AND "opened_at" IS NOT NULL;
CREATE INDEX "ticket_customer_resolved" ON "ticket" ("source", "customer", "resolved_at")
  WHERE "customer" IS NOT NULL AND "resolved_at" IS NOT NULL;
CREATE INDEX "complaint_customer" ON "complaint" ("source", "customer", "filed_at") WHERE "customer" IS NOT NULL;

-- Facts of open tickets and cells of the current hour are written again and again: room for the next version
-- in the same page keeps the indexes out of it.
ALTER TABLE "stream" SET (fillfactor = 10);
ALTER TABLE "source" SET (fillfactor = 20);
ALTER TABLE "ticket" SET (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE "episode" SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE "round" SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
DO $$
DECLARE
  t text;
BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'rollup\_%' LOOP
    EXECUTE format(
      'ALTER TABLE %I SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05)',
      t
    );
  END LOOP;
END $$;
