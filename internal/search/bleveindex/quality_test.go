//go:build quality

package bleveindex_test

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/passage"
	"minhchung/internal/search"
	"minhchung/internal/search/bleveindex"
	"minhchung/internal/vi"
)

// judged is a query with the documents that answer it.
type judged struct {
	text     string
	relevant map[cchc.DocumentID]bool
}

// collection finds the judged collection of legal articles, or skips the test.
func collection(t testing.TB) (entries []bleveindex.Entry, queries []judged) {
	t.Helper()
	shared := os.Getenv("MINHCHUNG_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "..", "shared")
	}
	root := filepath.Join(shared, "bench", "alqac22")
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.txt"))
	if err != nil || len(files) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no judged collection in %s", root)
		}
		t.Skipf("NOT MEASURED: no judged collection in %s; set MINHCHUNG_SHARED", root)
	}
	ids := map[string]cchc.DocumentID{}
	for i, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		id := cchc.DocumentID(fmt.Sprintf("%064x", i+1))
		ids[filepath.Base(name)] = id
		entries = append(entries, bleveindex.Entry{
			Document: cchc.Document{ID: id, Path: name},
			Passages: passage.Split(id, pagesOf(string(text))),
		})
	}
	f, err := os.Open(filepath.Join(root, "queries.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		columns := strings.Split(lines.Text(), "\t")
		if len(columns) < 3 {
			continue
		}
		q := judged{text: columns[1], relevant: map[cchc.DocumentID]bool{}}
		for _, name := range strings.Split(columns[2], ",") {
			q.relevant[ids[name]] = true
		}
		queries = append(queries, q)
	}
	return entries, queries
}

// pagesOf reads a text as one page without number, a line a paragraph.
func pagesOf(text string) []cchc.Page {
	page := cchc.Page{Source: cchc.SourceText, Quality: 1}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			page.Blocks = append(page.Blocks, cchc.Block{Text: vi.NFC(line)})
		}
	}
	return []cchc.Page{page}
}

// figures are means over the queries.
type figures struct {
	nDCG, recall10, recall100, total float64
	p50, p95                         time.Duration
}

func measure(t testing.TB, x *bleveindex.Index, queries []judged, typed func(string) string) figures {
	t.Helper()
	var f figures
	var took []time.Duration
	n := float64(len(queries))
	for _, q := range queries {
		start := time.Now()
		r, err := x.Search(t.Context(), search.Query{Text: typed(q.text), Scope: cchc.Everything(), Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(start))
		gain, ideal := 0.0, 0.0
		for i, h := range r.Hits {
			if !q.relevant[h.Document] {
				continue
			}
			f.recall100 += 1 / float64(len(q.relevant)) / n
			if i < 10 {
				gain += 1 / math.Log2(float64(i)+2)
				f.recall10 += 1 / float64(len(q.relevant)) / n
			}
		}
		for i := range min(10, len(q.relevant)) {
			ideal += 1 / math.Log2(float64(i)+2)
		}
		f.nDCG += gain / ideal / n
		f.total += float64(r.Total) / n
	}
	slices.Sort(took)
	f.p50, f.p95 = took[len(took)/2], took[len(took)*95/100]
	return f
}

func TestQualityOnJudgedArticles(t *testing.T) {
	entries, queries := collection(t)
	x := open(t, t.TempDir())
	start, passages := time.Now(), 0
	for batch := range slices.Chunk(entries, 500) {
		for _, e := range batch {
			passages += len(e.Passages)
		}
		if err := x.Put(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d documents, %d passages, %.0f passages/s", len(entries), passages, float64(passages)/time.Since(start).Seconds())
	for _, c := range []struct {
		name  string
		typed func(string) string
		least float64
	}{
		{"with diacritics", func(s string) string { return s }, 0.945},
		{"without diacritics", vi.Fold, 0.92},
	} {
		f := measure(t, x, queries, c.typed)
		t.Logf("%s: nDCG@10 %.4f, recall@10 %.4f, recall@100 %.4f, %.0f documents match, p50 %s, p95 %s",
			c.name, f.nDCG, f.recall10, f.recall100, f.total, f.p50, f.p95)
		if f.nDCG < c.least {
			t.Errorf("%s: nDCG@10 %.4f fell below %.2f", c.name, f.nDCG, c.least)
		}
	}
}
