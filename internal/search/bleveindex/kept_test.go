package bleveindex_test

import (
	"fmt"
	"slices"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/search/bleveindex"
)

// Postings of frequent terms are kept from the first search on. What is found must be the
// same the second time, and after entries were deleted.
func TestKeptPostingsFindTheSame(t *testing.T) {
	x := open(t, t.TempDir())
	const papers = 1200
	text := func(i int) string {
		words := []string{"khanh thua", "khánh vua", "khang vua", "khảng thua"}
		return fmt.Sprintf("%s giấy số%d", words[i%4], i)
	}
	id := func(i int) cchc.DocumentID { return cchc.DocumentID(fmt.Sprintf("%064d", i)) }
	var entries []bleveindex.Entry
	for i := range papers {
		entries = append(entries, bleveindex.Entry{
			Document: cchc.Document{ID: id(i), Path: "/kho/tệp.txt", Particulars: cchc.Particulars{Subject: "giấy"}},
			Passages: []cchc.Passage{{ID: cchc.NewPassageID(id(i), 1), Text: text(i)}},
		})
	}
	if err := x.Put(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	queries := map[string][]int{ // which papers of four are found
		"khanh": {0, 1}, "khánh": {1, 0}, "khan*": {0, 1, 2, 3}, "khanh*": {0, 1}, "khang*": {2, 3}, "khang": {2, 3},
		`"khanh thua"`: {0}, `"khánh vua"`: {1}, "vua": {1, 2}, "thua": {0, 3},
	}
	check := func(when string, live func(i int) bool) {
		for round := range 2 {
			for query, of := range queries {
				want := 0
				for i := range papers {
					if live(i) && slices.Contains(of, i%4) {
						want++
					}
				}
				r, err := x.Search(t.Context(), search.Query{Text: query, Scope: cchc.Everything(), Limit: 1})
				if err != nil {
					t.Fatal(err)
				}
				if r.Total != want {
					t.Errorf("%s, round %d: %q finds %d papers, want %d", when, round, query, r.Total, want)
				}
			}
		}
	}
	check("whole", func(int) bool { return true })
	var gone []cchc.DocumentID
	for i := 0; i < papers; i += 3 {
		gone = append(gone, id(i))
	}
	if err := x.Remove(t.Context(), gone...); err != nil {
		t.Fatal(err)
	}
	check("after deleting", func(i int) bool { return i%3 != 0 })
}
