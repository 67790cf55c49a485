package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/register"
)

// RegisterRow is a stored register in a list.
type RegisterRow struct {
	Year     int
	Name     string // of the file it was read from
	Entries  int
	Problems int
	By       string
	Imported time.Time // UTC
}

// SaveRegister stores the register of a year in place of the one there was. name is that
// of the file it was read from.
func (s *Store) SaveRegister(ctx context.Context, actor cchc.Actor, r register.Register, name string) error {
	if r.Year <= 0 {
		return cchc.Usage("register-no-year", nil)
	}
	problems, err := asJSON(r.Problems)
	if err != nil {
		return fmt.Errorf("save register: %w", err)
	}
	return s.change(ctx, "save register", actor, func(tctx context.Context, c *change) error {
		if _, err := c.exec(tctx, "DELETE FROM registers WHERE year = ?", r.Year); err != nil {
			return err
		}
		_, err := c.exec(tctx, "INSERT INTO registers (year, name, actor, imported, problems) VALUES (?, ?, ?, ?, ?)",
			r.Year, name, actor.Name, nanos(c.at), problems)
		if err != nil {
			return err
		}
		for n, e := range r.Entries {
			if err := ctx.Err(); err != nil {
				return err
			}
			_, err := c.exec(tctx, `INSERT INTO register_entries (year, n, line, code, issued, subject, signer, recipients, drafter, note)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				r.Year, n+1, e.Line, e.Code, e.IssuedDate.String(), e.Subject, e.Signer, e.Recipients, e.Drafter, e.Note)
			if err != nil {
				return err
			}
		}
		return c.audit(tctx, "register-saved", fmt.Sprint(r.Year), map[string]any{"entries": len(r.Entries), "problems": len(r.Problems), "file": name})
	})
}

// Registers lists the stored registers, the last year first.
func (s *Store) Registers(ctx context.Context, scope cchc.Scope) ([]RegisterRow, error) {
	w := &where{}
	w.office(scope)
	rows, err := collect(ctx, s.read.QueryContext, func(r scanner) (row RegisterRow, err error) {
		var imported int64
		err = r.Scan(&row.Year, &row.Name, &row.By, &imported, &row.Problems, &row.Entries)
		row.Imported = instant(imported)
		return row, err
	}, `SELECT year, name, actor, imported, json_array_length(problems),
		(SELECT count(*) FROM register_entries e WHERE e.year = registers.year) FROM registers`+w.String()+" ORDER BY year DESC", w.args...)
	if err != nil {
		return nil, fmt.Errorf("registers: %w", err)
	}
	return rows, nil
}

// Register returns the register of a year; [cchc.ErrNotFound] is wrapped.
func (s *Store) Register(ctx context.Context, scope cchc.Scope, year int) (r register.Register, err error) {
	err = s.view(ctx, fmt.Sprintf("register of %d", year), func(tx *sql.Tx) error {
		r, err = readRegister(ctx, tx, scope, year)
		return err
	})
	return r, err
}

func readRegister(ctx context.Context, tx *sql.Tx, scope cchc.Scope, year int) (register.Register, error) {
	w := &where{}
	w.add("year = ?", year)
	w.office(scope)
	r := register.Register{Year: year}
	problems, err := first(ctx, tx.QueryContext, scanText, "SELECT problems FROM registers"+w.String(), w.args...)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(problems), &r.Problems); err != nil {
		return r, err
	}
	r.Entries, err = collect(ctx, tx.QueryContext, scanEntry,
		"SELECT line, code, issued, subject, signer, recipients, drafter, note FROM register_entries WHERE year = ? ORDER BY n", year)
	return r, err
}

func scanEntry(r scanner) (e cchc.RegisterEntry, err error) {
	var issued string
	if err = r.Scan(&e.Line, &e.Code, &issued, &e.Subject, &e.Signer, &e.Recipients, &e.Drafter, &e.Note); err != nil {
		return e, err
	}
	e.IssuedDate, err = cchc.ParseDate(issued)
	return e, err
}

// RegisterReport compares the register of a year with the documents there are, those of all
// units: what another unit holds is not missing, though the reader does not see it.
// [cchc.ErrNotFound] is wrapped where no register of the year was imported.
func (s *Store) RegisterReport(ctx context.Context, scope cchc.Scope, year int) (r register.Register, out register.Report, err error) {
	err = s.view(ctx, fmt.Sprintf("comparison of the register of %d", year), func(tx *sql.Tx) error {
		if r, err = readRegister(ctx, tx, scope, year); err != nil {
			return err
		}
		papers, units, err := registerPapers(ctx, tx, year)
		if err != nil {
			return err
		}
		if out = register.Compare(r, papers); !scope.All {
			out = out.Seen(func(id cchc.DocumentID) bool { return scope.Sees(units[id]) })
		}
		return nil
	})
	return r, out, err
}

// registerPapers are the documents of all units a register of the year may speak of, with
// their units: those of the year and those without a date.
func registerPapers(ctx context.Context, tx *sql.Tx, year int) ([]register.Paper, map[cchc.DocumentID]string, error) {
	units := map[cchc.DocumentID]string{}
	papers, err := collect(ctx, tx.QueryContext, func(r scanner) (p register.Paper, err error) {
		var text, unit string
		if err = r.Scan(&p.ID, &unit, &text); err != nil {
			return p, err
		}
		units[p.ID] = unit
		err = json.Unmarshal([]byte(text), &p.Particulars)
		return p, err
	}, "SELECT d.id, d.unit, d.particulars FROM documents d WHERE d.year IN (0, ?) ORDER BY d.id", year)
	return papers, units, err
}

// NotReceived lists what the registers of some years hold but no document bears the number
// of: "có trong sổ, chưa có tệp". Years without a register add nothing.
func (s *Store) NotReceived(ctx context.Context, scope cchc.Scope, years ...int) (out []register.Gap, err error) {
	rows, err := s.Registers(ctx, scope)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		wanted := len(years) == 0
		for _, y := range years {
			wanted = wanted || y == row.Year
		}
		if !wanted {
			continue
		}
		_, report, err := s.RegisterReport(ctx, scope, row.Year)
		if err != nil {
			return nil, err
		}
		out = append(out, report.Missing...)
	}
	return out, nil
}
