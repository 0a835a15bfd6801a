-- Exact percentiles of first responses read thousands of episodes: from the index alone, without their rows.
CREATE INDEX "episode_answered" ON "episode" ("started_at") INCLUDE ("outcome", "wait_ms", "channel", "team", "agent")
  WHERE "outcome" = 'answered';

-- Occupancy of a period reads the contacts that ended in it or later.
CREATE INDEX "contact_ended" ON "contact" ("ended_at") WHERE "ended_at" IS NOT NULL;
