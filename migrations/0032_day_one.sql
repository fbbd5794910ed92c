-- What the list of expected members says about where people live and what they read.
ALTER TABLE expected_members ADD COLUMN zone TEXT;      -- a zone's id, read from the city or the zone of the line
ALTER TABLE expected_members ADD COLUMN place TEXT;     -- that place by name, in English; null: the zone's id has it
ALTER TABLE expected_members ADD COLUMN language TEXT;  -- a code of ours

-- A list that was uploaded and read, and that nobody has confirmed. Deleted a day later.
CREATE TABLE expected_drafts (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,         -- custom ids name it, so no id is used again
    guild_id   INTEGER NOT NULL,
    by_id      INTEGER NOT NULL UNIQUE,                            -- their next upload replaces it
    people     TEXT    NOT NULL,                                   -- JSON: the lines as they would be stored
    created_at INTEGER NOT NULL
) STRICT;

-- For the retention.
CREATE INDEX expected_drafts_created ON expected_drafts (created_at);

-- What the list says about members whom it names for certain, by handle or id. It counts until they save a profile.
CREATE TABLE listed_members (
    member_id INTEGER NOT NULL PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    zone      TEXT,
    place     TEXT,
    language  TEXT
) STRICT;

ALTER TABLE members ADD COLUMN phone_confirmed_at INTEGER; -- they heard the latest "Test my phone"
ALTER TABLE members ADD COLUMN profile_asked_at INTEGER;   -- the secretariat last had them reminded of the profile
