-- +goose Up
-- Searches for evidence that was not found, record: what was asked, searched, looked at and
-- concluded. body is JSON. former is the run a later one repeats.
CREATE TABLE absences (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    catalogue   TEXT NOT NULL,
    round       TEXT NOT NULL,
    criterion   TEXT NOT NULL,
    requirement TEXT NOT NULL,
    office      TEXT NOT NULL,
    unit        TEXT NOT NULL,
    conclusion  TEXT NOT NULL,
    former      INTEGER REFERENCES absences (id),
    at          BIGINT NOT NULL,
    actor       TEXT NOT NULL,
    body        TEXT NOT NULL
);
CREATE INDEX absences_criterion ON absences (criterion, id);

-- +goose Down
-- Never: an older program refuses a newer record instead.
SELECT 1;
