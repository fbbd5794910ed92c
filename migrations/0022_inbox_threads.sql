-- Each member's private thread in the inbox channel, for what cannot go by DM. By its id alone: anybody may give a
-- thread of their own the same name. Instants are milliseconds UTC.
CREATE TABLE inbox_threads (
    member_id INTEGER NOT NULL PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    thread_id INTEGER NOT NULL UNIQUE, -- a private thread that Magpie owns
    parent_id INTEGER NOT NULL,        -- the inbox channel that it is in; of use while /setup has this one
    opened_at INTEGER NOT NULL         -- when it was opened, or found again; Discord limits how many in ten minutes
) STRICT;

-- For the pace at which threads are opened, and for a channel that is deleted.
CREATE INDEX inbox_threads_opened ON inbox_threads (parent_id, opened_at);
