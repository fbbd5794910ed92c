-- The servers that the bot is in, as Discord showed them after the last READY and since. Instants are milliseconds UTC; Discord's
-- permission bits are 64-bit sets stored as they are.
CREATE TABLE servers (
    id        INTEGER NOT NULL PRIMARY KEY,
    name      TEXT    NOT NULL,
    owner_id  INTEGER NOT NULL,
    bot_id    INTEGER NOT NULL,                                    -- our own user id there
    synced_at INTEGER NOT NULL,
    left_at   INTEGER                                              -- the bot was removed from it; null while it is in
) STRICT;

CREATE TABLE server_roles (
    guild_id    INTEGER NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
    id          INTEGER NOT NULL,                                  -- the server's own id is the role of everyone
    name        TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    permissions INTEGER NOT NULL,
    managed     INTEGER NOT NULL CHECK (managed IN (0, 1)),        -- belongs to a bot or a subscription; no person can be given it
    mentionable INTEGER NOT NULL CHECK (mentionable IN (0, 1)),
    PRIMARY KEY (guild_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE server_channels (
    guild_id   INTEGER NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
    id         INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    kind       INTEGER NOT NULL,                                   -- Discord's channel type
    parent_id  INTEGER,
    position   INTEGER NOT NULL,
    overwrites TEXT    NOT NULL,                                   -- JSON: [{target, id, allow, deny}]
    PRIMARY KEY (guild_id, id)
) STRICT, WITHOUT ROWID;

-- Everybody in the server, bots too: ours is needed for its permissions, and roles are needed when /setup picks other ones.
CREATE TABLE server_members (
    guild_id  INTEGER NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    handle    TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    is_bot    INTEGER NOT NULL CHECK (is_bot IN (0, 1)),
    roles     TEXT    NOT NULL,                                    -- JSON: ids as numbers
    PRIMARY KEY (guild_id, member_id)
) STRICT, WITHOUT ROWID;

-- One Magpie serves one server: at most one row.
CREATE TABLE setup (
    one                   INTEGER NOT NULL PRIMARY KEY DEFAULT 1 CHECK (one = 1),
    guild_id              INTEGER NOT NULL REFERENCES servers (id),
    secretariat_role      INTEGER,
    members_role          INTEGER,
    volunteers_role       INTEGER,
    secretariat_channel   INTEGER,                                 -- rosters of alerts, private reports, notices to the secretariat
    announcements_channel INTEGER,
    help_channel          INTEGER,
    triage_channel        INTEGER,
    inbox_channel         INTEGER,                                 -- private threads for members whose DMs are closed
    event_from            TEXT,                                    -- YYYY-MM-DD, first and last day
    event_to              TEXT,
    changed_at            INTEGER NOT NULL,
    changed_by            INTEGER NOT NULL,
    CHECK ((event_from IS NULL) = (event_to IS NULL))
) STRICT;

-- The messages with our standing buttons, so that a second /setup edits them instead of posting more.
CREATE TABLE panels (
    kind       TEXT    NOT NULL PRIMARY KEY CHECK (kind IN ('help', 'profile')),
    channel_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who ought to be in the server, from the uploaded list; replaced whole by the next upload.
CREATE TABLE expected_members (
    line    INTEGER NOT NULL PRIMARY KEY,                          -- of the uploaded file
    name    TEXT    NOT NULL,
    address TEXT    NOT NULL,                                      -- outside Discord: e-mail or telephone
    grp     TEXT    NOT NULL CHECK (grp IN ('mag', 'helpdesk', 'secretariat')),
    handle  TEXT                                                   -- on Discord, when the list knows it
) STRICT;

-- One incoming interaction, one effect.
CREATE TABLE interactions (
    id INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT;

-- For the retention.
CREATE INDEX interactions_at ON interactions (at);
