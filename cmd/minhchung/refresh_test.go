package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/store"
)

// Data derived by older rules is derived anew: files are read again by the next intake,
// links at once; a file is still one row of the ledger.
func TestOlderRulesAreRedone(t *testing.T) {
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
	links, _, _ := program(t, "links", "--data", data, "--min-score", "0", "--json")

	pretendOlder(t, data)
	stdout, stderr, code := program(t, "ingest", "--data", data, "--json", inbox)
	if code != exitDone || !strings.Contains(stdout, `"outcome":"indexed"`) {
		t.Errorf("after older rules ingest ended with %d: %s%s", code, stdout, stderr)
	}
	stdout, _, _ = program(t, "ingest", "--data", data, "--json", inbox)
	if !strings.Contains(stdout, `"outcome":"unchanged"`) {
		t.Errorf("a third time reads again: %s", stdout)
	}
	if again, _, _ := program(t, "links", "--data", data, "--min-score", "0", "--json"); again != links {
		t.Errorf("links differ\nbefore: %s\nafter: %s", links, again)
	}
}

func pretendOlder(t *testing.T, data string) {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(data, recordName), store.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{metaReading, metaLinks} {
		if err := s.SetMeta(t.Context(), cchc.System(), key, "older"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
