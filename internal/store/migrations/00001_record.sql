-- +goose Up
-- Instants are nanoseconds since 1970 in UTC, dates are ISO texts ('' is unknown).

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- The bytes that were dropped. path is the first place they were received from.
CREATE TABLE files (
    id         TEXT PRIMARY KEY,
    size       BIGINT NOT NULL,
    format     TEXT NOT NULL,
    parent     TEXT NOT NULL DEFAULT '',
    path       TEXT NOT NULL,
    received   BIGINT NOT NULL,
    page_total INTEGER NOT NULL DEFAULT 0,
    notes      TEXT NOT NULL DEFAULT '[]'
);

-- The ledger: one row for each content seen at a path; current = 1 on the last one.
-- next_try is 0 for what is due at once and NULL for what is never due.
CREATE TABLE intake (
    id          INTEGER PRIMARY KEY,
    path        TEXT NOT NULL,
    file        TEXT REFERENCES files (id),
    current     INTEGER NOT NULL DEFAULT 1,
    unit        TEXT NOT NULL DEFAULT '',
    size        BIGINT NOT NULL,
    mod_time    BIGINT NOT NULL,
    stamp       TEXT NOT NULL DEFAULT '',
    state       TEXT NOT NULL,
    reason_code TEXT NOT NULL DEFAULT '',
    reason_args TEXT NOT NULL DEFAULT '[]',
    attempts    INTEGER NOT NULL DEFAULT 0,
    next_try    BIGINT,
    received    BIGINT NOT NULL,
    changed     BIGINT NOT NULL
);
CREATE UNIQUE INDEX intake_current ON intake (path) WHERE current = 1;
CREATE UNIQUE INDEX intake_content ON intake (path, file);
CREATE INDEX intake_state ON intake (state, path) WHERE current = 1;
CREATE INDEX intake_file ON intake (file);
CREATE INDEX intake_due ON intake (next_try, id) WHERE state IN ('queued', 'failed');
CREATE INDEX intake_reading ON intake (id) WHERE state = 'reading';

-- Pages of a file as they were read. blocks is deflated JSON.
CREATE TABLE pages (
    file      TEXT NOT NULL REFERENCES files (id),
    seq       INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    source    TEXT NOT NULL,
    quality   REAL NOT NULL,
    needs_ocr INTEGER NOT NULL,
    blocks    BLOB NOT NULL,
    PRIMARY KEY (file, seq)
);

-- Papers inside files; first_page and last_page are the seq of their pages.
-- words is what the list is searched by: number, subject, organ and name, folded.
CREATE TABLE documents (
    id          TEXT PRIMARY KEY,
    file        TEXT NOT NULL REFERENCES files (id),
    first_page  INTEGER NOT NULL,
    last_page   INTEGER NOT NULL,
    path        TEXT NOT NULL,
    work        TEXT NOT NULL,
    unit        TEXT NOT NULL,
    format      TEXT NOT NULL,
    pages       INTEGER NOT NULL,
    pages_read  INTEGER NOT NULL,
    quality     REAL NOT NULL,
    received    BIGINT NOT NULL,
    type        TEXT NOT NULL,
    code        TEXT NOT NULL,
    issued      TEXT NOT NULL,
    year        INTEGER NOT NULL,
    words       TEXT NOT NULL,
    particulars TEXT NOT NULL
);
CREATE INDEX documents_file ON documents (file);
CREATE INDEX documents_work ON documents (work) WHERE work <> '';
CREATE INDEX documents_issued ON documents (issued DESC, id);
CREATE INDEX documents_type ON documents (type, issued DESC, id);
CREATE INDEX documents_unit ON documents (unit, issued DESC, id);
CREATE INDEX documents_year ON documents (year, issued DESC, id);

-- n is the number in the passage's identity.
CREATE TABLE passages (
    document  TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    n         INTEGER NOT NULL,
    page      INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    section   TEXT NOT NULL,
    heading   TEXT NOT NULL,
    source    TEXT NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (document, n)
) WITHOUT ROWID;

-- Versions of catalogues are kept for good; current = 1 on the one in use.
CREATE TABLE catalogues (
    ref     TEXT PRIMARY KEY,
    id      TEXT NOT NULL,
    version TEXT NOT NULL,
    title   TEXT NOT NULL,
    status  TEXT NOT NULL,
    current INTEGER NOT NULL DEFAULT 0,
    body    TEXT NOT NULL,
    source  BLOB NOT NULL,
    saved   BIGINT NOT NULL,
    actor   TEXT NOT NULL
);
CREATE UNIQUE INDEX catalogues_current ON catalogues (current) WHERE current = 1;

-- Proposed links, derived. stale = 1 on what a person reviewed and the program no longer
-- proposes, 2 on what it proposes with other quotes than the person saw.
CREATE TABLE links (
    id          TEXT PRIMARY KEY,
    catalogue   TEXT NOT NULL REFERENCES catalogues (ref),
    criterion   TEXT NOT NULL,
    requirement TEXT NOT NULL,
    document    TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    score       REAL NOT NULL,
    proposed    INTEGER NOT NULL,
    related     INTEGER NOT NULL,
    fulfils     INTEGER NOT NULL,
    stale       INTEGER NOT NULL DEFAULT 0,
    quotes      TEXT NOT NULL,
    reasons     TEXT NOT NULL,
    misses      TEXT NOT NULL
);
CREATE INDEX links_catalogue ON links (catalogue, score DESC, id);
CREATE INDEX links_criterion ON links (catalogue, criterion, score DESC, id);
CREATE INDEX links_document ON links (document, catalogue, score DESC, id);

-- What people said, record. No foreign key: proposals come and go, reviews stay.
CREATE TABLE reviews (
    link        TEXT PRIMARY KEY,
    catalogue   TEXT NOT NULL,
    criterion   TEXT NOT NULL,
    requirement TEXT NOT NULL,
    document    TEXT NOT NULL,
    state       TEXT NOT NULL,
    actor       TEXT NOT NULL,
    at          BIGINT NOT NULL,
    note        TEXT NOT NULL,
    quotes      TEXT NOT NULL
);
CREATE INDEX reviews_document ON reviews (document, catalogue);

-- Who changed what; written in the transaction of the change.
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY,
    at      BIGINT NOT NULL,
    actor   TEXT NOT NULL,
    role    TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, id);

-- +goose Down
-- Never: an older program refuses a newer record instead.
SELECT 1;
