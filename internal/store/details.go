package store

import (
	"context"
	"encoding/json"
	"fmt"

	"minhchung/internal/cchc"
	"minhchung/internal/particulars"
	"minhchung/internal/search"
	"minhchung/internal/works"
)

// foundColumn is documents.found: what was read, where people said something else.
type foundColumn struct {
	Unit        string           `json:"unit"`
	Particulars cchc.Particulars `json:"particulars"`
}

// saveDetails keeps what is derived of a document besides its own row: what was read where
// a person corrected it, its number as numbers compare, what is in doubt, the sketch of its
// text, and what it cites.
func (c *change) saveDetails(ctx context.Context, d Described) error {
	found, err := foundText(d.Document, d.Found)
	if err != nil {
		return err
	}
	var s works.Sketcher
	for _, p := range d.Passages {
		s.Add(p.Text)
	}
	key, year := codeKey(d.Document.Particulars)
	_, err = c.exec(ctx, "UPDATE documents SET found = ?, code_key = ?, code_year = ?, doubt = ?, sketch = ? WHERE id = ?",
		found, key, year, particulars.Doubt(d.Document.Particulars), s.Sketch(), string(d.Document.ID))
	if err != nil {
		return err
	}
	return c.saveCitations(ctx, d)
}

// foundText is the column found, "" where nothing was corrected.
func foundText(d cchc.Document, found *cchc.Document) (string, error) {
	if found == nil {
		return "", nil
	}
	b, err := json.Marshal(foundColumn{found.Unit, found.Particulars})
	if err != nil {
		return "", fmt.Errorf("what was read of %s: %w", d.ID, err)
	}
	return string(b), nil
}

// codeKey is the number of a document as numbers compare, without its year, and the year
// it belongs to: that of issue, or the one in the number.
func codeKey(p cchc.Particulars) (key string, year int) {
	c := search.NewCode(p.CodeNumber, p.CodeNotation, 0)
	if found := search.Codes(p.Code); len(found) > 0 && found[0].Full() {
		c = found[0]
	}
	if !c.Full() {
		return "", 0
	}
	year = p.IssuedDate.Year
	if year == 0 {
		year = c.Year
	}
	return search.Code{Number: c.Number, Notation: c.Notation}.Key(), year
}

// Regroup works out anew to which work each document belongs, and what else is derived of
// its particulars alone. It returns how many documents changed.
func (s *Store) Regroup(ctx context.Context, actor cchc.Actor, work func(cchc.Particulars) cchc.WorkID) (changed int, err error) {
	err = s.change(ctx, "regroup", actor, func(tctx context.Context, c *change) error {
		last := ""
		for {
			if err := ctx.Err(); err != nil {
				return err
			}
			docs, err := collect(tctx, c.query, scanDocument, "SELECT "+documentColumns+" FROM documents d WHERE d.id > ? ORDER BY d.id LIMIT ?", last, eachDocuments)
			if err != nil || len(docs) == 0 {
				return err
			}
			for _, d := range docs {
				key, year := codeKey(d.Particulars)
				w, doubt := work(d.Particulars), particulars.Doubt(d.Particulars)
				n, err := c.exec(tctx, `UPDATE documents SET work = ?, code_key = ?, code_year = ?, doubt = ?
					WHERE id = ? AND (work <> ? OR code_key <> ? OR code_year <> ? OR doubt <> ?)`,
					string(w), key, year, doubt, string(d.ID), string(w), key, year, doubt)
				if err != nil {
					return err
				}
				changed += int(n)
				last = string(d.ID)
			}
		}
	})
	return changed, err
}
