package bleveindex

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// made are documents of syllables that are unevenly frequent, from the first number on.
func made(first, n int) []Entry {
	r := rand.New(rand.NewPCG(uint64(first), 1))
	frequent := rand.NewZipf(r, 1.2, 3, 59)
	text := func(syllables int) string {
		var sb strings.Builder
		for range syllables {
			k := frequent.Uint64()
			fmt.Fprintf(&sb, "%c%s ", 'b'+rune(k%5), []string{"an", "án", "àn", "ong", "óng", "iên", "iền", "ưu", "uông", "uống", "a", "á"}[k/5])
		}
		return sb.String()
	}
	out := make([]Entry, n)
	for i := range out {
		id := cchc.DocumentID(fmt.Sprintf("%064x", first+i))
		out[i].Document = cchc.Document{ID: id, Path: "/kho/" + text(2) + ".docx", Unit: fmt.Sprintf("phòng %d", i%3)}
		out[i].Document.Particulars.Subject = text(5)
		for k := range 1 + r.IntN(6) {
			out[i].Passages = append(out[i].Passages, cchc.Passage{ID: cchc.NewPassageID(id, k+1), Text: text(20)})
		}
	}
	return out
}

// What is found must not depend on how many segments are walked side by side, nor on what
// is kept from earlier searches.
func TestSegmentsSideBySide(t *testing.T) {
	dir := t.TempDir()
	x, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for first := 0; first < 600; first += 100 {
		if err := x.Put(t.Context(), made(first, 100)); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Remove(t.Context(), made(250, 1)[0].Document.ID, made(17, 1)[0].Document.ID); err != nil {
		t.Fatal(err)
	}
	long := strings.Join(strings.Fields(made(9000, 1)[0].Passages[0].Text+made(9001, 4)[3].Passages[0].Text), " ")
	queries := []search.Query{
		{Text: "ban cán"}, {Text: "bán càn dong éng"}, {Text: `"ban can"`}, {Text: "ban -càn"}, {Text: "do* bá"}, {Text: long},
		{Text: "bóng", Filters: search.Filters{Units: []string{"phòng 1"}}}, {Filters: search.Filters{Units: []string{"phòng 2"}}},
		{Text: "tiêu đề:ban"}, {Text: "zzz ban"},
	}
	answers := func() (out []search.Result) {
		for range 2 { // cold, and with what was kept
			for _, q := range queries {
				q.Scope, q.Matched, q.Facets = cchc.Everything(), true, []search.Facet{search.FacetUnit}
				r, err := x.Search(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, r)
			}
		}
		return out
	}
	want := answers()
	if len(want[0].Hits) == 0 || want[0].Total == want[7].Total {
		t.Fatalf("%d and %d documents match", want[0].Total, want[7].Total)
	}
	x.parallel = 0
	x.tables.forget()
	if got := answers(); !reflect.DeepEqual(got, want) {
		t.Error("side by side other documents are found")
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if x, err = Open(dir, Options{KeptBytes: 1}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	if got := answers(); !reflect.DeepEqual(got, want) {
		t.Error("where nothing is kept other documents are found")
	}
}

// Several batches are made at once; none may take the numbers or the place of another.
func TestBatchesSideBySide(t *testing.T) {
	var entries []Entry
	passages := 0
	for i, sizes := 0, []int{batchMax, 3, batchMax - 2, 2 * batchMax, 1, 700, batchMax - 500}; i < len(sizes); i++ {
		e := made(i, 1)[0]
		e.Passages = nil
		for k := range sizes[i] {
			e.Passages = append(e.Passages, cchc.Passage{ID: cchc.NewPassageID(e.Document.ID, k+1), Text: fmt.Sprintf("sổ v%d", i)})
		}
		entries = append(entries, e)
		passages += len(e.Passages)
	}
	if n := len(cut(entries)); n != 6 {
		t.Errorf("%d batches", n)
	}
	x, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	for round := range 2 { // again in place of what is there
		if err := x.PutAt(t.Context(), entries, int64(round+1)); err != nil {
			t.Fatal(err)
		}
		if seq, err := x.Seq(); err != nil || seq != int64(round+1) {
			t.Errorf("seq %d, %v", seq, err)
		}
		if n, err := x.bleve.DocCount(); err != nil || n != uint64(passages+cards*len(entries)) {
			t.Errorf("%d entries, %v", n, err)
		}
		next, err := x.readNext()
		if err != nil || next != uint64(1+(round+1)*len(entries)) || next != x.next {
			t.Errorf("next is %d on disk, %d in memory, %v", next, x.next, err)
		}
		for i, e := range entries {
			r, err := x.Search(t.Context(), search.Query{Text: fmt.Sprintf("v%d", i), Scope: cchc.Everything()})
			if err != nil || r.Total != 1 || r.Hits[0].Document != e.Document.ID {
				t.Errorf("document %d: %v, %v", i, r.Hits, err)
			}
		}
	}
}
