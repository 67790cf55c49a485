package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"minhchung/internal/cchc"
)

// change is one writing transaction with its statements, actor and instant.
type change struct {
	tx    *sql.Tx
	actor cchc.Actor
	at    time.Time
	stmts map[string]*sql.Stmt
}

// change runs fn in a transaction of the writer and commits it where fn succeeds.
func (s *Store) change(ctx context.Context, op string, actor cchc.Actor, fn func(context.Context, *change) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	c := &change{tx: tx, actor: actor, at: s.now().UTC(), stmts: map[string]*sql.Stmt{}}
	// The statements of a batch are many and short: watching the context in each would
	// cost more than they do. Loops look at it once an item instead.
	if err := fn(context.WithoutCancel(ctx), c); err != nil {
		return given(ctx, op, err, tx)
	}
	if err := ctx.Err(); err != nil {
		return given(ctx, op, err, tx)
	}
	if err := tx.Commit(); err != nil {
		return given(ctx, op+": commit", err, tx)
	}
	s.done.Add(1)
	return nil
}

// given takes a change back and says why. A context that ends closes the statements and
// the transaction at any moment: what a statement then says is not the reason.
func given(ctx context.Context, op string, err error, tx *sql.Tx) error {
	undone := tx.Rollback()
	if cause := ctx.Err(); cause != nil {
		return fmt.Errorf("%s: %w", op, cause)
	}
	if errors.Is(undone, sql.ErrTxDone) {
		undone = nil
	}
	return errors.Join(fmt.Errorf("%s: %w", op, err), undone)
}

func (c *change) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if st, ok := c.stmts[query]; ok {
		return st, nil
	}
	st, err := c.tx.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.stmts[query] = st
	return st, nil
}

func (c *change) exec(ctx context.Context, query string, args ...any) (int64, error) {
	st, err := c.prepare(ctx, query) //nolint:sqlclosecheck // closed by the end of the transaction
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (c *change) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := c.prepare(ctx, query) //nolint:sqlclosecheck // closed by the end of the transaction
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

// audit records the change; detail is kept as JSON, nil as "".
func (c *change) audit(ctx context.Context, action, subject string, detail any) error {
	text := ""
	if detail != nil {
		b, err := json.Marshal(detail)
		if err != nil {
			return err
		}
		text = string(b)
	}
	_, err := c.exec(ctx, `INSERT INTO audit (at, actor, role, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)`,
		nanos(c.at), c.actor.Name, string(c.actor.Role), action, subject, text)
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}

// view runs fn on one snapshot of the record.
func (s *Store) view(ctx context.Context, op string, fn func(*sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	if err := fn(tx); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}

// querier is what reads rows: the database, a snapshot or a change.
type querier func(ctx context.Context, query string, args ...any) (*sql.Rows, error)

// collect scans all rows of a query. Where the context has ended, that is the error,
// whatever a row or statement closed by it says.
func collect[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	out, err := scanAll(ctx, q, scan, query, args...)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	return out, err
}

func scanAll[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // its error is that of rows.Err
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// first scans the only row of a query; [cchc.ErrNotFound] is wrapped where there is none.
func first[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	all, err := collect(ctx, q, scan, query, args...)
	if err == nil && len(all) == 0 {
		err = cchc.ErrNotFound
	}
	if err != nil {
		var zero T
		return zero, err
	}
	return all[0], nil
}

type scanner interface{ Scan(dest ...any) error }

func scanInt(r scanner) (int, error) {
	var n int
	err := r.Scan(&n)
	return n, err
}

func scanText(r scanner) (string, error) {
	var s string
	err := r.Scan(&s)
	return s, err
}

// where collects the conditions of a query; all have to hold.
type where struct {
	conds []string
	args  []any
}

func (w *where) add(cond string, args ...any) {
	w.conds = append(w.conds, cond)
	w.args = append(w.args, args...)
}

// scope restricts the column that holds a unit.
func (w *where) scope(scope cchc.Scope, column string) {
	switch {
	case scope.All:
	case len(scope.Units) == 0:
		w.add("0 = 1")
	default:
		w.in(column, scope.Units)
	}
}

// office restricts what belongs to no unit: everybody with a scope sees it.
func (w *where) office(scope cchc.Scope) {
	if !scope.All && len(scope.Units) == 0 {
		w.add("0 = 1")
	}
}

func (w *where) in(column string, values []string) {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	w.add(column+" IN (?"+strings.Repeat(", ?", max(0, len(values)-1))+")", args...)
}

func (w *where) String() string {
	if len(w.conds) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conds, " AND ")
}

func (w *where) clone() *where {
	return &where{conds: append([]string(nil), w.conds...), args: append([]any(nil), w.args...)}
}

const (
	defaultLimit = 50
	maxLimit     = 1000
)

func limit(n int) int {
	if n <= 0 {
		return defaultLimit
	}
	return min(n, maxLimit)
}

// encodeCursor packs the last key of a page with the name of its list.
func encodeCursor(list string, keys ...any) (string, error) {
	b, err := json.Marshal(append([]any{list}, keys...))
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// decodeCursor unpacks a cursor into keys; false where cursor is "".
func decodeCursor(cursor, list string, keys ...any) (bool, error) {
	if cursor == "" {
		return false, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return false, cchc.Usage("bad-cursor", err)
	}
	got := ""
	dest := append([]any{&got}, keys...)
	var raw []json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil || len(raw) != len(dest) {
		return false, cchc.Usage("bad-cursor", err)
	}
	for i, d := range dest {
		if err := json.Unmarshal(raw[i], d); err != nil {
			return false, cchc.Usage("bad-cursor", err)
		}
	}
	if got != list {
		return false, cchc.Usage("bad-cursor", nil)
	}
	return true, nil
}

// nanos is how instants are stored; the zero time is 0.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func instant(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

// asJSON is how lists are stored: never null.
func asJSON[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "[]", nil
	}
	b, err := json.Marshal(list)
	return string(b), err
}
