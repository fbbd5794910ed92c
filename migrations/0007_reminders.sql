-- What somebody wants to be reminded of: a plan in local time, of which `due_at` is only the next instant, worked out anew when the
-- member's zone or the tz data changes.
CREATE TABLE reminder (
    id          INTEGER PRIMARY KEY,
    member_id   INTEGER NOT NULL,                -- who is reminded
    author_id   INTEGER NOT NULL,                -- who set it; the member, or one of the secretariat
    batch_id    INTEGER REFERENCES reminder_draft (id), -- the same reminder for many, set at once
    text        TEXT    NOT NULL CHECK (length(text) > 0),
    anchor      TEXT    NOT NULL CHECK (anchor IN ('instant', 'wall', 'wall_in_zone')), -- what stays when the member moves
    wall        TEXT    NOT NULL,                -- the first local time, such as 2020-11-11T04:30:00
    zone        TEXT    NOT NULL,                -- the zone that it was planned in; of anchor wall, the member's at that time
    rule        TEXT,                            -- RFC 5545, expanded on wall time from `wall`
    tz_data     TEXT    NOT NULL,                -- the version of the tz data that due_at was worked out with
    state       TEXT    NOT NULL CHECK (state IN ('active', 'over', 'stopped')),
    due_at      INTEGER,                         -- the next occurrence; none once it is over or stopped
    created_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    CHECK ((state = 'active') = (due_at IS NOT NULL))
) STRICT;
-- Serves the engine: what is due, and when the next one is.
CREATE INDEX reminder_due ON reminder (due_at) WHERE state = 'active';
-- Serves a member's own list, a change of zone, and leaving.
CREATE INDEX reminder_member ON reminder (member_id, state);
-- Serves stopping what was set for many.
CREATE INDEX reminder_batch ON reminder (batch_id) WHERE batch_id IS NOT NULL;

-- One coming of a reminder, made when it fires or is put off.
CREATE TABLE reminder_occurrence (
    id          INTEGER PRIMARY KEY,
    reminder_id INTEGER NOT NULL REFERENCES reminder (id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,                -- the instant it is for
    kind        TEXT    NOT NULL CHECK (kind IN ('planned', 'later')), -- later: the member asked to be reminded again
    state       TEXT    NOT NULL CHECK (state IN ('owed', 'sent', 'done', 'put_off', 'dropped')),
    delivery_id INTEGER,                         -- the message that brings it
    changed_at  INTEGER NOT NULL,
    UNIQUE (reminder_id, at)                     -- an instant comes once, whatever restarts in between
) STRICT;

-- A reminder that was understood and not yet saved: a press on "Save" finds it after a restart too.
CREATE TABLE reminder_draft (
    id         INTEGER PRIMARY KEY,
    author_id  INTEGER NOT NULL,
    plan       TEXT    NOT NULL,                 -- JSON: what was understood, or the choices
    created_at INTEGER NOT NULL,
    saved_at   INTEGER                           -- a second press saves nothing
) STRICT;
-- Serves forgetting drafts that were never saved.
CREATE INDEX reminder_draft_age ON reminder_draft (created_at);
