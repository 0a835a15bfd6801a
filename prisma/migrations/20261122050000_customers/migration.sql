-- Customers are found by their id, telephone or address, and listed by their worth, without reading a million rows.
CREATE INDEX "customer_id_prefix" ON "customer" ("customer" text_pattern_ops);
CREATE INDEX "customer_phone" ON "customer" ("phone") WHERE "phone" IS NOT NULL;
CREATE INDEX "customer_email" ON "customer" (lower("email")) WHERE "email" IS NOT NULL;
CREATE INDEX "customer_value" ON "customer" ("lifetime_value_cents", "source", "customer")
  WHERE "lifetime_value_cents" IS NOT NULL;

-- Comments, and suggestions that nobody has decided yet (they are no facts), by time.
CREATE INDEX "answer_commented" ON "answer" ("at") WHERE "comment" IS NOT NULL;
CREATE INDEX "event_suggestion" ON "event" ("time") WHERE "type" = 'suggestion.submitted';
