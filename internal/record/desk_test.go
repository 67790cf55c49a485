package record

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// asked answers by text and keeps what it was asked.
type asked struct {
	by   map[string]search.Result // by query text; "" for any
	seen []search.Query
}

func (a *asked) Search(_ context.Context, q search.Query) (search.Result, error) {
	a.seen = append(a.seen, q)
	r, ok := a.by[q.Text]
	if !ok {
		r = a.by[""]
	}
	r.Terms = search.Parse(q.Text, vi.Abbreviations{}).Terms
	r.Hits = r.Hits[:min(len(r.Hits), q.Page())]
	return r, nil
}

func (a *asked) Similar(_ context.Context, d cchc.Document, passages []cchc.Passage, q search.Query) (search.Result, error) {
	a.seen = append(a.seen, q)
	return search.Result{Total: 1, Hits: hits(fmt.Sprintf("b#%d", len(passages)))}, nil
}

func (a *asked) Inside(_ context.Context, id cchc.DocumentID, q search.Query) (search.Inside, error) {
	return search.Inside{Total: 2, Places: []search.Place{{Passage: cchc.NewPassageID(id, 2), Score: 1}, {Passage: cchc.NewPassageID(id, 9)}},
		Terms: search.Parse(q.Text, vi.Abbreviations{}).Terms}, nil
}

func catalogue() cchc.Catalogue {
	return cchc.Catalogue{ID: "song-lam", Version: "1", Year: 2020, Period: cchc.Period{From: cchc.NewDate(2019, 12, 15), To: cchc.NewDate(2020, 12, 14)},
		Criteria: []cchc.Criterion{{ID: "1", Title: "Chỉ đạo", Children: []cchc.Criterion{
			{ID: "1.1", Title: "Kế hoạch", Requires: []cchc.Requirement{
				{ID: "1.1/1", Name: "Kế hoạch năm", Kinds: []string{"KH"}, About: []string{"kế hoạch cải cách năm {year}", "chương trình năm {year}"},
					Issued: cchc.Period{From: cchc.NewDate(2019, 11, 1), To: cchc.NewDate(2020, 1, 31)}, Min: 1},
				{ID: "1.1/2", Name: "Tin bài", Kinds: []string{"BC", "TIN"}, About: []string{"tin bài"}, InForce: true, Min: 1}}},
			{ID: "1.2", Title: "Điều tra xã hội học", ScoredBy: cchc.ScoredBySurvey},
		}}, {ID: "2", Title: "Thể chế"}}}
}

func linked() *Linked {
	return NewLinked(catalogue(), []Tie{
		{Document: "a", Criterion: "1.1", State: cchc.LinkAccepted, Stale: true},
		{Document: "a", Criterion: "1.1", State: cchc.LinkSuggested},
		{Document: "a", Criterion: "2", State: cchc.LinkRejected},
		{Document: "b", Criterion: "1.2", State: cchc.LinkSuggested},
		{Document: "c", Criterion: "2", State: cchc.LinkRejected},
		{Document: "d", Criterion: "9", State: cchc.LinkSuggested},   // the catalogue lacks it
		{Document: "d", Criterion: "1.1", State: cchc.LinkState("")}, // nobody knows the state
	})
}

func TestLinkedDocuments(t *testing.T) {
	tests := []struct {
		criteria []string
		states   []cchc.LinkState
		want     string
	}{
		{nil, nil, "a b"},
		{[]string{"1.1"}, nil, "a"},
		{[]string{"1"}, nil, "a b"}, // a branch is all below it
		{[]string{"2"}, nil, ""},    // a person said that these prove nothing
		{[]string{"2"}, []cchc.LinkState{cchc.LinkRejected}, "a c"},
		{nil, []cchc.LinkState{cchc.LinkAccepted}, "a"},
		{nil, []cchc.LinkState{cchc.LinkSuggested, cchc.LinkRejected}, "a b c"},
		{[]string{"1.1"}, []cchc.LinkState{cchc.LinkRejected}, ""}, // another link of the document is not meant
		{nil, []cchc.LinkState{StateStale}, "a"},
		{[]string{"1.2", "2"}, []cchc.LinkState{StateStale}, ""},
		{[]string{"7"}, nil, ""},
		{[]string{}, nil, ""},
		{nil, []cchc.LinkState{"submitted"}, ""},
	}
	for _, tt := range tests {
		var got []string
		for _, d := range linked().Documents(tt.criteria, tt.states) {
			got = append(got, string(d))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%v %v: %q, want %q", tt.criteria, tt.states, s, tt.want)
		}
	}
}

