package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"minhchung/internal/cchc"
)

func TestOpenPathsAsPeopleNameThem(t *testing.T) {
	for _, name := range []string{"a b.db", "dữ liệu.db", "100%.db", "a#b.db", "a+b&c=d.db", "a;b.db"} {
		path := filepath.Join(t.TempDir(), name)
		s := openAt(t, path)
		if err := s.SetMeta(t.Context(), cchc.System(), "k", name); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		found, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
		if err != nil || len(found) != 1 || filepath.Base(found[0]) != name {
			t.Errorf("%q became %v, %v", name, found, err)
		}
		if v, ok, err := openAt(t, path).Meta(t.Context(), "k"); err != nil || !ok || v != name {
			t.Errorf("%q: %q, %v, %v", name, v, ok, err)
		}
	}
}

// The pragmas reach every connection of both pools, not only the first.
func TestPragmasReachEveryConnection(t *testing.T) {
	s := open(t)
	var held []*sql.Conn // together, so that each is another connection
	for i := range readers {
		c, err := s.read.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, c)
		for pragma, want := range map[string]string{"foreign_keys": "1", "journal_mode": "wal", "synchronous": "2", "query_only": "1", "busy_timeout": "10000"} {
			var got string
			if err := c.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("reader %d: %s = %s, %v, want %s", i, pragma, got, err, want)
			}
		}
	}
	for _, c := range held {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for pragma, want := range map[string]string{"foreign_keys": "1", "journal_mode": "wal", "synchronous": "2", "query_only": "0"} {
		var got string
		if err := s.write.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("writer: %s = %s, %v, want %s", pragma, got, err, want)
		}
	}
	if _, err := s.read.ExecContext(t.Context(), "DELETE FROM meta"); err == nil {
		t.Error("a reader wrote")
	}
}

func TestOpenRefusesANewerRecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	s := openAt(t, path)
	if _, err := s.write.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), path, Options{})
	e := cchc.AsError(err)
	if e.Fault != cchc.FaultUsage || e.Reason.Code != "data-newer-than-program" || e.Reason.Args[0] != "99999" {
		t.Errorf("opened a newer record: %v", err)
	}
}

func TestOpenRefusesWhatIsNoRecord(t *testing.T) {
	if _, err := Open(t.Context(), t.TempDir(), Options{}); err == nil {
		t.Error("a folder was opened")
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "none", "record.db"), Options{}); err == nil {
		t.Error("a file in a folder that is not there was opened")
	}
}

var numbered = regexp.MustCompile(`^(\d{5})_[a-z_]+\.sql$`)

// migrationProblems lints a set of migrations: numbered from 1 without gap or duplicate.
func migrationProblems(dir fs.FS) []string {
	names, err := fs.Glob(dir, "*")
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for i, name := range names {
		m := numbered.FindStringSubmatch(name)
		if m == nil || m[1] != fmt.Sprintf("%05d", i+1) {
			out = append(out, fmt.Sprintf("%s: migration %05d is expected here", name, i+1))
		}
	}
	if len(names) == 0 {
		out = append(out, "no migrations")
	}
	return out
}

func TestMigrationsAreNumbered(t *testing.T) {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range migrationProblems(dir) {
		t.Error(p)
	}
	for _, bad := range []fstest.MapFS{
		{},
		{"00001_a.sql": {}, "00001_b.sql": {}},
		{"00001_a.sql": {}, "00003_b.sql": {}},
		{"1_a.sql": {}},
	} {
		if len(migrationProblems(bad)) == 0 {
			t.Errorf("no problem found in %v", bad)
		}
	}
}

func TestAFailedMigrationIsSaidAndUndone(t *testing.T) {
	s := open(t)
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	dir := fstest.MapFS{fmt.Sprintf("%05d_bad.sql", len(names)+1): {Data: []byte("-- +goose Up\nCREATE TABLE half (a);\nNO SQL;\n")}}
	for _, n := range names {
		dir[path.Base(n)] = &fstest.MapFile{}
	}
	if err := migrateFrom(t.Context(), s.write, dir); err == nil {
		t.Fatal("no error")
	}
	if _, err := s.write.ExecContext(t.Context(), "SELECT * FROM half"); err == nil || !strings.Contains(err.Error(), "no such table") {
		t.Errorf("half a migration stayed: %v", err)
	}
}

func TestSnapshot(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "", maker(ref, "1/1", 0.8, standing))
	path := filepath.Join(t.TempDir(), "bản sao.db")
	if err := s.Snapshot(t.Context(), cchc.Everything(), path); err != nil {
		t.Fatal(err)
	}
	if err := s.Snapshot(t.Context(), cchc.Everything(), path); err == nil {
		t.Error("a copy was written over another")
	}
	c := openAt(t, path)
	if _, err := c.Link(t.Context(), cchc.Everything(), cchc.NewLinkID(ref, "1/1", doc)); err != nil {
		t.Error(err)
	}
	clean(t, c)
}

func TestCheckFindsContradictions(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "", maker(ref, "1/1", 0.8, standing))
	review(t, s, cchc.NewLinkID(ref, "1/1", doc), cchc.LinkAccepted)
	clean(t, s)
	c, err := s.write.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		"PRAGMA foreign_keys = 0",
		"INSERT INTO files (id, size, format, path, received) VALUES ('lonely', 1, 'text', '/n/b', 1)",
		"DELETE FROM documents",
	} {
		if _, err := c.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	found, err := s.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]int{}
	for _, f := range found {
		codes[f.Code]++
	}
	for _, want := range []string{"foreign-key", "link-without-document", "file-without-row", "indexed-without-document", "passage-without-document"} {
		if codes[want] == 0 {
			t.Errorf("%s was not found in %v", want, found)
		}
	}
}

func TestAuditSharesTheChange(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "", maker(ref, "1/1", 0.8, standing))
	id := cchc.NewLinkID(ref, "1/1", doc)
	review(t, s, id, cchc.LinkAccepted)
	rows, _, total, err := s.Audit(t.Context(), cchc.Everything(), AuditFilter{})
	if err != nil || total != 4 {
		t.Fatalf("%d rows, %v: %+v", total, err, rows)
	}
	var actions []string
	for _, r := range rows {
		actions = append(actions, r.Action)
	}
	if got := strings.Join(actions, " "); got != "reviewed indexed received catalogue-saved" {
		t.Errorf("actions %s", got)
	}
	if r := rows[0]; r.Actor != cchc.Operator().Name || r.Role != cchc.RoleOperator || r.Subject != string(id) || !strings.Contains(r.Detail, "accepted") || r.At.IsZero() {
		t.Errorf("row %+v", r)
	}
	// What is refused leaves no trace of a change.
	if _, err := s.Review(t.Context(), cchc.Operator(), id, func(l cchc.Link) (cchc.Link, error) { return l, errors.New("no") }); err == nil {
		t.Error("no error")
	}
	first, next, total, err := s.Audit(t.Context(), cchc.Everything(), AuditFilter{Limit: 3})
	if err != nil || total != 4 || len(first) != 3 {
		t.Fatal(first, total, err)
	}
	rest, next, _, err := s.Audit(t.Context(), cchc.Everything(), AuditFilter{Limit: 3, Cursor: next})
	if err != nil || len(rest) != 1 || next != "" || rest[0].Action != "catalogue-saved" {
		t.Errorf("second page: %+v, %q, %v", rest, next, err)
	}
	of, _, _, err := s.Audit(t.Context(), cchc.Everything(), AuditFilter{Subject: "/n/a"})
	if err != nil || len(of) != 2 {
		t.Errorf("of one subject: %+v, %v", of, err)
	}
}
