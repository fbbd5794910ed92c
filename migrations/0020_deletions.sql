-- Whom Magpie deleted, so that the ledger beside the database can be written again from here, and so that a restored
-- backup knows which deletions it has seen. Instants are milliseconds UTC.
CREATE TABLE deletions (
    member_id  INTEGER NOT NULL PRIMARY KEY, -- Discord's user id, and nothing else about them
    deleted_at INTEGER NOT NULL              -- the latest time that they asked for it; for retention
) STRICT;
-- Serves retention.
CREATE INDEX deletions_age ON deletions (deleted_at);
