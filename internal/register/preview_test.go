package register

import (
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// sparse is a sheet as its reader gives it: without empty rows and columns, with their places.
func sparse() cchc.Reading {
	at := func(n int, cells ...string) cchc.Block {
		return cchc.Block{Kind: cchc.BlockRow, Row: n, Cells: cells, Text: strings.Join(cells, "\t")}
	}
	return cchc.Reading{Format: cchc.FormatXLSX, Pages: []cchc.Page{{Columns: []int{2, 3, 5}, Blocks: []cchc.Block{
		{Text: "SỔ ĐI", Bold: true},
		{Text: "SỔ VĂN BẢN ĐI NĂM 2020", Row: 2, Column: 3},
		at(4, "Mã", "Hôm", "Về việc"),
		at(5, "15/KH-STTTT", "15/01/2020", "Kế hoạch cải cách hành chính"),
		{Text: "Thông báo nghỉ lễ", Row: 7, Column: 5},
		at(9, "không số", "20/01/2020", "Thông báo"),
	}}}}
}

func TestPlacesOfASheet(t *testing.T) {
	sheets := Sheets(sparse())
	if len(sheets) != 1 || sheets[0].Name != "SỔ ĐI" || len(sheets[0].Rows) != 9 || sheets[0].Rows[6][4] != "Thông báo nghỉ lễ" {
		t.Fatalf("sheets are %q", sheets)
	}
	r, err := Import(sheets, Options{Columns: "so=B,ngay=C,trich-yeu=E"})
	if err != nil || len(r.Entries) != 1 || r.Entries[0].Line != 5 || r.Entries[0].Subject != "Kế hoạch cải cách hành chính" {
		t.Errorf("entries are %+v, %v", r.Entries, err)
	}
	if len(r.Problems) != 1 || r.Problems[0].Line != 9 { // the heading is no mistake
		t.Errorf("problems are %+v", r.Problems)
	}
}

func TestPreviews(t *testing.T) {
	p := Previews(Sheets(sparse()))
	if len(p) != 1 || p[0].Enough || p[0].Columns != 5 || len(p[0].Rows) != 5 || p[0].Lines[2] != 5 || p[0].Rows[2][1] != "15/KH-STTTT" {
		t.Errorf("preview is %+v", p)
	}
	p = Previews([]Sheet{{Rows: append([][]string{nil, {"", "Số, ký hiệu", "Ngày tháng", "Trích yếu"}, nil}, make([][]string, 30)...)}})
	if !p[0].Enough || p[0].Mapping[ColumnSubject] != 3 || len(p[0].Rows) != 1 || p[0].Lines[0] != 2 {
		t.Errorf("preview is %+v", p)
	}
	long := Previews([]Sheet{{Rows: [][]string{{strings.Repeat("ệ", 500)}}}})
	if n := len([]rune(long[0].Rows[0][0])); n != previewCell+1 {
		t.Errorf("a long cell has %d characters", n)
	}
}

func TestSeen(t *testing.T) {
	e := func(line int) cchc.RegisterEntry { return cchc.RegisterEntry{Line: line} }
	r := Report{
		Received:     []Pair{{Entry: e(1), Papers: []cchc.DocumentID{"own", "other"}}, {Entry: e(2), Papers: []cchc.DocumentID{"other"}}},
		Missing:      []Gap{{Entry: e(3), Maybe: []cchc.DocumentID{"other", "own"}}},
		Unregistered: []cchc.DocumentID{"other", "own"},
	}
	got := r.Seen(func(id cchc.DocumentID) bool { return id == "own" })
	if len(got.Received) != 1 || len(got.Received[0].Papers) != 1 || got.Elsewhere != 1 || len(got.Missing) != 1 || len(got.Missing[0].Maybe) != 1 || len(got.Unregistered) != 1 {
		t.Errorf("seen is %+v", got)
	}
	if len(r.Received[0].Papers) != 2 || len(r.Missing[0].Maybe) != 2 {
		t.Errorf("the report itself changed: %+v", r)
	}
}
