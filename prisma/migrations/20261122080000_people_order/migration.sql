-- The third order of each fact, beside those of 20261122063000: by team and agent. Who leads a team, and who looks at
-- one agent, reads what those did and not the period of all; one agent is found by skipping through the few teams.
CREATE INDEX IF NOT EXISTS "ticket_team_opened_agent_opened_opened_at_idx" ON "ticket" ("team_opened", "agent_opened", "opened_at");
CREATE INDEX IF NOT EXISTS "ticket_team_agent_resolved_at" ON "ticket" ("team_settled", "agent_settled", "resolved_at") INCLUDE ("reopened", "transferred_team", "fcr_repeat") WHERE "resolved_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "ticket_team_agent_ever_resolved_at" ON "ticket" ("team_settled", "agent_settled", "ever_resolved_at") INCLUDE ("reopened72") WHERE "ever_resolved_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "ticket_team_agent_ended_at" ON "ticket" ("team_settled", "agent_settled", "ended_at") INCLUDE ("aht_ms") WHERE "ended_at" IS NOT NULL;
CREATE INDEX IF NOT EXISTS "episode_team_agent_started_at_idx" ON "episode" ("team", "agent", "started_at");
CREATE INDEX IF NOT EXISTS "round_team_agent_started_at_idx" ON "round" ("team", "agent", "started_at");
CREATE INDEX IF NOT EXISTS "assignment_team_agent_assigned_at_idx" ON "assignment" ("team", "agent", "assigned_at");
CREATE INDEX IF NOT EXISTS "answer_team_agent_at_idx" ON "answer" ("team", "agent", "at");
