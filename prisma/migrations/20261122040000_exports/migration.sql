CREATE TABLE "export_job" (
  "id" UUID NOT NULL,
  "owner" TEXT NOT NULL,
  "teams" JSONB NOT NULL,
  "kind" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "query" TEXT NOT NULL,
  "page" TEXT NOT NULL,
  "format" TEXT NOT NULL,
  "locale" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "done" INTEGER NOT NULL DEFAULT 0,
  "total" INTEGER,
  "error" TEXT,
  "file" TEXT,
  "bytes" BIGINT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "export_job_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "export_job_owner_created_at_idx" ON "export_job"("owner", "created_at");
