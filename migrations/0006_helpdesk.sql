-- Requests for help, from the panel, /ask, a private report, or written down for somebody outside Discord. Instants are milliseconds UTC.
CREATE TABLE tickets (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,               -- the number that people read; never used twice
    interaction_id INTEGER NOT NULL UNIQUE,                         -- that it was opened by: opening twice is opening once
    kind           TEXT    NOT NULL CHECK (kind IN ('help', 'private', 'question', 'logged')),
    desk           TEXT    NOT NULL CHECK (desk IN ('volunteers', 'secretariat')), -- who is asked; 'volunteers' becomes 'secretariat' when it is sent there
    asker_id       INTEGER,                                         -- null: somebody outside Discord, or deleted at their wish
    logged_by      INTEGER,                                         -- the volunteer who wrote it down for somebody outside
    outside_name   TEXT,                                            -- of somebody outside Discord
    outside_contact TEXT,
    text           TEXT    NOT NULL,
    opened_at      INTEGER NOT NULL,
    acted_at       INTEGER NOT NULL,                                -- the asker's latest own act: they are up then, whatever their profile says
    status         TEXT    NOT NULL CHECK (status IN ('waiting', 'claimed', 'solved', 'closed')),
    step           TEXT    CHECK (step IN ('posted', 'volunteers', 'secretariat')), -- of asking, while it waits
    next_at        INTEGER,                                         -- when Magpie goes on by itself: the next step, a look at the helper, closing what was solved
    helper_id      INTEGER,                                         -- who helps, or solved it
    claimed_at     INTEGER,
    nudges         INTEGER NOT NULL DEFAULT 0 CHECK (nudges >= 0),  -- looks at the helper that they have not answered
    ending         TEXT    CHECK (ending IN ('solved', 'withdrawn', 'left')),
    closed_at      INTEGER,
    round          INTEGER NOT NULL CHECK (round >= 1),             -- grows each time it is put up again, so that all can be asked anew
    thread_id      INTEGER,                                         -- the open private thread of asker and helper
    threads        INTEGER NOT NULL DEFAULT 0 CHECK (threads >= 0), -- how many threads were made: a closed one is not opened again
    tried          TEXT,                                            -- what had been tried when it was sent to the secretariat
    answer         TEXT,                                            -- how it was answered, where somebody wrote that down
    version        INTEGER NOT NULL,                                -- grows with each change: a change is made to what was read
    CHECK ((status = 'closed') = (next_at IS NULL)),                -- no open ticket without a time
    CHECK ((status = 'waiting') = (step IS NOT NULL)),
    CHECK (status NOT IN ('claimed', 'solved') OR helper_id IS NOT NULL),
    CHECK ((status = 'closed') = (closed_at IS NOT NULL AND ending IS NOT NULL))
) STRICT;

-- Serves the engine: which tickets go on by themselves, and when the next one does.
CREATE INDEX tickets_next ON tickets (next_at) WHERE next_at IS NOT NULL;
-- Serves a person's own tickets, the limit on open ones, and deletion.
CREATE INDEX tickets_asker ON tickets (asker_id, status);
-- Serves what a leaving helper leaves behind.
CREATE INDEX tickets_helper ON tickets (helper_id) WHERE status IN ('claimed', 'solved');
-- Serves the retention.
CREATE INDEX tickets_closed ON tickets (closed_at) WHERE closed_at IS NOT NULL;

-- Who was asked to help, in each round.
CREATE TABLE ticket_asks (
    ticket_id INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    round     INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    asked_at  INTEGER NOT NULL,                                     -- the latest time in that round
    PRIMARY KEY (ticket_id, round, member_id)
) STRICT, WITHOUT ROWID;
-- Serves the burden: how often a member was asked lately.
CREATE INDEX ticket_asks_member ON ticket_asks (member_id, asked_at);

-- What happened to each ticket, in order.
CREATE TABLE ticket_events (
    id        INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    at        INTEGER NOT NULL,
    actor_id  INTEGER,                                              -- null: Magpie by itself
    what      TEXT    NOT NULL CHECK (what IN ('opened', 'asked', 'claimed', 'released', 'sent', 'nudged', 'solved', 'reopened', 'closed', 'failed')),
    detail    TEXT
) STRICT;
-- Serves the history of one ticket.
CREATE INDEX ticket_events_of ON ticket_events (ticket_id, id);
