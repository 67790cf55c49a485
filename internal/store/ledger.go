package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

const intakeColumns = `i.id, i.path, i.file, i.unit, i.size, i.mod_time, i.stamp, i.state, i.reason_code, i.reason_args,
	i.attempts, i.next_try, i.received, i.changed, COALESCE(f.format, ''), COALESCE(f.notes, '[]'), COALESCE(f.withheld, 0), COALESCE(d.id, '')`

const intakeTables = ` FROM intake i LEFT JOIN files f ON f.id = i.file LEFT JOIN documents d ON d.id = i.file`

func scanIntake(r scanner) (IntakeRow, error) {
	var (
		row               IntakeRow
		file              sql.NullString
		next              sql.NullInt64
		mod, recv, chg    int64
		code, args, notes string
	)
	err := r.Scan(&row.ID, &row.Place.Path, &file, &row.Unit, &row.Place.Size, &mod, &row.Place.Stamp, &row.State,
		&code, &args, &row.Attempts, &next, &recv, &chg, &row.Format, &notes, &row.Withheld, &row.Document)
	if err != nil {
		return row, err
	}
	row.File = cchc.FileID(file.String)
	row.Place.ModTime = time.Unix(0, mod).UTC()
	row.NextTry, row.Received, row.Changed = instant(next.Int64), instant(recv), instant(chg)
	row.Due = next.Valid
	if err := json.Unmarshal([]byte(notes), &row.Notes); err != nil {
		return row, fmt.Errorf("notes of %s: %w", row.Place.Path, err)
	}
	if code != "" {
		row.Reason = &cchc.Reason{Code: cchc.Code(code)}
		if err := json.Unmarshal([]byte(args), &row.Reason.Args); err != nil {
			return row, fmt.Errorf("reason of %s: %w", row.Place.Path, err)
		}
		if len(row.Reason.Args) == 0 {
			row.Reason.Args = nil
		}
	}
	return row, nil
}

// under restricts paths to a folder and what is below it, or to one path.
func (w *where) under(folder string) {
	if folder == "" {
		return
	}
	sep := string(os.PathSeparator)
	folder = strings.TrimSuffix(folder, sep)
	w.add("(i.path = ? OR (i.path >= ? AND i.path < ?))", folder, folder+sep, folder+string(rune(os.PathSeparator)+1))
}

// Places returns the last sight of every path at or below a folder, "" for all, by path.
func (s *Store) Places(ctx context.Context, scope cchc.Scope, under string) (map[string]IntakeRow, error) {
	w := &where{}
	w.add("i.current = 1")
	w.under(under)
	w.scope(scope, "i.unit")
	rows, err := collect(ctx, s.read.QueryContext, scanIntake, "SELECT "+intakeColumns+intakeTables+w.String(), w.args...)
	if err != nil {
		return nil, fmt.Errorf("places: %w", err)
	}
	out := make(map[string]IntakeRow, len(rows))
	for _, r := range rows {
		out[r.Place.Path] = r
	}
	return out, nil
}

func intakeWhere(scope cchc.Scope, f IntakeFilter) *where {
	w := &where{}
	w.add("i.current = 1")
	if f.State != "" {
		w.add("i.state = ?", f.State)
	}
	if f.Code != "" {
		w.add("i.reason_code = ?", f.Code)
	}
	w.under(f.Under)
	w.scope(scope, "i.unit")
	return w
}

func intakeList(w *where) string {
	return "SELECT " + intakeColumns + intakeTables + w.String() + " ORDER BY i.path LIMIT ?"
}

// IntakeRows lists the ledger by path. total counts all rows of the filter.
func (s *Store) IntakeRows(ctx context.Context, scope cchc.Scope, f IntakeFilter) (rows []IntakeRow, next string, total int, err error) {
	w := intakeWhere(scope, f)
	page := w.clone()
	var last string
	if more, err := decodeCursor(f.Cursor, "intake", &last); err != nil {
		return nil, "", 0, fmt.Errorf("intake rows: %w", err)
	} else if more {
		page.add("i.path > ?", last)
	}
	n := limit(f.Limit)
	err = s.view(ctx, "intake rows", func(tx *sql.Tx) error {
		total, err = first(ctx, tx.QueryContext, scanInt, "SELECT count(*) FROM intake i"+w.String(), w.args...)
		if err != nil {
			return err
		}
		rows, err = collect(ctx, tx.QueryContext, scanIntake, intakeList(page), append(page.args, n+1)...)
		return err
	})
	if err == nil && len(rows) > n {
		rows = rows[:n]
		next, err = encodeCursor("intake", rows[n-1].Place.Path)
	}
	return rows, next, total, err
}

