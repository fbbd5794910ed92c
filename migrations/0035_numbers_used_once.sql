-- Buttons, idempotency keys and other tables name these rows by their numbers, and retention can delete a row while its
-- number is still named. With a plain INTEGER PRIMARY KEY, SQLite gives the number of a deleted last row to the next
-- row. With AUTOINCREMENT it never uses a number twice.

CREATE TABLE deliveries_new (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    source           TEXT    NOT NULL,           -- the feature that enqueued it and decides before each attempt
    subject          TEXT    NOT NULL,           -- what it is about; only the source reads this
    part             TEXT,                       -- which message about the subject; only the source reads this
    key              TEXT    NOT NULL UNIQUE,    -- a second delivery with the same key is not enqueued
    lane             INTEGER NOT NULL CHECK (lane BETWEEN 0 AND 3), -- 0 emergency, 1 urgent, 2 prompt, 3 routine
    action           TEXT    NOT NULL,           -- such as post or edit
    member_id        INTEGER,                    -- the person who gets it, or who joins or leaves a thread
    channel_id       INTEGER,                    -- the channel or thread it goes to
    edits            INTEGER REFERENCES deliveries (id), -- the delivery whose message is edited or deleted
    invitees         TEXT,                       -- ids of members to add to a new thread, with commas
    line             TEXT    NOT NULL,           -- rows of one line and lane are sent in order
    route            TEXT    NOT NULL DEFAULT 'direct', -- the name of the route, such as direct or inbox
    state            TEXT    NOT NULL CHECK (state IN ('pending', 'sending', 'retry', 'unknown',
                                                         'sent', 'failed', 'cancelled', 'expired')),
    attempt          INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    queued_at        INTEGER NOT NULL,
    due_at           INTEGER NOT NULL,           -- the next attempt, or the next check of an unknown outcome
    expires_at       INTEGER,                    -- no attempt starts at or after this
    sending_at       INTEGER,                    -- when the latest attempt began
    lease_until      INTEGER,                    -- from then on, the outcome of a row in state sending is unknown
    unknown_since    INTEGER,                    -- start of the first attempt that may have arrived
    tried_channel_id INTEGER,                    -- the channel of the latest attempt
    nonce            TEXT    NOT NULL UNIQUE,    -- sent with enforce_nonce
    sent_channel_id  INTEGER,
    sent_message_id  INTEGER,
    sent_at          INTEGER,
    cause            TEXT,                       -- of a failure; older versions wrote refused/<Discord's code>
    reason           TEXT,                       -- why it failed, waits or was cancelled; Discord's words if given
    uncounted        INTEGER NOT NULL DEFAULT 0 CHECK (uncounted >= 0), -- attempts that failed in an outage of Discord
    held_until       INTEGER,                    -- when a delivery that waited on purpose was to be sent
    sounding         INTEGER CHECK (sounding IN (0, 1)) -- whether the latest attempt may make a sound
) STRICT;
INSERT INTO deliveries_new (
    id, source, subject, part, key, lane, action, member_id, channel_id, edits, invitees, line, route, state,
    attempt, queued_at, due_at, expires_at, sending_at, lease_until, unknown_since, tried_channel_id, nonce,
    sent_channel_id, sent_message_id, sent_at, cause, reason, uncounted, held_until, sounding)
SELECT id, source, subject, part, key, lane, action, member_id, channel_id, edits, invitees, line, route, state,
       attempt, queued_at, due_at, expires_at, sending_at, lease_until, unknown_since, tried_channel_id, nonce,
       sent_channel_id, sent_message_id, sent_at, cause, reason, uncounted, held_until, sounding FROM deliveries;
DROP TABLE deliveries;
ALTER TABLE deliveries_new RENAME TO deliveries;
-- Serves the dispatcher's choice: of each lane and source with due rows, the rows that have been due longest.
CREATE INDEX deliveries_due ON deliveries (lane, source, due_at, id) WHERE state IN ('pending', 'retry', 'unknown');
-- Serves "when is the next one due".
CREATE INDEX deliveries_next ON deliveries (due_at) WHERE state IN ('pending', 'retry', 'unknown');
-- Serve "is an earlier row of this line unfinished".
CREATE INDEX deliveries_line_busy ON deliveries (lane, line, id) WHERE state IN ('sending', 'retry');
CREATE INDEX deliveries_line_waiting ON deliveries (lane, line, due_at, id) WHERE state IN ('pending', 'unknown');
-- Serves the start and leases: what was being sent when the process ended.
CREATE INDEX deliveries_sending ON deliveries (lease_until) WHERE state = 'sending';
-- Serves a source's questions about its deliveries.
CREATE INDEX deliveries_subject ON deliveries (source, subject);
-- Serves "how often was this message edited".
CREATE INDEX deliveries_edits ON deliveries (edits) WHERE edits IS NOT NULL;
-- Serves coalescing: at most one edit of a message waits.
CREATE UNIQUE INDEX deliveries_edit ON deliveries (edits)
    WHERE action = 'edit' AND state IN ('pending', 'retry');
