-- How it went, in the words of the person who asked. They may answer by one press after their ticket was solved, and
-- may change the answer. Instants are milliseconds UTC.
CREATE TABLE ticket_outcomes (
    ticket_id INTEGER NOT NULL PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
    outcome   TEXT    NOT NULL,                             -- the code of an Outcome
    rated_at  INTEGER NOT NULL
) STRICT;

-- Serves the report of a period.
CREATE INDEX ticket_outcomes_rated ON ticket_outcomes (rated_at);
CREATE INDEX tickets_opened ON tickets (opened_at);
