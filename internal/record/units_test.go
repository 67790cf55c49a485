package record

import (
	"context"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

func unitCatalogue() cchc.Catalogue {
	return cchc.Catalogue{Units: []cchc.Unit{
		{ID: "vp", Name: "Văn phòng Sở", Aliases: []string{"Văn phòng"}},
		{ID: "cntt", Name: "Phòng Công nghệ thông tin", Aliases: []string{"Phòng CNTT"}},
	}}
}

func TestUnitsByAnyName(t *testing.T) {
	u := NewUnits(unitCatalogue(), []string{"", "phong-cntt", "Phòng CNTT", "van-phong", "to-la"})
	for asked, want := range map[string][]string{
		"phong-cntt": {"phong-cntt"}, "cntt": {"phong-cntt", "Phòng CNTT"}, "phòng công nghệ thông tin": {"phong-cntt", "Phòng CNTT"},
		"Văn phòng": {"van-phong"}, "Tổ lạ": {"to-la"}, "ke-toan": nil, "-": nil, "": nil,
	} {
		if got := u.Folders(asked); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", asked, got, want)
		}
	}
	if u.Name("van-phong") != "Văn phòng Sở" || u.Name("to-la") != "to-la" || u.Name("") != "" {
		t.Error("folders are named otherwise")
	}
}

func TestUnitsByKindAndIdentity(t *testing.T) {
	cat := cchc.Catalogue{Units: []cchc.Unit{{ID: "bcxb", Name: "Phòng Báo chí - Xuất bản"}, {ID: "x", Name: "Trung tâm X"}, {ID: "y", Name: "Trung x"}}}
	u := NewUnits(cat, []string{"phong-bcxb", "trung-x"})
	if got := u.Folders("bcxb"); !slices.Equal(got, []string{"phong-bcxb"}) || u.Name("phong-bcxb") != "Phòng Báo chí - Xuất bản" {
		t.Errorf("%q, %s", got, u.Name("phong-bcxb"))
	}
	if u.Name("trung-x") != "Trung x" {
		t.Errorf("a name of its own goes first: %s", u.Name("trung-x"))
	}
}

// Units are asked for by name in the filters and in the text, within the scope.
func TestSearchPlacesUnits(t *testing.T) {
	source := record()
	source.cat = unitCatalogue()
	source.documents = []cchc.Document{{ID: "a", Unit: "phong-cntt"}, {ID: "b", Unit: "van-phong"}}
	for _, c := range []struct {
		text   string
		unit   []string
		scope  cchc.Scope
		asked  string // the text the engine gets
		units  []string
		notice string
	}{
		{`kế hoạch đơn vị:cntt`, nil, cchc.Everything(), `kế hoạch đơn vị:"phong-cntt"`, nil, ""},
		{`đơn vị:"Văn phòng Sở",cntt x`, nil, cchc.Everything(), `đơn vị:"van-phong","phong-cntt" x`, nil, ""},
		{`đơn vị:"van-phong"`, nil, cchc.Everything(), `đơn vị:"van-phong"`, nil, ""},
		{`x`, []string{"", "Phòng CNTT"}, cchc.Everything(), `x`, []string{"", "phong-cntt"}, ""},
		{`x`, []string{"ke-toan"}, cchc.Everything(), `x`, []string{"ke-toan"}, "ke-toan|Phòng Công nghệ thông tin, Văn phòng Sở"},
		{`đơn vị:cntt`, nil, cchc.Scope{Units: []string{"van-phong"}}, `đơn vị:"cntt"`, nil, "cntt|Văn phòng Sở"},
	} {
		engine := &asked{}
		q := search.Query{Text: c.text, Scope: c.scope, Filters: search.Filters{Units: c.unit}}
		got, err := Search(t.Context(), engine, source, q)
		if err != nil {
			t.Fatal(err)
		}
		if x := engine.seen[0]; x.Text != c.asked || !slices.Equal(x.Filters.Units, c.units) || got.Query != c.text {
			t.Errorf("%s %q: the engine was asked %q %q", c.text, c.unit, x.Text, x.Filters.Units)
		}
		said := ""
		for _, n := range got.Notices {
			if n.Code == "search-unit-unknown" {
				said = strings.Join(n.Args, "|")
			}
		}
		if said != c.notice {
			t.Errorf("%s %q: %q, want %q", c.text, c.unit, said, c.notice)
		}
	}
}