-- Serves a person's receipts and export.
CREATE INDEX deliveries_member ON deliveries (member_id, id) WHERE member_id IS NOT NULL;
-- Serves "which delivery is the message that was pressed".
CREATE INDEX deliveries_message ON deliveries (sent_message_id)
    WHERE sent_message_id IS NOT NULL AND action = 'post';
-- Serves retention: what ended long ago.
CREATE INDEX deliveries_ended ON deliveries (due_at)
    WHERE state IN ('sent', 'failed', 'cancelled', 'expired');
-- Serves "what was edited in this channel lately", because Discord allows few edits of old messages in one channel.
CREATE INDEX deliveries_edits_of_channel ON deliveries (tried_channel_id, sending_at)
    WHERE action = 'edit' AND tried_channel_id IS NOT NULL;
CREATE TRIGGER delivery_counts_insert AFTER INSERT ON deliveries BEGIN
    INSERT INTO delivery_counts (state, n) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER delivery_counts_update AFTER UPDATE OF state ON deliveries WHEN OLD.state <> NEW.state BEGIN
    UPDATE delivery_counts SET n = n - 1 WHERE state = OLD.state;
    INSERT INTO delivery_counts (state, n) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER delivery_counts_delete AFTER DELETE ON deliveries BEGIN
    UPDATE delivery_counts SET n = n - 1 WHERE state = OLD.state;
END;
-- Serves "has this person heard a sound lately".
CREATE INDEX deliveries_sounding ON deliveries (member_id, sending_at)
    WHERE sounding = 1 AND member_id IS NOT NULL;
-- Serves "what else waits for this person to wake".
CREATE INDEX deliveries_held ON deliveries (member_id, due_at)
    WHERE state = 'pending' AND held_until IS NOT NULL AND member_id IS NOT NULL;

CREATE TABLE reminders_new (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id   INTEGER NOT NULL,                -- who is reminded
    author_id   INTEGER NOT NULL,                -- the member, or somebody in the secretariat
    batch_id    INTEGER REFERENCES reminder_drafts (id), -- the draft of a reminder for a group
    text        TEXT    NOT NULL CHECK (length(text) > 0),
    anchor      TEXT    NOT NULL CHECK (anchor IN ('instant', 'wall', 'wall_in_zone')), -- what a new zone keeps
    wall        TEXT    NOT NULL,                -- the first local time, such as 2020-11-11T04:30:00
    zone        TEXT    NOT NULL,                -- the zone in which it was planned
    rule        TEXT,                            -- RFC 5545, expanded on local time from `wall`
    tz_data     TEXT    NOT NULL,                -- the version of the tz data that gave due_at
    state       TEXT    NOT NULL CHECK (state IN ('active', 'over', 'stopped')),
    due_at      INTEGER,                         -- the next occurrence; null unless active
    created_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    pass        TEXT    NOT NULL DEFAULT 'first', -- which of the two instants of a repeated local time
    CHECK ((state = 'active') = (due_at IS NOT NULL))
) STRICT;
INSERT INTO reminders_new (
    id, member_id, author_id, batch_id, text, anchor, wall, zone, rule, tz_data, state, due_at, created_at,
    ended_at, pass)
SELECT id, member_id, author_id, batch_id, text, anchor, wall, zone, rule, tz_data, state, due_at, created_at,
       ended_at, pass FROM reminders;
DROP TABLE reminders;
ALTER TABLE reminders_new RENAME TO reminders;
-- Serves the timer: the reminders that are due.
CREATE INDEX reminders_due ON reminders (due_at) WHERE state = 'active';
-- Serves a member's own list.
CREATE INDEX reminders_member ON reminders (member_id, state);
-- Serves "stop it for everyone".
CREATE INDEX reminders_batch ON reminders (batch_id) WHERE batch_id IS NOT NULL;

CREATE TABLE reminder_drafts_new (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    author_id  INTEGER NOT NULL,
    plan       TEXT    NOT NULL,                 -- JSON: what was understood, or the choices
    created_at INTEGER NOT NULL,
    saved_at   INTEGER                           -- a second press saves nothing
) STRICT;
INSERT INTO reminder_drafts_new (id, author_id, plan, created_at, saved_at)
SELECT id, author_id, plan, created_at, saved_at FROM reminder_drafts;
DROP TABLE reminder_drafts;
ALTER TABLE reminder_drafts_new RENAME TO reminder_drafts;
-- Serves retention.
CREATE INDEX reminder_drafts_age ON reminder_drafts (created_at);

