package store

import (
	"context"
	"fmt"
	"strings"

	"minhchung/internal/cchc"
)

// SaveRecognised keeps one recognised page of a file; a second time replaces it. engine
// names what recognised it, with its version. It is derived, so no audit row speaks of it.
func (s *Store) SaveRecognised(ctx context.Context, actor cchc.Actor, file cchc.FileID, engine string, page cchc.Page) error {
	var p packer
	packed, err := p.pack(page)
	if err != nil {
		return fmt.Errorf("recognised page: %w", err)
	}
	return s.change(ctx, "recognised page", actor, func(ctx context.Context, c *change) error {
		_, err := c.exec(ctx, `INSERT INTO recognised (file, number, engine, page) VALUES (?, ?, ?, ?)
			ON CONFLICT (file, number) DO UPDATE SET engine = excluded.engine, page = excluded.page`,
			string(file), page.Number, engine, packed)
		return err
	})
}

// Recognised returns the pages of a file that engine recognised, by number.
func (s *Store) Recognised(ctx context.Context, scope cchc.Scope, file cchc.FileID, engine string) (map[int]cchc.Page, error) {
	w := &where{}
	w.add("g.file = ? AND g.engine = ?", string(file), engine)
	w.inLedger(scope, "g.file")
	pages, err := collect(ctx, s.read.QueryContext, func(r scanner) (cchc.Page, error) {
		var packed []byte
		if err := r.Scan(&packed); err != nil {
			return cchc.Page{}, err
		}
		return unpack[cchc.Page](packed)
	}, "SELECT g.page FROM recognised g"+w.String(), w.args...)
	if err != nil {
		return nil, fmt.Errorf("recognised pages of %s: %w", file, err)
	}
	out := make(map[int]cchc.Page, len(pages))
	for _, p := range pages {
		out[p.Number] = p
	}
	return out, nil
}

// UnreadPages counts the pages that wait for recognition in files that are not set aside.
func (s *Store) UnreadPages(ctx context.Context, scope cchc.Scope) (int, error) {
	w := &where{}
	w.add("g.needs_ocr = 1")
	w.add("EXISTS (SELECT 1 FROM intake i WHERE i.file = g.file AND (i.state = 'reading' OR i.state = 'waiting' AND i.next_try IS NOT NULL))")
	w.inLedger(scope, "g.file")
	n, err := first(ctx, s.read.QueryContext, scanInt, "SELECT count(*) FROM pages g"+w.String(), w.args...)
	if err != nil {
		return 0, fmt.Errorf("unread pages: %w", err)
	}
	return n, nil
}

// inLedger restricts a column of files to those of the scope's units.
func (w *where) inLedger(scope cchc.Scope, column string) {
	if scope.All {
		return
	}
	own := &where{}
	own.scope(scope, "u.unit")
	w.add("EXISTS (SELECT 1 FROM intake u WHERE u.file = "+column+" AND "+strings.Join(own.conds, " AND ")+")", own.args...)
}
