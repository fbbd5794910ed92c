-- Of a recurring reminder that was missed several times only the latest comes, and says so.
ALTER TABLE reminder_occurrence ADD COLUMN missed INTEGER NOT NULL DEFAULT 0 CHECK (missed >= 0); -- occurrences before this one that nobody was brought
-- Serves "what does this message carry": several late occurrences come as one.
CREATE INDEX reminder_occurrence_delivery ON reminder_occurrence (delivery_id) WHERE delivery_id IS NOT NULL;

-- A time in which Magpie could not do all of its work. The secretariat is told of each once.
CREATE TABLE incident (
    id          INTEGER PRIMARY KEY,
    began_at    INTEGER NOT NULL,
    ended_at    INTEGER,                        -- null while it lasts
    delivery_id INTEGER,                        -- the message that tells of it; null while it cannot be told, or need not be
    CHECK (ended_at IS NULL OR ended_at >= began_at)
) STRICT;
-- At most one lasts: what goes wrong meanwhile belongs to it.
CREATE UNIQUE INDEX incident_open ON incident (ended_at IS NULL) WHERE ended_at IS NULL;

-- What was wrong in an incident.
CREATE TABLE incident_trouble (
    incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    trouble     TEXT    NOT NULL CHECK (trouble IN ('engine', 'outbox', 'failures', 'gateway', 'database')),
    began_at    INTEGER NOT NULL,
    ended_at    INTEGER,                        -- null while it lasts
    PRIMARY KEY (incident_id, trouble)
) STRICT, WITHOUT ROWID;
