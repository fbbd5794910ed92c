-- Every message that Magpie owes somebody is a row here, from the moment it was accepted until it is delivered or given up, and after.
CREATE TABLE delivery (
    id              INTEGER PRIMARY KEY,
    source          TEXT    NOT NULL,           -- the room that owes it, and is asked again before each attempt
    subject         TEXT    NOT NULL,           -- what it is about, in that room's own words; opaque here
    key             TEXT    NOT NULL UNIQUE,    -- idempotency: asking for the same delivery twice is asking once
    lane            INTEGER NOT NULL CHECK (lane BETWEEN 0 AND 3), -- 0 emergency, 1 urgent, 2 prompt, 3 routine
    action          TEXT    NOT NULL CHECK (action IN ('post', 'edit', 'open_thread', 'join_thread', 'leave_thread', 'close_thread')),
    member_id       INTEGER,                    -- the person it is for: a post to them, or who joins or leaves a thread
    channel_id      INTEGER,                    -- the channel or thread it goes to
    edits           INTEGER REFERENCES delivery (id), -- the delivery whose message is worded anew
    invitees        TEXT,                       -- JSON array of member ids to add to a new thread
    line            TEXT    NOT NULL,           -- rows with the same line and lane keep their order
    route           TEXT    NOT NULL DEFAULT 'direct' CHECK (route IN ('direct', 'inbox')), -- inbox: the private thread of somebody whose DMs are closed
    state           TEXT    NOT NULL CHECK (state IN ('pending', 'sending', 'retry', 'unknown', 'sent', 'failed', 'cancelled', 'expired')),
    attempt         INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    queued_at       INTEGER NOT NULL,
    due_at          INTEGER NOT NULL,           -- not before; the next attempt; the next look at an unknown outcome
    expires_at      INTEGER,                    -- no attempt starts from here on
    sending_at      INTEGER,                    -- when the latest attempt began
    lease_until     INTEGER,                    -- a row still sending after this was abandoned: its outcome is unknown
    nonce           TEXT    NOT NULL UNIQUE,    -- sent with enforce_nonce
    sent_channel_id INTEGER,
    sent_message_id INTEGER,
    sent_at         INTEGER,
    cause           TEXT,                       -- of a failure: refused/<Discord's code>, not_here, no_inbox, no_message, exhausted
    reason          TEXT                        -- why it failed, waits or was cancelled, in Discord's words where they are Discord's
) STRICT;

-- Serves the dispatcher's choice of the next rows: highest lane first, then oldest.
CREATE INDEX delivery_due ON delivery (lane, due_at, id) WHERE state IN ('pending', 'retry', 'unknown');
-- Serves "when is the next one due".
CREATE INDEX delivery_next ON delivery (due_at) WHERE state IN ('pending', 'retry', 'unknown');
-- Serves "is an earlier one of this line unfinished".
CREATE INDEX delivery_line ON delivery (line, lane, id) WHERE state IN ('pending', 'sending', 'retry', 'unknown');
-- Serves start-up and leases: what was being sent when the process died.
CREATE INDEX delivery_sending ON delivery (lease_until) WHERE state = 'sending';
-- Serves a room's questions about what it owes.
CREATE INDEX delivery_subject ON delivery (source, subject);
-- Serves "how often was this message edited".
CREATE INDEX delivery_edits ON delivery (edits) WHERE edits IS NOT NULL;
-- Serves coalescing: at most one edit of a message waits.
CREATE UNIQUE INDEX delivery_edit ON delivery (edits) WHERE action = 'edit' AND state IN ('pending', 'retry');

-- What happened to each delivery, in order: the receipt a person can read.
CREATE TABLE delivery_event (
    id          INTEGER PRIMARY KEY,
    delivery_id INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,
    what        TEXT    NOT NULL CHECK (what IN ('queued', 'held', 'tried', 'sent', 'retry', 'unknown', 'rerouted', 'failed', 'cancelled', 'expired')),
    detail      TEXT
) STRICT;
-- Serves the history of one delivery.
CREATE INDEX delivery_event_of ON delivery_event (delivery_id, id);
