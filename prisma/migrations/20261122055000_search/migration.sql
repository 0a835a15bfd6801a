-- The palette finds tickets by the beginning of their number, in any case.
CREATE INDEX "ticket_subject_prefix" ON "ticket" (lower("subject") text_pattern_ops);
