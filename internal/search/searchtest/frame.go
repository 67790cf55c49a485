package searchtest

import (
	"fmt"
	"slices"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// framed indexes five documents that differ in all that is filtered and counted.
func framed(b *bench) {
	set := func(kind, unit, organ, signer string, day cchc.Date, pages, read int, quality float64) func(*cchc.Document) {
		return func(d *cchc.Document) {
			d.Unit, d.Pages, d.PagesRead, d.Quality = unit, pages, read, quality
			d.Particulars = cchc.Particulars{Type: kind, OrganName: organ, IssuedDate: day, Signer: cchc.Signer{FullName: signer}}
		}
	}
	const text = "Nội dung công việc chung."
	b.put(1, set("KH", "van-phong", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Lê Thị Mẫu", cchc.NewDate(2019, 3, 1), 2, 2, 0.9), text)
	b.put(2, set("KH", "", "Sở Thông tin và Truyền thông", "Trần Văn Thử", cchc.NewDate(2020, 5, 2), 2, 2, 0.2), text)
	b.put(3, set("BC", "", "Sở Thông tin và Truyền thông", "", cchc.NewDate(2020, 1, 9), 3, 1, 0.9), text)
	b.put(4, set("QĐ", "thanh-tra", "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", "Phạm Thị Ví Dụ", cchc.NewDate(2021, 7, 7), 0, 0, 0), text, "Công việc khác.")
	b.put(5, set("", "", "", "", cchc.Date{}, 1, 1, 1), text)
}

func (b *bench) facets(q search.Query) map[search.Facet]string {
	b.t.Helper()
	out := map[search.Facet]string{}
	r := b.search(q)
	for i, f := range r.Facets {
		if i >= len(q.Facets) || f.Facet != q.Facets[i] {
			b.t.Errorf("facet %d is %s, asked for %v", i, f.Facet, q.Facets)
		}
		for _, c := range f.Counts {
			out[f.Facet] += fmt.Sprintf("%s=%d ", c.Value, c.Documents)
		}
		if f.Other > 0 {
			out[f.Facet] += fmt.Sprintf("+%d ", f.Other)
		}
	}
	return out
}

func (b *bench) counted(q search.Query, want map[search.Facet]string) {
	b.t.Helper()
	got := b.facets(q)
	for f, w := range want {
		if got[f] != w {
			b.t.Errorf("%q %+v: %s: %q, want %q", q.Text, q.Filters, f, got[f], w)
		}
	}
	if len(got) != len(want) {
		b.t.Errorf("%q: facets %v, want %v", q.Text, got, want)
	}
}

func facets(_ *testing.T, b *bench) {
	framed(b)
	q := everything("công việc")
	q.Limit = 1 // the page does not matter
	q.Facets = []search.Facet{search.FacetYear, search.FacetType, search.FacetUnit, search.FacetIssuer, search.FacetQuality}
	b.counted(q, map[search.Facet]string{
		search.FacetType:    "KH=2 =1 BC=1 QĐ=1 ",
		search.FacetUnit:    "=3 thanh-tra=1 van-phong=1 ",
		search.FacetYear:    "2020=2 =1 2019=1 2021=1 ",
		search.FacetIssuer:  "Sở Thông tin và Truyền thông=3 =1 ỦY BAN NHÂN DÂN TỈNH SÔNG LAM=1 ",
		search.FacetQuality: "good=3 partly=1 poor=1 ",
	})
	q.Scope, q.Facets = cchc.Scope{Units: []string{""}}, q.Facets[:1]
	b.counted(q, map[search.Facet]string{search.FacetYear: "2020=2 =1 "})
	q.Scope = cchc.Scope{}
	b.counted(q, map[search.Facet]string{})
}

func ownFacet(t *testing.T, b *bench) {
	framed(b)
	q := everything("công việc")
	q.Facets = []search.Facet{search.FacetType, search.FacetYear}
	q.Filters = search.Filters{Types: []string{"KH"}}
	b.counted(q, map[search.Facet]string{search.FacetType: "KH=2 =1 BC=1 QĐ=1 ", search.FacetYear: "2019=1 2020=1 "})
	b.findsAll(q, 1, 2)
	q.Filters.Years = []int{2020}
	b.counted(q, map[search.Facet]string{search.FacetType: "BC=1 KH=1 ", search.FacetYear: "2019=1 2020=1 "})
	b.findsAll(q, 2)
	q.Facets = append(q.Facets, search.FacetType) // asked for twice, counted twice
	if r := b.search(q); len(r.Facets) != 3 || !slices.Equal(r.Facets[0].Counts, r.Facets[2].Counts) {
		t.Errorf("facets %+v", r.Facets)
	}
	q.Matched = true
	if r := b.search(q); !slices.Equal(r.Matched, []cchc.DocumentID{id(2)}) {
		t.Errorf("matched %v", r.Matched)
	}
	// What the text asks for is no choice among others.
	q = everything("công việc loại:KH")
	q.Facets = []search.Facet{search.FacetType}
	b.counted(q, map[search.Facet]string{search.FacetType: "KH=2 "})
}

func manyFacetValues(t *testing.T, b *bench) {
	for n := 1; n <= search.MaxFacetValues+3; n++ {
		b.put(n, func(d *cchc.Document) { d.Unit = fmt.Sprintf("phòng %02d", n) }, "Lịch trực.")
	}
	b.put(100, func(d *cchc.Document) { d.Unit = "phòng 43" }, "Lịch trực.")
	q := everything("lịch trực")
	q.Facets = []search.Facet{search.FacetUnit}
	r := b.search(q)
	if len(r.Facets) != 1 || len(r.Facets[0].Counts) != search.MaxFacetValues || r.Facets[0].Other != 3 {
		t.Fatalf("facets %+v", r.Facets)
	}
	if first := r.Facets[0].Counts[0]; first != (search.Count{Value: "phòng 43", Documents: 2}) {
		t.Errorf("first value %+v", first)
	}
}

func matched(t *testing.T, b *bench) {
	framed(b)
	q := everything("công việc")
	q.Limit, q.Matched = 2, true
	if r := b.search(q); !slices.Equal(r.Matched, []cchc.DocumentID{id(1), id(2), id(3), id(4), id(5)}) {
		t.Errorf("matched %v", r.Matched)
	}
	q.Matched = false
	if r := b.search(q); r.Matched != nil {
		t.Errorf("not asked for, matched %v", r.Matched)
	}
}

func counting(q search.Query, f search.Facet) search.Query {
	q.Facets = []search.Facet{f}
	return q
}

func filtersByFrame(_ *testing.T, b *bench) {
	framed(b)
	q := everything("công việc")
	for _, c := range []struct {
		filters search.Filters
		want    []int
	}{
		{search.Filters{Issuers: []string{"thông tin"}}, []int{1, 2, 3}},
		{search.Filters{Issuers: []string{"thong tin va truyen thong"}}, []int{1, 2, 3}},
		{search.Filters{Issuers: []string{"STTTT"}}, []int{1, 2, 3}},
		{search.Filters{Issuers: []string{"ubnd"}}, []int{4}},
		{search.Filters{Issuers: []string{"truyền tin"}}, nil},
		{search.Filters{Issuers: []string{"thống tín"}}, nil},
		{search.Filters{Issuers: []string{"ubnd", "truyen thong"}}, []int{1, 2, 3, 4}},
		{search.Filters{Issuers: []string{search.WholeName + "thông tin"}}, nil},
		{search.Filters{Issuers: []string{search.WholeName + b.search(counting(q, search.FacetIssuer)).Facets[0].Counts[0].Value}}, []int{1, 2, 3}},
		{search.Filters{Issuers: []string{}}, nil},
		{search.Filters{Signers: []string{"le thi mau"}}, []int{1}},
		{search.Filters{Signers: []string{"Thử", "Ví Dụ"}}, []int{2, 4}},
		{search.Filters{Qualities: []cchc.ReadQuality{cchc.ReadPoorly}}, []int{2}},
		{search.Filters{Qualities: []cchc.ReadQuality{cchc.ReadPoorly, cchc.ReadPartly}}, []int{2, 3}},
		{search.Filters{Issuers: []string{"STTTT"}, Years: []int{2020}, Qualities: []cchc.ReadQuality{cchc.ReadPartly}}, []int{3}},
		{search.Filters{Criteria: []string{"1.1"}, States: []string{"accepted"}}, []int{1, 2, 3, 4, 5}}, // not the engine's
	} {
		q.Filters = c.filters
		b.findsAll(q, c.want...)
	}
}

func sorted(_ *testing.T, b *bench) {
	framed(b)
	q := everything("công việc")
	for _, text := range []string{"công việc", "năm:2019..2021", `"công việc"`} {
		q.Text, q.Sort = text, search.SortNewest
		q.Filters.From = cchc.NewDate(2000, 1, 1)
		b.findsWith(q, 4, 2, 3, 1)
		q.Sort = search.SortOldest
		b.findsWith(q, 1, 3, 2, 4)
	}
	q = everything("công việc")
	q.Sort = search.SortNewest
	b.findsWith(q, 4, 2, 3, 1, 5)
	q.Sort = search.SortOldest
	b.findsWith(q, 1, 3, 2, 4, 5)
}

func sortedPages(t *testing.T, b *bench) {
	for n := 1; n <= 5; n++ {
		b.put(n, func(d *cchc.Document) { d.Particulars.IssuedDate = cchc.NewDate(2020, 1, 3-n/2) }, "Giấy mời họp.")
	}
	q := everything("giấy mời")
	q.Sort, q.Limit = search.SortNewest, 2
	var seen []int
	for range 3 {
		r := b.search(q)
		for _, h := range r.Hits {
			for n := 1; n <= 5; n++ {
				if h.Document == id(n) {
					seen = append(seen, n)
				}
			}
		}
		q.Cursor = r.Next
	}
	if !slices.Equal(seen, []int{1, 2, 3, 4, 5}) || q.Cursor != "" {
		t.Errorf("pages %v, then %q", seen, q.Cursor)
	}
	r := b.search(search.Query{Text: q.Text, Scope: q.Scope, Sort: search.SortNewest, Limit: 2})
	q.Sort, q.Cursor = search.SortOldest, r.Next
	if _, err := b.engine.Search(t.Context(), q); err == nil {
		t.Error("a cursor of another order is taken")
	}
}
