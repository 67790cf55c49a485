package bleveindex

import (
	"fmt"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

func TestNamesOfEntries(t *testing.T) {
	last := ""
	for _, c := range []struct {
		document uint64
		place    uint64
	}{{0, 0}, {0, 2}, {0, 3}, {0, 40_000}, {1, 0}, {35, 3}, {36, 0}, {1 << 40, 1}} {
		name := entryName(c.document, c.place)
		document, place, err := readName([]byte(name))
		if err != nil || document != c.document || uint64(place) != c.place {
			t.Errorf("%+v: %q is read as %d, %d, %v", c, name, document, place, err)
		}
		if name <= last {
			t.Errorf("%q does not stand behind %q", name, last)
		}
		last = name
	}
	for _, name := range []string{"", "00000001", "0000000100-1", "????????0000"} {
		if _, _, err := readName([]byte(name)); err == nil {
			t.Errorf("%q is read", name)
		}
	}
}

// A document written in several steps lies in several segments; it is one all the same.
func TestLongDocumentIsOne(t *testing.T) {
	x, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	var entries []Entry
	for n, passages := range []int{3, batchMax + 700, 2} {
		id := cchc.DocumentID(fmt.Sprintf("%064x", n+1))
		e := Entry{Document: cchc.Document{ID: id, Path: "/kho/a.docx", Unit: fmt.Sprintf("phòng %d", n)}}
		for i := range passages {
			e.Passages = append(e.Passages, cchc.Passage{ID: cchc.NewPassageID(id, i+1), Text: "Sổ theo dõi."})
		}
		entries = append(entries, e)
	}
	if err := x.Put(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	q := search.Query{Text: "sổ theo dõi", Scope: cchc.Everything(), Facets: []search.Facet{search.FacetUnit}, Matched: true}
	r, err := x.Search(t.Context(), q)
	if err != nil || r.Total != 3 || len(r.Matched) != 3 || len(r.Facets[0].Counts) != 3 {
		t.Errorf("total %d, matched %v, facets %v, %v", r.Total, r.Matched, r.Facets, err)
	}
	q.Filters.Units = []string{"phòng 1"}
	if r, err = x.Search(t.Context(), q); err != nil || r.Total != 1 || len(r.Hits) != 1 || r.Hits[0].Passage != cchc.NewPassageID(entries[1].Document.ID, 1) {
		t.Errorf("of one unit: %v, %v", r.Hits, err)
	}
	in, err := x.Inside(t.Context(), entries[1].Document.ID, search.Query{Text: "sổ", Scope: cchc.Everything()})
	if err != nil || in.Total != batchMax+700 {
		t.Errorf("%d places, %v", in.Total, err)
	}
}

func TestNearSyllables(t *testing.T) {
	for _, c := range []struct {
		a, b string
		most int
		want bool
	}{
		{"truyen", "chuyen", 2, true}, {"hoach", "hoahc", 1, true}, {"ke", "ki", 1, true}, {"ke", "tu", 1, false},
		{"nghien", "nghiem", 1, true}, {"nghien", "ngh", 2, false}, {"a", "", 1, true}, {"thuong", "thoung", 1, true}, {"abc", "acd", 2, true},
	} {
		if got := within(c.a, c.b, c.most); got != c.want {
			t.Errorf("%s, %s within %d: %t", c.a, c.b, c.most, got)
		}
	}
}

func TestKeyOfUndoesMarks(t *testing.T) {
	for _, text := range []string{"hoạch", "hoach", "đ", "kĩ", "ﬁ", "2020"} {
		w := search.Words(text)[0]
		if got := keyOf(w.Fold, marks(w.Key, w.Fold)); got != w.Key {
			t.Errorf("%q: %q, want %q", text, got, w.Key)
		}
	}
}
