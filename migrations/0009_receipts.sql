-- What the receipt of a delivery tells: until when it was held, who acted by hand, that the person has seen it; and what the secretariat is
-- told of deliveries that failed. Instants are milliseconds UTC.

-- A CHECK cannot be changed in place: the table is made anew, and its rows move.
CREATE TABLE delivery_event_anew (
    id          INTEGER PRIMARY KEY,
    delivery_id INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,
    what        TEXT    NOT NULL CHECK (what IN ('queued', 'held', 'tried', 'sent', 'seen', 'retry', 'unknown', 'rerouted', 'failed', 'again', 'cancelled', 'expired')),
    until_at    INTEGER,                    -- of held, retry and unknown: when it goes on
    actor       TEXT CHECK (actor = 'operator' OR actor LIKE 'member/%'), -- who did it by hand, or saw it; null: Magpie by itself
    detail      TEXT
) STRICT;
-- Until now the instant of "held" was only in its detail, as RFC 3339.
INSERT INTO delivery_event_anew (id, delivery_id, at, what, until_at, actor, detail)
SELECT id, delivery_id, at, what, CASE what WHEN 'held' THEN unixepoch(detail) * 1000 END, NULL, CASE what WHEN 'held' THEN NULL ELSE detail END
FROM delivery_event;
DROP TABLE delivery_event;
ALTER TABLE delivery_event_anew RENAME TO delivery_event;
-- Serves the history of one delivery.
CREATE INDEX delivery_event_of ON delivery_event (delivery_id, id);

-- Serves a person's receipts and export.
CREATE INDEX delivery_member ON delivery (member_id, id) WHERE member_id IS NOT NULL;
-- Serves "which delivery is the message that was pressed".
CREATE INDEX delivery_message ON delivery (sent_message_id) WHERE sent_message_id IS NOT NULL AND action = 'post';

-- One message to the secretariat, for all deliveries that failed of one cause in one hour.
CREATE TABLE delivery_notice (
    id          INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice, since buttons of old messages name it
    cause       TEXT    NOT NULL,
    opened_at   INTEGER NOT NULL,
    delivery_id INTEGER REFERENCES delivery (id) ON DELETE SET NULL -- the message; null while no channel is set up for it
) STRICT;
-- Serves "is there a notice of this cause to add to".
CREATE INDEX delivery_notice_cause ON delivery_notice (cause, id);

-- A delivery that reached nobody, or of which nobody knows, and the notice that tells it.
CREATE TABLE delivery_trouble (
    delivery_id INTEGER NOT NULL PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
    notice_id   INTEGER NOT NULL REFERENCES delivery_notice (id) ON DELETE CASCADE,
    reason      TEXT    NOT NULL,           -- in Discord's words where they are Discord's
    at          INTEGER NOT NULL,
    mended_at   INTEGER                     -- it arrived after all, or is not wanted any more
) STRICT, WITHOUT ROWID;
-- Serves the wording of a notice.
CREATE INDEX delivery_trouble_notice ON delivery_trouble (notice_id);

-- The member did something after Discord had refused a DM to them: it is tried once more.
ALTER TABLE members ADD COLUMN dm_acted_at INTEGER;
-- A message of ours arrived in their DM: while Discord holds Magpie for a spammer, only such members get DMs.
ALTER TABLE members ADD COLUMN dm_messaged_at INTEGER;
UPDATE members SET dm_messaged_at = (
    SELECT MIN(d.sent_at) FROM delivery AS d WHERE d.member_id = members.id AND d.state = 'sent' AND d.sent_channel_id = members.dm_channel);
