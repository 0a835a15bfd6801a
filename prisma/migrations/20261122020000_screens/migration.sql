-- What a screen is set to show, what it was last told, and what its last heartbeat said.
ALTER TABLE "screen" ADD COLUMN "settings" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "command" JSONB,
  ADD COLUMN "build" TEXT,
  ADD COLUMN "viewport" JSONB,
  ADD COLUMN "scene" TEXT,
  ADD COLUMN "density" TEXT;

-- Televisions that show a code and wait.
CREATE TABLE "screen_pairing" (
    "claim_hash" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "screen_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "screen_pairing_pkey" PRIMARY KEY ("claim_hash")
);
CREATE UNIQUE INDEX "screen_pairing_code_hash_key" ON "screen_pairing"("code_hash");
CREATE INDEX "screen_pairing_expires_at_idx" ON "screen_pairing"("expires_at");
