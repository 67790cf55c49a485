package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"minhchung/internal/cchc"
	"minhchung/internal/coverage"
)

// unreadStates are the states of files that may hold what nobody has read yet.
func unreadStates() []string {
	return texts([]cchc.State{cchc.StateQueued, cchc.StateReading, cchc.StateWaiting, cchc.StateFailed, cchc.StateQuarantined})
}

// UnreadFiles counts the files that are not read, or not to their end, and names the first
// of them by path, at most so many.
func (s *Store) UnreadFiles(ctx context.Context, scope cchc.Scope, most int) (total int, files []coverage.UnreadFile, err error) {
	w := &where{}
	w.add("i.current = 1")
	w.in("i.state", unreadStates())
	w.scope(scope, "i.unit")
	err = s.view(ctx, "unread files", func(tx *sql.Tx) error {
		if total, err = first(ctx, tx.QueryContext, scanInt, "SELECT count(*) FROM intake i"+w.String(), w.args...); err != nil || total == 0 {
			return err
		}
		files, err = collect(ctx, tx.QueryContext, func(r scanner) (f coverage.UnreadFile, err error) {
			var code, args string
			if err = r.Scan(&f.Path, &f.Unit, &f.State, &code, &args); err != nil || code == "" {
				return f, err
			}
			f.Reason = &cchc.Reason{Code: cchc.Code(code)}
			if args != "" {
				err = json.Unmarshal([]byte(args), &f.Reason.Args)
			}
			return f, err
		}, "SELECT i.path, i.unit, i.state, i.reason_code, i.reason_args FROM intake i"+w.String()+" ORDER BY i.path, i.id LIMIT ?", append(w.args, most)...)
		return err
	})
	return total, files, err
}

// RegisteredOnly lists the entries of the registers of some years no document bears the
// number of. Years without a register add nothing.
func (s *Store) RegisteredOnly(ctx context.Context, scope cchc.Scope, years ...int) ([]cchc.RegisterEntry, error) {
	gaps, err := s.NotReceived(ctx, scope, years...)
	if err != nil {
		return nil, fmt.Errorf("registered without file: %w", err)
	}
	out := make([]cchc.RegisterEntry, len(gaps))
	for i, g := range gaps {
		out[i] = g.Entry
	}
	return out, nil
}
