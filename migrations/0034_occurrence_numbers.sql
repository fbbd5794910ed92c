-- The number of an occurrence is part of the key of its delivery, and the delivery outlives the occurrence. So a number
-- is never used twice (AUTOINCREMENT), also not a number that only a delivery still has.
CREATE TABLE reminder_occurrences_new (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    reminder_id INTEGER NOT NULL REFERENCES reminders (id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,                -- the instant of the occurrence
    kind        TEXT    NOT NULL CHECK (kind IN ('planned', 'later')), -- later: the member asked to be reminded again
    state       TEXT    NOT NULL CHECK (state IN ('owed', 'sent', 'done', 'put_off', 'dropped')),
    delivery_id INTEGER,                         -- the delivery that contains the occurrence
    changed_at  INTEGER NOT NULL,
    missed      INTEGER NOT NULL DEFAULT 0 CHECK (missed >= 0),
    UNIQUE (reminder_id, at)                     -- each instant occurs once, even after a restart
) STRICT;
INSERT INTO reminder_occurrences_new (id, reminder_id, at, kind, state, delivery_id, changed_at, missed)
SELECT id, reminder_id, at, kind, state, delivery_id, changed_at, missed FROM reminder_occurrences;
DROP TABLE reminder_occurrences;
ALTER TABLE reminder_occurrences_new RENAME TO reminder_occurrences;
CREATE INDEX reminder_occurrences_delivery ON reminder_occurrences (delivery_id) WHERE delivery_id IS NOT NULL;
CREATE INDEX reminder_occurrences_changed ON reminder_occurrences (changed_at) WHERE state <> 'owed';

DELETE FROM sqlite_sequence WHERE name = 'reminder_occurrences';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'reminder_occurrences', MAX(n) FROM (
    SELECT COALESCE(MAX(id), 0) AS n FROM reminder_occurrences
    UNION ALL
    SELECT COALESCE(MAX(CAST(SUBSTR(key, LENGTH('reminder/') + 1) AS INTEGER)), 0) FROM deliveries
    WHERE key LIKE 'reminder/%');
