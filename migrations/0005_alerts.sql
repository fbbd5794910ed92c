-- An alert in the making: every word that was typed is kept from the first submission on, so that a wrong time or an old preview loses
-- nothing. Instants are milliseconds UTC.
CREATE TABLE alert_drafts (
    id             INTEGER NOT NULL PRIMARY KEY,
    interaction_id INTEGER NOT NULL UNIQUE,                        -- the first submission of the form: the same one makes no second draft
    author_id      INTEGER NOT NULL,
    severity       TEXT    NOT NULL CHECK (severity IN ('information', 'urgent', 'emergency')),
    audience       TEXT    NOT NULL,                               -- as typed; read anew at every count; empty for a correction
    corrects       INTEGER REFERENCES alerts (id),                 -- the alert that this is a correction of
    corrects_from  INTEGER,                                        -- the version that the author had before them
    text           TEXT    NOT NULL,
    answer_by_text TEXT    NOT NULL,                               -- as typed; empty: no limit
    answer_by      INTEGER,                                        -- as understood, or chosen among several meanings
    chosen         TEXT    NOT NULL DEFAULT '[]',                  -- JSON: whom the author chose by name to be woken
    shown          TEXT,                                           -- JSON: member id to section, as the last preview showed them
    previewed_at   INTEGER,
    alert_id       INTEGER REFERENCES alerts (id),                 -- what it became: a draft is sent once
    discarded_at   INTEGER,
    changed_at     INTEGER NOT NULL
) STRICT;

-- For the retention of drafts that nobody sent.
CREATE INDEX alert_drafts_changed ON alert_drafts (changed_at);

CREATE TABLE alerts (
    id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,          -- never used again, since buttons of old messages name it
    author_id INTEGER NOT NULL,
    severity  TEXT    NOT NULL CHECK (severity IN ('information', 'urgent', 'emergency')),
    addressed TEXT    NOT NULL,                                    -- JSON: the groups it was addressed to, for who is not on Discord
    version   INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),     -- the text in force; a correction makes the next
    state     TEXT    NOT NULL CHECK (state IN ('active', 'cancelled', 'over')),
    sent_at   INTEGER NOT NULL,
    asked_at  INTEGER,                                             -- when it was last asked again
    ended_at  INTEGER,
    ended_by  INTEGER,
    CHECK ((state = 'active') = (ended_at IS NULL))
) STRICT;

-- For "was the same sent in the last half hour" and for the list of alerts.
CREATE INDEX alerts_sent ON alerts (sent_at);

-- What it said, correction after correction.
CREATE TABLE alert_versions (
    alert_id  INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    version   INTEGER NOT NULL,
    text      TEXT    NOT NULL,
    answer_by INTEGER,
    by_id     INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (alert_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert_recipients (
    alert_id     INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    member_id    INTEGER NOT NULL,
    chosen       INTEGER NOT NULL CHECK (chosen IN (0, 1)),        -- the author saw the name and chose it to be woken
    sent_at      INTEGER,                                          -- the first message arrived
    heard_at     INTEGER,                                          -- the first message with sound arrived
    failed_at    INTEGER,                                          -- the latest message could not be delivered
    cause        TEXT CHECK (cause IN ('not_here', 'no_route', 'refused', 'exhausted', 'unknown')),
    reason       TEXT,                                             -- in Discord's words where they are Discord's
    seen_at      INTEGER,                                          -- their own act
    seen_version INTEGER,                                          -- the text that they had seen
    PRIMARY KEY (alert_id, member_id),
    CHECK ((failed_at IS NULL) = (cause IS NULL)),
    CHECK ((seen_at IS NULL) = (seen_version IS NULL))
) STRICT, WITHOUT ROWID;

-- For `/seen`, the export and the deletion of what is kept on a member.
CREATE INDEX alert_recipients_member ON alert_recipients (member_id, alert_id);

-- The messages to recipients, so that all of them can be worded anew when the alert was seen, corrected or ended.
CREATE TABLE alert_messages (
    delivery_id INTEGER NOT NULL PRIMARY KEY,
    alert_id    INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    member_id   INTEGER NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('first', 'nudge', 'again', 'corrected')),
    version     INTEGER NOT NULL,                                  -- asked for; then the one that the message carries
    occasion    TEXT CHECK (occasion IN ('new', 'slept', 'again', 'corrected', 'slept_too_late', 'too_late')), -- how it was worded; null before
    sounding    INTEGER CHECK (sounding IN (0, 1)),                -- of the latest attempt
    state       TEXT    NOT NULL CHECK (state IN ('owed', 'sent', 'ended'))
) STRICT;

-- For what is to be edited or cancelled.
CREATE INDEX alert_messages_of ON alert_messages (alert_id, member_id);

-- For what a member still gets, when their waking hours change or they leave.
CREATE INDEX alert_messages_owed ON alert_messages (member_id) WHERE state = 'owed';

-- The live lists in the secretariat's channel; the last one of an alert is kept up to date.
CREATE TABLE alert_rosters (
    alert_id    INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,                                  -- 1, 2, …: Discord refuses many edits of a message older than an hour
    delivery_id INTEGER NOT NULL UNIQUE,
    posted_at   INTEGER,
    stale       INTEGER NOT NULL DEFAULT 0 CHECK (stale IN (0, 1)), -- something changed since it was worded, and no edit waits yet
    PRIMARY KEY (alert_id, number)
) STRICT, WITHOUT ROWID;
