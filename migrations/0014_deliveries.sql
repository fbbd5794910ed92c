-- The tables of deliveries get plural names like all others. What a delivery does, its route and the kinds of its events are lists that grow
-- with each way to reach somebody, so they are checked in Rust and no longer here: a CHECK cannot be changed in place, so the tables are rebuilt.
-- Instants are milliseconds UTC.

DROP TRIGGER delivery_tally_insert;
DROP TRIGGER delivery_tally_update;
DROP TRIGGER delivery_tally_delete;
-- Renamed first, so that other tables' references follow.
ALTER TABLE delivery RENAME TO deliveries;
ALTER TABLE delivery_event RENAME TO delivery_events;
ALTER TABLE delivery_notice RENAME TO delivery_notices;
ALTER TABLE delivery_trouble RENAME TO delivery_troubles;
ALTER TABLE delivery_tally RENAME TO delivery_counts;

-- Every message that Magpie has to deliver is a row here, from the moment it was accepted until it is delivered or given up, and after.
CREATE TABLE deliveries_new (
    id               INTEGER PRIMARY KEY,
    source           TEXT    NOT NULL,           -- the feature that asked for it, and is asked again before each attempt
    subject          TEXT    NOT NULL,           -- what it is about, in the source's own words; opaque here
    part             TEXT,                       -- which of the subject's messages it is, in the source's own words; null where the subject says it all
    key              TEXT    NOT NULL UNIQUE,    -- idempotency: asking for the same delivery twice is asking once; never read back as data
    lane             INTEGER NOT NULL CHECK (lane BETWEEN 0 AND 3), -- 0 emergency, 1 urgent, 2 prompt, 3 routine
    action           TEXT    NOT NULL,           -- post, edit, open_thread, join_thread, leave_thread or close_thread
    member_id        INTEGER,                    -- the person it is for: a post to them, or who joins or leaves a thread
    channel_id       INTEGER,                    -- the channel or thread it goes to
    edits            INTEGER REFERENCES deliveries (id), -- the delivery whose message is rendered again
    invitees         TEXT,                       -- ids of the members to add to a new thread, commas between
    line             TEXT    NOT NULL,           -- rows with the same line and lane keep their order
    route            TEXT    NOT NULL DEFAULT 'direct', -- the name of the route that brings it; direct: the first; inbox: the member's private thread
    state            TEXT    NOT NULL CHECK (state IN ('pending', 'sending', 'retry', 'unknown', 'sent', 'failed', 'cancelled', 'expired')),
    attempt          INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    queued_at        INTEGER NOT NULL,
    due_at           INTEGER NOT NULL,           -- not before; the next attempt; the next look at an unknown outcome
    expires_at       INTEGER,                    -- no attempt starts from here on
    sending_at       INTEGER,                    -- when the latest attempt began
    lease_until      INTEGER,                    -- a row still sending after this was abandoned: its outcome is unknown
    unknown_since    INTEGER,                    -- when the first attempt began that may have arrived; null when none may have
    tried_channel_id INTEGER,                    -- where the latest attempt at a message went
    nonce            TEXT    NOT NULL UNIQUE,    -- sent with enforce_nonce
    sent_channel_id  INTEGER,
    sent_message_id  INTEGER,
    sent_at          INTEGER,
    cause            TEXT,                       -- of a failure; rows of older versions have refused/<Discord's code>
    reason           TEXT                        -- why it failed, waits or was cancelled, in Discord's words where they are Discord's
) STRICT;
INSERT INTO deliveries_new (id, source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, route, state, attempt, queued_at,
                            due_at, expires_at, sending_at, lease_until, unknown_since, tried_channel_id, nonce, sent_channel_id,
                            sent_message_id, sent_at, cause, reason)
SELECT id, source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, route, state, attempt, queued_at,
       due_at, expires_at, sending_at, lease_until,
       -- Only a delivery that is sending or unknown can have one; every unknown delivery has one.
       CASE state WHEN 'sending' THEN unknown_since WHEN 'unknown' THEN COALESCE(unknown_since, sending_at, queued_at) END,
       tried_channel_id, nonce, sent_channel_id, sent_message_id, sent_at, cause, reason
