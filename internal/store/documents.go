package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

const documentColumns = `d.id, d.file, d.path, d.work, d.unit, d.format, d.pages, d.pages_read, d.quality, d.received, d.particulars`

func scanDocument(r scanner) (cchc.Document, error) {
	var d cchc.Document
	var received int64
	var particulars string
	err := r.Scan(&d.ID, &d.File, &d.Path, &d.Work, &d.Unit, &d.Format, &d.Pages, &d.PagesRead, &d.Quality, &received, &particulars)
	if err != nil {
		return d, err
	}
	d.Received = instant(received)
	if err := json.Unmarshal([]byte(particulars), &d.Particulars); err != nil {
		return d, fmt.Errorf("particulars of %s: %w", d.ID, err)
	}
	return d, nil
}

// words is what DocumentFilter.Text looks through.
func words(p cchc.Particulars, path string) string {
	return vi.Fold(strings.Join([]string{p.Code, p.TypeName, p.Subject, p.OrganName, filepath.Base(path)}, "\n"))
}

// Document returns one document, or an exhibit as one; [cchc.ErrNotFound] is wrapped.
func (s *Store) Document(ctx context.Context, scope cchc.Scope, id cchc.DocumentID) (cchc.Document, error) {
	if id.IsExhibit() {
		x, err := s.Exhibit(ctx, scope, id)
		return x.Document(), err
	}
	w := &where{}
	w.add("d.id = ?", string(id))
	w.scope(scope, "d.unit")
	d, err := first(ctx, s.read.QueryContext, scanDocument, "SELECT "+documentColumns+" FROM documents d"+w.String(), w.args...)
	if err != nil {
		return cchc.Document{}, fmt.Errorf("document %s: %w", id, err)
	}
	return d, nil
}

// DocumentsByID returns the documents with these identities that exist and are in the
// scope, and exhibits as documents.
func (s *Store) DocumentsByID(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]cchc.Document, error) {
	out := make(map[cchc.DocumentID]cchc.Document, len(ids))
	if err := s.addExhibits(ctx, scope, ids, out); err != nil {
		return nil, err
	}
	err := inChunks(texts(ids), func(part []string) error {
		w := &where{}
		w.in("d.id", part)
		w.scope(scope, "d.unit")
		docs, err := collect(ctx, s.read.QueryContext, scanDocument, "SELECT "+documentColumns+" FROM documents d"+w.String(), w.args...)
		for _, d := range docs {
			out[d.ID] = d
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("documents by identity: %w", err)
	}
	return out, nil
}

func documentWhere(scope cchc.Scope, f DocumentFilter) *where {
	w := &where{}
	if f.Type != "" {
		w.add("d.type = ?", f.Type)
	}
	if f.Unit != "" {
		w.add("d.unit = ?", f.Unit)
	}
	if f.Year != 0 {
		w.add("d.year = ?", f.Year)
	}
	if f.Work != "" {
		w.add("d.work = ? AND d.work <> ''", string(f.Work))
	}
	for _, word := range strings.Fields(vi.Fold(f.Text)) {
		w.add("instr(d.words, ?) > 0", word)
	}
	w.scope(scope, "d.unit")
	return w
}

func documentList(w *where) string {
	return "SELECT " + documentColumns + " FROM documents d" + w.String() + " ORDER BY d.issued DESC, d.id LIMIT ?"
}

// after continues a list that is ordered by a falling column and a rising identity.
func (w *where) after(column, id string, lastValue any, lastID string) {
	// The first condition is implied by the second and lets the index start there.
	w.add(column+" <= ?", lastValue)
	w.add("("+column+" < ? OR "+id+" > ?)", lastValue, lastID)
}

// Documents lists documents, the last issued first, those without date at the end. total
// counts all of the filter.
func (s *Store) Documents(ctx context.Context, scope cchc.Scope, f DocumentFilter) (docs []cchc.Document, next string, total int, err error) {
	w := documentWhere(scope, f)
	page := w.clone()
	var issued, id string
	if more, err := decodeCursor(f.Cursor, "documents", &issued, &id); err != nil {
		return nil, "", 0, fmt.Errorf("documents: %w", err)
	} else if more {
		page.after("d.issued", "d.id", issued, id)
	}
	n := limit(f.Limit)
	err = s.view(ctx, "documents", func(tx *sql.Tx) error {
		total, err = first(ctx, tx.QueryContext, scanInt, "SELECT count(*) FROM documents d"+w.String(), w.args...)
		if err != nil {
			return err
		}
		docs, err = collect(ctx, tx.QueryContext, scanDocument, documentList(page), append(page.args, n+1)...)
		return err
	})
	if err == nil && len(docs) > n {
		docs = docs[:n]
		last := docs[n-1]
		next, err = encodeCursor("documents", last.Particulars.IssuedDate.String(), last.ID)
	}
	return docs, next, total, err
}

// eachBatch is how many passages EachDocument reads at a time.
const eachBatch = 2000

// eachDocuments is how many documents are looked at in one step of a walk.
const eachDocuments = 256

// EachDocument calls fn for every document with its passages, in the order of their
// identities. It reads in small steps and holds nothing while fn runs, so fn may change
// the record; documents that come in behind the current one are not seen. An error of fn
// ends the walk and is returned.
func (s *Store) EachDocument(ctx context.Context, scope cchc.Scope, fn func(cchc.Document, []cchc.Passage) error) error {
	last := cchc.DocumentID("")
	for {
		batch, err := s.DocumentsAfter(ctx, scope, last, eachBatch)
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, d := range batch {
			if err := fn(d.Document, d.Passages); err != nil {
				return err
			}
			last = d.Document.ID
		}
	}
}

// DocumentsAfter returns the next documents in the order of their identities, with their
// passages: as many as hold at least so many passages, one at least, none at the end.
func (s *Store) DocumentsAfter(ctx context.Context, scope cchc.Scope, after cchc.DocumentID, passages int) (out []Described, err error) {
	w := &where{}
	w.add("d.id > ?", string(after))
	w.scope(scope, "d.unit")
	docs, err := collect(ctx, s.read.QueryContext, scanDocument,
		"SELECT "+documentColumns+" FROM documents d"+w.String()+" ORDER BY d.id LIMIT ?", append(w.args, eachDocuments)...)
	if err != nil {
		return nil, fmt.Errorf("documents after %q: %w", after, err)
	}
	for n := 0; len(docs) > 0 && (n < passages || len(out) == 0); docs = docs[1:] {
		ps, err := collect(ctx, s.read.QueryContext, scanPassage, passagesOfDocument, string(docs[0].ID))
		if err != nil {
			return nil, fmt.Errorf("passages of %s: %w", docs[0].ID, err)
		}
		out = append(out, Described{Document: docs[0], Passages: ps})
		n += max(1, len(ps))
	}
	return out, nil
}

// chunkSize keeps a list of identities below the number of arguments a statement takes.
const chunkSize = 500

func inChunks(values []string, fn func([]string) error) error {
	for len(values) > 0 {
		n := min(chunkSize, len(values))
		if err := fn(values[:n]); err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}

func texts[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return out
}
