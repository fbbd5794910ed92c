-- What an alert asks of its recipients, and what they answered. Lists that will grow (kinds of asks, messages and
-- occasions) are checked in Rust. Instants are milliseconds UTC.

-- What is asked, as JSON: {"kind":"read"}, {"kind":"yes_no"}, {"kind":"people","needed":2} or
-- {"kind":"choice","answers":["Room A","Room B"]}.
ALTER TABLE alerts ADD COLUMN ask TEXT NOT NULL DEFAULT '{"kind":"read"}';
-- The code of a Purpose.
ALTER TABLE alerts ADD COLUMN purpose TEXT NOT NULL DEFAULT 'real';
-- The latest version that recipients were told about. The versions after it only fixed the text, in place.
ALTER TABLE alerts ADD COLUMN told_version INTEGER NOT NULL DEFAULT 1;
UPDATE alerts SET told_version = version;
-- Since when as many people as are needed can; null while more are needed.
ALTER TABLE alerts ADD COLUMN found_at INTEGER;

-- The code of an AskKind; what the author typed about it (how many people, or the answers); the code of a Purpose.
ALTER TABLE alert_drafts ADD COLUMN ask TEXT NOT NULL DEFAULT 'read';
ALTER TABLE alert_drafts ADD COLUMN ask_text TEXT NOT NULL DEFAULT '';
ALTER TABLE alert_drafts ADD COLUMN purpose TEXT NOT NULL DEFAULT 'real';

-- Their latest answer: yes, no, or the number of one of the answers to choose from.
ALTER TABLE alert_recipients ADD COLUMN answer TEXT;
ALTER TABLE alert_recipients ADD COLUMN answered_at INTEGER;
-- The version that was current when they answered.
ALTER TABLE alert_recipients ADD COLUMN answer_version INTEGER;
-- Whether the time to answer had passed when they answered.
ALTER TABLE alert_recipients ADD COLUMN answer_late INTEGER CHECK (answer_late IN (0, 1));
-- When they asked to be reminded; null when nothing is planned.
ALTER TABLE alert_recipients ADD COLUMN remind_at INTEGER;

-- SQLite cannot drop a CHECK in place, so the table is rebuilt without those on kinds and occasions. Foreign keys are
-- off in migrations.

-- The messages to recipients, so that all of them can be rendered again when the alert was seen, corrected or ended.
CREATE TABLE alert_messages_rebuilt (
    delivery_id INTEGER NOT NULL PRIMARY KEY,
    alert_id    INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    member_id   INTEGER NOT NULL,
    kind        TEXT    NOT NULL,                   -- the code of a MessageKind
    version     INTEGER NOT NULL,                   -- asked for; then the one that the message carries
    occasion    TEXT,                               -- the code of an Occasion; null before the first attempt
    sounding    INTEGER CHECK (sounding IN (0, 1)), -- of the latest attempt
    state       TEXT    NOT NULL CHECK (state IN ('owed', 'sent', 'ended')),
    carried_by  INTEGER                             -- the delivery of another message that brings it; null: its own
) STRICT;
INSERT INTO alert_messages_rebuilt (delivery_id, alert_id, member_id, kind, version, occasion, sounding, state,
                                    carried_by)
SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state, carried_by FROM alert_messages;
DROP TABLE alert_messages;
ALTER TABLE alert_messages_rebuilt RENAME TO alert_messages;
-- Serves what is to be edited or cancelled.
CREATE INDEX alert_messages_of ON alert_messages (alert_id, member_id);
-- Serves what a member still gets, when their waking hours change or they leave.
CREATE INDEX alert_messages_owed ON alert_messages (member_id) WHERE state = 'owed';
-- Serves "what does this message carry".
CREATE INDEX alert_messages_carried ON alert_messages (carried_by) WHERE carried_by IS NOT NULL;

-- What led to a ticket, in the words of the feature that did: alert/7. Null for one that somebody opened by themselves.
ALTER TABLE tickets ADD COLUMN origin TEXT;
