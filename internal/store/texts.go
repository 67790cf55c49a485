package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"minhchung/internal/cchc"
)

// wanted is a passage whose text is asked for, with its place among what is asked for.
type wanted struct {
	document cchc.DocumentID
	n, i     int
}

// textsAtOnce is how many passages one statement looks up. It is always as many, so that
// the statement is the same: to parse one takes longer than what it does.
const textsAtOnce = 64

// EachText calls fn with heading and text of those of some passages that exist and are in
// the scope, by their places in ids, in no order: it is for reading many of them fast. An
// error of fn ends it and is returned.
func (s *Store) EachText(ctx context.Context, scope cchc.Scope, ids []cchc.PassageID, fn func(i int, heading, text string) error) error {
	list := make([]wanted, 0, len(ids))
	for i, id := range ids {
		doc := id.Document()
		if n, err := passageNumber(id, doc); err == nil { // what is no identity is no passage
			list = append(list, wanted{doc, n, i})
		}
	}
	slices.SortFunc(list, func(a, b wanted) int {
		return cmp.Or(strings.Compare(string(a.document), string(b.document)), cmp.Compare(a.n, b.n))
	})
	var alone []wanted
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].document == list[0].document {
			n++
		}
		if of := list[:n]; scope.All && dense(of) {
			if err := s.textsAmong(ctx, of, fn); err != nil {
				return fmt.Errorf("texts of passages: %w", err)
			}
		} else {
			alone = append(alone, of...)
		}
		list = list[n:]
	}
	for part := range slices.Chunk(alone, textsAtOnce) {
		if err := s.textsOf(ctx, scope, part, fn); err != nil {
			return fmt.Errorf("texts of passages: %w", err)
		}
	}
	return nil
}

// dense reports whether passages of one document stand so close to each other that to read
// all from the first to the last takes less than to look each up.
func dense(of []wanted) bool {
	return len(of) > 3 && of[len(of)-1].n-of[0].n < 2*len(of)
}

// textsAmong reads passages of one document with those between them.
func (s *Store) textsAmong(ctx context.Context, of []wanted, fn func(int, string, string) error) error {
	rows, err := s.textsBetween.query(ctx, s.read, "SELECT n, heading, body FROM passages WHERE document = ? AND n BETWEEN ? AND ? ORDER BY n",
		string(of[0].document), of[0].n, of[len(of)-1].n)
	if err != nil {
		return err
	}
	return eachText(rows, func(n int, heading, text string) error {
		for len(of) > 0 && of[0].n < n {
			of = of[1:]
		}
		for ; len(of) > 0 && of[0].n == n; of = of[1:] {
			if err := fn(of[0].i, heading, text); err != nil {
				return err
			}
		}
		return nil
	})
}

// textsOf reads at most textsAtOnce passages.
func (s *Store) textsOf(ctx context.Context, scope cchc.Scope, part []wanted, fn func(int, string, string) error) error {
	w := &where{}
	for _, p := range part {
		w.args = append(w.args, p.i, string(p.document), p.n)
	}
	for range textsAtOnce - len(part) {
		w.args = append(w.args, nil, nil, nil)
	}
	query := "WITH wanted (i, document, n) AS (VALUES (?, ?, ?)" + strings.Repeat(", (?, ?, ?)", textsAtOnce-1) +
		") SELECT i, p.heading, p.body FROM wanted w JOIN passages p ON p.document = w.document AND p.n = w.n"
	if !scope.All {
		w.scope(scope, "d.unit")
		rows, err := s.read.QueryContext(ctx, query+" JOIN documents d ON d.id = p.document"+w.String(), w.args...)
		if err != nil {
			return err
		}
		return eachText(rows, fn)
	}
	rows, err := s.texts.query(ctx, s.read, query, w.args...)
	if err != nil {
		return err
	}
	return eachText(rows, fn)
}

func eachText(rows *sql.Rows, fn func(int, string, string) error) (err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var i int
		var heading, text string
		if err := rows.Scan(&i, &heading, &text); err != nil {
			return err
		}
		if err := fn(i, heading, text); err != nil {
			return err
		}
	}
	return rows.Err()
}

// statement is a prepared statement, made when it is needed first. It ends with its pool.
type statement struct {
	mu   sync.Mutex
	made *sql.Stmt
}

func (s *statement) query(ctx context.Context, db *sql.DB, query string, args ...any) (*sql.Rows, error) {
	if err := s.make(ctx, db, query); err != nil {
		return nil, err
	}
	return s.made.QueryContext(ctx, args...)
}

func (s *statement) make(ctx context.Context, db *sql.DB, query string) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.made == nil {
		s.made, err = db.PrepareContext(ctx, query)
	}
	return err
}