// IntakeRow returns one row of the ledger; [cchc.ErrNotFound] is wrapped.
func (s *Store) IntakeRow(ctx context.Context, scope cchc.Scope, id int64) (IntakeRow, error) {
	w := &where{}
	w.add("i.id = ?", id)
	w.scope(scope, "i.unit")
	row, err := first(ctx, s.read.QueryContext, scanIntake, "SELECT "+intakeColumns+intakeTables+w.String(), w.args...)
	if err != nil {
		return IntakeRow{}, fmt.Errorf("intake row %d: %w", id, err)
	}
	return row, nil
}

// Summary counts the rows of the ledger by state; states without rows are left out.
func (s *Store) Summary(ctx context.Context, scope cchc.Scope) (map[cchc.State]int, error) {
	w := &where{}
	w.add("i.current = 1")
	w.scope(scope, "i.unit")
	type count struct {
		state cchc.State
		n     int
	}
	counts, err := collect(ctx, s.read.QueryContext, func(r scanner) (count, error) {
		var c count
		err := r.Scan(&c.state, &c.n)
		return c, err
	}, "SELECT i.state, count(*) FROM intake i"+w.String()+" GROUP BY i.state", w.args...)
	if err != nil {
		return nil, fmt.Errorf("summary: %w", err)
	}
	out := map[cchc.State]int{}
	for _, c := range counts {
		out[c.state] = c.n
	}
	return out, nil
}

// IntakeReasons counts the rows of the ledger by state and reason, the most frequent first.
func (s *Store) IntakeReasons(ctx context.Context, scope cchc.Scope) ([]ReasonCount, error) {
	w := &where{}
	w.add("i.current = 1 AND i.reason_code <> ''")
	w.scope(scope, "i.unit")
	out, err := collect(ctx, s.read.QueryContext, func(r scanner) (ReasonCount, error) {
		var c ReasonCount
		err := r.Scan(&c.State, &c.Code, &c.Rows)
		return c, err
	}, "SELECT i.state, i.reason_code, count(*) FROM intake i"+w.String()+" GROUP BY i.state, i.reason_code ORDER BY 3 DESC, 1, 2", w.args...)
	if err != nil {
		return nil, fmt.Errorf("intake reasons: %w", err)
	}
	return out, nil
}

// Receive enters one sight into the ledger; see [Store.ReceiveAll].
func (s *Store) Receive(ctx context.Context, actor cchc.Actor, sight Sight) (IntakeRow, error) {
	rows, err := s.ReceiveAll(ctx, actor, []Sight{sight})
	if err != nil {
		return IntakeRow{}, err
	}
	return rows[0], nil
}

