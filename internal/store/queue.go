package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

const dueColumns = `SELECT i.id, i.file, f.path, i.unit, f.format, i.attempts, f.received, i.state
	FROM intake i JOIN files f ON f.id = i.file
	WHERE `

// A next try further away than any delay of [intake.Retry] was set by a clock that has
// been put back since: it is due.
const (
	dueQuery   = dueColumns + "i.state IN ('queued', 'failed') AND i.next_try IS NOT NULL AND (i.next_try <= ? OR i.next_try > ?) ORDER BY i.priority, i.next_try, i.id LIMIT ?"
	scansQuery = dueColumns + "i.state = 'waiting' AND i.next_try IS NOT NULL AND (i.next_try <= ? OR i.next_try > ?) ORDER BY i.next_try, i.id LIMIT ?"
)

const longestDelay = time.Hour

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

// Claim takes at most n files that are due at an instant: what came by hand first, then
// what is queued in the order it was received, then failures whose next try has come. They
// are marked as being read until [Store.Commit] or [Store.Fail]; a crash in between gives
// them back at the next [Open]. No two callers get the same job.
func (s *Store) Claim(ctx context.Context, now time.Time, n int) ([]Job, error) {
	return s.claim(ctx, dueQuery, now, n)
}

// ClaimScans takes files whose scanned pages are due for recognition, like Claim.
func (s *Store) ClaimScans(ctx context.Context, now time.Time, n int) ([]Job, error) {
	return s.claim(ctx, scansQuery, now, n)
}

