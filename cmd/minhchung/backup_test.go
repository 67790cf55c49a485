package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A backup taken while the server runs restores to the same ledger, links, coverage and
// answers; it is not written over data, and a damaged one is refused.
func TestBackupRestores(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, file := filepath.Join(dir, "data"), filepath.Join(dir, "sao lưu.tar")
	inbox := filepath.Join(dir, "hộp thư")
	fillInbox(t, inbox)
	ingestQuietly(t, data, inbox)
	want := snapshot(t, data)

	server := startServer(t, data, t.TempDir())
	stdout, stderr, code := program(t, "backup", "--data", data, file)
	if code != exitDone || !strings.Contains(stdout, "bản gốc") {
		t.Fatalf("backup ended with %d: %s%s", code, stdout, stderr)
	}
	server.stop(t)

	restored := filepath.Join(dir, "khôi phục")
	if stdout, stderr, code = program(t, "restore", "--data", restored, file); code != exitDone {
		t.Fatalf("restore ended with %d: %s%s", code, stdout, stderr)
	}
	for part, text := range snapshot(t, restored) {
		if text != want[part] {
			t.Errorf("%s differs after restoring\nwant:\n%s\ngot:\n%s", part, want[part], text)
		}
	}
	if _, stderr, code = program(t, "restore", "--data", restored, file); code != exitFailed || !strings.Contains(stderr, "đã có dữ liệu") {
		t.Errorf("restoring over data ended with %d: %s", code, stderr)
	}
	damage(t, file)
	if _, stderr, code = program(t, "restore", "--data", filepath.Join(dir, "hỏng"), file); code != exitFailed || !strings.Contains(stderr, "Không khôi phục được") {
		t.Errorf("restoring a damaged backup ended with %d: %s", code, stderr)
	}
}

// damage changes a byte in the last original of a backup.
func damage(t *testing.T, file string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)-3000] ^= 0xff
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// check names a damaged original and an index that lost documents; --repair fetches the
// one from where it was dropped and builds the other again.
func TestCheckRepairs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	inbox, data := filepath.Join(dir, "inbox"), filepath.Join(dir, "data")
	if err := os.Mkdir(inbox, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(inbox, "tb.txt"), []byte(noteText), 0o600); err != nil {
		t.Fatal(err)
	}
	ingestQuietly(t, data, inbox)
	originals, err := filepath.Glob(filepath.Join(data, originalsName, "*", "*"))
	if err != nil || len(originals) != 1 {
		t.Fatal(originals, err)
	}
	if err := os.Chmod(originals[0], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(originals[0], []byte(strings.Repeat("x", len(noteText))), 0o600); err != nil {
		t.Fatal(err)
	}
	if stdout, _, code := program(t, "check", "--data", data, "--json"); code != exitFailed || !strings.Contains(stdout, `"original-damaged"`) {
		t.Errorf("check of a damaged original ended with %d: %s", code, stdout)
	}
	if stdout, stderr, code := program(t, "check", "--repair", "--data", data, "--json"); code != exitDone {
		t.Errorf("check --repair ended with %d: %s%s", code, stdout, stderr)
	}
	if b, err := os.ReadFile(originals[0]); err != nil || string(b) != noteText {
		t.Errorf("the original reads %q, %v", b, err)
	}
}
