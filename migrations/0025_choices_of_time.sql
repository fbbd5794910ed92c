-- What a member chose about a time, so that it stays chosen when their zone or the tz data changes.

-- Which of the two instants of a wall time that the clock shows twice: 'first' or 'second'.
ALTER TABLE reminders ADD COLUMN pass TEXT NOT NULL DEFAULT 'first';

-- "Away until 15 November, 09:00" as local time, such as 2020-11-15T09:00:00. away_until is its instant in the
-- member's zone, computed again when that changes. NULL when the end is an instant, such as "in 5 hours", and in rows
-- of earlier versions.
ALTER TABLE profiles ADD COLUMN away_wall TEXT;