func TestLinkedCount(t *testing.T) {
	docs := []cchc.DocumentID{"a", "b", "c", "d", "e"}
	for f, want := range map[search.Facet]string{
		FacetCriterion: "=3 1.1=1 1.2=1",
		FacetState:     "=2 rejected=2 suggested=2 accepted=1",
	} {
		var got []string
		for _, c := range linked().Count(f, docs).Counts {
			got = append(got, fmt.Sprintf("%s=%d", c.Value, c.Documents))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", f, s, want)
		}
	}
	// More criteria than are listed: what has only others is counted apart.
	var cat cchc.Catalogue
	var ties []Tie
	var all []cchc.DocumentID
	for i := range search.MaxFacetValues + 5 {
		id := fmt.Sprintf("%03d", i)
		cat.Criteria = append(cat.Criteria, cchc.Criterion{ID: id})
		all = append(all, cchc.DocumentID(id))
		ties = append(ties, Tie{Document: cchc.DocumentID(id), Criterion: id, State: cchc.LinkSuggested}, Tie{Document: "000", Criterion: id, State: cchc.LinkSuggested})
	}
	got := NewLinked(cat, ties).Count(FacetCriterion, all)
	if len(got.Counts) != search.MaxFacetValues || got.Other != 4 { // the fifth is listed under another criterion
		t.Errorf("%d values, %d others", len(got.Counts), got.Other)
	}
}

// Criteria and states never reach the engine; it is asked for documents instead.
func TestSearchResolves(t *testing.T) {
	tests := []struct {
		text    string
		filters search.Filters
		want    []cchc.DocumentID // nil: not restricted
		notice  cchc.Code
	}{
		{"x", search.Filters{}, nil, ""},
		{"x", search.Filters{Criteria: []string{"1"}}, []cchc.DocumentID{"a", "b"}, ""},
		{"x tiêu_chí:1.1", search.Filters{}, []cchc.DocumentID{"a"}, ""},
		{"x tiêu_chí:1.2", search.Filters{Criteria: []string{"1.1"}}, []cchc.DocumentID{}, ""},
		{"x", search.Filters{Criteria: []string{"1"}, States: []string{"accepted"}}, []cchc.DocumentID{"a"}, ""},
		{"x", search.Filters{Criteria: []string{"1"}, Documents: []cchc.DocumentID{"z", "b"}}, []cchc.DocumentID{"b"}, ""},
		{"x tiêu_chí:9", search.Filters{}, []cchc.DocumentID{}, "no-such-criterion"},
	}
	for _, tt := range tests {
		engine, source := &asked{}, record()
		source.linked = linked()
		got, err := Search(t.Context(), engine, source, search.Query{Text: tt.text, Filters: tt.filters, Scope: cchc.Everything()})
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		f := engine.seen[0].Filters
		if f.Criteria != nil || f.States != nil || (f.Documents == nil) != (tt.want == nil) || !slices.Equal(f.Documents, tt.want) {
			t.Errorf("%s %+v: the engine was asked %+v, want %v", tt.text, tt.filters, f, tt.want)
		}
		has := slices.ContainsFunc(got.Notices, func(r cchc.Reason) bool { return r.Code == tt.notice })
		if has != (tt.notice != "") {
			t.Errorf("%s: notices %v, want %q", tt.text, got.Notices, tt.notice)
		}
	}
	var usage *cchc.Error
	_, err := Search(t.Context(), &asked{}, shelf{linked: linked()}, search.Query{Filters: search.Filters{Criteria: []string{"9"}}})
	if !errors.As(err, &usage) || usage.Reason.Code != "no-such-criterion" {
		t.Errorf("a filter of a criterion there is not: %v", err)
	}
	if _, err := Search(t.Context(), &asked{}, shelf{}, search.Query{Filters: search.Filters{Criteria: []string{"1"}}}); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("without a catalogue: %v", err)
	}
}

