package store

import (
	"context"
	"encoding/json"
	"fmt"

	"minhchung/internal/cchc"
)

// SaveCatalogue stores a version of a catalogue with the source it was read from and
// makes it the current one. Saving a version again makes it current again. Units of it
// that the installation lacks are added to those of the installation.
func (s *Store) SaveCatalogue(ctx context.Context, actor cchc.Actor, cat cchc.Catalogue, source []byte) error {
	if cat.ID == "" || cat.Version == "" {
		return fmt.Errorf("save catalogue: %q has no identity or version", cat.Ref())
	}
	body, err := json.Marshal(cat)
	if err != nil {
		return fmt.Errorf("save catalogue: %w", err)
	}
	if source == nil {
		source = []byte{}
	}
	defer s.linked.forget()
	return s.change(ctx, "save catalogue", actor, func(ctx context.Context, c *change) error {
		if _, err := c.exec(ctx, "UPDATE catalogues SET current = 0 WHERE current = 1"); err != nil {
			return err
		}
		_, err := c.exec(ctx, `INSERT INTO catalogues (ref, id, version, title, status, current, body, source, saved, actor)
			VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?)
			ON CONFLICT (ref) DO UPDATE SET current = 1, title = excluded.title, status = excluded.status, body = excluded.body, source = excluded.source`,
			cat.Ref(), cat.ID, cat.Version, cat.Title, cat.Status, string(body), source, nanos(c.at), actor.Name)
		if err != nil {
			return err
		}
		own, err := collect(ctx, c.query, scanUnit, unitList)
		if err != nil {
			return err
		}
		if _, err := c.addUnitsOf(ctx, own, cat); err != nil {
			return err
		}
		return c.audit(ctx, "catalogue-saved", cat.Ref(), map[string]string{"title": cat.Title})
	})
}

// Catalogues lists the stored versions, the last saved first.
func (s *Store) Catalogues(ctx context.Context, scope cchc.Scope) ([]CatalogueRow, error) {
	w := &where{}
	w.office(scope)
	rows, err := collect(ctx, s.read.QueryContext, func(r scanner) (CatalogueRow, error) {
		var c CatalogueRow
		var saved int64
		err := r.Scan(&c.Ref, &c.ID, &c.Version, &c.Title, &c.Status, &c.Current, &saved, &c.By)
		c.Saved = instant(saved)
		return c, err
	}, "SELECT ref, id, version, title, status, current, saved, actor FROM catalogues"+w.String()+" ORDER BY saved DESC, ref", w.args...)
	if err != nil {
		return nil, fmt.Errorf("catalogues: %w", err)
	}
	return rows, nil
}

// CurrentCatalogue returns the catalogue in use; [cchc.ErrNotFound] is wrapped where none
// was saved yet.
func (s *Store) CurrentCatalogue(ctx context.Context, scope cchc.Scope) (cchc.Catalogue, error) {
	w := &where{}
	w.add("current = 1")
	w.office(scope)
	cat, err := first(ctx, s.read.QueryContext, scanCatalogue, "SELECT body FROM catalogues"+w.String(), w.args...)
	if err != nil {
		return cchc.Catalogue{}, fmt.Errorf("current catalogue: %w", err)
	}
	return cat, nil
}

// HasCatalogue reports whether a catalogue is in use; to ask for it takes a millisecond.
func (s *Store) HasCatalogue(ctx context.Context, scope cchc.Scope) (bool, error) {
	w := &where{}
	w.add("current = 1")
	w.office(scope)
	n, err := first(ctx, s.read.QueryContext, scanInt, "SELECT count(*) FROM catalogues"+w.String(), w.args...)
	if err != nil {
		return false, fmt.Errorf("current catalogue: %w", err)
	}
	return n > 0, nil
}

// Catalogue returns one version by its Ref; [cchc.ErrNotFound] is wrapped.
func (s *Store) Catalogue(ctx context.Context, scope cchc.Scope, ref string) (cchc.Catalogue, error) {
	w := &where{}
	w.add("ref = ?", ref)
	w.office(scope)
	cat, err := first(ctx, s.read.QueryContext, scanCatalogue, "SELECT body FROM catalogues"+w.String(), w.args...)
	if err != nil {
		return cchc.Catalogue{}, fmt.Errorf("catalogue %s: %w", ref, err)
	}
	return cat, nil
}

// CatalogueSource returns the bytes a version was read from; [cchc.ErrNotFound] is wrapped.
func (s *Store) CatalogueSource(ctx context.Context, scope cchc.Scope, ref string) ([]byte, error) {
	w := &where{}
	w.add("ref = ?", ref)
	w.office(scope)
	source, err := first(ctx, s.read.QueryContext, func(r scanner) ([]byte, error) {
		var b []byte
		err := r.Scan(&b)
		return b, err
	}, "SELECT source FROM catalogues"+w.String(), w.args...)
	if err != nil {
		return nil, fmt.Errorf("source of catalogue %s: %w", ref, err)
	}
	return source, nil
}

func scanCatalogue(r scanner) (cchc.Catalogue, error) {
	var body []byte
	var cat cchc.Catalogue
	if err := r.Scan(&body); err != nil {
		return cat, err
	}
	err := json.Unmarshal(body, &cat)
	return cat, err
}
