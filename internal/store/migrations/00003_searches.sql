-- +goose Up
-- Searches kept under a name. key is the name as names compare; filters is JSON.
CREATE TABLE saved_searches (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT NOT NULL,
    key     TEXT NOT NULL UNIQUE,
    query   TEXT NOT NULL,
    filters TEXT NOT NULL,
    sort    TEXT NOT NULL,
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    actor   TEXT NOT NULL
);

-- Abbreviations of the office. A row with shipped = 1 only says whether a pair that comes
-- with the program is switched off. n keeps the order they were added in: the first of two
-- expansions of one place counts.
CREATE TABLE abbreviations (
    n       INTEGER PRIMARY KEY AUTOINCREMENT,
    id      TEXT NOT NULL UNIQUE,
    short   TEXT NOT NULL,
    long    TEXT NOT NULL,
    comment TEXT NOT NULL DEFAULT '',
    shipped INTEGER NOT NULL DEFAULT 0,
    off     INTEGER NOT NULL DEFAULT 0,
    at      BIGINT NOT NULL,
    actor   TEXT NOT NULL
);

-- +goose Down
-- Never: an older program refuses a newer record instead.
SELECT 1;
