-- Known answers: cards that the secretariat has approved, drafts of cards, copies of cards in channels, and what people
-- searched for. Instants are milliseconds UTC.

CREATE TABLE faq_cards (
    id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- the number that people read; never used twice
    state       TEXT    NOT NULL CHECK (state IN ('published', 'deleted')),
    category    TEXT    NOT NULL,                           -- the code of a Category
    owner_id    INTEGER,                                    -- who approved it last; null: deleted their data
    valid_until INTEGER,                                    -- from then on it is not shown; null: no limit
    reminded_at INTEGER,                                    -- the owner was told about this valid_until
    expired_at  INTEGER,                                    -- its copies were changed after this valid_until
    next_at     INTEGER,                                    -- when Magpie reminds the owner, or changes the copies
    version     INTEGER NOT NULL CHECK (version >= 1),      -- grows with each change
    changed_at  INTEGER NOT NULL
) STRICT;

-- Serves the timer.
CREATE INDEX faq_cards_next ON faq_cards (next_at) WHERE next_at IS NOT NULL;

-- The texts of a card, one for each language in which it was written.
CREATE TABLE faq_texts (
    id       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,    -- the row of the search index
    card_id  INTEGER NOT NULL REFERENCES faq_cards (id) ON DELETE CASCADE,
    language TEXT    NOT NULL,                              -- a code of ours
    question TEXT    NOT NULL CHECK (length(question) > 0),
    answer   TEXT    NOT NULL CHECK (length(answer) > 0),
    UNIQUE (card_id, language)
) STRICT;

-- The index of all words, in all languages. It holds no text of its own.
CREATE VIRTUAL TABLE faq_search USING fts5 (
    question, answer, content = 'faq_texts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER faq_texts_insert AFTER INSERT ON faq_texts BEGIN
    INSERT INTO faq_search (rowid, question, answer) VALUES (NEW.id, NEW.question, NEW.answer);
END;
CREATE TRIGGER faq_texts_delete AFTER DELETE ON faq_texts BEGIN
    INSERT INTO faq_search (faq_search, rowid, question, answer) VALUES ('delete', OLD.id, OLD.question, OLD.answer);
END;
CREATE TRIGGER faq_texts_update AFTER UPDATE ON faq_texts BEGIN
    INSERT INTO faq_search (faq_search, rowid, question, answer) VALUES ('delete', OLD.id, OLD.question, OLD.answer);
    INSERT INTO faq_search (rowid, question, answer) VALUES (NEW.id, NEW.question, NEW.answer);
END;

-- What a card was before each of its changes, so that the change can be undone.
CREATE TABLE faq_versions (
    card_id INTEGER NOT NULL REFERENCES faq_cards (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    content TEXT    NOT NULL,                               -- JSON: state, category, end of validity and texts
    PRIMARY KEY (card_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE faq_drafts (
    id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- custom ids name it, so no id is used again
    author_id    INTEGER NOT NULL,
    card_id      INTEGER REFERENCES faq_cards (id) ON DELETE CASCADE, -- the card that it changes or has become
    base_version INTEGER,                                   -- the version of the card that the author saw
    language     TEXT    NOT NULL,
    category     TEXT    NOT NULL,
    question     TEXT    NOT NULL,
    answer       TEXT    NOT NULL,
    valid_text   TEXT    NOT NULL,                          -- the last day as typed; empty: no limit
    valid_until  INTEGER,                                   -- as understood; null: no limit, or not understood
    search_id    INTEGER,                                   -- the search without an answer that it answers
    state        TEXT    NOT NULL CHECK (state IN ('open', 'submitted', 'published', 'declined', 'discarded')),
    changed_at   INTEGER NOT NULL
) STRICT;

-- Serves the list of drafts that wait for the secretariat, and the retention.
CREATE INDEX faq_drafts_state ON faq_drafts (state, changed_at);
CREATE INDEX faq_drafts_author ON faq_drafts (author_id);

-- Copies of a card in channels.
CREATE TABLE faq_posts (
    delivery_id INTEGER NOT NULL PRIMARY KEY,
    card_id     INTEGER NOT NULL REFERENCES faq_cards (id) ON DELETE CASCADE,
    channel_id  INTEGER NOT NULL,
    posted_at   INTEGER NOT NULL,
    gone_at     INTEGER                                     -- somebody deleted it, or it could not be posted
) STRICT;
CREATE INDEX faq_posts_card ON faq_posts (card_id);

-- What people searched for: by the command, or by asking for help. A request for help that the best cards may answer is
-- kept here until its asker answers, or until its ticket opens by itself.
CREATE TABLE faq_searches (
    id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    interaction_id INTEGER NOT NULL UNIQUE,                 -- the interaction of the search; the ticket is opened with it
    asker_id       INTEGER NOT NULL,
    language       TEXT    NOT NULL,
    text           TEXT    NOT NULL,
    kind           TEXT,                                    -- the kind of the ticket; null: a search by the command
    cards          TEXT    NOT NULL,                        -- JSON: the numbers of the cards that were shown
    outcome        TEXT    NOT NULL CHECK (outcome IN ('nothing', 'shown', 'held', 'answered', 'unanswered')),
    next_at        INTEGER,                                 -- when the ticket opens by itself
    ticket         INTEGER,                                 -- the number of the ticket
    dismissed_at   INTEGER,                                 -- no longer listed for the secretariat
    searched_at    INTEGER NOT NULL
) STRICT;

-- Serves the timer.
CREATE INDEX faq_searches_next ON faq_searches (next_at) WHERE next_at IS NOT NULL;
-- Serves export, deletion, and the search for the same request.
CREATE INDEX faq_searches_asker ON faq_searches (asker_id);
-- Serves the list of what was not found.
CREATE INDEX faq_searches_missing ON faq_searches (searched_at)
    WHERE outcome IN ('nothing', 'unanswered') AND dismissed_at IS NULL;
-- Serves the retention.
CREATE INDEX faq_searches_age ON faq_searches (searched_at);
