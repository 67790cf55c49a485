package main

import (
	"encoding/csv"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// sampleRow is what testdata/corpus.tsv says of a sample file.
type sampleRow struct {
	path, outcome string
	particulars   cchc.Particulars
}

func sampleRows(t *testing.T) []sampleRow {
	t.Helper()
	f, err := os.Open("../../testdata/corpus.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []sampleRow
	for _, rec := range records[1:] {
		date, err := cchc.ParseDate(rec[4])
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, sampleRow{rec[0], rec[1], cchc.Particulars{
			Type: rec[2], Code: rec[3], IssuedDate: date, OrganName: rec[5], ParentOrgan: rec[6], Subject: rec[7],
			Signer: cchc.Signer{FullName: rec[8]},
		}})
	}
	return out
}

func sampleFolder(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../testdata/corpus")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Every sample file ends as corpus.tsv says, and is described as it says.
func TestSampleInbox(t *testing.T) {
	t.Parallel()
	corpus := sampleFolder(t)
	stdout, stderr, code := program(t, "ingest", "--no-ocr", "--data", filepath.Join(t.TempDir(), "data"), "--json", corpus)
	if code != exitNotTaken {
		t.Fatalf("ingest ended with %d: %s", code, stderr)
	}
	outcomes := map[string]string{}
	for line := range strings.Lines(stdout) {
		var l outcomeLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		outcomes[l.Path] = l.Outcome
	}
	papers := map[string]sampleRow{}
	for _, row := range sampleRows(t) {
		path := filepath.Join(corpus, row.path)
		if outcomes[path] != row.outcome {
			t.Errorf("%s is %s, want %s", row.path, outcomes[path], row.outcome)
		}
		if row.outcome == string(cchc.StateIndexed) && row.particulars.Type != "" {
			papers[path] = row
		}
	}
	stdout, stderr, code = program(t, append([]string{"extract", "--no-ocr", "--json"}, slices.Sorted(maps.Keys(papers))...)...)
	if code != exitDone {
		t.Fatalf("extract ended with %d: %s", code, stderr)
	}
	read := 0
	for line := range strings.Lines(stdout) {
		var l extractLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		read++
		compareParticulars(t, l, papers[l.Path])
	}
	if read != len(papers) {
		t.Errorf("%d papers read of %d", read, len(papers))
	}
}

func compareParticulars(t *testing.T, l extractLine, row sampleRow) {
	t.Helper()
	got, want := l.Metadata, row.particulars
	for _, field := range [][3]string{
		{"type", got.Type, want.Type}, {"code", got.Code, want.Code}, {"date", got.IssuedDate.String(), want.IssuedDate.String()},
		{"organ", got.OrganName, want.OrganName}, {"parent", got.ParentOrgan, want.ParentOrgan},
		{"subject", got.Subject, want.Subject}, {"signer", got.Signer.FullName, want.Signer.FullName},
	} {
		if field[2] != "" && field[1] != field[2] { // minutes are signed by several people
			t.Errorf("%s: %s is %q, want %q", row.path, field[0], field[1], field[2])
		}
	}
}

// What the sample proves and lacks is a golden, read by eye when it changes: UPDATE=1
// writes it.
func TestSampleEvidence(t *testing.T) {
	t.Parallel()
	corpus, data := sampleFolder(t), filepath.Join(t.TempDir(), "data")
	// Without recognition: what it reads depends on the tesseract of the machine.
	if _, stderr, code := program(t, "ingest", "--no-ocr", "--data", data, "--json", corpus); code != exitNotTaken {
		t.Fatalf("ingest ended with %d: %s", code, stderr)
	}
	for name, args := range map[string][]string{"coverage.txt": {"coverage"}, "links.txt": {"links"}} {
		stdout, stderr, code := program(t, append(args, "--data", data)...)
		if code != exitDone {
			t.Fatalf("%v ended with %d: %s", args, code, stderr)
		}
		golden(t, name, strings.ReplaceAll(stdout, corpus+string(filepath.Separator), ""))
	}
}

// The minutes of two units are scans, one of them by a worn scanner: recognised, they
// prove what was missing before.
func TestSampleScanBecomesEvidence(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("tesseract"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("tesseract is not installed")
		}
		t.Skip("tesseract is not installed: scans as evidence are NOT tested")
	}
	var rows []sampleRow
	for _, row := range sampleRows(t) { // of the other scans none is about it
		if row.outcome == string(cchc.StateIndexed) || strings.HasSuffix(row.particulars.Code, "/BB-TKT") {
			rows = append(rows, row)
		}
	}
	inbox, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	pour(t, rows, inbox)
	verdict := func(unit, want string) {
		t.Helper()
		stdout, stderr, code := program(t, "coverage", "--data", data, "--criterion", "1.4", "--unit", unit, "--json")
		if code != exitDone || !strings.Contains(stdout, `"verdict":"`+want+`"`) {
			t.Errorf("coverage of %s ended with %d, %s, want %s:\n%s", unit, code, stderr, want, stdout)
		}
	}
	program(t, "ingest", "--no-ocr", "--data", data, "--json", inbox)
	verdict("ttbcxb", "missing")
	verdict("vp", "missing")
	if _, stderr, code := program(t, "ingest", "--data", data, "--json", inbox); code != exitDone {
		t.Fatalf("the second ingest ended with %d: %s", code, stderr)
	}
	verdict("ttbcxb", "pending")
	verdict("vp", "pending")
	verdict("bcvt", "missing")
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("..", "..", "testdata", "golden", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it and write it anew with UPDATE=1\n%s", name, got)
	}
}
