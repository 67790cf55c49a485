package bleveindex_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/search/bleveindex"
)

func rankingLines(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "ranking", name))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// rankingPapers reads testdata/ranking/documents.txt.
func rankingPapers(t *testing.T) (entries []bleveindex.Entry, names map[cchc.DocumentID]string) {
	t.Helper()
	names = map[cchc.DocumentID]string{}
	subject := false
	for _, line := range rankingLines(t, "documents.txt") {
		if head, ok := strings.CutPrefix(line, "== "); ok {
			columns := append(strings.Split(head, "|"), make([]string, 9)...)
			for i := range columns {
				columns[i] = strings.TrimSpace(columns[i])
			}
			day, err := cchc.ParseDate(columns[4])
			if err != nil {
				t.Fatal(err)
			}
			number, notation, _ := strings.Cut(columns[3], "/")
			digest := sha256.Sum256([]byte(columns[0]))
			id := cchc.DocumentID(hex.EncodeToString(digest[:]))
			names[id] = columns[0]
			entries = append(entries, bleveindex.Entry{Document: cchc.Document{
				ID: id, Path: "/kho/" + columns[7],
				Particulars: cchc.Particulars{
					Type: columns[1], TypeName: columns[2], Code: columns[3], CodeNumber: number, CodeNotation: notation,
					IssuedDate: day, OrganName: columns[5], Signer: cchc.Signer{FullName: columns[6]}, Draft: columns[8] == "draft",
				},
			}})
			subject = true
			continue
		}
		e := &entries[len(entries)-1]
		if subject {
			subject = false
			if line != "-" {
				e.Document.Particulars.Subject = line
			}
			continue
		}
		e.Passages = append(e.Passages, cchc.Passage{ID: cchc.NewPassageID(e.Document.ID, len(e.Passages)+1), Text: line})
	}
	return entries, names
}

// TestRankStats holds where the papers stand that short questions look for.
func TestRankStats(t *testing.T) {
	entries, names := rankingPapers(t)
	dir := t.TempDir()
	x, err := bleveindex.Open(dir, bleveindex.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	if err := x.Put(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	var sb strings.Builder
	sum, questions := 0.0, rankingLines(t, "queries.txt")
	for _, line := range questions {
		text, wanted, _ := strings.Cut(line, "|")
		text = strings.TrimSpace(text)
		r, err := x.Search(t.Context(), search.Query{Text: text, Scope: cchc.Everything(), Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		ranks := map[string]int{}
		for _, h := range r.Hits {
			ranks[names[h.Document]] = h.Rank
		}
		fmt.Fprintf(&sb, "%s:", text)
		for i, name := range strings.Split(wanted, ",") {
			name = strings.TrimSpace(name)
			rank := ranks[name]
			if i == 0 && rank > 0 {
				sum += 1 / float64(rank)
			}
			fmt.Fprintf(&sb, " %s %d", name, rank)
		}
		sb.WriteByte('\n')
	}
	mean := sum / float64(len(questions))
	fmt.Fprintf(&sb, "\n%d papers, %d questions, mean reciprocal rank of the first %.3f (rank 0 is not found)\n", len(entries), len(questions), mean)
	golden := filepath.Join("..", "..", "..", "testdata", "ranking", "rank_stats.txt")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(sb.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if sb.String() != string(want) {
		t.Errorf("ranks have changed; UPDATE=1 keeps them. Now:\n%s", sb.String())
	}
	if mean < 0.9 {
		t.Errorf("mean reciprocal rank %.3f", mean)
	}
}
