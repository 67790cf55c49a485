package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"

	"minhchung/internal/cchc"
)

// AbsenceFilter restricts a list of searches for absent evidence; zero fields restrict
// nothing.
type AbsenceFilter struct {
	Criterion string
	Unit      string // or office
	Round     string
	Limit     int // default 50, most 1000
	Offset    int
}

// SaveAbsence keeps a search for absent evidence and returns it with its number, instant
// and actor. Former is the run it repeats, 0 for none; [cchc.ErrNotFound] is wrapped where
// there is no such run.
func (s *Store) SaveAbsence(ctx context.Context, actor cchc.Actor, a cchc.Absence) (cchc.Absence, error) {
	err := s.change(ctx, "save absence", actor, func(ctx context.Context, c *change) error {
		a.At, a.By = c.at, actor.Name
		former := sql.NullInt64{Int64: a.Former, Valid: a.Former != 0}
		if former.Valid {
			n, err := first(ctx, c.query, scanInt, "SELECT count(*) FROM absences WHERE id = ?", a.Former)
			if err == nil && n == 0 {
				err = noAbsence(a.Former)
			}
			if err != nil {
				return err
			}
		}
		body, err := json.Marshal(a)
		if err != nil {
			return err
		}
		id, err := first(ctx, c.query, scanInt, `INSERT INTO absences (catalogue, round, criterion, requirement, office, unit, conclusion, former, at, actor, body)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			a.Catalogue, a.Round, a.Criterion, a.Requirement, a.Office, a.Unit, string(a.Conclusion.Code), former, nanos(c.at), actor.Name, string(body))
		if err != nil {
			return err
		}
		a.ID = int64(id)
		return c.audit(ctx, "absence-searched", a.Criterion, map[string]any{"id": a.ID, "requirement": a.Requirement, "unit": a.Unit, "office": a.Office, "conclusion": a.Conclusion.Code})
	})
	return a, err
}

func noAbsence(id int64) error {
	return cchc.Usage("no-such-absence", cchc.ErrNotFound, strconv.FormatInt(id, 10))
}

func scanAbsence(r scanner) (a cchc.Absence, err error) {
	var id int64
	var body []byte
	if err = r.Scan(&id, &body); err != nil {
		return a, err
	}
	err = json.Unmarshal(body, &a)
	a.ID = id
	return a, err
}

// Absence returns one search; [cchc.ErrNotFound] is wrapped.
func (s *Store) Absence(ctx context.Context, scope cchc.Scope, id int64) (cchc.Absence, error) {
	w := &where{}
	w.add("id = ?", id)
	w.office(scope)
	all, err := collect(ctx, s.read.QueryContext, scanAbsence, "SELECT id, body FROM absences"+w.String(), w.args...)
	if err == nil && len(all) == 0 {
		err = noAbsence(id)
	}
	if err != nil {
		return cchc.Absence{}, fmt.Errorf("absence %d: %w", id, err)
	}
	return all[0], nil
}

// Absences lists searches, the last first. total counts all of the filter.
func (s *Store) Absences(ctx context.Context, scope cchc.Scope, f AbsenceFilter) (out []cchc.Absence, total int, err error) {
	w := &where{}
	w.office(scope)
	if f.Criterion != "" {
		w.add("criterion = ?", f.Criterion)
	}
	if f.Round != "" {
		w.add("round = ?", f.Round)
	}
	if f.Unit != "" {
		w.add("(unit = ? OR office = ?)", f.Unit, f.Unit)
	}
	err = s.view(ctx, "absences", func(tx *sql.Tx) error {
		if total, err = first(ctx, tx.QueryContext, scanInt, "SELECT count(*) FROM absences"+w.String(), w.args...); err != nil {
			return err
		}
		out, err = collect(ctx, tx.QueryContext, scanAbsence, "SELECT id, body FROM absences"+w.String()+" ORDER BY id DESC LIMIT ? OFFSET ?", append(w.args, limit(f.Limit), max(0, f.Offset))...)
		return err
	})
	return out, total, err
}

// Extent counts the documents of the record and their passages.
func (s *Store) Extent(ctx context.Context, scope cchc.Scope) (documents, passages int, err error) {
	w := &where{}
	w.scope(scope, "d.unit")
	err = s.view(ctx, "extent", func(tx *sql.Tx) error {
		if documents, err = first(ctx, tx.QueryContext, scanInt, "SELECT count(*) FROM documents d"+w.String(), w.args...); err != nil {
			return err
		}
		query := "SELECT count(*) FROM passages"
		if !scope.All {
			query += " p JOIN documents d ON d.id = p.document" + w.String()
		}
		passages, err = first(ctx, tx.QueryContext, scanInt, query, w.args...)
		return err
	})
	return documents, passages, err
}

// RegisterYears are the years whose register was imported, ascending.
func (s *Store) RegisterYears(ctx context.Context, scope cchc.Scope) ([]int, error) {
	w := &where{}
	w.office(scope)
	out, err := collect(ctx, s.read.QueryContext, scanInt, "SELECT year FROM registers"+w.String()+" ORDER BY year", w.args...)
	if err != nil {
		return nil, fmt.Errorf("years of registers: %w", err)
	}
	if out == nil {
		out = []int{}
	}
	return out, nil
}
