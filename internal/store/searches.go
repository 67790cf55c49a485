package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"minhchung/internal/cchc"
	"minhchung/internal/record"
)

const savedColumns = "id, name, query, filters, sort, created, changed, actor"

func scanSaved(r scanner) (record.Saved, error) {
	var s record.Saved
	var filters string
	var created, changed int64
	if err := r.Scan(&s.ID, &s.Name, &s.Query, &filters, &s.Sort, &created, &changed, &s.By); err != nil {
		return s, err
	}
	s.Created, s.Changed = instant(created), instant(changed)
	if err := json.Unmarshal([]byte(filters), &s.Filters); err != nil {
		return s, fmt.Errorf("filters of search %d: %w", s.ID, err)
	}
	return s, nil
}

// SavedSearches lists the saved searches of the office by name.
func (s *Store) SavedSearches(ctx context.Context, scope cchc.Scope) ([]record.Saved, error) {
	w := &where{}
	w.office(scope)
	out, err := collect(ctx, s.read.QueryContext, scanSaved, "SELECT "+savedColumns+" FROM saved_searches"+w.String()+" ORDER BY key, id", w.args...)
	if err != nil {
		return nil, fmt.Errorf("saved searches: %w", err)
	}
	return out, nil
}

// SavedSearch returns one; [cchc.ErrNotFound] is wrapped.
func (s *Store) SavedSearch(ctx context.Context, scope cchc.Scope, id int64) (record.Saved, error) {
	w := &where{}
	w.add("id = ?", id)
	w.office(scope)
	out, err := first(ctx, s.read.QueryContext, scanSaved, "SELECT "+savedColumns+" FROM saved_searches"+w.String(), w.args...)
	if err != nil {
		return record.Saved{}, fmt.Errorf("saved search %d: %w", id, err)
	}
	return out, nil
}

// SaveSearch keeps a new search. Beside what [record.Saved.Check] says it is refused where
// the name is taken, "saved-name-taken", and where there are [record.MaxSaved] already,
// "saved-too-many".
func (s *Store) SaveSearch(ctx context.Context, actor cchc.Actor, search record.Saved) (record.Saved, error) {
	search, err := search.Check()
	if err != nil {
		return search, err
	}
	err = s.change(ctx, "save search", actor, func(ctx context.Context, c *change) error {
		n, err := first(ctx, c.query, scanInt, "SELECT count(*) FROM saved_searches")
		if err != nil {
			return err
		}
		if n >= record.MaxSaved {
			return cchc.Usage("saved-too-many", nil, strconv.Itoa(record.MaxSaved))
		}
		if err := c.freeName(ctx, search); err != nil {
			return err
		}
		filters, err := json.Marshal(search.Filters)
		if err != nil {
			return err
		}
		search, err = first(ctx, c.query, scanSaved, `INSERT INTO saved_searches (name, key, query, filters, sort, created, changed, actor)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING `+savedColumns,
			search.Name, record.NameKey(search.Name), search.Query, string(filters), search.Sort, nanos(c.at), nanos(c.at), actor.Name)
		if err != nil {
			return err
		}
		return c.audit(ctx, "search-saved", search.Name, search)
	})
	return search, err
}

// ChangeSearch puts a search in the place of the one of its identity; [cchc.ErrNotFound] is
// wrapped where there is none.
func (s *Store) ChangeSearch(ctx context.Context, actor cchc.Actor, search record.Saved) (record.Saved, error) {
	search, err := search.Check()
	if err != nil {
		return search, err
	}
	err = s.change(ctx, "change search", actor, func(ctx context.Context, c *change) error {
		if err := c.freeName(ctx, search); err != nil {
			return err
		}
		filters, err := json.Marshal(search.Filters)
		if err != nil {
			return err
		}
		search, err = first(ctx, c.query, scanSaved, `UPDATE saved_searches SET name = ?, key = ?, query = ?, filters = ?, sort = ?, changed = ?, actor = ?
			WHERE id = ? RETURNING `+savedColumns,
			search.Name, record.NameKey(search.Name), search.Query, string(filters), search.Sort, nanos(c.at), actor.Name, search.ID)
		if err != nil {
			return err
		}
		return c.audit(ctx, "search-changed", search.Name, search)
	})
	return search, err
}

// freeName refuses a name another search bears.
func (c *change) freeName(ctx context.Context, search record.Saved) error {
	id, err := first(ctx, c.query, scanInt, "SELECT id FROM saved_searches WHERE key = ?", record.NameKey(search.Name))
	switch {
	case errors.Is(err, cchc.ErrNotFound):
		return nil
	case err == nil && int64(id) != search.ID:
		return cchc.Usage("saved-name-taken", nil, search.Name)
	}
	return err
}

// DeleteSearch removes a saved search; [cchc.ErrNotFound] is wrapped.
func (s *Store) DeleteSearch(ctx context.Context, actor cchc.Actor, id int64) error {
	return s.change(ctx, "delete search", actor, func(ctx context.Context, c *change) error {
		gone, err := first(ctx, c.query, scanSaved, "DELETE FROM saved_searches WHERE id = ? RETURNING "+savedColumns, id)
		if err != nil {
			return fmt.Errorf("saved search %d: %w", id, err)
		}
		return c.audit(ctx, "search-deleted", gone.Name, gone)
	})
}
