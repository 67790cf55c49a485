package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// keptFolder is a data folder in the format of its day, kept with the project: whatever
// changes later, it must be opened and go on. See its README.
const keptFolder = "../../testdata/data-folder"

// A data folder made by an earlier program is opened by every command that reads, shows
// what it held, and takes in more.
func TestKeptDataFolder(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(data, os.DirFS(keptFolder)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args  []string
		holds []string
	}{
		{[]string{"search", "kế hoạch cải cách hành chính"}, []string{`"code":"15/KH-STTTT"`}},
		// What a describer of today reads again is queued until the next intake, below.
		{[]string{"intake"}, []string{`"state":"duplicate"`, `"state":"ignored"`}},
		{[]string{"links", "--min-score", "0"}, []string{`"state":"accepted"`, `đã xem bản ký`}},
		{[]string{"coverage"}, []string{`"criterion":"1.1"`, `"confirmed":true`}},
		{[]string{"criteria", "list"}, []string{"so-cchc-mau"}},
		{[]string{"check"}, []string{`"findings":0`}},
		{[]string{"backup", filepath.Join(t.TempDir(), "sao lưu.tar")}, []string{`"originals":6`}},
	} {
		stdout, stderr, code := program(t, append(c.args, "--data", data, "--json")...)
		if code != exitDone {
			t.Errorf("%v ended with %d: %s%s", c.args, code, stdout, stderr)
		}
		for _, text := range c.holds {
			if !strings.Contains(stdout, text) {
				t.Errorf("%v does not show %s:\n%s", c.args, text, stdout)
			}
		}
	}
	before := len(ledger(t, data))
	note := filepath.Join(t.TempDir(), "thông báo.txt")
	if err := os.WriteFile(note, []byte(noteText), 0o600); err != nil {
		t.Fatal(err)
	}
	ingestQuietly(t, data, note)
	rows := ledger(t, data)
	if len(rows) != before+1 || rows[note] != "indexed" {
		t.Errorf("after one more file the ledger holds %d rows, before %d: %v", len(rows), before, rows)
	}
	read := 0
	for path, state := range rows {
		if state == "indexed" {
			read++
		}
		if state == "queued" || state == "reading" || state == "failed" {
			t.Errorf("%s is %s", path, state)
		}
	}
	if read < 2 {
		t.Errorf("%d files are indexed: %v", read, rows)
	}
	if stdout, stderr, code := program(t, "check", "--data", data); code != exitDone {
		t.Errorf("check ended with %d: %s%s", code, stdout, stderr)
	}
}

// ledger is the state of each path.
func ledger(t *testing.T, data string) map[string]string {
	t.Helper()
	stdout, stderr, code := program(t, "intake", "--data", data, "--json")
	if code != exitDone {
		t.Fatalf("intake ended with %d: %s", code, stderr)
	}
	out := map[string]string{}
	for line := range strings.Lines(stdout) {
		var row struct{ Path, State string }
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		out[row.Path] = row.State
	}
	return out
}

// The kept folder is small and knows nothing of the machine it was made on.
func TestKeptDataFolderIsNeutral(t *testing.T) {
	t.Parallel()
	size := int64(0)
	foreign := regexp.MustCompile(`/(home|root|tmp|work|Users|var)/[^ ]*`)
	err := filepath.WalkDir(keptFolder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		size += int64(len(b))
		if strings.HasSuffix(path, recordName) {
			if found := foreign.Find(b); found != nil {
				t.Errorf("%s names %q", path, found)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if size > 1<<20 {
		t.Errorf("the folder has %d bytes, more than 1 MB", size)
	}
}
