-- Nudges that wait for the same waking minute come as one message. The others are carried by its delivery.

-- The delivery of another message that brings this one too; null: its own.
ALTER TABLE alert_messages ADD COLUMN carried_by INTEGER;
-- Serves "what does this message carry".
CREATE INDEX alert_messages_carried ON alert_messages (carried_by) WHERE carried_by IS NOT NULL;
