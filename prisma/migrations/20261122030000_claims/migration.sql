-- Who looks after a conversation that waits. One row a ticket; it holds for the wait that began at waiting_since.
CREATE TABLE "claim" (
    "source" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "waiting_since" TIMESTAMPTZ(3) NOT NULL,
    "claimed_by" TEXT NOT NULL,
    "claimed_name" TEXT NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("source", "subject")
);

-- What colleagues tell each other about a ticket.
CREATE TABLE "ticket_note" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "written_by" TEXT NOT NULL,
    "written_name" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticket_note_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "ticket_note_source_subject_written_at_idx" ON "ticket_note"("source", "subject", "written_at");
