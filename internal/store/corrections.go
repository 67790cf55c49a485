package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/particulars"
)

const correctionColumns = "c.id, c.document, c.field, c.kind, c.value, c.found, c.actor, c.at, c.note, c.undone_by, c.undone_at"

func scanCorrection(r scanner) (cchc.Correction, error) {
	var c cchc.Correction
	var value, found string
	var at, undone int64
	err := r.Scan(&c.ID, &c.Document, &c.Field, &c.Kind, &value, &found, &c.By, &at, &c.Note, &c.UndoneBy, &undone)
	c.Value, c.Found = json.RawMessage(value), json.RawMessage(found)
	c.At, c.UndoneAt = instant(at), instant(undone)
	return c, err
}

// Corrections are those that hold for some documents, the oldest first.
func (s *Store) Corrections(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID][]cchc.Correction, error) {
	out := map[cchc.DocumentID][]cchc.Correction{}
	err := inChunks(texts(ids), func(part []string) error {
		w := &where{}
		w.in("c.document", part)
		w.add("c.undone_at = 0")
		w.documentScope(scope, "c.document")
		found, err := collect(ctx, s.read.QueryContext, scanCorrection, "SELECT "+correctionColumns+" FROM corrections c"+w.String()+" ORDER BY c.id", w.args...)
		for _, c := range found {
			out[c.Document] = append(out[c.Document], c)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("corrections: %w", err)
	}
	return out, nil
}

// CorrectionLog is everything people said of a document, what was undone included, the
// last first; most 1000 rows.
func (s *Store) CorrectionLog(ctx context.Context, scope cchc.Scope, id cchc.DocumentID) ([]cchc.Correction, error) {
	w := &where{}
	w.add("c.document = ?", string(id))
	w.documentScope(scope, "c.document")
	out, err := collect(ctx, s.read.QueryContext, scanCorrection,
		"SELECT "+correctionColumns+" FROM corrections c"+w.String()+" ORDER BY c.id DESC LIMIT ?", append(w.args, maxLimit)...)
	if err != nil {
		return nil, fmt.Errorf("corrections of %s: %w", id, err)
	}
	return out, nil
}

type heldRow struct {
	document cchc.Document
	found    string
}

// Held returns documents with their passages, what was read of them and the corrections
// that hold. Those that do not exist are left out.
func (s *Store) Held(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]intake.Held, error) {
	out := make(map[cchc.DocumentID]intake.Held, len(ids))
	err := inChunks(texts(ids), func(part []string) error {
		w := &where{}
		w.in("d.id", part)
		w.scope(scope, "d.unit")
		rows, err := collect(ctx, s.read.QueryContext, func(r scanner) (h heldRow, err error) {
			h.document, err = scanDocument(plus{r, &h.found})
			return h, err
		}, "SELECT "+documentColumns+", d.found FROM documents d"+w.String(), w.args...)
		if err != nil {
			return err
		}
		for _, row := range rows {
			h := intake.Held{Document: row.document, Found: row.document}
			if row.found != "" {
				var f foundColumn
				if err := json.Unmarshal([]byte(row.found), &f); err != nil {
					return fmt.Errorf("what was read of %s: %w", row.document.ID, err)
				}
				h.Found.Unit, h.Found.Particulars = f.Unit, f.Particulars
			}
			if h.Passages, err = collect(ctx, s.read.QueryContext, scanPassage, passagesOfDocument, string(row.document.ID)); err != nil {
				return err
			}
			out[row.document.ID] = h
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("documents with what was read: %w", err)
	}
	held, err := s.Corrections(ctx, scope, ids)
	if err != nil {
		return nil, err
	}
	for id, cs := range held {
		if h, ok := out[id]; ok {
			h.Corrections = cs
			out[id] = h
		}
	}
	return out, nil
}

// plus scans further columns behind those of a known row.
type plus struct {
	scanner
	more *string
}

// Scan scans one column more than asked for.
func (p plus) Scan(dest ...any) error { return p.scanner.Scan(append(dest, p.more)...) }

// Amend keeps what people said of documents, and what follows from it, in one transaction.
// seq is noted with it (see [Store.Seq]): an index that was fed with a lower one lacks the
// change. Where a document does not exist, or a correction to be undone does not hold,
// nothing is changed and [cchc.ErrNotFound] is wrapped.
func (s *Store) Amend(ctx context.Context, actor cchc.Actor, changes []intake.Amended, seq int64) error {
	defer s.linked.forget()
	return s.change(ctx, "correct", actor, func(tctx context.Context, c *change) error {
		for _, a := range changes {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := c.amend(tctx, a); err != nil {
				return fmt.Errorf("document %s: %w", a.Document.ID, err)
			}
		}
		_, err := c.exec(tctx, "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", metaSeq, strconv.FormatInt(seq, 10))
		return err
	})
}

func (c *change) amend(ctx context.Context, a intake.Amended) error {
	for _, add := range a.Added {
		if err := c.addCorrection(ctx, a.Document.ID, add); err != nil {
			return err
		}
	}
	for _, id := range a.Undone {
		if err := c.undoCorrection(ctx, a.Document.ID, id); err != nil {
			return err
		}
	}
	if err := c.amendDocument(ctx, a); err != nil {
		return err
	}
	if a.Catalogue == "" {
		return nil
	}
	return c.replaceLinks(ctx, a.Catalogue, a.Document.ID, a.Links)
}

// The audit names the field and the correction; the values are in the table of corrections
// only, so that they can be forgotten with a paper that turns out to be secret.
func (c *change) addCorrection(ctx context.Context, doc cchc.DocumentID, add cchc.Correction) error {
	if err := add.Kind.Validate(); err != nil {
		return err
	}
	id, err := first(ctx, c.query, scanInt, `INSERT INTO corrections (document, field, kind, value, found, actor, at, note)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		string(doc), add.Field, string(add.Kind), string(add.Value), string(add.Found), c.actor.Name, nanos(c.at), add.Note)
	if err != nil {
		return err
	}
	return c.audit(ctx, string(add.Kind), string(doc), map[string]any{"field": add.Field, "correction": id})
}

func (c *change) undoCorrection(ctx context.Context, doc cchc.DocumentID, id int64) error {
	n, err := c.exec(ctx, "UPDATE corrections SET undone_by = ?, undone_at = ? WHERE id = ? AND document = ? AND undone_at = 0",
		c.actor.Name, nanos(c.at), id, string(doc))
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("correction %d: %w", id, cchc.ErrNotFound)
	}
	return c.audit(ctx, "correction-undone", string(doc), map[string]any{"correction": id})
}

func (c *change) amendDocument(ctx context.Context, a intake.Amended) error {
	d := a.Document
	pt := d.Particulars
	text, err := json.Marshal(pt)
	if err != nil {
		return err
	}
	held, err := first(ctx, c.query, scanInt, "SELECT count(*) FROM corrections WHERE document = ? AND undone_at = 0", string(d.ID))
	if err != nil {
		return err
	}
	var was *cchc.Document
	if held > 0 {
		was = &a.Found
	}
	found, err := foundText(d, was)
	if err != nil {
		return err
	}
	key, year := codeKey(pt)
	n, err := c.exec(ctx, `UPDATE documents SET work = ?, unit = ?, type = ?, code = ?, issued = ?, year = ?, words = ?, particulars = ?,
			found = ?, code_key = ?, code_year = ?, doubt = ? WHERE id = ?`,
		string(d.Work), d.Unit, pt.Type, pt.Code, pt.IssuedDate.String(), pt.IssuedDate.Year, words(pt, d.Path), string(text),
		found, key, year, particulars.Doubt(pt), string(d.ID))
	if err == nil && n == 0 {
		err = cchc.ErrNotFound
	}
	return err
}

// OwnUnit stands for the office itself where a filter names a unit.
const OwnUnit = "-"

// UnsureFilter restricts a list of documents whose number or date is in doubt.
type UnsureFilter struct {
	Below  float64 // confidence from which nothing is in doubt, 0..1
	Unit   string  // or OwnUnit
	Type   string
	Cursor string
	Limit  int // default 50, most 1000
}

func unsureWhere(scope cchc.Scope, f UnsureFilter) *where {
	w := &where{}
	w.add("d.doubt < 1") // lets the partial index be used
	w.add("d.doubt < ?", f.Below)
	switch f.Unit {
	case "":
	case OwnUnit:
		w.add("d.unit = ''")
	default:
		w.add("d.unit = ?", f.Unit)
	}
	if f.Type != "" {
		w.add("d.type = ?", f.Type)
	}
	w.scope(scope, "d.unit")
	return w
}

// Unsure lists documents whose number or date is blank or doubtful although papers of
// their type have them, the most doubtful first. total counts all of the filter.
func (s *Store) Unsure(ctx context.Context, scope cchc.Scope, f UnsureFilter) (docs []cchc.Document, next string, total int, err error) {
	w := unsureWhere(scope, f)
	page := w.clone()
	var doubt float64
	var id string
	if more, err := decodeCursor(f.Cursor, "unsure", &doubt, &id); err != nil {
		return nil, "", 0, fmt.Errorf("unsure documents: %w", err)
	} else if more {
		page.add("(d.doubt, d.id) > (?, ?)", doubt, id)
	}
	n := limit(f.Limit)
	err = s.view(ctx, "unsure documents", func(tx *sql.Tx) error {
		total, err = first(ctx, tx.QueryContext, scanInt, "SELECT count(*) FROM documents d"+w.String(), w.args...)
		if err != nil {
			return err
		}
		docs, err = collect(ctx, tx.QueryContext, scanDocument,
			"SELECT "+documentColumns+" FROM documents d"+page.String()+" ORDER BY d.doubt, d.id LIMIT ?", append(page.args, n+1)...)
		return err
	})
	if err == nil && len(docs) > n {
		docs = docs[:n]
		last := docs[n-1]
		next, err = encodeCursor("unsure", particulars.Doubt(last.Particulars), last.ID)
	}
	return docs, next, total, err
}

// UnsureCount counts the documents [Store.Unsure] lists.
func (s *Store) UnsureCount(ctx context.Context, scope cchc.Scope, below float64) (int, error) {
	w := unsureWhere(scope, UnsureFilter{Below: below})
	n, err := first(ctx, s.read.QueryContext, scanInt, "SELECT count(*) FROM documents d"+w.String(), w.args...)
	if err != nil {
		return 0, fmt.Errorf("unsure documents: %w", err)
	}
	return n, nil
}

// UnitCount is a number of documents of a unit.
type UnitCount struct {
	Unit      string // "" for the office itself
	Documents int
}

// UnsureUnits counts the documents [Store.Unsure] lists by their unit, in the order of the
// units.
func (s *Store) UnsureUnits(ctx context.Context, scope cchc.Scope, below float64) ([]UnitCount, error) {
	w := unsureWhere(scope, UnsureFilter{Below: below})
	out, err := collect(ctx, s.read.QueryContext, func(r scanner) (u UnitCount, err error) {
		err = r.Scan(&u.Unit, &u.Documents)
		return u, err
	}, "SELECT d.unit, count(*) FROM documents d"+w.String()+" GROUP BY d.unit ORDER BY d.unit", w.args...)
	if err != nil {
		return nil, fmt.Errorf("unsure documents by unit: %w", err)
	}
	return out, nil
}
