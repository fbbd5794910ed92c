-- Whom a member named to answer for them when they cannot be reached. One deputy each.
CREATE TABLE deputies (
    id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,        -- custom ids name it, so no id is used again
    member_id   INTEGER NOT NULL UNIQUE REFERENCES members (id) ON DELETE CASCADE,
    deputy_id   INTEGER NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    asked_at    INTEGER NOT NULL,
    accepted_at INTEGER,                                           -- null until the deputy has accepted
    CHECK (member_id <> deputy_id)
) STRICT;

-- For "whose deputy is this person", which also ends when they leave.
CREATE INDEX deputies_deputy ON deputies (deputy_id);
