-- Alerts by e-mail. Instants are milliseconds UTC.
--
-- The outbox has two new values, which are checked in Rust: the action `mail`, with a member or without one, and the
-- route `mail`. No row of the outbox contains an address.

-- Whether the alert also goes by e-mail. Fixed when it is sent, so that the preview and the list say the same.
ALTER TABLE alerts ADD COLUMN by_mail INTEGER NOT NULL DEFAULT 0 CHECK (by_mail IN (0, 1));

-- One person who gets an alert by e-mail. The subjects of deliveries contain the id, so no id is used again.
CREATE TABLE alert_mails (
    id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    alert_id     INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    member_id    INTEGER,                   -- null: a person on the list of expected members who is not on Discord
    name         TEXT    NOT NULL,          -- as in the list, or of the member
    address      TEXT    NOT NULL,          -- the e-mail address
    language     TEXT    NOT NULL,          -- a code of ours
    zone         TEXT,                      -- a zone's id, from the list; null: not known, or the member's zone counts
    reason       TEXT    NOT NULL,          -- why they get e-mail: not_on_discord, no_route or asked
    state        TEXT    NOT NULL,          -- of the latest e-mail: pending, sent, unknown, failed or ended
    version      INTEGER NOT NULL,          -- the version of the latest attempt; before an attempt, of the alert
    sent_at      INTEGER,                   -- when the first e-mail was accepted by the mail server
    failure      TEXT,                      -- why the latest e-mail failed, in the mail server's words
    UNIQUE (alert_id, address, name)
) STRICT;

-- Serves the export and the deletion of a member's data.
CREATE INDEX alert_mails_member ON alert_mails (member_id) WHERE member_id IS NOT NULL;
