-- Who waits longest past their limit, twice a second for every wall: only what is open, in order of the limit.
CREATE INDEX "episode_waiting_due" ON "episode" ("due_at") WHERE "outcome" = 'waiting';
CREATE INDEX "round_open_due" ON "round" ("due_at") WHERE "outcome" = 'open';
