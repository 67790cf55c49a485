package store

import (
	"context"
	"database/sql"
	"fmt"

	"minhchung/internal/cchc"
)

// checks find what should not be. Each query gives one text a finding.
func checks() []struct{ code, query string } {
	return []struct{ code, query string }{
		{"document-without-file", "SELECT d.id FROM documents d LEFT JOIN files f ON f.id = d.file WHERE f.id IS NULL"},
		{"link-without-document", "SELECT l.id FROM links l LEFT JOIN documents d ON d.id = l.document LEFT JOIN exhibits x ON x.id = l.exhibit WHERE d.id IS NULL AND x.id IS NULL"},
		{"review-without-link", "SELECT r.link FROM reviews r LEFT JOIN links l ON l.id = r.link WHERE l.id IS NULL AND r.state <> 'suggested'"},
		{"file-without-row", "SELECT f.id FROM files f LEFT JOIN intake i ON i.file = f.id WHERE i.id IS NULL"},
		{"indexed-without-document", "SELECT i.path FROM intake i LEFT JOIN documents d ON d.file = i.file WHERE i.state = 'indexed' AND d.id IS NULL AND EXISTS (SELECT 1 FROM pages g WHERE g.file = i.file)"}, // an archive has no pages
		{"passage-without-document", "SELECT p.document || '#' || p.n FROM passages p LEFT JOIN documents d ON d.id = p.document WHERE d.id IS NULL"},
	}
}

// Check looks for damage and contradictions inside the record. Whether the originals are
// whole is a question for package blob. A review-without-link is no damage: a person's
// word on something a later reading does not find any more.
func (s *Store) Check(ctx context.Context) ([]Finding, error) {
	var out []Finding
	err := s.view(ctx, "check", func(tx *sql.Tx) error {
		lines, err := collect(ctx, tx.QueryContext, scanText, "PRAGMA quick_check")
		if err != nil {
			return err
		}
		for _, l := range lines {
			if l != "ok" {
				out = append(out, Finding{Code: "quick-check", Detail: l})
			}
		}
		broken, err := collect(ctx, tx.QueryContext, scanForeignKey, "PRAGMA foreign_key_check")
		if err != nil {
			return err
		}
		out = append(out, broken...)
		for _, c := range checks() {
			found, err := collect(ctx, tx.QueryContext, scanText, c.query)
			if err != nil {
				return fmt.Errorf("%s: %w", c.code, err)
			}
			for _, d := range found {
				out = append(out, Finding{Code: c.code, Detail: d})
			}
		}
		return nil
	})
	return out, err
}

func scanForeignKey(r scanner) (Finding, error) {
	var table, parent string
	var row sql.NullInt64
	var key int
	err := r.Scan(&table, &row, &parent, &key)
	return Finding{Code: "foreign-key", Detail: fmt.Sprintf("%s row %d points to nothing in %s", table, row.Int64, parent)}, err
}

// Snapshot writes a whole copy of the record, as of now, to a new database file at path.
// Only a scope of everything may take one. Changes wait meanwhile.
func (s *Store) Snapshot(ctx context.Context, scope cchc.Scope, path string) error {
	if !scope.All {
		return fmt.Errorf("snapshot: %w", cchc.ErrNotFound)
	}
	if _, err := s.write.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	return nil
}
