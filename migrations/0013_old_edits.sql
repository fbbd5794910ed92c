-- Discord takes few edits of messages older than an hour, counted by channel (30046). So each attempt at an edit notes its channel too, and what
-- was tried there in the last hour is found quickly.
CREATE INDEX delivery_edits_of_channel ON delivery (tried_channel_id, sending_at) WHERE action = 'edit' AND tried_channel_id IS NOT NULL;
