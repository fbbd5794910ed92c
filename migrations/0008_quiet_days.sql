-- Quiet hours that differ by weekday: a JSON list of [weekday, start, end], weekday 0 being Monday, of the days whose hours are not
-- quiet_start to quiet_end. Null: every day is alike.
ALTER TABLE profiles ADD COLUMN quiet_days TEXT CHECK (json_valid(quiet_days));
ALTER TABLE profile_drafts ADD COLUMN quiet_days TEXT CHECK (json_valid(quiet_days));
