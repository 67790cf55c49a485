package main

import (
	"database/sql" //nolint:depguard // stands for a program that is not ours and holds the record
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// hold locks a record against all writing, as a backup program or a virus scanner may,
// until what it returns is called.
func hold(t *testing.T, data string) (letGo func()) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, recordName))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(t.Context(), "PRAGMA busy_timeout = 10000"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Another program that holds the record is waited for. Where it takes too long that is
// said in words, and the work goes on by itself afterwards.
func TestRecordHeldByAnother(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits for the time a connection waits for a lock")
	}
	dir := t.TempDir()
	inbox, data := filepath.Join(dir, "inbox"), filepath.Join(dir, "data")
	if err := os.Mkdir(inbox, 0o700); err != nil {
		t.Fatal(err)
	}
	server := startServer(t, data, inbox)
	letGo := hold(t, data)
	if err := os.WriteFile(filepath.Join(inbox, "tb.txt"), []byte(noteText), 0o600); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the server says that the record is held", func() bool {
		s := statusOf(t, server.url)
		return s.Trouble != nil && s.Trouble.Code == "record-busy" && s.Trouble.Remedy != ""
	})
	letGo()
	eventually(t, "the file is read and the trouble is over", func() bool {
		s := statusOf(t, server.url)
		return s.Trouble == nil && s.States["indexed"] == 1
	})
	server.stop(t)
	if stdout, stderr, code := program(t, "check", "--data", data); code != exitDone {
		t.Errorf("check ended with %d: %s%s", code, stdout, stderr)
	}
}

// A command that cannot open the record because another program holds it says that, not
// that the record is damaged.
func TestOpeningAHeldRecord(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits for the time a connection waits for a lock")
	}
	data := filepath.Join(t.TempDir(), "data")
	note := filepath.Join(t.TempDir(), "tb.txt")
	if err := os.WriteFile(note, []byte(noteText), 0o600); err != nil {
		t.Fatal(err)
	}
	ingestQuietly(t, data, filepath.Dir(note))
	letGo := hold(t, data)
	start := time.Now()
	_, stderr, code := program(t, "ingest", "--data", data, note)
	if code != exitFailed || !strings.Contains(stderr, "Chương trình khác đang giữ sổ") {
		t.Errorf("ingest into a held record ended with %d after %v: %s", code, time.Since(start), stderr)
	}
	letGo()
	ingestQuietly(t, data, note)
}
