-- Whose turn it is must be found quickly with a million rows waiting, and a whole backlog of one source, or of one line, must not
-- stand in the way of the others.

-- Serves the dispatcher's choice: of each lane and source that owes something, the rows that have been due longest.
DROP INDEX delivery_due;
CREATE INDEX delivery_due ON delivery (lane, source, due_at, id) WHERE state IN ('pending', 'retry', 'unknown');

-- Serve "is an earlier one of this line unfinished": what has begun, and what waits by when it is due.
DROP INDEX delivery_line;
CREATE INDEX delivery_line_busy ON delivery (lane, line, id) WHERE state IN ('sending', 'retry');
CREATE INDEX delivery_line_waiting ON delivery (lane, line, due_at, id) WHERE state IN ('pending', 'unknown');

-- Serves the forgetting of what ended long ago.
CREATE INDEX delivery_ended ON delivery (due_at) WHERE state IN ('sent', 'failed', 'cancelled', 'expired');

-- How many deliveries are in each state, kept by the triggers below: the metrics ask every few seconds.
CREATE TABLE delivery_tally (
    state TEXT    NOT NULL PRIMARY KEY,
    n     INTEGER NOT NULL CHECK (n >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO delivery_tally (state, n) SELECT state, COUNT(*) FROM delivery GROUP BY state;

CREATE TRIGGER delivery_tally_insert AFTER INSERT ON delivery BEGIN
    INSERT INTO delivery_tally (state, n) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER delivery_tally_update AFTER UPDATE OF state ON delivery WHEN OLD.state <> NEW.state BEGIN
    UPDATE delivery_tally SET n = n - 1 WHERE state = OLD.state;
    INSERT INTO delivery_tally (state, n) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER delivery_tally_delete AFTER DELETE ON delivery BEGIN
    UPDATE delivery_tally SET n = n - 1 WHERE state = OLD.state;
END;