CREATE TABLE alert_drafts_new (
    id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    interaction_id INTEGER NOT NULL UNIQUE,                        -- the first submission of the form
    author_id      INTEGER NOT NULL,
    severity       TEXT    NOT NULL CHECK (severity IN ('information', 'urgent', 'emergency')),
    audience       TEXT    NOT NULL,                               -- as typed; empty for a correction
    corrects       INTEGER REFERENCES alerts (id),                 -- the alert that this corrects
    corrects_from  INTEGER,                                        -- the version that the author saw
    text           TEXT    NOT NULL,
    answer_by_text TEXT    NOT NULL,                               -- as typed; empty: no limit
    answer_by      INTEGER,                                        -- as understood or chosen
    chosen         TEXT    NOT NULL DEFAULT '[]',                  -- JSON: whom the author chose to wake
    shown          TEXT,                                           -- JSON: section by member id, in the last preview
    previewed_at   INTEGER,
    alert_id       INTEGER REFERENCES alerts (id),                 -- the alert that was sent from it
    discarded_at   INTEGER,
    changed_at     INTEGER NOT NULL,
    ask            TEXT    NOT NULL DEFAULT 'read',
    ask_text       TEXT    NOT NULL DEFAULT '',
    purpose        TEXT    NOT NULL DEFAULT 'real'
) STRICT;
INSERT INTO alert_drafts_new (
    id, interaction_id, author_id, severity, audience, corrects, corrects_from, text, answer_by_text, answer_by,
    chosen, shown, previewed_at, alert_id, discarded_at, changed_at, ask, ask_text, purpose)
SELECT id, interaction_id, author_id, severity, audience, corrects, corrects_from, text, answer_by_text, answer_by,
       chosen, shown, previewed_at, alert_id, discarded_at, changed_at, ask, ask_text, purpose FROM alert_drafts;
DROP TABLE alert_drafts;
ALTER TABLE alert_drafts_new RENAME TO alert_drafts;
-- Serves retention.
CREATE INDEX alert_drafts_changed ON alert_drafts (changed_at);

CREATE TABLE incidents_new (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    began_at    INTEGER NOT NULL,
    ended_at    INTEGER,                        -- null while it lasts
    delivery_id INTEGER,                        -- the announcement, if there is one
    CHECK (ended_at IS NULL OR ended_at >= began_at)
) STRICT;
INSERT INTO incidents_new (id, began_at, ended_at, delivery_id)
SELECT id, began_at, ended_at, delivery_id FROM incidents;
DROP TABLE incidents;
ALTER TABLE incidents_new RENAME TO incidents;
-- At most one incident is open.
CREATE UNIQUE INDEX incidents_open ON incidents (ended_at IS NULL) WHERE ended_at IS NULL;

-- Continue after every number that is still named. The numbers that only buttons of old messages name are not known, so
-- a database in use skips 1000 numbers. That is more than a server makes in a busy day.
DELETE FROM sqlite_sequence WHERE name IN ('deliveries', 'reminders', 'reminder_drafts', 'alert_drafts', 'incidents');
INSERT INTO sqlite_sequence (name, seq)
SELECT 'deliveries', MAX(n) + 1000 * EXISTS (SELECT 1 FROM members) FROM (
    SELECT COALESCE(MAX(id), 0) AS n FROM deliveries
    UNION ALL SELECT COALESCE(MAX(delivery_id), 0) FROM alert_messages
    UNION ALL SELECT COALESCE(MAX(carried_by), 0) FROM alert_messages
    UNION ALL SELECT COALESCE(MAX(delivery_id), 0) FROM alert_rosters
    UNION ALL SELECT COALESCE(MAX(delivery_id), 0) FROM reminder_occurrences
    UNION ALL SELECT COALESCE(MAX(delivery_id), 0) FROM incidents
);
INSERT INTO sqlite_sequence (name, seq)
SELECT 'reminders', COALESCE((SELECT MAX(id) FROM reminders), 0) + 1000 * EXISTS (SELECT 1 FROM members);
INSERT INTO sqlite_sequence (name, seq)
SELECT 'reminder_drafts', COALESCE((SELECT MAX(id) FROM reminder_drafts), 0) + 1000 * EXISTS (SELECT 1 FROM members);
INSERT INTO sqlite_sequence (name, seq)
SELECT 'alert_drafts', COALESCE((SELECT MAX(id) FROM alert_drafts), 0) + 1000 * EXISTS (SELECT 1 FROM members);
INSERT INTO sqlite_sequence (name, seq)
SELECT 'incidents', COALESCE((SELECT MAX(id) FROM incidents), 0) + 1000 * EXISTS (SELECT 1 FROM members);
