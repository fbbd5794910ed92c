-- Duty: slots that the secretariat plans, the shifts that people take in them, and people who are available without a
-- rota. Instants are milliseconds UTC.

-- Slots that were planned and not created yet, and the batch in which created slots were planned.
CREATE TABLE duty_drafts (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    author_id  INTEGER,                                             -- null: deleted at their wish
    slots      TEXT    NOT NULL,                                    -- JSON: the planned slots
    created_at INTEGER NOT NULL,
    saved_at   INTEGER                                              -- when its slots were created
) STRICT;

CREATE TABLE duty_slots (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    draft_id   INTEGER REFERENCES duty_drafts (id) ON DELETE SET NULL, -- for undo
    starts_at  INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    zone       TEXT    NOT NULL,                                    -- the zone in which it was planned
    needed     INTEGER NOT NULL CHECK (needed >= 1),                -- how many people at a time
    removed_at INTEGER,
    gap_at     INTEGER,                                             -- when people are told that somebody is missing
    told_at    INTEGER,                                             -- when people were told last
    told_with  INTEGER,                                             -- the slot whose message told people of this one
    CHECK (starts_at < ends_at),
    CHECK (removed_at IS NULL OR gap_at IS NULL)
) STRICT;

-- Serves the lists of slots, and the retention.
CREATE INDEX duty_slots_ends ON duty_slots (ends_at);
-- Serves the timer of gaps.
CREATE INDEX duty_slots_gap ON duty_slots (gap_at) WHERE gap_at IS NOT NULL;
-- Serves undo, and the deletion of a draft.
CREATE INDEX duty_slots_draft ON duty_slots (draft_id);
-- Serves the messages that tell of several slots.
CREATE INDEX duty_slots_told ON duty_slots (told_with) WHERE told_with IS NOT NULL;

-- The part of a slot that one person took.
CREATE TABLE duty_shifts (
    id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    slot_id      INTEGER NOT NULL REFERENCES duty_slots (id) ON DELETE CASCADE,
    member_id    INTEGER NOT NULL,
    starts_at    INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL,
    taken_at     INTEGER NOT NULL,
    ring         TEXT    NOT NULL,                                  -- the code of a Ring
    night        INTEGER NOT NULL CHECK (night IN (0, 1)),          -- it was in their quiet hours when they took it
    state        TEXT    NOT NULL,                                  -- the code of a ShiftState
    step         TEXT,                                              -- the code of the next ShiftStep
    next_at      INTEGER,                                           -- when this step is due
    confirmed_at INTEGER,                                           -- "I have it"
    ended_at     INTEGER,                                           -- when it ended, or was given back
    CHECK (starts_at < ends_at),
    CHECK ((state = 'taken') = (next_at IS NOT NULL)),
    CHECK ((step IS NULL) = (next_at IS NULL)),
    CHECK ((state = 'taken') = (ended_at IS NULL))
) STRICT;

-- Serves the timer.
CREATE INDEX duty_shifts_next ON duty_shifts (next_at) WHERE next_at IS NOT NULL;
-- Serves who has a slot.
CREATE INDEX duty_shifts_slot ON duty_shifts (slot_id);
-- Serves a person's own shifts, and the count of their nights.
CREATE INDEX duty_shifts_member ON duty_shifts (member_id, ends_at);

-- Shifts that somebody offers to others.
CREATE TABLE duty_offers (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    shift_id   INTEGER NOT NULL REFERENCES duty_shifts (id) ON DELETE CASCADE,
    to_id      INTEGER,                                             -- null: to all
    state      TEXT    NOT NULL,                                    -- the code of an OfferState
    offered_at INTEGER NOT NULL,
    taken_by   INTEGER
) STRICT;

-- Serves the offers of a shift.
CREATE INDEX duty_offers_shift ON duty_offers (shift_id);
-- Serves the export and the deletion of a person's data.
CREATE INDEX duty_offers_to ON duty_offers (to_id) WHERE to_id IS NOT NULL;

-- "Available now for…": one row for a person.
CREATE TABLE duty_available (
    member_id INTEGER NOT NULL PRIMARY KEY,
    from_at   INTEGER NOT NULL,
    until_at  INTEGER NOT NULL,
    ring      TEXT    NOT NULL,                                     -- the code of a Ring
    CHECK (from_at < until_at)
) STRICT;

-- The live message with the next slots. There is at most one.
CREATE TABLE duty_panel (
    one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    channel_id  INTEGER NOT NULL,
    delivery_id INTEGER NOT NULL,
    refresh_at  INTEGER                                             -- when a slot begins or ends; null: no slot is left
) STRICT;
