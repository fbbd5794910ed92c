-- Languages, groups and kinds of panels will grow, so Rust checks them now. SQLite cannot change a CHECK in place: each table is
-- rebuilt, and its rows are copied. Foreign keys are off in migrations, so dropping a table deletes no rows that refer to it.

-- A person whom the server showed us, or who wrote to us. Instants are milliseconds UTC.
CREATE TABLE members_rebuilt (
    id             INTEGER NOT NULL PRIMARY KEY,                     -- Discord's user id
    handle         TEXT    NOT NULL,                                 -- the account's unique handle
    name           TEXT    NOT NULL,                                 -- as shown in the server: nickname, global name or handle
    mag            INTEGER NOT NULL DEFAULT 0 CHECK (mag IN (0, 1)), -- these three follow the server's roles that /setup picked
    helpdesk       INTEGER NOT NULL DEFAULT 0 CHECK (helpdesk IN (0, 1)),
    secretariat    INTEGER NOT NULL DEFAULT 0 CHECK (secretariat IN (0, 1)),
    in_guild       INTEGER NOT NULL CHECK (in_guild IN (0, 1)),
    left_at        INTEGER,                                          -- for retention; null while they are in the server
    locale         TEXT,                                             -- of their client at their last interaction
    language       TEXT,                                             -- the code of the language that they chose; wins over locale
    dm_channel     INTEGER,                                          -- opened by their own act
    dm_closed_at   INTEGER,                                          -- Discord refused a DM then (50007), and none arrived since
    dm_acted_at    INTEGER,                                          -- they did something after dm_closed_at: their DM is tried once more
    dm_messaged_at INTEGER,                                          -- the first message of ours arrived in their DM
    CHECK ((left_at IS NULL) = (in_guild = 1))
) STRICT;
INSERT INTO members_rebuilt (id, handle, name, mag, helpdesk, secretariat, in_guild, left_at, locale, language, dm_channel,
                             dm_closed_at, dm_acted_at, dm_messaged_at)
SELECT id, handle, name, mag, helpdesk, secretariat, in_guild, left_at, locale, language, dm_channel, dm_closed_at, dm_acted_at,
       dm_messaged_at
FROM members;
DROP TABLE members;
ALTER TABLE members_rebuilt RENAME TO members;
-- Serves `present`: the people that alerts, tickets and reminders go to.
CREATE INDEX members_present ON members (in_guild, mag, helpdesk, secretariat);

-- The answers given so far while a profile is set up. Each is stored at once, so that buttons work after a restart.
CREATE TABLE profile_drafts_rebuilt (
    member_id   INTEGER NOT NULL PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    zone        TEXT,
    place       TEXT,                                                -- the name of the place they chose, in English; null: the zone's id says it
    zone_step   TEXT CHECK (zone_step IN ('proposed', 'confirmed')), -- whether "Is this right?" was answered
    quiet_start TEXT,
    quiet_end   TEXT,
    quiet_days  TEXT CHECK (json_valid(quiet_days)),                 -- as in profiles
    emergency   TEXT CHECK (emergency IN ('allowed', 'refused')),
    language    TEXT,                                                -- the code of the language that they chose
    revision    INTEGER NOT NULL,                                    -- grows with every answer: "Save" saves what was shown
    changed_at  INTEGER NOT NULL,
    CHECK ((zone IS NULL) = (zone_step IS NULL)),
    CHECK ((quiet_start IS NULL) = (quiet_end IS NULL))
) STRICT;
INSERT INTO profile_drafts_rebuilt (member_id, zone, place, zone_step, quiet_start, quiet_end, quiet_days, emergency, language,
                                    revision, changed_at)
SELECT member_id, zone, place, zone_step, quiet_start, quiet_end, quiet_days, emergency, language, revision, changed_at
FROM profile_drafts;
DROP TABLE profile_drafts;
ALTER TABLE profile_drafts_rebuilt RENAME TO profile_drafts;
-- Serves the retention of drafts that nobody finished.
CREATE INDEX profile_drafts_changed ON profile_drafts (changed_at);

-- The messages with buttons that stay in a channel, so that a second /setup edits them instead of posting more.
CREATE TABLE panels_rebuilt (
    kind       TEXT    NOT NULL PRIMARY KEY,                         -- the code of a PanelKind
    channel_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO panels_rebuilt (kind, channel_id, message_id) SELECT kind, channel_id, message_id FROM panels;
DROP TABLE panels;
ALTER TABLE panels_rebuilt RENAME TO panels;

-- Who ought to be in the server, from the uploaded list. The next upload replaces all rows.
CREATE TABLE expected_members_rebuilt (
    line    INTEGER NOT NULL PRIMARY KEY,                            -- of the uploaded file
    name    TEXT    NOT NULL,
    address TEXT    NOT NULL,                                        -- outside Discord: e-mail or telephone
    grp     TEXT    NOT NULL,                                        -- the code of a Group
    handle  TEXT                                                     -- on Discord, when the list has it
) STRICT;
INSERT INTO expected_members_rebuilt (line, name, address, grp, handle)
SELECT line, name, address, grp, handle FROM expected_members;
DROP TABLE expected_members;
ALTER TABLE expected_members_rebuilt RENAME TO expected_members;

-- Nobody writes it any more: an interaction that arrives twice is recognized by what it creates.
DROP TABLE interactions;
