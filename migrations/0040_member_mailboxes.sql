-- The e-mail address at which a member wants alerts that they have not seen on Discord. Instants are milliseconds UTC.
CREATE TABLE member_mailboxes (
    member_id     INTEGER NOT NULL PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    address       TEXT,                         -- confirmed by a code that was sent to it; null before that
    confirmed_at  INTEGER,
    asked_address TEXT,                         -- a code was sent to it, and was not typed yet; null: nothing is asked
    code          TEXT,                         -- that code; null with asked_address
    asked_at      INTEGER,                      -- when that code was asked for
    wrong_codes   INTEGER NOT NULL DEFAULT 0,   -- codes typed since that were wrong
    asks          INTEGER NOT NULL DEFAULT 0,   -- codes asked for since asks_since, for the daily limit
    asks_since    INTEGER
) STRICT;
