-- When help is needed and what it is about, who was asked and why, and whether a helper is heard from. Lists that grow
-- are checked in Rust, so the rebuilt tables check neither kinds nor endings.
CREATE TABLE tickets_new (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,               -- the number that people read; never used twice
    interaction_id  INTEGER NOT NULL UNIQUE,                         -- the interaction that opened it, so that it is opened once
    kind            TEXT    NOT NULL,
    desk            TEXT    NOT NULL CHECK (desk IN ('volunteers', 'secretariat')), -- who is asked
    urgency         TEXT    NOT NULL DEFAULT 'today',                -- when help is needed: now, within-hour, today, no-hurry
    category        TEXT    NOT NULL DEFAULT 'other',                -- what it is about, such as joining
    asker_id        INTEGER,                                         -- null: somebody outside Discord, or deleted
    logged_by       INTEGER,                                         -- the volunteer who wrote it down for somebody outside
    outside_name    TEXT,                                            -- of somebody outside Discord
    outside_contact TEXT,
    text            TEXT    NOT NULL,
    opened_at       INTEGER NOT NULL,
    acted_at        INTEGER NOT NULL,                                -- the asker's latest own act: they are awake then
    status          TEXT    NOT NULL CHECK (status IN ('waiting', 'claimed', 'solved', 'closed')),
    step            TEXT    CHECK (step IN ('posted', 'volunteers', 'secretariat')), -- of asking, while it waits
    round_at        INTEGER NOT NULL DEFAULT 0,                      -- the start of the round, from which the times of the steps count
    next_at         INTEGER,                                         -- when Magpie acts next without anybody's act
    helper_id       INTEGER,                                         -- who helps, or solved it
    claimed_at      INTEGER,
    heard_at        INTEGER,                                         -- when the helper last wrote in the thread or said that they still help
    awaits_asker    INTEGER NOT NULL DEFAULT 0 CHECK (awaits_asker IN (0, 1)), -- the helper waits for the asker's answer
    nudges          INTEGER NOT NULL DEFAULT 0 CHECK (nudges >= 0),  -- checks of the helper that they have not answered
    ending          TEXT,
    merged_into     INTEGER,                                         -- the ticket to which the asker added this one
    closed_at       INTEGER,
    round           INTEGER NOT NULL CHECK (round >= 1),             -- grows each time all can be asked again
    thread_id       INTEGER,                                         -- the open private thread of asker and helper
    threads         INTEGER NOT NULL DEFAULT 0 CHECK (threads >= 0), -- how many threads were opened
    tried           TEXT,                                            -- what had been tried before it was sent to the secretariat
    answer          TEXT,                                            -- how it was answered, if somebody wrote that down
    version         INTEGER NOT NULL,                                -- grows with each change
    origin          TEXT,                                            -- what it is about, such as an alert
    omitted_reason  TEXT,                                            -- null: the text is shown, or there is no origin
    omitted_sent_at INTEGER,                                         -- when the omitted text was sent
    CHECK ((status = 'closed') = (next_at IS NULL)),                 -- no open ticket without a time
    CHECK ((status = 'waiting') = (step IS NOT NULL)),
    CHECK (status NOT IN ('claimed', 'solved') OR helper_id IS NOT NULL),
    CHECK ((status = 'closed') = (closed_at IS NOT NULL AND ending IS NOT NULL))
) STRICT;

-- A ticket that nobody was asked about yet keeps the time of its first step, ten minutes after the start of its round.
-- A helper who claimed a ticket earlier counts as heard from, so that the change asks none of them for a sign of life.
INSERT INTO tickets_new (
    id, interaction_id, kind, desk, asker_id, logged_by, outside_name, outside_contact, text, opened_at, acted_at,
    status, step, round_at, next_at, helper_id, claimed_at, heard_at, nudges, ending, closed_at, round, thread_id,
    threads, tried, answer, version, origin, omitted_reason, omitted_sent_at)
SELECT id, interaction_id, kind, desk, asker_id, logged_by, outside_name, outside_contact, text, opened_at, acted_at,
       status, step, CASE WHEN step = 'posted' THEN next_at - 600000 ELSE opened_at END, next_at, helper_id, claimed_at,
       claimed_at, nudges, ending, closed_at, round, thread_id, threads, tried, answer, version, origin,
       omitted_reason, omitted_sent_at
FROM tickets;

-- A number is never used twice, also not the number of a ticket that retention has deleted.
DELETE FROM sqlite_sequence WHERE name = 'tickets_new';
INSERT INTO sqlite_sequence (name, seq) SELECT 'tickets_new', seq FROM sqlite_sequence WHERE name = 'tickets';
DROP TABLE tickets;
ALTER TABLE tickets_new RENAME TO tickets;

-- Serves the timers: which tickets Magpie acts on next, and when.
CREATE INDEX tickets_next ON tickets (next_at) WHERE next_at IS NOT NULL;
-- Serves a person's own tickets, the limit on open ones, and deletion.
CREATE INDEX tickets_asker ON tickets (asker_id, status);
-- Serves the departure of a helper.
CREATE INDEX tickets_helper ON tickets (helper_id) WHERE status IN ('claimed', 'solved');
-- Serves the retention.
CREATE INDEX tickets_closed ON tickets (closed_at) WHERE closed_at IS NOT NULL;
-- Serves every message in a thread: whose thread is it?
CREATE INDEX tickets_thread ON tickets (thread_id) WHERE thread_id IS NOT NULL;
-- Serves who has solved tickets of a category.
CREATE INDEX tickets_solved ON tickets (category, helper_id) WHERE ending = 'solved';

CREATE TABLE ticket_events_new (
    id        INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    at        INTEGER NOT NULL,
    actor_id  INTEGER,                                               -- null: Magpie by itself
    what      TEXT    NOT NULL,
    detail    TEXT
) STRICT;
INSERT INTO ticket_events_new (id, ticket_id, at, actor_id, what, detail)
SELECT id, ticket_id, at, actor_id, what, detail FROM ticket_events;
DROP TABLE ticket_events;
ALTER TABLE ticket_events_new RENAME TO ticket_events;
-- Serves the history of one ticket.
CREATE INDEX ticket_events_of ON ticket_events (ticket_id, id);

ALTER TABLE ticket_asks ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;   -- the place among those who were asked at the same time
ALTER TABLE ticket_asks ADD COLUMN reason TEXT NOT NULL DEFAULT '';   -- why before others: codes with + between them
ALTER TABLE ticket_asks ADD COLUMN declined_at INTEGER;               -- when they said "Not now"
