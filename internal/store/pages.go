package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"minhchung/internal/cchc"
)

const passageColumns = `p.document, p.n, p.page, p.paragraph, p.section, p.heading, p.source, p.body` //nolint:gosec // G101 takes "pass" for a password

const passagesOfDocument = "SELECT " + passageColumns + " FROM passages p WHERE p.document = ? ORDER BY p.n"

func scanPassage(r scanner) (cchc.Passage, error) {
	var p cchc.Passage
	var doc cchc.DocumentID
	var n int
	err := r.Scan(&doc, &n, &p.Page, &p.Paragraph, &p.Section, &p.Heading, &p.Source, &p.Text)
	p.ID = cchc.NewPassageID(doc, n)
	return p, err
}

func scanPage(r scanner) (cchc.Page, error) {
	var p cchc.Page
	var blocks, words []byte
	if err := r.Scan(&p.Number, &p.Source, &p.Quality, &p.NeedsOCR, &blocks, &words); err != nil {
		return p, err
	}
	var err error
	if p.Blocks, err = unpack[[]cchc.Block](blocks); err != nil || len(words) == 0 {
		return p, err
	}
	p.Words, err = unpack[[]cchc.Word](words)
	return p, err
}

// Pages returns the pages of a document in order; [cchc.ErrNotFound] is wrapped where
// there is no such document.
func (s *Store) Pages(ctx context.Context, scope cchc.Scope, id cchc.DocumentID) ([]cchc.Page, error) {
	w := &where{}
	w.add("d.id = ?", string(id))
	w.scope(scope, "d.unit")
	var pages []cchc.Page
	err := s.view(ctx, "pages", func(tx *sql.Tx) error {
		if err := exists(ctx, tx, id, w); err != nil {
			return err
		}
		var err error
		pages, err = collect(ctx, tx.QueryContext, scanPage, `SELECT g.number, g.source, g.quality, g.needs_ocr, g.blocks, g.words
			FROM documents d JOIN pages g ON g.file = d.file AND g.seq BETWEEN d.first_page AND d.last_page`+w.String()+" ORDER BY g.seq", w.args...)
		return err
	})
	return pages, err
}

// Passages returns the passages of a document in reading order; [cchc.ErrNotFound] is
// wrapped where there is no such document.
func (s *Store) Passages(ctx context.Context, scope cchc.Scope, id cchc.DocumentID) ([]cchc.Passage, error) {
	w := &where{}
	w.add("d.id = ?", string(id))
	w.scope(scope, "d.unit")
	var out []cchc.Passage
	err := s.view(ctx, "passages", func(tx *sql.Tx) error {
		if err := exists(ctx, tx, id, w); err != nil {
			return err
		}
		var err error
		out, err = collect(ctx, tx.QueryContext, scanPassage, passagesOfDocument, string(id))
		return err
	})
	return out, err
}

func exists(ctx context.Context, tx *sql.Tx, id cchc.DocumentID, w *where) error {
	if _, err := first(ctx, tx.QueryContext, scanText, "SELECT d.id FROM documents d"+w.String(), w.args...); err != nil {
		return fmt.Errorf("document %s: %w", id, err)
	}
	return nil
}

// PassagesByID returns the passages with these identities that exist and are in the
// scope.
func (s *Store) PassagesByID(ctx context.Context, scope cchc.Scope, ids []cchc.PassageID) (map[cchc.PassageID]cchc.Passage, error) {
	out := make(map[cchc.PassageID]cchc.Passage, len(ids))
	err := inChunks(texts(ids), func(part []string) error {
		w := &where{}
		w.passages(part)
		from := " FROM passages p"
		if !scope.All {
			from += " JOIN documents d ON d.id = p.document"
			w.scope(scope, "d.unit")
		}
		found, err := collect(ctx, s.read.QueryContext, scanPassage, "SELECT "+passageColumns+from+w.String(), w.args...)
		for _, p := range found {
			out[p.ID] = p
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("passages by identity: %w", err)
	}
	return out, nil
}

// passages restricts to passage identities; what is none matches nothing.
func (w *where) passages(ids []string) {
	var conds []string
	for _, id := range ids {
		doc := cchc.PassageID(id).Document()
		n, err := passageNumber(cchc.PassageID(id), doc)
		if err != nil {
			continue
		}
		conds = append(conds, "(?, ?)")
		w.args = append(w.args, string(doc), n)
	}
	if len(conds) == 0 {
		w.add("0 = 1")
		return
	}
	w.conds = append(w.conds, "(p.document, p.n) IN (VALUES "+strings.Join(conds, ", ")+")")
}
