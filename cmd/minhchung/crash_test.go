package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

// TestKilledRunsHeal kills an intake at a few random points, on a new data folder each
// time; `make crash` kills more often, and again and again on the same one. After each a
// quiet run must end in the state of an uninterrupted one: same ledger, links, coverage
// and answers.
func TestKilledRunsHeal(t *testing.T) {
	t.Parallel()
	inbox := t.TempDir()
	fillInbox(t, inbox)
	start := time.Now()
	whole := filepath.Join(t.TempDir(), "data")
	ingestQuietly(t, whole, inbox)
	took := time.Since(start)
	want := snapshot(t, whole)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, an uninterrupted run takes %v", seed, took)
	random := rand.New(rand.NewPCG(seed, 0))
	for i := range crashKills {
		after := time.Duration(random.Int64N(int64(took)))
		data := filepath.Join(t.TempDir(), "data")
		killedIngest(t, data, inbox, after)
		ingestQuietly(t, data, inbox)
		got := snapshot(t, data)
		for part, text := range want {
			if got[part] != text {
				t.Errorf("kill %d after %v: %s differs\nwant:\n%s\ngot:\n%s", i, after, part, text, got[part])
			}
		}
		if err := os.RemoveAll(data); err != nil {
			t.Fatal(err)
		}
	}
}

// fillInbox holds the sample documents and enough small ones to be killed among. Of the
// scans only two: a run would take longer over recognising the rest than over everything else.
func fillInbox(t *testing.T, dir string) {
	t.Helper()
	scans := 0
	for _, row := range sampleRows(t) {
		if row.outcome == string(cchc.StateWaiting) {
			if scans++; scans > 2 {
				continue
			}
		}
		b, err := os.ReadFile(filepath.Join("../../testdata/corpus", row.path))
		if err != nil {
			t.Fatal(err)
		}
		overwrite(t, filepath.Join(dir, "mau", row.path), b)
	}
	for i := range 60 {
		text := fmt.Sprintf("KẾ HOẠCH\nCải cách hành chính năm 2020 của đơn vị số %d\n\nPhòng thực hiện %d nhiệm vụ rà soát thủ tục hành chính.\n", i, i+3)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("kh-%02d.txt", i)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func killedIngest(t *testing.T, data, inbox string, after time.Duration) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "minhchung", "ingest", "--data", data, "--json", inbox)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = cmd.Process.Kill() // it may have ended by itself
	_ = cmd.Wait()         // a killed command is the point
}

func ingestQuietly(t *testing.T, data, inbox string) {
	t.Helper()
	_, stderr, code := program(t, "ingest", "--data", data, "--json", inbox)
	if code != exitDone && code != exitNotTaken {
		t.Fatalf("ingest ended with %d: %s", code, stderr)
	}
}

// snapshot is everything a user sees of a data folder, without times.
func snapshot(t *testing.T, data string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for part, args := range map[string][]string{
		"ledger":   {"intake"},
		"links":    {"links", "--min-score", "0"},
		"coverage": {"coverage"},
		"search":   {"search", "kế hoạch cải cách hành chính"},
		"number":   {"search", "15/KH-STTTT"},
		"check":    {"check"},
	} {
		stdout, stderr, code := program(t, append(args, "--data", data, "--json")...)
		if code != exitDone {
			t.Fatalf("%s ended with %d: %s%s", part, code, stdout, stderr)
		}
		out[part] = withoutTimes(t, stdout)
	}
	if !strings.Contains(out["search"], `"rank":1`) {
		t.Errorf("nothing is found: %s", out["search"])
	}
	return out
}

// withoutTimes drops what differs between two equal runs: ledger ids and times.
func withoutTimes(t *testing.T, ndjson string) string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(ndjson) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		for _, key := range []string{"took_ms", "next_try", "at"} {
			delete(row, key)
		}
		b, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(b))
	}
	return strings.Join(lines, "\n")
}

// program runs the program as a process of its own.
func program(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 4*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "minhchung", args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatalf("minhchung %v: %v", args, err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}
