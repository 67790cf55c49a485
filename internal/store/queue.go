package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

const dueQuery = `SELECT i.id, i.file, f.path, i.unit, f.format, i.attempts, f.received, i.state
	FROM intake i JOIN files f ON f.id = i.file
	WHERE i.state IN ('queued', 'failed') AND i.next_try <= ? ORDER BY i.next_try, i.id LIMIT ?`

type dueJob struct {
	Job
	state cchc.State
}

func scanDue(r scanner) (dueJob, error) {
	var j dueJob
	var received int64
	err := r.Scan(&j.Intake, &j.File, &j.Path, &j.Unit, &j.Format, &j.Attempts, &received, &j.state)
	j.Received = instant(received)
	return j, err
}

// Claim takes at most n files that are due at an instant, in the order they were received:
// what is queued, then failures whose next try has come. They are marked as being read
// until [Store.Commit] or [Store.Fail]; a crash in between gives them back at the next
// [Open]. No two callers get the same job.
func (s *Store) Claim(ctx context.Context, now time.Time, n int) ([]Job, error) {
	var out []Job
	err := s.change(ctx, "claim", cchc.System(), func(ctx context.Context, c *change) error {
		due, err := collect(ctx, c.query, scanDue, dueQuery, nanos(now), n)
		if err != nil {
			return err
		}
		for _, j := range due {
			to, err := intake.Next(j.state, intake.EventClaimed)
			if err != nil {
				return err
			}
			if _, err := c.exec(ctx, "UPDATE intake SET state = ?, changed = ? WHERE id = ?", string(to), nanos(c.at), j.Intake); err != nil {
				return err
			}
			out = append(out, j.Job)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Release makes due again what was claimed and neither committed nor failed: what a
// crashed or cancelled run was reading.
func (s *Store) Release(ctx context.Context, actor cchc.Actor) error {
	return s.change(ctx, "release", actor, func(ctx context.Context, c *change) error {
		to, err := intake.Next(cchc.StateReading, intake.EventReleased)
		if err != nil {
			return err
		}
		n, err := c.exec(ctx, "UPDATE intake SET state = ?, next_try = 0, changed = ? WHERE state = 'reading'", string(to), nanos(c.at))
		if err != nil || n == 0 {
			return err
		}
		return c.audit(ctx, "released", "", map[string]int64{"rows": n})
	})
}

// Fail ends a job that could not be done. The fault decides the state: the file's makes
// it quarantined, something missing makes it waiting, anything else failed. A failed file
// is due again at nextTry, never by itself where that is zero; see [intake.Retry].
func (s *Store) Fail(ctx context.Context, actor cchc.Actor, job Job, cause *cchc.Error, nextTry time.Time) error {
	return s.change(ctx, "fail", actor, func(ctx context.Context, c *change) error {
		to, err := c.transition(ctx, job.Intake, intake.Fault(cause.Fault))
		if err != nil {
			return err
		}
		var next sql.NullInt64
		attempts := 0
		if to == cchc.StateFailed {
			next = sql.NullInt64{Int64: nanos(nextTry), Valid: !nextTry.IsZero()}
			attempts = 1
		}
		code, args, err := reasonColumns(&cause.Reason)
		if err != nil {
			return err
		}
		_, err = c.exec(ctx, `UPDATE intake SET state = ?, reason_code = ?, reason_args = ?, attempts = attempts + ?, next_try = ?, changed = ?
			WHERE id = ?`, string(to), code, args, attempts, next, nanos(c.at), job.Intake)
		if err != nil {
			return err
		}
		return c.audit(ctx, string(to), job.Path, map[string]string{"code": string(cause.Reason.Code), "cause": cause.Error()})
	})
}

// transition looks up what an event makes of a row; it writes nothing.
func (c *change) transition(ctx context.Context, id int64, event intake.Event) (cchc.State, error) {
	from, err := first(ctx, c.query, scanText, "SELECT state FROM intake WHERE id = ?", id)
	if err != nil {
		return "", fmt.Errorf("intake row %d: %w", id, err)
	}
	to, err := intake.Next(cchc.State(from), event)
	if err != nil {
		return "", fmt.Errorf("intake row %d: %w", id, err)
	}
	return to, nil
}

// Retry puts rows back in the queue with a fresh count of attempts and returns how many.
// Rows of the filter that are being read, are duplicates, are queued already or have no
// kept bytes are passed over. An empty filter is a usage error.
func (s *Store) Retry(ctx context.Context, actor cchc.Actor, f RetryFilter) (int, error) {
	w := &where{}
	if f.ID != 0 {
		w.add("i.id = ?", f.ID)
	}
	if f.State != "" {
		w.add("i.state = ?", f.State)
	}
	if f.Code != "" {
		w.add("i.reason_code = ?", f.Code)
	}
	if len(w.conds) == 0 {
		return 0, fmt.Errorf("retry: %w", cchc.Usage("no-filter", nil))
	}
	w.add("i.file IS NOT NULL")
	n := 0
	err := s.change(ctx, "retry", actor, func(tctx context.Context, c *change) error {
		rows, err := collect(tctx, c.query, scanIntake, "SELECT "+intakeColumns+intakeTables+w.String()+" ORDER BY i.id", w.args...)
		if err != nil {
			return err
		}
		if f.ID != 0 && len(rows) == 0 {
			return fmt.Errorf("intake row %d: %w", f.ID, cchc.ErrNotFound)
		}
		for _, r := range rows {
			to, err := intake.Next(r.State, intake.EventRetried)
			if errors.Is(err, intake.ErrTransition) {
				continue
			}
			if err != nil {
				return err
			}
			if err := c.requeue(tctx, r, to); err != nil {
				return err
			}
			n++
		}
		return ctx.Err()
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

func (c *change) requeue(ctx context.Context, r IntakeRow, to cchc.State) error {
	_, err := c.exec(ctx, `UPDATE intake SET state = ?, reason_code = '', reason_args = '[]', attempts = 0, next_try = 0, changed = ?
		WHERE id = ?`, string(to), nanos(c.at), r.ID)
	if err != nil {
		return err
	}
	return c.audit(ctx, "retried", r.Place.Path, map[string]string{"from": string(r.State)})
}

// Dismiss sets a row aside: it becomes ignored, with the note as its reason. What is
// indexed, being read, a duplicate or ignored already cannot be dismissed
// ([intake.ErrTransition], wrapped).
func (s *Store) Dismiss(ctx context.Context, actor cchc.Actor, id int64, note string) (IntakeRow, error) {
	var row IntakeRow
	err := s.change(ctx, "dismiss", actor, func(ctx context.Context, c *change) error {
		to, err := c.transition(ctx, id, intake.EventDismissed)
		if err != nil {
			return err
		}
		reason := cchc.NewReason("dismissed", note)
		code, args, err := reasonColumns(&reason)
		if err != nil {
			return err
		}
		_, err = c.exec(ctx, "UPDATE intake SET state = ?, reason_code = ?, reason_args = ?, next_try = NULL, changed = ? WHERE id = ?",
			string(to), code, args, nanos(c.at), id)
		if err != nil {
			return err
		}
		if err := c.audit(ctx, "dismissed", strconv.FormatInt(id, 10), map[string]string{"note": note}); err != nil {
			return err
		}
		row, err = first(ctx, c.query, scanIntake, "SELECT "+intakeColumns+intakeTables+" WHERE i.id = ?", id)
		return err
	})
	return row, err
}
