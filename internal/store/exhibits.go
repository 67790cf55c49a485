package store

import (
	"context"
	"fmt"

	"minhchung/internal/cchc"
)

const exhibitColumns = "x.id, x.kind, x.title, x.address, x.seen, x.description, x.unit, x.copy, x.actor, x.at"

func scanExhibit(r scanner) (cchc.Exhibit, error) {
	var x cchc.Exhibit
	var seen string
	var at int64
	err := r.Scan(&x.ID, &x.Kind, &x.Title, &x.Address, &seen, &x.Description, &x.Unit, &x.Copy, &x.By, &at)
	if err != nil {
		return x, err
	}
	x.At = instant(at)
	if x.Seen, err = cchc.ParseDate(seen); err != nil {
		return x, fmt.Errorf("exhibit %s: %w", x.ID, err)
	}
	return x, nil
}

// Exhibit returns evidence that is no file; [cchc.ErrNotFound] is wrapped.
func (s *Store) Exhibit(ctx context.Context, scope cchc.Scope, id cchc.DocumentID) (cchc.Exhibit, error) {
	w := &where{}
	w.add("x.id = ?", string(id))
	w.scope(scope, "x.unit")
	x, err := first(ctx, s.read.QueryContext, scanExhibit, "SELECT "+exhibitColumns+" FROM exhibits x"+w.String(), w.args...)
	if err != nil {
		return cchc.Exhibit{}, fmt.Errorf("exhibit %s: %w", id, err)
	}
	return x, nil
}

// Exhibits returns those of the identities that are exhibits in the scope.
func (s *Store) Exhibits(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]cchc.Exhibit, error) {
	out := map[cchc.DocumentID]cchc.Exhibit{}
	var own []cchc.DocumentID
	for _, id := range ids {
		if id.IsExhibit() {
			own = append(own, id)
		}
	}
	if len(own) == 0 {
		return out, nil
	}
	err := inChunks(texts(own), func(part []string) error {
		w := &where{}
		w.in("x.id", part)
		w.scope(scope, "x.unit")
		found, err := collect(ctx, s.read.QueryContext, scanExhibit, "SELECT "+exhibitColumns+" FROM exhibits x"+w.String(), w.args...)
		for _, x := range found {
			out[x.ID] = x
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("exhibits: %w", err)
	}
	return out, nil
}

func (s *Store) addExhibits(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID, into map[cchc.DocumentID]cchc.Document) error {
	found, err := s.Exhibits(ctx, scope, ids)
	for id, x := range found {
		into[id] = x.Document()
	}
	return err
}

// saveExhibit keeps what a person described. Described again in the same words it is the
// same exhibit; a copy that comes later is added to it.
func (c *change) saveExhibit(ctx context.Context, x cchc.Exhibit) error {
	_, err := c.exec(ctx, `INSERT INTO exhibits (id, kind, title, address, seen, description, unit, copy, actor, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET copy = CASE WHEN excluded.copy <> '' THEN excluded.copy ELSE copy END`,
		string(x.ID), x.Kind, x.Title, x.Address, x.Seen.String(), x.Description, x.Unit, string(x.Copy), x.By, nanos(x.At))
	return err
}
