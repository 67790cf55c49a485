-- +goose Up
-- The units of the installation, record; body is JSON.
CREATE TABLE units (
    id      TEXT PRIMARY KEY,
    body    TEXT NOT NULL,
    actor   TEXT NOT NULL,
    changed BIGINT NOT NULL
);

-- Evaluation rounds, record; body is JSON.
CREATE TABLE rounds (
    id        TEXT PRIMARY KEY,
    year      INTEGER NOT NULL,
    catalogue TEXT NOT NULL REFERENCES catalogues (ref),
    state     TEXT NOT NULL,
    body      TEXT NOT NULL,
    actor     TEXT NOT NULL,
    changed   BIGINT NOT NULL
);
CREATE INDEX rounds_catalogue ON rounds (catalogue, year DESC);

-- What a round holds of one criterion of one assessed office ('' the installation's own).
-- Points nobody gave are NULL. What was there before is in the audit.
CREATE TABLE scores (
    round          TEXT NOT NULL REFERENCES rounds (id),
    office         TEXT NOT NULL,
    criterion      TEXT NOT NULL,
    self           REAL,
    first          REAL,
    second         REAL,
    a              REAL,
    b              REAL,
    figures        TEXT NOT NULL,
    explanation    TEXT NOT NULL,
    not_applicable INTEGER NOT NULL,
    why            TEXT NOT NULL,
    note           TEXT NOT NULL,
    actor          TEXT NOT NULL,
    at             BIGINT NOT NULL,
    PRIMARY KEY (round, office, criterion)
) WITHOUT ROWID;

-- What a round was at a moment that matters; cause is lock or move. body is deflated JSON
-- {"round": …, "scores": […], "report": …}.
CREATE TABLE snapshots (
    id    INTEGER PRIMARY KEY,
    round TEXT NOT NULL REFERENCES rounds (id),
    cause TEXT NOT NULL,
    at    BIGINT NOT NULL,
    actor TEXT NOT NULL,
    size  BIGINT NOT NULL,
    body  BLOB NOT NULL
);
CREATE INDEX snapshots_round ON snapshots (round, id);

-- +goose Down
-- Never: an older program refuses a newer record instead.
SELECT 1;
