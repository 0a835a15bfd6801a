-- Occupancy of a team reads the contacts of its agents that ended in a period or later.
DROP INDEX IF EXISTS "contact_agent_started_at_idx";
CREATE INDEX "contact_agent_ended_at_idx" ON "contact" ("agent", "ended_at");