func (s *Store) claim(ctx context.Context, query string, now time.Time, n int) ([]Job, error) {
	// Most looks find nothing: they must not cost a transaction of the one writer.
	due, err := collect(ctx, s.read.QueryContext, scanDue, query, nanos(now), nanos(now.Add(longestDelay)), 1)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	var out []Job
	err = s.change(ctx, "claim", cchc.System(), func(ctx context.Context, c *change) error {
		due, err := collect(ctx, c.query, scanDue, query, nanos(now), nanos(now.Add(longestDelay)), n)
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
			j.Recognise = j.state == cchc.StateWaiting
			out = append(out, j.Job)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// ReleaseAll makes due again whatever was claimed and neither committed nor failed: what a
// crashed program was reading. No run may be going on.
func (s *Store) ReleaseAll(ctx context.Context, actor cchc.Actor) error {
	return s.change(ctx, "release", actor, func(ctx context.Context, c *change) error {
		n, err := c.release(ctx, "")
		if err != nil || n == 0 {
			return err
		}
		return c.audit(ctx, "released", "", map[string]int64{"rows": n})
	})
}

// Release makes these rows due again, as far as they are still being read: what a
// cancelled run had claimed.
func (s *Store) Release(ctx context.Context, actor cchc.Actor, ids ...int64) error {
	if len(ids) == 0 {
		return nil
	}
	return s.change(ctx, "release", actor, func(ctx context.Context, c *change) error {
		total := int64(0)
		for _, id := range ids {
			n, err := c.release(ctx, " AND id = ?", id)
			if err != nil {
				return err
			}
			total += n
		}
		if total == 0 {
			return nil
		}
		return c.audit(ctx, "released", "", map[string]int64{"rows": total})
	})
}

func (c *change) release(ctx context.Context, which string, args ...any) (int64, error) {
	to, err := intake.Next(cchc.StateReading, intake.EventReleased)
	if err != nil {
		return 0, err
	}
	args = append([]any{string(to), nanos(c.at)}, args...)
	return c.exec(ctx, "UPDATE intake SET state = ?, next_try = 0, changed = ? WHERE state = 'reading'"+which, args...)
}

// TakeUp lets waiting files go on where what they wait for has appeared: ready is asked
// with the reason codes files wait for, and answers whether it is there, and whether it
// knows. Files that wait for the recognition of pages become due for it, others are queued
// to be read again. It returns how many go on now.
func (s *Store) TakeUp(ctx context.Context, actor cchc.Actor, ready func(cchc.Code) (is, known bool)) (int, error) {
	waits, err := collect(ctx, s.read.QueryContext, func(r scanner) (waitingFor, error) {
		var w waitingFor
		err := r.Scan(&w.code, &w.due)
		return w, err
	}, "SELECT DISTINCT reason_code, next_try IS NOT NULL FROM intake WHERE current = 1 AND state = 'waiting'")
	if err != nil {
		return 0, fmt.Errorf("take up: %w", err)
	}
	todo := map[cchc.Code]bool{}
	for _, w := range waits {
		if is, known := ready(w.code); known && is != w.due {
			todo[w.code] = is
		}
	}
	if len(todo) == 0 {
		return 0, nil
	}
	total := 0
	err = s.change(ctx, "take up", actor, func(ctx context.Context, c *change) error {
		for code, is := range todo {
			n, err := c.takeUp(ctx, code, is)
			if err != nil {
				return err
			}
			total += n
		}
		return nil
	})
	return total, err
}

// waitingFor is a reason files wait for, and whether they are due all the same.
type waitingFor struct {
	code cchc.Code
	due  bool
}

func (c *change) takeUp(ctx context.Context, code cchc.Code, ready bool) (n int, err error) {
	var changed int64
	switch {
	case code == intake.NeedsRecognition && ready:
		changed, err = c.exec(ctx, "UPDATE intake SET next_try = 0 WHERE state = 'waiting' AND reason_code = ? AND next_try IS NULL", string(code))
	case code == intake.NeedsRecognition:
		_, err = c.exec(ctx, "UPDATE intake SET next_try = NULL WHERE state = 'waiting' AND reason_code = ?", string(code))
	case ready:
		var to cchc.State
		if to, err = intake.Next(cchc.StateWaiting, intake.EventRetried); err != nil {
			return 0, err
		}
		changed, err = c.exec(ctx, "UPDATE intake SET state = ?, reason_code = '', reason_args = '[]', next_try = 0, changed = ? WHERE state = 'waiting' AND reason_code = ?",
			string(to), nanos(c.at), string(code))
	}
	if err != nil || changed == 0 {
		return 0, err
	}
	return int(changed), c.audit(ctx, "taken-up", string(code), map[string]int64{"rows": changed})
}

// Fail ends a job that could not be done. The fault decides the state: the file's makes
// it quarantined, something missing makes it waiting, anything else failed. A failed file
// is due again at nextTry, never by itself where that is zero; see [intake.Retry].
func (s *Store) Fail(ctx context.Context, actor cchc.Actor, job Job, cause *cchc.Error, nextTry time.Time) error {
	return s.change(ctx, "fail", actor, func(ctx context.Context, c *change) error {
		to, err := c.transition(ctx, job.Intake, intake.Fault(cause.Fault))
		if errors.Is(err, intake.ErrTransition) {
			return nil // a person set it aside while it was read
		}
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
			if errors.Is(err, intake.ErrTransition) || r.Withheld {
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
// indexed, a duplicate or ignored already cannot be dismissed ([intake.ErrTransition],
// wrapped).
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
		row, err = first(ctx, c.query, scanIntake, "SELECT "+intakeColumns+intakeTables+" WHERE i.id = ?", id)
		if err != nil {
			return err
		}
		return c.audit(ctx, "dismissed", row.Place.Path, map[string]string{"note": note})
	})
	return row, err
}

// NextTry is when the next failed file is tried again; false where none is.
func (s *Store) NextTry(ctx context.Context, scope cchc.Scope) (time.Time, bool, error) {
	w := &where{}
	w.add("i.state = 'failed' AND i.next_try IS NOT NULL")
	w.scope(scope, "i.unit")
	next, err := first(ctx, s.read.QueryContext, func(r scanner) (sql.NullInt64, error) {
		var n sql.NullInt64
		err := r.Scan(&n)
		return n, err
	}, "SELECT min(i.next_try) FROM intake i"+w.String(), w.args...)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("next try: %w", err)
	}
	return instant(next.Int64), next.Valid, nil
}
