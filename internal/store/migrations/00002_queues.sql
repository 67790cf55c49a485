-- +goose Up
-- priority orders the queue: 0 came by hand, 1 lay in a folder.
ALTER TABLE intake ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;
DROP INDEX intake_due;
CREATE INDEX intake_due ON intake (priority, next_try, id) WHERE state IN ('queued', 'failed') AND next_try IS NOT NULL;
-- Scans are a second queue: waiting rows whose pages can be recognised have a next_try.
CREATE INDEX intake_scans ON intake (next_try, id) WHERE state = 'waiting' AND next_try IS NOT NULL;
CREATE INDEX intake_reason ON intake (state, reason_code, next_try) WHERE current = 1;
CREATE INDEX pages_unread ON pages (file) WHERE needs_ocr = 1;

-- 1 where the bytes are deliberately not kept: papers with a stamp of secrecy.
ALTER TABLE files ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0;

-- Which files came out of which archives and mails: the same paper may lie in several.
CREATE TABLE members (
    parent TEXT NOT NULL REFERENCES files (id),
    file   TEXT NOT NULL REFERENCES files (id),
    PRIMARY KEY (parent, file)
) WITHOUT ROWID;
CREATE INDEX members_file ON members (file);
INSERT INTO members (parent, file) SELECT parent, id FROM files WHERE parent <> '';

-- Words of a recognised page with their boxes, deflated JSON; NULL where the text was
-- written in the file.
ALTER TABLE pages ADD COLUMN words BLOB;

-- Pages as they were recognised, one by one, so that a power cut costs one page and a file
-- that is read again is not recognised again. engine names what recognised them.
CREATE TABLE recognised (
    file   TEXT NOT NULL REFERENCES files (id),
    number INTEGER NOT NULL,
    engine TEXT NOT NULL,
    page   BLOB NOT NULL,
    PRIMARY KEY (file, number)
) WITHOUT ROWID;

-- +goose Down
-- Never: an older program refuses a newer record instead.
SELECT 1;
