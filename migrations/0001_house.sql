-- What the house remembers about itself: the tz data's version that plans were computed with, the digest of the registered commands.
CREATE TABLE house (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