// Facets come in the order asked for; where the engine named fewer documents than match,
// the answer says so.
func TestSearchFacets(t *testing.T) {
	engine := &asked{by: map[string]search.Result{"": {Total: 3, Matched: []cchc.DocumentID{"a", "b"},
		Facets: []search.FacetCounts{{Facet: search.FacetType, Counts: []search.Count{{Value: "KH", Documents: 3}}}}}}}
	got, err := Search(t.Context(), engine, shelf{linked: linked()}, search.Query{Text: "x", Facets: []search.Facet{FacetState, search.FacetType, FacetCriterion}})
	if err != nil {
		t.Fatal(err)
	}
	var order []search.Facet
	for _, f := range got.Facets {
		order = append(order, f.Facet)
	}
	if !slices.Equal(order, []search.Facet{FacetState, search.FacetType, FacetCriterion}) {
		t.Errorf("facets %v", order)
	}
	if q := engine.seen[0]; !q.Matched || !slices.Equal(q.Facets, []search.Facet{search.FacetType}) {
		t.Errorf("the engine was asked %+v", q)
	}
	if len(got.Notices) != 1 || got.Notices[0].Code != "search-counted-partly" || !slices.Equal(got.Notices[0].Args, []string{"2", "3"}) {
		t.Errorf("notices %v", got.Notices)
	}
}

