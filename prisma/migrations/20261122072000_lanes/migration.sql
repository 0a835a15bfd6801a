-- CreateTable
CREATE TABLE "notify_lane" (
    "target_id" UUID NOT NULL,
    "next_send_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "noticed_at" TIMESTAMPTZ(3),

    CONSTRAINT "notify_lane_pkey" PRIMARY KEY ("target_id")
);

-- CreateTable
CREATE TABLE "notify_send" (
    "id" BIGSERIAL NOT NULL,
    "target_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notify_send_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "notify_send_target_id_at_idx" ON "notify_send"("target_id", "at");

-- The in-app inbox and the wall are always there.
INSERT INTO "notify_target" ("id", "name", "kind", "config", "locale", "enabled", "created_at", "updated_at") VALUES
  ('00000000-0000-8000-8000-000000000001', 'inbox', 'inbox', '{}', 'zh', true, now(), now()),
  ('00000000-0000-8000-8000-000000000002', 'wall', 'wall', '{}', 'zh', true, now(), now())
ON CONFLICT DO NOTHING;
