-- Tables are named in the plural, as `members`, `alerts` and `tickets` are. Renaming keeps rows, and the foreign keys of other tables follow.
ALTER TABLE reminder_draft RENAME TO reminder_drafts;
ALTER TABLE reminder RENAME TO reminders;
ALTER TABLE reminder_occurrence RENAME TO reminder_occurrences;
ALTER TABLE incident RENAME TO incidents;
ALTER TABLE incident_trouble RENAME TO incident_troubles;

-- SQLite cannot rename an index.
DROP INDEX reminder_due;
DROP INDEX reminder_member;
DROP INDEX reminder_batch;
DROP INDEX reminder_occurrence_delivery;
DROP INDEX reminder_draft_age;
DROP INDEX incident_open;
-- Serves the engine: what is due, and when the next one is.
CREATE INDEX reminders_due ON reminders (due_at) WHERE state = 'active';
-- Serves a member's own list, a change of zone, and leaving.
CREATE INDEX reminders_member ON reminders (member_id, state);
-- Serves stopping what was set for a group.
CREATE INDEX reminders_batch ON reminders (batch_id) WHERE batch_id IS NOT NULL;
-- Serves the renderer: which occurrences a message carries. Several late occurrences share one message.
CREATE INDEX reminder_occurrences_delivery ON reminder_occurrences (delivery_id) WHERE delivery_id IS NOT NULL;
-- Serves the deletion of drafts that were never saved.
CREATE INDEX reminder_drafts_age ON reminder_drafts (created_at);
-- At most one incident is open: a trouble that begins meanwhile belongs to it.
CREATE UNIQUE INDEX incidents_open ON incidents (ended_at IS NULL) WHERE ended_at IS NULL;
