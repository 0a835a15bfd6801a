-- Limits of conversations are those of rules now.
ALTER TABLE "alert_rule" ADD COLUMN "timers_set" INTEGER;
DROP TABLE "timer";