func TestFoldersOfOneUnitAreToldApart(t *testing.T) {
	n := Namer{Say: func(cchc.Reason) string { return "Chung" }, Unit: UnitNames(unitCatalogue())}
	rows := n.Rows([]search.FacetCounts{{Facet: search.FacetUnit, Counts: []search.Count{{Value: "phong-cntt"}, {Value: "cntt"}, {Value: "van-phong"}, {}}}})
	var names []string
	for _, v := range rows[0].Values {
		names = append(names, v.Name)
	}
	if want := []string{"Phòng Công nghệ thông tin (phong-cntt)", "Phòng Công nghệ thông tin (cntt)", "Văn phòng Sở", "Chung"}; !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
}

// A type nobody knows is told of only where nothing was found: offices have their own.
func TestUnknownTypes(t *testing.T) {
	for _, c := range []struct {
		text  string
		types []string
		total int
		want  string
	}{
		{"loại:KK chuyển đổi số", nil, 0, "KK|KH (kế hoạch), KL (kết luận)"},
		{"loại:KK chuyển đổi số", nil, 2, ""},
		{"loại:KH chuyển đổi số", nil, 0, ""},
		{"x", []string{"kế hoach"}, 0, ""},
		{"x", []string{"bcaoo"}, 0, "BCAOO|KH (kế hoạch), BC (báo cáo), QĐ (quyết định)"},
	} {
		engine := &asked{by: map[string]search.Result{"": {Total: c.total}}}
		got, err := Search(t.Context(), engine, record(), search.Query{Text: c.text, Filters: search.Filters{Types: c.types}})
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, n := range got.Notices {
			if n.Code == "search-type-unknown" {
				said = strings.Join(n.Args, "|")
			}
		}
		if said != c.want {
			t.Errorf("%s %q: %q, want %q", c.text, c.types, said, c.want)
		}
	}
}

// everywhere finds every passage, as an engine does for which the title counts everywhere.
type everywhere int

func (e everywhere) Inside(_ context.Context, id cchc.DocumentID, q search.Query) (search.Inside, error) {
	out := search.Inside{Total: int(e), Terms: search.Parse(q.Text, vi.Abbreviations{}).Terms}
	for n := range min(int(e), q.Page()) {
		out.Places = append(out.Places, search.Place{Passage: cchc.NewPassageID(id, n), Score: float64(n)})
	}
	return out, nil
}

func TestInsideKeepsPlacesWithMarks(t *testing.T) {
	source := shelf{}
	for n := range 10 {
		p := cchc.Passage{ID: cchc.NewPassageID("a", n), Text: "Nơi nhận: lưu văn thư."}
		if n%2 == 1 {
			p.Text = "Nội dung tuyên truyền."
		}
		source.passages = append(source.passages, p)
	}
	got, err := Inside(t.Context(), everywhere(10), source, "a", search.Query{Text: "tuyên truyền", Limit: 2})
	if err != nil || got.Total != 5 || len(got.Places) != 2 {
		t.Fatalf("%d of %d places, %v", len(got.Places), got.Total, err)
	}
	if got.Places[0].Passage != cchc.NewPassageID("a", 7) || got.Places[1].Passage != cchc.NewPassageID("a", 9) { // the best, in order
		t.Errorf("%+v", got.Places)
	}
}

func TestDraftsSayItOfThemselves(t *testing.T) {
	for _, c := range []struct {
		p    cchc.Particulars
		want bool
	}{
		{cchc.Particulars{Draft: true, CodeNumber: "5", CodeNotation: "KH-STTTT"}, true},
		{cchc.Particulars{CodeNotation: "KH-STTTT"}, true},
		{cchc.Particulars{CodeNumber: "5", CodeNotation: "KH-STTTT"}, false},
		{cchc.Particulars{}, false},
	} {
		if got := row(search.Hit{}, cchc.Document{Particulars: c.p}, cchc.Passage{}, search.Terms{}).Draft; got != c.want {
			t.Errorf("%+v: %v", c.p, got)
		}
	}
}
