-- +goose Up
-- found is what the program read, {"unit": …, "particulars": …}, where people said
-- something else; '' where particulars and unit are as they were read.
ALTER TABLE documents ADD COLUMN found TEXT NOT NULL DEFAULT '';
-- code_key is the number without year in the form in which numbers compare, code_year the
-- year of issue or, without one, that of the number.
ALTER TABLE documents ADD COLUMN code_key TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN code_year INTEGER NOT NULL DEFAULT 0;
-- The lowest confidence of number and date; 1 where nothing is in doubt.
ALTER TABLE documents ADD COLUMN doubt REAL NOT NULL DEFAULT 1;
-- A few numbers that tell how much of the text two documents share; NULL before they were
-- read by a program that makes them.
ALTER TABLE documents ADD COLUMN sketch BLOB;
CREATE INDEX documents_doubt ON documents (doubt, id) WHERE doubt < 1;
CREATE INDEX documents_code ON documents (code_key) WHERE code_key <> '';

-- What people said of the particulars of a document, record. Of each field the last that
-- is not undone holds. No foreign key: documents come and go with their reading.
CREATE TABLE corrections (
    id        INTEGER PRIMARY KEY,
    document  TEXT NOT NULL,
    field     TEXT NOT NULL,
    kind      TEXT NOT NULL,
    value     TEXT NOT NULL,
    found     TEXT NOT NULL,
    actor     TEXT NOT NULL,
    at        BIGINT NOT NULL,
    note      TEXT NOT NULL,
    undone_by TEXT NOT NULL DEFAULT '',
    undone_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX corrections_document ON corrections (document, id);

-- What a document says of others, derived. year is that of the cited paper, 0 where it
-- cannot be told.
CREATE TABLE citations (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    n        INTEGER NOT NULL,
    relation TEXT NOT NULL,
    code_key TEXT NOT NULL,
    code     TEXT NOT NULL,
    year     INTEGER NOT NULL,
    issued   TEXT NOT NULL,
    organ    TEXT NOT NULL,
    page     INTEGER NOT NULL,
    line     INTEGER NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (document, n)
) WITHOUT ROWID;
CREATE INDEX citations_code ON citations (code_key, relation) WHERE code_key <> '';

-- The agencies of the office's world, record; body is JSON.
CREATE TABLE agencies (
    id      TEXT PRIMARY KEY,
    body    TEXT NOT NULL,
    actor   TEXT NOT NULL,
    changed BIGINT NOT NULL
);

-- The registers of outgoing documents, record; one a year.
CREATE TABLE registers (
    year     INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    actor    TEXT NOT NULL,
    imported BIGINT NOT NULL,
    problems TEXT NOT NULL
);
CREATE TABLE register_entries (
    year       INTEGER NOT NULL REFERENCES registers (year) ON DELETE CASCADE,
    n          INTEGER NOT NULL,
    line       INTEGER NOT NULL,
    code       TEXT NOT NULL,
    issued     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    signer     TEXT NOT NULL,
    recipients TEXT NOT NULL,
    drafter    TEXT NOT NULL,
    note       TEXT NOT NULL,
    PRIMARY KEY (year, n)
) WITHOUT ROWID;

-- +goose Down
-- Never: an older program refuses a newer record instead.
SELECT 1;
