-- Requests to fold every ticket again are looked for in each round, beside millions of units that wait.
CREATE INDEX "dirty_unit_all" ON "dirty_unit" ("marked_at") WHERE "kind" = 'all';
