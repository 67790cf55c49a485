-- +goose Up
-- Evidence that is no file, as a person describes it, record: web pages and figures of
-- systems. copy is the file of a kept copy, '' without one.
CREATE TABLE exhibits (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    title       TEXT NOT NULL,
    address     TEXT NOT NULL,
    seen        TEXT NOT NULL,
    description TEXT NOT NULL,
    unit        TEXT NOT NULL,
    copy        TEXT NOT NULL,
    actor       TEXT NOT NULL,
    at          BIGINT NOT NULL
);

-- What people linked, record. document is that of a document or an exhibit. No foreign
-- key: documents come and go with their reading, what people said stays.
CREATE TABLE manual_links (
    link        TEXT PRIMARY KEY,
    catalogue   TEXT NOT NULL,
    criterion   TEXT NOT NULL,
    requirement TEXT NOT NULL,
    document    TEXT NOT NULL,
    unit        TEXT NOT NULL,
    quotes      TEXT NOT NULL,
    note        TEXT NOT NULL,
    actor       TEXT NOT NULL,
    at          BIGINT NOT NULL
);
CREATE INDEX manual_links_document ON manual_links (document, catalogue);

-- Whom the person who reviewed a link spoke for.
ALTER TABLE reviews ADD COLUMN unit TEXT NOT NULL DEFAULT '';

-- A link is of a document or of an exhibit. manual = 1 on what a person linked, whether
-- the program proposes it too or not.
CREATE TABLE links_made (
    id          TEXT PRIMARY KEY,
    catalogue   TEXT NOT NULL REFERENCES catalogues (ref),
    criterion   TEXT NOT NULL,
    requirement TEXT NOT NULL,
    document    TEXT REFERENCES documents (id) ON DELETE CASCADE,
    exhibit     TEXT REFERENCES exhibits (id),
    score       REAL NOT NULL,
    proposed    INTEGER NOT NULL,
    related     INTEGER NOT NULL,
    fulfils     INTEGER NOT NULL,
    stale       INTEGER NOT NULL DEFAULT 0,
    manual      INTEGER NOT NULL DEFAULT 0,
    quotes      TEXT NOT NULL,
    reasons     TEXT NOT NULL,
    misses      TEXT NOT NULL,
    CHECK ((document IS NULL) <> (exhibit IS NULL))
);
INSERT INTO links_made (id, catalogue, criterion, requirement, document, score, proposed, related, fulfils, stale, quotes, reasons, misses)
    SELECT id, catalogue, criterion, requirement, document, score, proposed, related, fulfils, stale, quotes, reasons, misses FROM links;
DROP TABLE links;
ALTER TABLE links_made RENAME TO links;
CREATE INDEX links_catalogue ON links (catalogue, score DESC, id);
CREATE INDEX links_criterion ON links (catalogue, criterion, score DESC, id);
CREATE INDEX links_document ON links (document, catalogue, score DESC, id);
CREATE INDEX links_exhibit ON links (exhibit) WHERE exhibit IS NOT NULL;

-- +goose Down
-- Never: an older program refuses a newer record instead.
SELECT 1;
