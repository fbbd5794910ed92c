-- An attempt whose outcome nobody knows stays unknown until it is found or known not to have arrived, whatever later attempts come to. So the
-- row remembers when the first such attempt began (Discord forgets a nonce some minutes after it) and where the latest one went (DMs may have
-- been closed since, but what may have arrived there is looked for there).
ALTER TABLE delivery ADD COLUMN unknown_since INTEGER;    -- the first attempt that may have arrived; null when none may have
ALTER TABLE delivery ADD COLUMN tried_channel_id INTEGER; -- where the latest attempt at a message went
UPDATE delivery SET unknown_since = sending_at WHERE state = 'unknown';
