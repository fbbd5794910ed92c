-- What Magpie does until an alert is answered: who did not answer is asked again, and shortly before the deadline the
-- secretariat gets a list of who is missing. The plan is fixed when the alert is sent, and again when it is corrected.
-- Instants are milliseconds UTC.

CREATE TABLE alert_steps (
    id       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,           -- keys of deliveries name it, so no id is used again
    alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    kind     TEXT    NOT NULL,                                     -- the code of a StepKind
    due_at   INTEGER NOT NULL,
    state    TEXT    NOT NULL CHECK (state IN ('pending', 'done', 'cancelled'))
) STRICT;

-- Serves the plan of one alert.
CREATE INDEX alert_steps_of ON alert_steps (alert_id);
-- Serves the timer.
CREATE INDEX alert_steps_due ON alert_steps (due_at) WHERE state = 'pending';

-- The lists of who is missing in the secretariat's channel. The newest list of an alert is kept up to date.
CREATE TABLE alert_missing_lists (
    alert_id    INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,                                  -- 1, 2, …
    delivery_id INTEGER NOT NULL UNIQUE,
    PRIMARY KEY (alert_id, number)
) STRICT, WITHOUT ROWID;

-- When somebody of the secretariat reached the recipient outside Discord, who this was, and the version that was
-- current then. Null: nobody did, or it was undone.
ALTER TABLE alert_recipients ADD COLUMN reached_at INTEGER;
ALTER TABLE alert_recipients ADD COLUMN reached_by INTEGER;
ALTER TABLE alert_recipients ADD COLUMN reached_version INTEGER;
