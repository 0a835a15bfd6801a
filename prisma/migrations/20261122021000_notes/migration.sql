-- What explains a stretch of time, written by hand.
CREATE TABLE "annotation" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "channel" TEXT,
    "team" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "annotation_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "annotation_at_idx" ON "annotation"("at");

-- Sources that fell silent; one open stretch a source.
CREATE TABLE "source_outage" (
    "source" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "source_outage_pkey" PRIMARY KEY ("source", "since")
);
CREATE INDEX "source_outage_since_idx" ON "source_outage"("since");
CREATE UNIQUE INDEX "source_outage_open" ON "source_outage"("source") WHERE "until" IS NULL;

-- Views of pages that people keep.
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "teams" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "saved_view_owner_id_name_key" ON "saved_view"("owner_id", "name");
CREATE INDEX "saved_view_shared_idx" ON "saved_view"("shared");