func TestFilters(t *testing.T) {
	f, err := Filters{Unit: []string{"-", "cntt"}, Type: []string{}, Year: []int{2020}, Quality: []string{"poor"}, State: []string{"stale"}, From: "2020-01-31"}.Search()
	if err != nil || !slices.Equal(f.Units, []string{"", "cntt"}) || f.Types != nil || f.From != cchc.NewDate(2020, 1, 31) || f.Qualities[0] != cchc.ReadPoorly {
		t.Errorf("%+v, %v", f, err)
	}
	for code, bad := range map[cchc.Code]Filters{"bad-date": {To: "31/1/2020"}, "search-value-unknown": {State: []string{"lost"}}} {
		if _, err := bad.Search(); cchc.AsError(err).Reason.Code != code {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := (Filters{Quality: []string{"bad"}}).Search(); err == nil {
		t.Error("a quality nobody knows is taken")
	}
	if _, err := Order("random"); err == nil {
		t.Error("an order nobody knows is taken")
	}
	if got, err := ReadFacets([]string{"unit", "type", "unit"}); err != nil || len(got) != 2 {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := ReadFacets([]string{"colour"}); err == nil {
		t.Error("a facet nobody knows is taken")
	}
}

func TestPlace(t *testing.T) {
	for want, p := range map[string]cchc.Passage{
		"mục II.3, trang 4":       {Section: "II.3", Page: 4, Paragraph: 9},
		"Điều 5 khoản 2, trang 3": {Section: "Điều 5 khoản 2", Page: 3},
		"Phụ lục II, đoạn 12":     {Section: "Phụ lục II", Paragraph: 12},
		"trang 1":                 {Page: 1},
		"":                        {},
	} {
		if got := Place(p); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestInside(t *testing.T) {
	got, err := Inside(t.Context(), &asked{}, record(), "a", search.Query{Text: "tuyên truyền", Scope: cchc.Everything()})
	if err != nil || got.Total != 2 || len(got.Places) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	p := got.Places[0]
	if p.Place != "mục II.1, trang 3" || len(p.Marks) != 1 || p.Text[p.Marks[0][0]:p.Marks[0][1]] != "tuyên truyền" {
		t.Errorf("%+v", p)
	}
}

func TestSimilar(t *testing.T) {
	engine, source := &asked{}, record()
	source.linked = linked()
	got, err := Similar(t.Context(), engine, source, source.documents[0], search.Query{Scope: cchc.Everything(), Filters: search.Filters{Criteria: []string{"1.2"}}})
	if err != nil || len(got.Hits) != 1 || got.Hits[0].Document != "b" || !slices.Equal(engine.seen[0].Filters.Documents, []cchc.DocumentID{"b"}) {
		t.Errorf("%+v, %v, asked %+v", got, err, engine.seen)
	}
}

func TestEvidenceQueries(t *testing.T) {
	leaf, qs, cut, ok := EvidenceQueries(catalogue(), "1.1", EvidenceAsk{Words: "của Sở"})
	if !ok || cut != 0 || leaf.Title != "Kế hoạch" || len(qs) != 3 {
		t.Fatalf("%+v", qs)
	}
	if q := qs[0]; q.Text != "kế hoạch cải cách năm 2020 của Sở" || strings.Join(q.Types, " ") != "KH QĐ" || q.Issued != "từ 01/11/2019 đến 14/12/2020" || q.Requirement != "1.1/1" {
		t.Errorf("%+v", q)
	}
	if q := qs[2]; len(q.Types) != 0 || q.Issued != "đến 14/12/2020" {
		t.Errorf("a news piece is no type of paper, and what is in force may be old: %+v", q)
	}
	_, qs, _, _ = EvidenceQueries(catalogue(), "1.1", EvidenceAsk{AnyTime: true, AnyType: true})
	if q := qs[0]; q.Issued != "" || len(q.Types) != 0 {
		t.Errorf("%+v", q)
	}
	_, qs, _, _ = EvidenceQueries(catalogue(), "1.1", EvidenceAsk{To: cchc.NewDate(2021, 1, 1)})
	if q := qs[0]; q.Issued != "đến 01/01/2021" {
		t.Errorf("%+v", q)
	}
	if _, qs, _, ok = EvidenceQueries(catalogue(), "1.2", EvidenceAsk{}); !ok || len(qs) != 1 || qs[0].Text != "Điều tra xã hội học" {
		t.Errorf("without requirements the title is searched: %+v", qs)
	}
	if _, _, _, ok = EvidenceQueries(catalogue(), "1", EvidenceAsk{}); ok {
		t.Error("a branch is no criterion")
	}
	cat := catalogue()
	for range 30 {
		cat.Criteria[0].Children[0].Requires[0].About = append(cat.Criteria[0].Children[0].Requires[0].About, "x")
	}
	if _, qs, cut, _ = EvidenceQueries(cat, "1.1", EvidenceAsk{}); len(qs) != maxEvidenceQueries || cut != 33-maxEvidenceQueries {
		t.Errorf("%d queries, %d cut", len(qs), cut)
	}
}

func TestFindEvidence(t *testing.T) {
	engine := &asked{by: map[string]search.Result{
		"kế hoạch cải cách năm 2020": {Total: 2, Matched: []cchc.DocumentID{"a", "b"}, Hits: hits("b#1", "a#2")},
		"chương trình năm 2020":      {Total: 1, Matched: []cchc.DocumentID{"a"}, Hits: hits("a#2")},
		"tin bài":                    {Total: 5, Matched: []cchc.DocumentID{"a", "c"}, Hits: hits("a#2")},
	}}
	got, err := FindEvidence(t.Context(), engine, record(), catalogue(), "1.1", EvidenceAsk{Scope: cchc.Everything(), Unit: OwnPapers})
	if err != nil || got.Total != 3 || len(got.Hits) != 2 || got.Queries[2].Total != 5 {
		t.Fatalf("%+v, %v", got, err)
	}
	if h := got.Hits[0]; h.Document != "a" || h.Rank != 1 || strings.Join(h.Requirements, " ") != "1.1/1 1.1/2" {
		t.Errorf("what most queries find comes first: %+v", h)
	}
	codes := ""
	for _, n := range got.Notices {
		codes += string(n.Code) + " "
	}
	if !strings.Contains(codes, "evidence-dated-only") || !strings.Contains(codes, "evidence-counted-partly") {
		t.Errorf("notices %s", codes)
	}
	if q := engine.seen[0]; !slices.Equal(q.Filters.Units, []string{""}) || !slices.Equal(q.Filters.Types, []string{"KH", "QĐ"}) {
		t.Errorf("asked %+v", q)
	}
	if _, err := FindEvidence(t.Context(), engine, record(), catalogue(), "9", EvidenceAsk{}); cchc.AsError(err).Reason.Code != "no-such-criterion" {
		t.Error(err)
	}
}

// What many queries half match stands below what says one of them.
func TestFindEvidenceThatSaysIt(t *testing.T) {
	source := shelf{documents: []cchc.Document{
		{ID: "a", Particulars: cchc.Particulars{TypeName: "Quyết định", Subject: "Quy chế chi tiêu năm 2020"}},
		{ID: "b", Particulars: cchc.Particulars{TypeName: "Kế hoạch", Subject: "Cải cách năm 2020"}},
	}}
	engine := &asked{by: map[string]search.Result{
		"kế hoạch cải cách năm 2020": {Total: 2, Hits: hits("a#1", "b#1")},
		"":                           {Total: 1, Hits: hits("a#1")},
	}}
	for _, limit := range []int{1, 10} {
		got, err := FindEvidence(t.Context(), engine, source, catalogue(), "1.1", EvidenceAsk{Scope: cchc.Everything(), Limit: limit})
		if err != nil || len(got.Hits) != min(limit, 2) || got.Hits[0].Document != "b" {
			t.Errorf("%d: %+v, %v", limit, got.Hits, err)
		}
	}
}

func TestBatch(t *testing.T) {
	engine := &asked{by: map[string]search.Result{"": {Total: 9, Hits: hits("a#2", "b#0", "a#2", "b#0")}, "không có": {}}}
	rows, err := Batch(t.Context(), engine, record(), []string{" kế hoạch ", "", "không có"}, search.Query{Scope: cchc.Everything(), Cursor: "x"})
	if err != nil || len(rows) != 2 || rows[0].Query != "kế hoạch" || len(rows[0].Hits) != BatchHits || rows[1].Line != 3 || rows[1].Total != 0 || engine.seen[0].Cursor != "" {
		t.Fatalf("%+v, %v", rows, err)
	}
	rows[1].Notices = []cchc.Reason{cchc.NewReason("facet-none")}
	head, lines := BatchTable(rows, func(r cchc.Reason) string { return string(r.Code) })
	if len(lines) != BatchHits+1 || lines[3][1] != "không có" || lines[3][12] != "facet-none" || lines[0][6] != "10/02/2020" {
		t.Errorf("%q", lines)
	}
	for _, l := range lines {
		if len(l) != len(head) {
			t.Errorf("%d cells under a head of %d: %q", len(l), len(head), l)
		}
	}
	many := slices.Repeat([]string{"x"}, MaxBatch+1)
	for code, list := range map[cchc.Code][]string{"batch-empty": {" ", ""}, "batch-too-long": many} {
		if _, err := Batch(t.Context(), engine, record(), list, search.Query{}); cchc.AsError(err).Reason.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestSavedCheck(t *testing.T) {
	ok, err := Saved{Name: "  Kế  hoạch ", Query: " x "}.Check()
	if err != nil || ok.Name != "Kế hoạch" || ok.Query != "x" || ok.Sort != "relevance" {
		t.Errorf("%+v, %v", ok, err)
	}
	if _, err := (Saved{Name: "a", Filters: Filters{Year: []int{2020}}, Sort: "newest"}).Check(); err != nil {
		t.Errorf("filters alone: %v", err)
	}
	for _, bad := range []struct {
		s    Saved
		code cchc.Code
	}{
		{Saved{Query: "x"}, "saved-name"}, {Saved{Name: "…!", Query: "x"}, "saved-name"},
		{Saved{Name: strings.Repeat("ă", MaxSavedName+1), Query: "x"}, "saved-name"},
		{Saved{Name: "a", Query: strings.Repeat("x", search.MaxText+1)}, "saved-too-long"},
		{Saved{Name: "a"}, "saved-empty"},
		{Saved{Name: "a", Query: "x", Sort: "best"}, "search-value-unknown"},
		{Saved{Name: "a", Query: "x", Filters: Filters{From: "x"}}, "bad-date"},
	} {
		if _, err := bad.s.Check(); cchc.AsError(err).Reason.Code != bad.code {
			t.Errorf("%.40v: %v, want %s", bad.s, err, bad.code)
		}
	}
	if NameKey("Kế hoạch  NĂM") != NameKey("kế hoạch năm") || NameKey("hoà") != NameKey("hòa") || NameKey("kế") == NameKey("kê") {
		t.Error("names compare by their words and tones")
	}
}

func TestAbbreviations(t *testing.T) {
	shipped := []vi.Abbreviation{{Short: "KH", Long: "kế hoạch"}, {Short: "CC", Long: "công chức"}}
	own, err := Abbreviation{Short: " SLTT ", Long: "Sở Lâm thời"}.Check()
	if err != nil || own.Short != "SLTT" || len(own.ID) != 12 {
		t.Fatalf("%+v, %v", own, err)
	}
	list := Abbreviations(shipped, []Abbreviation{own, {ID: AbbreviationID("CC", "công chức"), Shipped: true, Off: true, By: "ai"}})
	if len(list) != 3 || list[0].Shipped || !list[1].Shipped || list[1].Off || !list[2].Off || list[2].By != "ai" {
		t.Errorf("%+v", list)
	}
	if use := InUse(list); len(use) != 2 || use[0].Short != "SLTT" || use[1].Short != "KH" {
		t.Errorf("%+v", use)
	}
	if a, err := FindAbbreviation(list, "SLTT"); err != nil || a.ID != own.ID {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := FindAbbreviation(list, "XYZ"); !errors.Is(err, cchc.ErrNotFound) {
		t.Error(err)
	}
	for _, bad := range []Abbreviation{{}, {Short: "A"}, {Short: "x", Long: "X"}, {Short: "--", Long: "x"}, {Short: strings.Repeat("x", MaxShort+1), Long: "y"}} {
		if _, err := bad.Check(); cchc.AsError(err).Reason.Code != "abbreviation-form" {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func TestComplete(t *testing.T) {
	c := NewCompletions([]Heading{
		{TypeName: "Kế hoạch", Subject: "Tuyên truyền cải cách hành chính năm 2020", Code: "15/KH-STTTT", Organ: "Sở Thông tin và Truyền thông"},
		{TypeName: "Kế hoạch", Subject: "TUYÊN TRUYỀN cải cách hành chính năm 2020", Code: "16/KH-STTTT", Organ: "Sở Thông tin và Truyền thông"},
		{TypeName: "Báo cáo", Subject: "Kết quả kế hoạch tuyên truyền", Code: "115/BC-STTTT"},
		{TypeName: "Báo cáo", Subject: "Sở kết công tác"}, {Subject: "", TypeName: "Giấy mời"}, {},
	})
	for typed, want := range map[string]string{
		"ke hoach tuy":   "Kế hoạch Tuyên truyền cải cách hành chính năm 2020|Báo cáo Kết quả kế hoạch tuyên truyền",
		"Kế hoạch tuyên": "Kế hoạch Tuyên truyền cải cách hành chính năm 2020|Báo cáo Kết quả kế hoạch tuyên truyền",
		"tuyen ke":       "Kế hoạch Tuyên truyền cải cách hành chính năm 2020|Báo cáo Kết quả kế hoạch tuyên truyền", // in any order
		"15/k":           "15/KH-STTTT",
		"15":             "15/KH-STTTT", // not 115
		"so thong":       "Sở Thông tin và Truyền thông",
		"thong tin ":     "Sở Thông tin và Truyền thông",
		"thong ti ":      "", // a space ends the word
		"ruyen":          "", // only beginnings of words
		"":               "", " ": "", "!": "",
	} {
		var got []string
		for _, x := range c.Complete(typed, 10) {
			got = append(got, x.Text)
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q: %q, want %q", typed, s, want)
		}
	}
	for _, typed := range []string{"số 15", "so 15", "kế hoạch số 15", "kế hoạch số 15/kh"} {
		if got := c.Complete(typed, 10); len(got) != 1 || got[0].Text != "15/KH-STTTT" {
			t.Errorf("%q: %+v", typed, got)
		}
	}
	misread := NewCompletions([]Heading{{Subject: "Khác phục tôn tại"}, {Subject: "Khắc phục tồn tại"}, {Subject: "Khắc phục tồn tại"}})
	if got := misread.Complete("khac", 10); len(got) != 1 || got[0].Text != "Khắc phục tồn tại" || got[0].Documents != 3 {
		t.Errorf("the spelling of most: %+v", got)
	}
	if got := c.Complete("ke", 1); len(got) != 1 || got[0].Documents != 2 || got[0].Kind != CompleteSubject {
		t.Errorf("%+v", got)
	}
	if c.Notices() != nil {
		t.Error("nothing was left out")
	}
	c.left = 3
	if n := c.Notices(); len(n) != 1 || n[0].Args[1] != fmt.Sprint(len(c.entries)+3) {
		t.Errorf("%v", n)
	}
}

func FuzzComplete(f *testing.F) {
	c := NewCompletions([]Heading{{TypeName: "Kế hoạch", Subject: "Tuyên truyền năm 2020", Code: "15/KH-STTTT", Organ: "Sở Thông tin"}})
	f.Add("kế ho", 3)
	f.Add("\xff đ\u0301 15/", -1)
	f.Fuzz(func(t *testing.T, typed string, n int) {
		if got := c.Complete(typed, n); len(got) > max(0, n) {
			t.Errorf("%d of %d", len(got), n)
		}
	})
}

func BenchmarkComplete(b *testing.B) {
	var hs []Heading
	words := strings.Fields("kế hoạch cải cách hành chính tuyên truyền kiểm tra báo cáo kết quả công tác văn thư lưu trữ năm quý tháng ứng dụng công nghệ thông tin")
	for i := range 100_000 {
		subject := ""
		for j := range 12 {
			subject += words[(i*7+j*(i%11+1))%len(words)] + " "
		}
		hs = append(hs, Heading{TypeName: "Báo cáo", Subject: subject + fmt.Sprint(i), Code: fmt.Sprintf("%d/BC-STTTT", i), Organ: fmt.Sprintf("Sở số %d", i%200)})
	}
	c := NewCompletions(hs)
	for _, typed := range []string{"k", "kế hoạch c", "thông tin 99", "zzz", "1234", "hành văn lưu trữ x"} {
		b.Run(typed, func(b *testing.B) {
			for b.Loop() {
				c.Complete(typed, 10)
			}
		})
	}
}

func BenchmarkCount(b *testing.B) {
	var ties []Tie
	var docs []cchc.DocumentID
	for i := range 100_000 {
		d := cchc.DocumentID(fmt.Sprintf("%064x", i))
		docs = append(docs, d)
		ties = append(ties, Tie{Document: d, Criterion: []string{"1.1", "1.2", "2"}[i%3], State: cchc.LinkSuggested})
	}
	l := NewLinked(catalogue(), ties)
	b.Run("criterion", func(b *testing.B) {
		for b.Loop() {
			l.Count(FacetCriterion, docs)
		}
	})
	b.Run("documents", func(b *testing.B) {
		for b.Loop() {
			l.Documents([]string{"1"}, nil)
		}
	})
}
