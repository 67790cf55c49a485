package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"minhchung/internal/cchc"
)

// Meta returns a note of the program about the record, e.g. a version something was
// derived with; false where it was never set.
func (s *Store) Meta(ctx context.Context, key string) (string, bool, error) {
	v, err := first(ctx, s.read.QueryContext, scanText, "SELECT value FROM meta WHERE key = ?", key)
	if errors.Is(err, cchc.ErrNotFound) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("meta %s: %w", key, err)
	}
	return v, true, nil
}

// SetMeta notes something about the record.
func (s *Store) SetMeta(ctx context.Context, actor cchc.Actor, key, value string) error {
	return s.change(ctx, "set meta", actor, func(ctx context.Context, c *change) error {
		_, err := c.exec(ctx, "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
		if err != nil {
			return err
		}
		return c.audit(ctx, "meta", key, map[string]string{"value": value})
	})
}

// Audit lists the changes that were made, the last first. Only a scope of everything sees
// them: they speak of all units.
func (s *Store) Audit(ctx context.Context, scope cchc.Scope, f AuditFilter) (rows []AuditRow, next string, total int, err error) {
	w := &where{}
	if !scope.All {
		w.add("0 = 1")
	}
	if f.Subject != "" {
		w.add("subject = ?", f.Subject)
	}
	page := w.clone()
	var last int64
	if more, err := decodeCursor(f.Cursor, "audit", &last); err != nil {
		return nil, "", 0, fmt.Errorf("audit: %w", err)
	} else if more {
		page.add("id < ?", last)
	}
	n := limit(f.Limit)
	err = s.view(ctx, "audit", func(tx *sql.Tx) error {
		total, err = first(ctx, tx.QueryContext, scanInt, "SELECT count(*) FROM audit"+w.String(), w.args...)
		if err != nil {
			return err
		}
		rows, err = collect(ctx, tx.QueryContext, scanAudit, auditList(page), append(page.args, n+1)...)
		return err
	})
	if err == nil && len(rows) > n {
		rows = rows[:n]
		next, err = encodeCursor("audit", rows[n-1].ID)
	}
	return rows, next, total, err
}

// IntakeLog tells what was done with the file of a row, the first first;
// [cchc.ErrNotFound] is wrapped where there is no such row.
func (s *Store) IntakeLog(ctx context.Context, scope cchc.Scope, id int64) ([]AuditRow, error) {
	row, err := s.IntakeRow(ctx, scope, id)
	if err != nil {
		return nil, err
	}
	rows, err := collect(ctx, s.read.QueryContext, scanAudit,
		"SELECT id, at, actor, role, action, subject, detail FROM audit WHERE subject = ? ORDER BY id", row.Place.Path)
	if err != nil {
		return nil, fmt.Errorf("log of row %d: %w", id, err)
	}
	return rows, nil
}

func auditList(w *where) string {
	return "SELECT id, at, actor, role, action, subject, detail FROM audit" + w.String() + " ORDER BY id DESC LIMIT ?"
}

func scanAudit(r scanner) (AuditRow, error) {
	var a AuditRow
	var at int64
	err := r.Scan(&a.ID, &at, &a.Actor, &a.Role, &a.Action, &a.Subject, &a.Detail)
	a.At = instant(at)
	return a, err
}
