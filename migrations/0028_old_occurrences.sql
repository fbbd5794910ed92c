-- Past occurrences of a reminder that goes on are deleted like those of reminders that have ended.

-- Serves "when did the oldest occurrence that is over change".
CREATE INDEX reminder_occurrences_changed ON reminder_occurrences (changed_at) WHERE state <> 'owed';
