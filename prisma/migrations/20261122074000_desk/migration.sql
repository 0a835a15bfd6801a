-- One-time links by which people set their password.
CREATE TABLE "password_link" (
    "id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_link_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "password_link_user_id_key" ON "password_link"("user_id");
ALTER TABLE "password_link" ADD CONSTRAINT "password_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Filters of the audit log.
CREATE INDEX "audit_entry_actor_seq_idx" ON "audit_entry"("actor", "seq");
CREATE INDEX "audit_entry_action_seq_idx" ON "audit_entry"("action", "seq");

-- The nightly clearing finds old texts by time, without an index entry for each event.
CREATE INDEX "event_time_brin" ON "event" USING BRIN ("time");
CREATE INDEX "event_received_at_brin" ON "event" USING BRIN ("received_at");

-- The audit log can only grow: the database itself refuses the rest, whoever asks.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();
CREATE TRIGGER "audit_entry_no_truncate" BEFORE TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
