package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

// Files come as people drop them. Whatever the order, what is proved and what is missing
// in the end is the same.
func TestSampleInAnyOrder(t *testing.T) {
	t.Parallel()
	rows := sampleRows(t)
	whole := filepath.Join(t.TempDir(), "data")
	inbox := t.TempDir()
	pour(t, rows, inbox)
	ingestWithoutOCR(t, whole, inbox)
	wantCoverage, wantLinks := proved(t, whole, inbox)
	if len(wantLinks) < 100 {
		t.Fatalf("%d links in the sample", len(wantLinks))
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for range sampleOrders {
		mixed := slices.Clone(rows)
		random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		inbox, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
		for part := range slices.Chunk(mixed, 1+len(mixed)/3) {
			pour(t, part, inbox)
			ingestWithoutOCR(t, data, inbox)
		}
		coverage, links := proved(t, data, inbox)
		if coverage != wantCoverage {
			t.Errorf("another order, another coverage\nwant:\n%s\ngot:\n%s", wantCoverage, coverage)
		}
		if !slices.Equal(links, wantLinks) {
			t.Errorf("another order, other links\nwant:\n%s\ngot:\n%s", strings.Join(wantLinks, "\n"), strings.Join(links, "\n"))
		}
	}
}

// pour drops sample files into a folder.
func pour(t *testing.T, rows []sampleRow, inbox string) {
	t.Helper()
	for _, row := range rows {
		b, err := os.ReadFile(filepath.Join(sampleFolder(t), row.path))
		if err != nil {
			t.Fatal(err)
		}
		overwrite(t, filepath.Join(inbox, row.path), b)
	}
}

func ingestWithoutOCR(t *testing.T, data, inbox string) {
	t.Helper()
	if _, stderr, code := program(t, "ingest", "--no-ocr", "--data", data, "--json", inbox); code != exitDone && code != exitNotTaken {
		t.Fatalf("ingest ended with %d: %s", code, stderr)
	}
}

// proved is the coverage as people read it, and every link with its score, sorted. Paths
// of links are left out: of two files with the same bytes the one that came first names them.
func proved(t *testing.T, data, inbox string) (coverage string, links []string) {
	t.Helper()
	coverage, stderr, code := program(t, "coverage", "--data", data)
	if code != exitDone {
		t.Fatalf("coverage ended with %d: %s", code, stderr)
	}
	stdout, stderr, code := program(t, "links", "--data", data, "--min-score", "0", "--json")
	if code != exitDone {
		t.Fatalf("links ended with %d: %s", code, stderr)
	}
	for line := range strings.Lines(stdout) {
		var l struct {
			Requirement string
			Document    cchc.DocumentID
			Quote       string
			Score       float64
			Proposed    bool
			Fulfils     bool
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		links = append(links, string(b))
	}
	slices.Sort(links)
	return strings.ReplaceAll(coverage, inbox, ""), links
}
