-- Rows that cannot be read or handled, set aside so that they stop no other row: due work leaves them out. Emptied at
-- each start, because another version may be able to read them.
CREATE TABLE set_aside (
    part   TEXT    NOT NULL, -- the table of the row
    row_id INTEGER NOT NULL, -- its id there
    reason TEXT    NOT NULL, -- why it cannot be read or handled; for the operator
    since  INTEGER NOT NULL, -- milliseconds UTC
    PRIMARY KEY (part, row_id)
) STRICT, WITHOUT ROWID;

-- "Magp": tells `file` and Magpie itself whose database this is.
PRAGMA application_id = 0x4D616770;

-- Kinds of trouble grow with the checks, so Rust checks them now.
CREATE TABLE incident_troubles_rebuilt (
    incident_id INTEGER NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    trouble     TEXT    NOT NULL, -- the code of a check that failed
    began_at    INTEGER NOT NULL,
    ended_at    INTEGER CHECK (ended_at >= began_at),
    PRIMARY KEY (incident_id, trouble)
) STRICT, WITHOUT ROWID;
INSERT INTO incident_troubles_rebuilt (incident_id, trouble, began_at, ended_at)
SELECT incident_id, trouble, began_at, ended_at FROM incident_troubles;
DROP TABLE incident_troubles;
ALTER TABLE incident_troubles_rebuilt RENAME TO incident_troubles;
