-- Attempts of a delivery that failed for no fault of its own, while the platform took nothing from anybody: they do not
-- count towards its last one.
ALTER TABLE deliveries ADD COLUMN uncounted INTEGER NOT NULL DEFAULT 0 CHECK (uncounted >= 0);