FROM deliveries;
-- Which of a ticket's messages a delivery is was read from its key until now: helpdesk/<ticket>/<part>.
UPDATE deliveries_new SET part = substr(key, 10 + instr(substr(key, 10), '/'))
WHERE source = 'helpdesk' AND action <> 'edit' AND key LIKE 'helpdesk/%/%';
UPDATE deliveries_new SET part = (SELECT part FROM deliveries_new AS posted WHERE posted.id = deliveries_new.edits) WHERE action = 'edit';
DROP TABLE deliveries;
ALTER TABLE deliveries_new RENAME TO deliveries;

-- Serves the dispatcher's choice: of each lane and source that has something due, the rows that have been due longest.
CREATE INDEX deliveries_due ON deliveries (lane, source, due_at, id) WHERE state IN ('pending', 'retry', 'unknown');
-- Serves "when is the next one due".
CREATE INDEX deliveries_next ON deliveries (due_at) WHERE state IN ('pending', 'retry', 'unknown');
-- Serve "is an earlier one of this line unfinished": what has begun, and what waits by when it is due.
CREATE INDEX deliveries_line_busy ON deliveries (lane, line, id) WHERE state IN ('sending', 'retry');
CREATE INDEX deliveries_line_waiting ON deliveries (lane, line, due_at, id) WHERE state IN ('pending', 'unknown');
-- Serves start-up and leases: what was being sent when the process died.
CREATE INDEX deliveries_sending ON deliveries (lease_until) WHERE state = 'sending';
-- Serves a source's questions about its deliveries.
CREATE INDEX deliveries_subject ON deliveries (source, subject);
-- Serves "how often was this message edited".
CREATE INDEX deliveries_edits ON deliveries (edits) WHERE edits IS NOT NULL;
-- Serves coalescing: at most one edit of a message waits.
CREATE UNIQUE INDEX deliveries_edit ON deliveries (edits) WHERE action = 'edit' AND state IN ('pending', 'retry');
-- Serves a person's receipts and export.
CREATE INDEX deliveries_member ON deliveries (member_id, id) WHERE member_id IS NOT NULL;
-- Serves "which delivery is the message that was pressed".
CREATE INDEX deliveries_message ON deliveries (sent_message_id) WHERE sent_message_id IS NOT NULL AND action = 'post';
-- Serves retention: what ended long ago.
CREATE INDEX deliveries_ended ON deliveries (due_at) WHERE state IN ('sent', 'failed', 'cancelled', 'expired');
-- Serves "what was edited in this channel lately": Discord takes few edits of old messages in one channel.
CREATE INDEX deliveries_edits_of_channel ON deliveries (tried_channel_id, sending_at) WHERE action = 'edit' AND tried_channel_id IS NOT NULL;

-- delivery_counts: how many deliveries are in each state, kept by these triggers, since the metrics ask every few seconds.
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

-- What happened to each delivery, in order: the receipt that a person can read.
CREATE TABLE delivery_events_new (
    id          INTEGER PRIMARY KEY,
    delivery_id INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,
    what        TEXT    NOT NULL,           -- the kind of event
    until_at    INTEGER,                    -- of held, retry and unknown: when it goes on
    actor       TEXT CHECK (actor = 'operator' OR actor LIKE 'member/%'), -- who did it by hand, or saw it; null: Magpie by itself
    detail      TEXT
) STRICT;
INSERT INTO delivery_events_new (id, delivery_id, at, what, until_at, actor, detail)
SELECT id, delivery_id, at, what, until_at, actor, detail FROM delivery_events;
DROP TABLE delivery_events;
ALTER TABLE delivery_events_new RENAME TO delivery_events;
-- Serves the history of one delivery.
CREATE INDEX delivery_events_of ON delivery_events (delivery_id, id);

-- Serves "is there a notice of this cause to add to".
DROP INDEX delivery_notice_cause;
CREATE INDEX delivery_notices_cause ON delivery_notices (cause, id);
-- Serves the rendering of a notice.
DROP INDEX delivery_trouble_notice;
CREATE INDEX delivery_troubles_notice ON delivery_troubles (notice_id);
