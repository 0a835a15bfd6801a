-- Partial in name only: a customer is never null. Prisma cannot express this index, and leaves partial ones alone.
DROP INDEX "customer_id_prefix";
CREATE INDEX "customer_id_prefix" ON "customer" ("customer" text_pattern_ops) WHERE "customer" IS NOT NULL;