// ReceiveAll enters sights into the ledger, in their order, and returns their rows. The
// bytes of sights with a File must be kept already. The first path a content is received
// from is the place of the file; at further paths it is a duplicate. A path that holds
// something else than before gets a new row; the earlier content stays in the record and
// is still read where that has not happened yet.
func (s *Store) ReceiveAll(ctx context.Context, actor cchc.Actor, sights []Sight) ([]IntakeRow, error) {
	out := make([]IntakeRow, 0, len(sights))
	err := s.change(ctx, "receive", actor, func(tctx context.Context, c *change) error {
		for _, sight := range sights {
			if err := ctx.Err(); err != nil {
				return err
			}
			row, err := c.receive(tctx, sight)
			if err != nil {
				return fmt.Errorf("%s: %w", sight.Place.Path, err)
			}
			out = append(out, row)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// sightEvent is what a sight means to the ledger.
func sightEvent(s Sight, known bool) (intake.Event, error) {
	switch s.Outcome {
	case cchc.StateQueued:
		if err := s.File.Validate(); err != nil {
			return "", err
		}
		if known {
			return intake.EventKnown, nil
		}
		return intake.EventStored, nil
	case cchc.StateIgnored:
		return intake.EventSkipped, nil
	case cchc.StateQuarantined:
		return intake.EventRefused, nil
	default:
		return "", fmt.Errorf("outcome %q of a sight is not one of queued, ignored, quarantined", s.Outcome)
	}
}

func (c *change) receive(ctx context.Context, s Sight) (IntakeRow, error) {
	if s.Place.Path == "" {
		return IntakeRow{}, fmt.Errorf("a sight has no path")
	}
	rows, err := collect(ctx, c.query, scanIntake,
		"SELECT "+intakeColumns+intakeTables+" WHERE i.path = ? AND (i.current = 1 OR i.file = ?)", s.Place.Path, string(s.File))
	if err != nil {
		return IntakeRow{}, err
	}
	var same, other *IntakeRow
	for i := range rows {
		if rows[i].File == s.File {
			same = &rows[i]
		} else {
			other = &rows[i]
		}
	}
	if other != nil { // the path holds something else now
		if err := c.moveOn(ctx, *other); err != nil {
			return IntakeRow{}, err
		}
	}
	id := int64(0)
	switch {
	case same == nil:
		id, err = c.enter(ctx, s)
	case s.File == "":
		id, err = same.ID, c.refuseAgain(ctx, *same, s)
	default:
		id, err = same.ID, c.seeAgain(ctx, *same, s)
	}
	if err != nil {
		return IntakeRow{}, err
	}
	return first(ctx, c.query, scanIntake, "SELECT "+intakeColumns+intakeTables+" WHERE i.id = ?", id)
}

// moveOn takes the current mark from a row; a row without kept bytes has nothing to stay for.
func (c *change) moveOn(ctx context.Context, row IntakeRow) error {
	query := "UPDATE intake SET current = 0 WHERE id = ?"
	if row.File == "" {
		query = "DELETE FROM intake WHERE id = ?"
	}
	_, err := c.exec(ctx, query, row.ID)
	return err
}

// enter makes the first row of a content at a path.
func (c *change) enter(ctx context.Context, s Sight) (int64, error) {
	known, err := c.enterFile(ctx, s)
	if err != nil {
		return 0, err
	}
	event, err := sightEvent(s, known)
	if err != nil {
		return 0, err
	}
	state, err := intake.Next(intake.New, event)
	if err != nil {
		return 0, err
	}
	reason := s.Reason
	if state == cchc.StateDuplicate {
		place, err := first(ctx, c.query, scanText, "SELECT path FROM files WHERE id = ?", string(s.File))
		if err != nil {
			return 0, err
		}
		r := cchc.NewReason("same-bytes", place)
		reason = &r
	}
	code, args, err := reasonColumns(reason)
	if err != nil {
		return 0, err
	}
	id, err := first(ctx, c.query, func(r scanner) (int64, error) {
		var n int64
		err := r.Scan(&n)
		return n, err
	}, `INSERT INTO intake (path, file, unit, size, mod_time, stamp, state, reason_code, reason_args, next_try, priority, received, changed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		s.Place.Path, nullText(string(s.File)), s.Unit, s.Place.Size, s.Place.ModTime.UnixNano(), s.Place.Stamp,
		string(state), code, args, dueAtOnce(state), priority(s), nanos(c.at), nanos(c.at))
	if err != nil {
		return 0, err
	}
	return id, c.audit(ctx, "received", s.Place.Path, map[string]string{"state": string(state), "file": string(s.File)})
}

// enterFile notes the bytes of a sight and reports whether they were known.
func (c *change) enterFile(ctx context.Context, s Sight) (known bool, err error) {
	if s.File == "" {
		return false, nil
	}
	if err := s.File.Validate(); err != nil {
		return false, err
	}
	n, err := c.exec(ctx, `INSERT INTO files (id, size, format, parent, path, received) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO NOTHING`,
		string(s.File), s.Place.Size, string(s.Format), string(s.Parent), s.Place.Path, nanos(c.at))
	return n == 0, err
}

// seeAgain notes that a content is (again) at a path where it was known: its place may
// have been touched, its state stands.
func (c *change) seeAgain(ctx context.Context, row IntakeRow, s Sight) error {
	_, err := c.exec(ctx, "UPDATE intake SET current = 1, size = ?, mod_time = ?, stamp = ? WHERE id = ?",
		s.Place.Size, s.Place.ModTime.UnixNano(), s.Place.Stamp, row.ID)
	if err != nil {
		return err
	}
	return c.audit(ctx, "seen-again", s.Place.Path, nil)
}

// refuseAgain notes another sight of a path whose bytes are not kept.
func (c *change) refuseAgain(ctx context.Context, row IntakeRow, s Sight) error {
	event, err := sightEvent(s, false)
	if err != nil {
		return err
	}
	state, err := intake.Next(row.State, event)
	if err != nil {
		return err
	}
	code, args, err := reasonColumns(s.Reason)
	if err != nil {
		return err
	}
	_, err = c.exec(ctx, `UPDATE intake SET size = ?, mod_time = ?, stamp = ?, state = ?, reason_code = ?, reason_args = ?, changed = ?
		WHERE id = ?`, s.Place.Size, s.Place.ModTime.UnixNano(), s.Place.Stamp, string(state), code, args, nanos(c.at), row.ID)
	if err != nil {
		return err
	}
	return c.audit(ctx, "seen-again", s.Place.Path, map[string]string{"state": string(state)})
}

func reasonColumns(r *cchc.Reason) (code, args string, err error) {
	if r == nil {
		return "", "[]", nil
	}
	args, err = asJSON(r.Args)
	return string(r.Code), args, err
}

// priority orders the queue: what a person has just sent is awaited, a folder is not.
func priority(s Sight) int {
	if s.ByHand {
		return 0
	}
	return 1
}

func nullText(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// dueAtOnce is the next_try of a row that enters a state.
func dueAtOnce(state cchc.State) sql.NullInt64 {
	return sql.NullInt64{Valid: state == cchc.StateQueued}
}
