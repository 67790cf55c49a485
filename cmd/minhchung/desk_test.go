package main

import (
	"encoding/json"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/record"
	"minhchung/internal/store"
)

// searched runs a search of the sample and reads its answer.
func searched(t *testing.T, data string, args ...string) searchLine {
	t.Helper()
	stdout, stderr, code := program(t, append([]string{"search", "--data", data, "--json"}, args...)...)
	var l searchLine
	if err := json.Unmarshal([]byte(stdout), &l); code != exitDone || err != nil {
		t.Fatalf("search %v ended with %d: %v %s%s", args, code, err, stdout, stderr)
	}
	return l
}

func documentsOf(l searchLine) (out []string) {
	for _, h := range l.Hits {
		out = append(out, string(h.Document))
	}
	return out
}

// Pages joined are the whole answer in every order; what a facet counts is what its filter
// then finds.
func TestSearchOfTheSample(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	program(t, "ingest", "--no-ocr", "--data", data, "--json", sampleFolder(t)) // some files are refused on purpose
	const question = "ke hoach cai cach hanh chinh"
	for _, order := range []string{"relevance", "newest", "oldest"} {
		whole := searched(t, data, question, "--sort", order, "--limit", "200")
		if whole.Total < 10 || len(whole.Hits) != whole.Total || whole.Next != "" {
			t.Fatalf("%s: %d of %d documents, next %q", order, len(whole.Hits), whole.Total, whole.Next)
		}
		var joined []string
		next := ""
		for range whole.Total {
			page := searched(t, data, question, "--sort", order, "--limit", "4", "--cursor", next)
			joined = append(joined, documentsOf(page)...)
			if next = page.Next; next == "" {
				break
			}
		}
		if !slices.Equal(joined, documentsOf(whole)) {
			t.Errorf("%s: pages %v, the whole %v", order, joined, documentsOf(whole))
		}
		sorted := slices.IsSortedFunc(whole.Hits, func(a, b record.HitRow) int {
			return map[string]func() int{"relevance": func() int { return compareScore(b, a) }, "newest": func() int { return compareDay(b, a) }, "oldest": func() int { return compareDay(a, b) }}[order]()
		})
		if !sorted {
			t.Errorf("%s: out of order", order)
		}
	}
	all := searched(t, data, question, "--facets", "type,unit,year,quality,criterion,state")
	if len(all.Facets) != 6 {
		t.Fatalf("facets %+v", all.Facets)
	}
	for _, f := range all.Facets {
		sum := f.Other
		for i, v := range f.Values {
			sum += v.Documents
			if i > 1 || v.Value == "" { // two of each will do
				continue
			}
			if got := searched(t, data, question, "--"+string(f.Facet), v.Value).Total; got != v.Documents {
				t.Errorf("%s %s counts %d documents, its filter finds %d", f.Facet, v.Value, v.Documents, got)
			}
		}
		if single := f.Facet != record.FacetCriterion && f.Facet != record.FacetState; single && sum != all.Total || sum < all.Total {
			t.Errorf("%s counts %d of %d documents: %+v", f.Facet, sum, all.Total, f.Values)
		}
	}
}

func compareScore(a, b record.HitRow) int {
	switch {
	case a.Score < b.Score:
		return -1
	case a.Score > b.Score:
		return 1
	}
	return 0
}

// compareDay leaves documents without a day where they are: at the end in both orders.
func compareDay(a, b record.HitRow) int {
	switch {
	case a.IssuedDate == "" || b.IssuedDate == "":
		return 0
	case a.IssuedDate < b.IssuedDate:
		return -1
	case a.IssuedDate > b.IssuedDate:
		return 1
	}
	return 0
}

// An abbreviation of the office widens the next question, in the same program too.
func TestAbbreviationsAreInUseAtOnce(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), recordName), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	e := &engines{store: s, words: newWordList(s, slog.New(slog.DiscardHandler))}
	has := func() bool { return len(e.words.inUse().Expand("họp SLTTX")) > 0 }
	if has() {
		t.Fatal("SLTTX is known already")
	}
	a, err := record.AddAbbreviation(t.Context(), e.store, cchc.Operator(), record.Abbreviation{Short: "SLTTX", Long: "Sở Lâm thời"})
	if err != nil || !has() {
		t.Errorf("it is not in use: %v", err)
	}
	if err := e.switchAbbreviation(t.Context(), a, true); err != nil || has() {
		t.Errorf("it is in use though switched off: %v", err)
	}
	all, err := e.abbreviations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kh, err := record.FindAbbreviation(all, "TTHC")
	if err != nil {
		t.Fatal(err)
	}
	if len(e.words.inUse().Expand("TTHC")) == 0 {
		t.Error("a shipped one is not in use")
	}
	if err := e.switchAbbreviation(t.Context(), kh, true); err != nil || len(e.words.inUse().Expand("TTHC")) != 0 {
		t.Errorf("a shipped one that was switched off is in use: %v", err)
	}
}
