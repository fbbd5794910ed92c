-- The texts of an alert in other languages than the author's. Readers of such a language get it before the original.
-- Languages are checked in Rust: their list grows.

-- JSON: the code of a language → its text. Empty: everybody reads the original.
ALTER TABLE alert_versions ADD COLUMN translations TEXT NOT NULL DEFAULT '{}';

-- JSON: the code of a language → its text, and whether the original was changed after this text was written.
ALTER TABLE alert_drafts ADD COLUMN translations TEXT NOT NULL DEFAULT '{}';
