package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"minhchung/internal/cchc"
	"minhchung/internal/record"
)

const abbreviationColumns = "id, short, long, comment, shipped, off, at, actor"

func scanAbbreviation(r scanner) (record.Abbreviation, error) {
	var a record.Abbreviation
	var at int64
	err := r.Scan(&a.ID, &a.Short, &a.Long, &a.Comment, &a.Shipped, &a.Off, &at, &a.By)
	a.At = instant(at)
	return a, err
}

// OfficeAbbreviations lists what the office added, and which shipped pairs it switched, in
// the order they were added.
func (s *Store) OfficeAbbreviations(ctx context.Context, scope cchc.Scope) ([]record.Abbreviation, error) {
	w := &where{}
	w.office(scope)
	out, err := collect(ctx, s.read.QueryContext, scanAbbreviation, "SELECT "+abbreviationColumns+" FROM abbreviations"+w.String()+" ORDER BY n", w.args...)
	if err != nil {
		return nil, fmt.Errorf("abbreviations: %w", err)
	}
	return out, nil
}

// AddAbbreviation adds a pair of the office. It is refused where it is there already,
// "abbreviation-exists", and where there are [record.MaxAbbreviations], "abbreviations-too-many".
func (s *Store) AddAbbreviation(ctx context.Context, actor cchc.Actor, a record.Abbreviation) (record.Abbreviation, error) {
	err := s.change(ctx, "add abbreviation", actor, func(ctx context.Context, c *change) error {
		n, err := first(ctx, c.query, scanInt, "SELECT count(*) FROM abbreviations WHERE shipped = 0")
		if err != nil {
			return err
		}
		if n >= record.MaxAbbreviations {
			return cchc.Usage("abbreviations-too-many", nil, strconv.Itoa(record.MaxAbbreviations))
		}
		if err := c.freePair(ctx, a); err != nil {
			return err
		}
		a, err = c.addAbbreviation(ctx, actor, a)
		return err
	})
	return a, err
}

func (c *change) addAbbreviation(ctx context.Context, actor cchc.Actor, a record.Abbreviation) (record.Abbreviation, error) {
	a, err := first(ctx, c.query, scanAbbreviation, `INSERT INTO abbreviations (id, short, long, comment, off, at, actor) VALUES (?, ?, ?, ?, ?, ?, ?)
		RETURNING `+abbreviationColumns, a.ID, a.Short, a.Long, a.Comment, a.Off, nanos(c.at), actor.Name)
	if err != nil {
		return a, err
	}
	return a, c.audit(ctx, "abbreviation-added", a.Short, a)
}

// RewriteAbbreviations adds and switches pairs, all or nothing; plan says which, of what the
// office has at that moment.
func (s *Store) RewriteAbbreviations(ctx context.Context, actor cchc.Actor, plan func(office []record.Abbreviation) (add, switched []record.Abbreviation)) error {
	return s.change(ctx, "rewrite abbreviations", actor, func(ctx context.Context, c *change) error {
		office, err := collect(ctx, c.query, scanAbbreviation, "SELECT "+abbreviationColumns+" FROM abbreviations ORDER BY n")
		if err != nil {
			return err
		}
		add, switched := plan(office)
		for _, a := range add {
			if _, err := c.addAbbreviation(ctx, actor, a); err != nil {
				return err
			}
		}
		for _, a := range switched {
			if a.Shipped {
				_, err = c.switchAbbreviation(ctx, actor, a)
			} else {
				_, err = c.changeAbbreviation(ctx, actor, a.ID, a)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *change) freePair(ctx context.Context, a record.Abbreviation) error {
	_, err := first(ctx, c.query, scanText, "SELECT id FROM abbreviations WHERE id = ?", a.ID)
	switch {
	case errors.Is(err, cchc.ErrNotFound):
		return nil
	case err == nil:
		return cchc.Usage("abbreviation-exists", nil, a.Short, a.Long)
	}
	return err
}

// ChangeAbbreviation puts a in the place of the pair of the office named by id;
// [cchc.ErrNotFound] is wrapped where there is none.
func (s *Store) ChangeAbbreviation(ctx context.Context, actor cchc.Actor, id string, a record.Abbreviation) (record.Abbreviation, error) {
	err := s.change(ctx, "change abbreviation", actor, func(ctx context.Context, c *change) error {
		if a.ID != id {
			if err := c.freePair(ctx, a); err != nil {
				return err
			}
		}
		var err error
		a, err = c.changeAbbreviation(ctx, actor, id, a)
		return err
	})
	return a, err
}

func (c *change) changeAbbreviation(ctx context.Context, actor cchc.Actor, id string, a record.Abbreviation) (record.Abbreviation, error) {
	a, err := first(ctx, c.query, scanAbbreviation, `UPDATE abbreviations SET id = ?, short = ?, long = ?, comment = ?, off = ?, at = ?, actor = ?
		WHERE id = ? AND shipped = 0 RETURNING `+abbreviationColumns, a.ID, a.Short, a.Long, a.Comment, a.Off, nanos(c.at), actor.Name, id)
	if err != nil {
		return a, fmt.Errorf("abbreviation %s: %w", id, err)
	}
	return a, c.audit(ctx, "abbreviation-changed", a.Short, a)
}

// SwitchAbbreviation notes whether a pair that comes with the program is off.
func (s *Store) SwitchAbbreviation(ctx context.Context, actor cchc.Actor, a record.Abbreviation) (record.Abbreviation, error) {
	err := s.change(ctx, "switch abbreviation", actor, func(ctx context.Context, c *change) error {
		var err error
		a, err = c.switchAbbreviation(ctx, actor, a)
		return err
	})
	return a, err
}

func (c *change) switchAbbreviation(ctx context.Context, actor cchc.Actor, a record.Abbreviation) (record.Abbreviation, error) {
	a, err := first(ctx, c.query, scanAbbreviation, `INSERT INTO abbreviations (id, short, long, comment, shipped, off, at, actor) VALUES (?, ?, ?, '', 1, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET shipped = 1, off = excluded.off, at = excluded.at, actor = excluded.actor
		RETURNING `+abbreviationColumns, a.ID, a.Short, a.Long, a.Off, nanos(c.at), actor.Name)
	if err != nil {
		return a, err
	}
	return a, c.audit(ctx, "abbreviation-switched", a.Short, a)
}

// DeleteAbbreviation removes a pair of the office; [cchc.ErrNotFound] is wrapped.
func (s *Store) DeleteAbbreviation(ctx context.Context, actor cchc.Actor, id string) error {
	return s.change(ctx, "delete abbreviation", actor, func(ctx context.Context, c *change) error {
		gone, err := first(ctx, c.query, scanAbbreviation, "DELETE FROM abbreviations WHERE id = ? AND shipped = 0 RETURNING "+abbreviationColumns, id)
		if err != nil {
			return fmt.Errorf("abbreviation %s: %w", id, err)
		}
		return c.audit(ctx, "abbreviation-deleted", gone.Short, gone)
	})
}
