package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

func scanFile(r scanner) (cchc.File, error) {
	var f cchc.File
	err := r.Scan(&f.ID, &f.Size, &f.Format, &f.Parent)
	return f, err
}

// File returns a file with the places it lies in, the first received first;
// [cchc.ErrNotFound] is wrapped.
func (s *Store) File(ctx context.Context, scope cchc.Scope, id cchc.FileID) (cchc.File, error) {
	w := &where{}
	w.add("i.file = ?", string(id))
	w.scope(scope, "i.unit")
	places, err := collect(ctx, s.read.QueryContext, func(r scanner) (cchc.Place, error) {
		var p cchc.Place
		var mod int64
		err := r.Scan(&p.Path, &p.Size, &mod, &p.Stamp)
		p.ModTime = time.Unix(0, mod).UTC()
		return p, err
	}, "SELECT i.path, i.size, i.mod_time, i.stamp FROM intake i"+w.String()+" ORDER BY i.id", w.args...)
	if err == nil && len(places) == 0 {
		err = cchc.ErrNotFound
	}
	if err != nil {
		return cchc.File{}, fmt.Errorf("file %s: %w", id, err)
	}
	f, err := first(ctx, s.read.QueryContext, scanFile, "SELECT id, size, format, parent FROM files WHERE id = ?", string(id))
	if err != nil {
		return cchc.File{}, fmt.Errorf("file %s: %w", id, err)
	}
	f.Places = places
	return f, nil
}

// EachFile calls fn for every file of the record whose bytes are kept, without places, in
// the order of their identities. Only a scope of everything sees them. An error of fn ends the walk and is
// returned.
func (s *Store) EachFile(ctx context.Context, scope cchc.Scope, fn func(cchc.File) error) error {
	if !scope.All {
		return nil
	}
	files, err := collect(ctx, s.read.QueryContext, scanFile, "SELECT id, size, format, parent FROM files WHERE withheld = 0 ORDER BY id")
	if err != nil {
		return fmt.Errorf("each file: %w", err)
	}
	for _, f := range files {
		if err := fn(f); err != nil {
			return err
		}
	}
	return nil
}

// Withhold notes that the bytes of a file, and of every archive or mail it lies in, may not
// be kept, and forgets everything that was made of them; hash, places, time and the reason
// stay. All in one transaction. The caller lets go of the bytes afterwards, and of those of
// all [Store.Withheld] when it opens the record.
func (s *Store) Withhold(ctx context.Context, actor cchc.Actor, file cchc.FileID, reason cchc.Reason) (kept intake.Kept, err error) {
	err = s.change(ctx, "withhold", actor, func(ctx context.Context, c *change) error {
		kept, err = c.withhold(ctx, file, reason)
		return err
	})
	if err == nil {
		// What was written to the log of changes before must not stay there.
		_, err = s.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	return kept, err
}

func (c *change) withhold(ctx context.Context, file cchc.FileID, reason cchc.Reason) (kept intake.Kept, err error) {
	// The place of what is deleted is overwritten, not only given back.
	if _, err := c.exec(ctx, "PRAGMA secure_delete = ON"); err != nil {
		return kept, err
	}
	next, seen := []cchc.FileID{file}, map[cchc.FileID]bool{}
	for len(next) > 0 {
		id := next[0]
		next = next[1:]
		if seen[id] {
			continue
		}
		seen[id] = true
		if err := c.withholdFile(ctx, id, reason, &kept); err != nil {
			return kept, fmt.Errorf("%s: %w", id, err)
		}
		parents, err := collect(ctx, c.query, scanText, "SELECT parent FROM members WHERE file = ?", string(id))
		if err != nil {
			return kept, err
		}
		path, err := first(ctx, c.query, scanText, "SELECT path FROM files WHERE id = ?", string(id))
		if err != nil {
			return kept, err
		}
		reason = cchc.NewReason("secret-inside", path)
		for _, p := range parents {
			next = append(next, cchc.FileID(p))
		}
	}
	return kept, nil
}

func (c *change) withholdFile(ctx context.Context, file cchc.FileID, reason cchc.Reason, kept *intake.Kept) error {
	rows, err := collect(ctx, c.query, scanIntake, "SELECT "+intakeColumns+intakeTables+" WHERE i.file = ?", string(file))
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := c.withholdRow(ctx, row, reason); err != nil {
			return err
		}
		row.State, row.Reason, row.Withheld = cchc.StateQuarantined, &reason, true
		kept.Rows = append(kept.Rows, row)
	}
	gone, err := c.dropDocuments(ctx, Result{Job: Job{File: file}})
	if err != nil {
		return err
	}
	kept.Gone, kept.Withheld = append(kept.Gone, gone...), append(kept.Withheld, file)
	for _, q := range []string{"DELETE FROM pages WHERE file = ?", "DELETE FROM recognised WHERE file = ?", "DELETE FROM corrections WHERE substr(document, 1, 64) = ?",
		"DELETE FROM manual_links WHERE substr(document, 1, 64) = ?", "UPDATE reviews SET quotes = '[]' WHERE substr(document, 1, 64) = ?", "UPDATE files SET withheld = 1, notes = '[]' WHERE id = ?"} {
		if _, err := c.exec(ctx, q, string(file)); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) withholdRow(ctx context.Context, row IntakeRow, reason cchc.Reason) error {
	to, err := intake.Next(row.State, intake.EventWithheld)
	if errors.Is(err, intake.ErrTransition) {
		return nil // ignored, or the place of a duplicate
	}
	if err != nil {
		return err
	}
	code, args, err := reasonColumns(&reason)
	if err != nil {
		return err
	}
	_, err = c.exec(ctx, "UPDATE intake SET state = ?, reason_code = ?, reason_args = ?, next_try = NULL, changed = ? WHERE id = ?",
		string(to), code, args, nanos(c.at), row.ID)
	if err != nil {
		return err
	}
	return c.audit(ctx, "withheld", row.Place.Path, map[string]string{"code": code, "file": string(row.File)})
}

// Withheld lists the files whose bytes may not be kept. Only a scope of everything sees
// them.
func (s *Store) Withheld(ctx context.Context, scope cchc.Scope) ([]cchc.FileID, error) {
	if !scope.All {
		return nil, nil
	}
	ids, err := collect(ctx, s.read.QueryContext, scanText, "SELECT id FROM files WHERE withheld = 1 ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("withheld files: %w", err)
	}
	out := make([]cchc.FileID, len(ids))
	for i, id := range ids {
		out[i] = cchc.FileID(id)
	}
	return out, nil
}
