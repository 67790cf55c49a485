package store

import (
	"context"
	"errors"
	"fmt"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// Move notes that the file of a row lies at another path now: it was renamed, moved, or
// filed away after it was taken in. What was made of it keeps its identity, links and
// reviews. Another row of the same bytes at the new path goes into this one. again has it
// read once more, because the folder hints at the unit and the name is searched. Rows
// without kept bytes cannot be moved ([cchc.ErrNotFound], wrapped).
func (s *Store) Move(ctx context.Context, actor cchc.Actor, id int64, to cchc.Place, unit string, again bool) (IntakeRow, error) {
	var row IntakeRow
	err := s.change(ctx, "move", actor, func(ctx context.Context, c *change) error {
		was, err := c.row(ctx, id)
		if err != nil {
			return err
		}
		if was.File == "" {
			return fmt.Errorf("row %d keeps no bytes: %w", id, cchc.ErrNotFound)
		}
		if err := c.move(ctx, was, to, unit); err != nil {
			return err
		}
		next, err := intake.Next(was.State, intake.EventRetried)
		if err != nil && !errors.Is(err, intake.ErrTransition) {
			return err
		}
		if again && err == nil && !was.Withheld && was.State != cchc.StateIgnored {
			if err := c.requeue(ctx, was, next); err != nil {
				return err
			}
		}
		if row, err = c.row(ctx, id); err != nil {
			return err
		}
		return c.audit(ctx, "moved", to.Path, map[string]string{"from": was.Place.Path})
	})
	return row, err
}

func (c *change) row(ctx context.Context, id int64) (IntakeRow, error) {
	row, err := first(ctx, c.query, scanIntake, "SELECT "+intakeColumns+intakeTables+" WHERE i.id = ?", id)
	if err != nil {
		return row, fmt.Errorf("intake row %d: %w", id, err)
	}
	return row, nil
}

// move gives the row, its file and its documents the new path.
func (c *change) move(ctx context.Context, was IntakeRow, to cchc.Place, unit string) error {
	if _, err := c.exec(ctx, "DELETE FROM intake WHERE path = ? AND file = ? AND id <> ?", to.Path, string(was.File), was.ID); err != nil {
		return err
	}
	if _, err := c.exec(ctx, "UPDATE intake SET current = 0 WHERE path = ? AND id <> ?", to.Path, was.ID); err != nil {
		return err
	}
	_, err := c.exec(ctx, "UPDATE intake SET path = ?, size = ?, mod_time = ?, stamp = ?, unit = ?, current = 1 WHERE id = ?",
		to.Path, to.Size, to.ModTime.UnixNano(), to.Stamp, unit, was.ID)
	if err != nil {
		return err
	}
	if _, err := c.exec(ctx, "UPDATE files SET path = ? WHERE id = ? AND path = ?", to.Path, string(was.File), was.Place.Path); err != nil {
		return err
	}
	if err := c.moveMembers(ctx, was.Place.Path+intake.Inside, to.Path+intake.Inside); err != nil {
		return err
	}
	docs, err := collect(ctx, c.query, scanDocument, "SELECT "+documentColumns+" FROM documents d WHERE d.file = ? AND d.path = ?", string(was.File), was.Place.Path)
	if err != nil {
		return err
	}
	for _, d := range docs {
		if _, err := c.exec(ctx, "UPDATE documents SET path = ?, words = ? WHERE id = ?", to.Path, words(d.Particulars, to.Path), string(d.ID)); err != nil {
			return err
		}
	}
	return nil
}

// FirstPlace returns the row of the place a content was first received from, the one
// whose state tells what became of it; [cchc.ErrNotFound] is wrapped.
func (s *Store) FirstPlace(ctx context.Context, scope cchc.Scope, file cchc.FileID) (IntakeRow, error) {
	w := &where{}
	w.add("i.file = ? AND i.state <> 'duplicate'", string(file))
	w.scope(scope, "i.unit")
	rows, err := collect(ctx, s.read.QueryContext, scanIntake, "SELECT "+intakeColumns+intakeTables+w.String()+" ORDER BY i.id LIMIT 1", w.args...)
	if err == nil && len(rows) == 0 {
		err = cchc.ErrNotFound
	}
	if err != nil {
		return IntakeRow{}, fmt.Errorf("first place of %s: %w", file, err)
	}
	return rows[0], nil
}

// moveMembers gives what came out of an archive paths below its new one.
func (c *change) moveMembers(ctx context.Context, from, to string) error {
	end := from[:len(from)-1] + string(from[len(from)-1]+1) // just behind all that begins with from
	for _, table := range []string{"intake", "files", "documents"} {
		_, err := c.exec(ctx, "UPDATE OR IGNORE "+table+" SET path = ? || substr(path, length(?) + 1) WHERE path >= ? AND path < ?", to, from, from, end)
		if err != nil {
			return fmt.Errorf("members in %s: %w", table, err)
		}
	}
	return nil
}
