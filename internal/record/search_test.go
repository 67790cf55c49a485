package record

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// fixed answers every query with the same result.
type fixed struct {
	result search.Result
	err    error
}

func (f fixed) Search(context.Context, search.Query) (search.Result, error) { return f.result, f.err }

// shelf is a record in memory.
type shelf struct {
	documents []cchc.Document
	passages  []cchc.Passage
	linked    *Linked
	cat       cchc.Catalogue
	err       error
}

func (s shelf) Linked(context.Context, cchc.Scope) (*Linked, error) {
	if s.linked == nil {
		return nil, cchc.ErrNotFound
	}
	return s.linked, s.err
}

func (s shelf) Units(_ context.Context, scope cchc.Scope) (*Units, error) {
	var folders []string
	for _, d := range s.documents {
		if scope.Sees(d.Unit) {
			folders = append(folders, d.Unit)
		}
	}
	return NewUnits(s.cat, folders), s.err
}

func (s shelf) Passages(_ context.Context, _ cchc.Scope, id cchc.DocumentID) (out []cchc.Passage, err error) {
	for _, p := range s.passages {
		if p.ID.Document() == id {
			out = append(out, p)
		}
	}
	return out, s.err
}

func (s shelf) DocumentsByID(_ context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]cchc.Document, error) {
	out := map[cchc.DocumentID]cchc.Document{}
	for _, d := range s.documents {
		for _, id := range ids {
			if id == d.ID && scope.Sees(d.Unit) {
				out[id] = d
			}
		}
	}
	return out, s.err
}

func (s shelf) PassagesByID(_ context.Context, _ cchc.Scope, ids []cchc.PassageID) (map[cchc.PassageID]cchc.Passage, error) {
	out := map[cchc.PassageID]cchc.Passage{}
	for _, p := range s.passages {
		for _, id := range ids {
			if id == p.ID {
				out[id] = p
			}
		}
	}
	return out, s.err
}

func record() shelf {
	return shelf{
		documents: []cchc.Document{
			{ID: "a", Path: "/kho/a.pdf", Particulars: cchc.Particulars{
				Type: "KH", TypeName: "Kế hoạch", Code: "15/KH-STTTT", Subject: "Tuyên truyền năm 2020",
				IssuedDate: cchc.NewDate(2020, 2, 10), OrganName: "Sở Thông tin và Truyền thông",
			}},
			{ID: "b", Path: `C:\kho\Bản quét.pdf`, Unit: "thanh-tra"},
		},
		passages: []cchc.Passage{{ID: "a#2", Page: 3, Paragraph: 9, Section: "II.1", Text: "Nội dung tuyên truyền trên báo."}},
	}
}

func hits(pairs ...string) (out []search.Hit) {
	for i, p := range pairs {
		id := cchc.PassageID(p)
		out = append(out, search.Hit{Rank: i + 1, Document: id.Document(), Passage: id, Score: 1 / float64(i+1)})
	}
	return out
}

func TestSearchFillsRows(t *testing.T) {
	terms := search.Parse("tuyên truyền", vi.Abbreviations{}).Terms
	engine := fixed{result: search.Result{Total: 3, Hits: hits("a#2", "gone#1", "b#0"), Next: "n", Terms: terms}}
	got, err := Search(t.Context(), engine, record(), search.Query{Text: "tuyên truyền", Scope: cchc.Everything()})
	if err != nil {
		t.Fatal(err)
	}
	if got.Query != "tuyên truyền" || got.Total != 3 || got.Next != "n" || len(got.Hits) != 2 {
		t.Fatalf("%+v", got)
	}
	a, b := got.Hits[0], got.Hits[1]
	if a.Title != "Kế hoạch Tuyên truyền năm 2020" || a.Code != "15/KH-STTTT" || a.IssuedDate != "2020-02-10" || *a.Page != 3 || a.Section != "II.1" || a.Place != "mục II.1, trang 3" {
		t.Errorf("%+v", a)
	}
	if len(a.Marks) != 1 || a.Snippet[a.Marks[0][0]:a.Marks[0][1]] != "tuyên truyền" {
		t.Errorf("snippet %q, marks %v", a.Snippet, a.Marks)
	}
	if b.Rank != 3 || b.Title != "Bản quét" || b.Page != nil || b.Snippet != "" {
		t.Errorf("%+v", b)
	}
}

func TestSearchKeepsToTheScope(t *testing.T) {
	engine := fixed{result: search.Result{Hits: hits("a#2", "b#0")}}
	got, err := Search(t.Context(), engine, record(), search.Query{Scope: cchc.Scope{Units: []string{"thanh-tra"}}})
	if err != nil || len(got.Hits) != 1 || got.Hits[0].Document != "b" {
		t.Errorf("%+v, %v", got.Hits, err)
	}
	if got, err = Search(t.Context(), engine, record(), search.Query{}); err != nil || len(got.Hits) != 0 {
		t.Errorf("the zero scope sees %+v, %v", got.Hits, err)
	}
}

// The names are an interface: scripts read them.
func TestSearchJSON(t *testing.T) {
	engine := fixed{result: search.Result{Total: 1, Hits: hits("b#0"), Expansions: []vi.Expansion{{Short: "KH", Long: "kế hoạch"}}}}
	got, err := Search(t.Context(), engine, record(), search.Query{Text: "x", Scope: cchc.Everything()})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"query":"x"`, `"total":1`, `"took_ms":`, `"hits":[{"rank":1,"path":`, `"document":"b"`, `"title":"Bản quét"`,
		`"code":""`, `"page":null`, `"section":""`, `"snippet":""`, `"marks":[]`, `"score":1`,
		`"expansions":[{"short":"KH","long":"kế hoạch"}]`} {
		if !strings.Contains(string(b), part) {
			t.Errorf("%s lacks %s", b, part)
		}
	}
	engine.result.Hits = nil
	got, err = Search(t.Context(), engine, record(), search.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if b, err = json.Marshal(got); err != nil || !strings.Contains(string(b), `"hits":[]`) {
		t.Errorf("%s, %v", b, err)
	}
}

func TestSearchPassesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	if _, err := Search(t.Context(), fixed{err: broken}, record(), search.Query{}); !errors.Is(err, broken) {
		t.Errorf("engine: %v", err)
	}
	engine := fixed{result: search.Result{Hits: hits("a#2")}}
	if _, err := Search(t.Context(), engine, shelf{err: broken}, search.Query{}); !errors.Is(err, broken) {
		t.Errorf("record: %v", err)
	}
}

func TestTitle(t *testing.T) {
	for want, d := range map[string]cchc.Document{
		"Kế hoạch Tập huấn":    {Particulars: cchc.Particulars{TypeName: "Kế hoạch", Subject: "Tập huấn"}},
		"KẾ HOẠCH tập huấn":    {Particulars: cchc.Particulars{TypeName: "Kế hoạch", Subject: "KẾ HOẠCH tập huấn"}},
		"Về việc tập huấn":     {Particulars: cchc.Particulars{Subject: "Về việc tập huấn"}},
		"Công văn 8/STTTT-VP":  {Particulars: cchc.Particulars{TypeName: "Công văn", Code: "8/STTTT-VP"}},
		"8/STTTT-VP":           {Particulars: cchc.Particulars{Code: "8/STTTT-VP"}},
		"Phụ lục 2. Danh sách": {Path: "/kho/Phụ lục 2. Danh sách.xlsx"},
		"":                     {},
	} {
		if got := Title(d); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
