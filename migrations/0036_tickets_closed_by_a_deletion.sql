-- A ticket that was closed because its asker deleted their profile was stored as withdrawn. It now has the ending
-- 'deleted'. SQLite cannot change a CHECK, so the table is rebuilt.
CREATE TABLE tickets_new (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,               -- the number that people read; never used twice
    interaction_id  INTEGER NOT NULL UNIQUE,                         -- the interaction that opened it, so that it is opened once
    kind            TEXT    NOT NULL CHECK (kind IN ('help', 'private', 'question', 'logged')),
    desk            TEXT    NOT NULL CHECK (desk IN ('volunteers', 'secretariat')), -- who is asked
    asker_id        INTEGER,                                         -- null: somebody outside Discord, or deleted
    logged_by       INTEGER,                                         -- the volunteer who wrote it down for somebody outside
    outside_name    TEXT,                                            -- of somebody outside Discord
    outside_contact TEXT,
    text            TEXT    NOT NULL,
    opened_at       INTEGER NOT NULL,
    acted_at        INTEGER NOT NULL,                                -- the asker's latest own act: they are awake then
    status          TEXT    NOT NULL CHECK (status IN ('waiting', 'claimed', 'solved', 'closed')),
    step            TEXT    CHECK (step IN ('posted', 'volunteers', 'secretariat')), -- of asking, while it waits
    next_at         INTEGER,                                         -- when Magpie acts next without anybody's act
    helper_id       INTEGER,                                         -- who helps, or solved it
    claimed_at      INTEGER,
    nudges          INTEGER NOT NULL DEFAULT 0 CHECK (nudges >= 0),  -- checks of the helper that they have not answered
    ending          TEXT    CHECK (ending IN ('solved', 'withdrawn', 'left', 'deleted')),
    closed_at       INTEGER,
    round           INTEGER NOT NULL CHECK (round >= 1),             -- grows each time all can be asked again
    thread_id       INTEGER,                                         -- the open private thread of asker and helper
    threads         INTEGER NOT NULL DEFAULT 0 CHECK (threads >= 0), -- how many threads were opened
    tried           TEXT,                                            -- what had been tried before it was sent to the secretariat
    answer          TEXT,                                            -- how it was answered, if somebody wrote that down
    version         INTEGER NOT NULL,                                -- grows with each change
    origin          TEXT,                                            -- what it is about, such as an alert
    CHECK ((status = 'closed') = (next_at IS NULL)),                 -- no open ticket without a time
    CHECK ((status = 'waiting') = (step IS NOT NULL)),
    CHECK (status NOT IN ('claimed', 'solved') OR helper_id IS NOT NULL),
    CHECK ((status = 'closed') = (closed_at IS NOT NULL AND ending IS NOT NULL))
) STRICT;

-- Only a deletion makes Magpie itself close a ticket as withdrawn: otherwise, its asker closes it.
INSERT INTO tickets_new (
    id, interaction_id, kind, desk, asker_id, logged_by, outside_name, outside_contact, text, opened_at, acted_at,
    status, step, next_at, helper_id, claimed_at, nudges, ending, closed_at, round, thread_id, threads, tried, answer,
    version, origin)
SELECT id, interaction_id, kind, desk, asker_id, logged_by, outside_name, outside_contact, text, opened_at, acted_at,
       status, step, next_at, helper_id, claimed_at, nudges,
       CASE WHEN ending = 'withdrawn' AND asker_id IS NULL AND outside_name IS NULL AND EXISTS (
                SELECT 1 FROM ticket_events AS e
                WHERE e.ticket_id = tickets.id AND e.what = 'closed' AND e.actor_id IS NULL
                  AND NOT EXISTS (SELECT 1 FROM ticket_events AS newer
                                  WHERE newer.ticket_id = e.ticket_id AND newer.what = 'closed' AND newer.id > e.id))
            THEN 'deleted' ELSE ending END,
       closed_at, round, thread_id, threads, tried, answer, version, origin
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
