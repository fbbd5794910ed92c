-- Whether the author addressed a recipient by name. Whoever was addressed as one of a group is asked again, and reads
-- corrections, only as long as they are in it. Of older recipients it is not known.
ALTER TABLE alert_recipients ADD COLUMN named INTEGER NOT NULL DEFAULT 1 CHECK (named IN (0, 1));

-- The member had their data deleted while the alert went on: their rows are deleted with its end.
ALTER TABLE alert_recipients ADD COLUMN erased_at_end INTEGER NOT NULL DEFAULT 0 CHECK (erased_at_end IN (0, 1));

-- Interactions whose work is done. Discord can deliver one twice; the transaction that does the work claims it here.
CREATE TABLE handled_interactions (
    id INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT;
-- Serves the retention.
CREATE INDEX handled_interactions_at ON handled_interactions (at);
