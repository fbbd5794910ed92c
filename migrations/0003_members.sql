-- A person that the server showed us, or who wrote to us. Instants are milliseconds UTC.
CREATE TABLE members (
    id           INTEGER NOT NULL PRIMARY KEY,                     -- Discord's user id
    handle       TEXT    NOT NULL,                                 -- the account's unique handle
    name         TEXT    NOT NULL,                                 -- as shown in the server: nickname, global name or handle
    mag          INTEGER NOT NULL DEFAULT 0 CHECK (mag IN (0, 1)), -- these three follow the server's roles that /setup picked
    helpdesk     INTEGER NOT NULL DEFAULT 0 CHECK (helpdesk IN (0, 1)),
    secretariat  INTEGER NOT NULL DEFAULT 0 CHECK (secretariat IN (0, 1)),
    in_guild     INTEGER NOT NULL CHECK (in_guild IN (0, 1)),
    left_at      INTEGER,                                          -- for retention; null while they are in the server
    locale       TEXT,                                             -- of their Discord when they last pressed or typed something
    language     TEXT CHECK (language IN ('en', 'fr', 'es')),      -- chosen by them; wins over locale
    dm_channel   INTEGER,                                          -- opened by their own act
    dm_closed_at INTEGER,                                          -- Discord refused a DM then (50007), and no sign of the contrary since
    CHECK ((left_at IS NULL) = (in_guild = 1))
) STRICT;

-- For `present_with`: the people that alerts, tickets and reminders go to.
CREATE INDEX members_present ON members (in_guild, mag, helpdesk, secretariat);

CREATE TABLE profiles (
    member_id   INTEGER NOT NULL PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    zone        TEXT    NOT NULL,                                  -- the spelling they chose, e.g. Asia/Calcutta or UTC+10
    place       TEXT,                                              -- the name of the place they chose, in English; null: the zone's id says it
    quiet_start TEXT    NOT NULL,                                  -- wall time HH:MM; the same as quiet_end: no quiet hours
    quiet_end   TEXT    NOT NULL,
    emergency   TEXT    NOT NULL CHECK (emergency IN ('allowed', 'refused')), -- "May an emergency wake you?": asked, never assumed
    awake_until INTEGER,                                           -- quiet hours do not apply before
    away_until  INTEGER,                                           -- not counted as awake before
    saved_at    INTEGER NOT NULL
) STRICT;

-- A profile in the making. Each answer is kept at once, so that buttons work after a restart.
CREATE TABLE profile_drafts (
    member_id   INTEGER NOT NULL PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    zone        TEXT,
    place       TEXT,
    zone_step   TEXT CHECK (zone_step IN ('proposed', 'confirmed')), -- whether "Is this right?" was answered
    quiet_start TEXT,
    quiet_end   TEXT,
    emergency   TEXT CHECK (emergency IN ('allowed', 'refused')),
    language    TEXT CHECK (language IN ('en', 'fr', 'es')),
    revision    INTEGER NOT NULL,                                  -- grows with every answer: "Save" saves what was shown
    changed_at  INTEGER NOT NULL,
    CHECK ((zone IS NULL) = (zone_step IS NULL)),
    CHECK ((quiet_start IS NULL) = (quiet_end IS NULL))
) STRICT;

-- For the retention of drafts that nobody finished.
CREATE INDEX profile_drafts_changed ON profile_drafts (changed_at);
