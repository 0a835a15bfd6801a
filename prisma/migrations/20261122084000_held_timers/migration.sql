-- Limits that ran out while another alarm explained them: looked at again until that alarm is over or the wait has ended.
ALTER TABLE "rule_timer" ADD COLUMN "held_at" TIMESTAMPTZ(3);
CREATE INDEX "rule_timer_held" ON "rule_timer" ("held_at") WHERE "held_at" IS NOT NULL;
