-- Why the ticket does not quote the text of its origin. The reason is not stored as a text, because each reader reads it
-- in their own language.
ALTER TABLE tickets ADD COLUMN omitted_reason TEXT;     -- null: the text is shown, or there is no origin
ALTER TABLE tickets ADD COLUMN omitted_sent_at INTEGER; -- when the omitted text was sent
