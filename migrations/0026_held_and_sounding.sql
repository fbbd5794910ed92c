-- What waits for its reader's waking minute is not late, and of all that waits for the same minute one message sounds.
-- So a delivery remembers until when it waited on purpose, and whether its latest attempt may make a sound. Instants
-- are milliseconds UTC.

-- Until when it waited on purpose: asked for so, or held by its source. Null when it was to go out at once. Retries do
-- not move it.
ALTER TABLE deliveries ADD COLUMN held_until INTEGER;
-- Of the latest attempt at a message; null before the first.
ALTER TABLE deliveries ADD COLUMN sounding INTEGER CHECK (sounding IN (0, 1));
UPDATE deliveries SET held_until = due_at WHERE state = 'pending' AND due_at > queued_at;

-- Serves "did something just sound for this person".
CREATE INDEX deliveries_sounding ON deliveries (member_id, sending_at) WHERE sounding = 1 AND member_id IS NOT NULL;
-- Serves "does something more urgent wait for the same waking minute".
CREATE INDEX deliveries_held ON deliveries (member_id, due_at)
    WHERE state = 'pending' AND held_until IS NOT NULL AND member_id IS NOT NULL;
