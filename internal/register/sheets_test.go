package register

import (
	"testing"

	"minhchung/internal/cchc"
)

func row(cells ...string) cchc.Block { return cchc.Block{Kind: cchc.BlockRow, Cells: cells} }

func reading(pages ...[]cchc.Block) cchc.Reading {
	var r cchc.Reading
	for _, b := range pages {
		r.Pages = append(r.Pages, cchc.Page{Blocks: b})
	}
	return r
}

func TestImport(t *testing.T) {
	title := cchc.Block{Text: "SỔ VĂN BẢN ĐI NĂM 2020"}
	head := row("Số, ký hiệu", "Ngày tháng", "Trích yếu nội dung")
	january := []cchc.Block{{Text: "Tháng 1", Bold: true}, title, head, row("15/KH-STTTT", "15/01/2020", "Kế hoạch cải cách hành chính")}
	february := []cchc.Block{{Text: "Tháng 2", Bold: true}, head, row("22/KH-STTTT", "05/02/2020", "Kế hoạch tuyên truyền"), {Text: "Hết sổ"}}
	bare := []cchc.Block{row("1", "15/KH-STTTT", "15/01/2020", "Kế hoạch cải cách hành chính"), row("2", "22/KH-STTTT", "05/02/2020", "Kế hoạch tuyên truyền")}
	for name, c := range map[string]struct {
		r       cchc.Reading
		o       Options
		entries int
		code    cchc.Code
	}{
		"all sheets":         {reading(january, february), Options{}, 2, ""},
		"one by its name":    {reading(january, february), Options{Sheet: "tháng 2"}, 1, ""},
		"one by its number":  {reading(january, february), Options{Sheet: "1"}, 1, ""},
		"no such sheet":      {reading(january), Options{Sheet: "3"}, 0, "register-no-sheet"},
		"no heading":         {reading(bare), Options{}, 0, "register-no-heading"},
		"columns by letter":  {reading(bare), Options{Columns: "so=B, ngày=C, trích yếu=D"}, 2, ""},
		"columns by number":  {reading(bare), Options{Columns: "so=2,ngay=3"}, 2, ""},
		"columns by heading": {reading(january), Options{Columns: "so=Số, ngay=2"}, 0, "register-bad-columns"},
		"heading in full":    {reading([]cchc.Block{row("Mã", "Hôm", "Về"), row("15/KH-STTTT", "15/01/2020", "Kế hoạch")}), Options{Columns: "so=Mã,ngay=Hôm,trich-yeu=Về"}, 1, ""},
		"too few columns":    {reading(bare), Options{Columns: "so=B"}, 0, "register-bad-columns"},
		"unknown column":     {reading(bare), Options{Columns: "gi=B"}, 0, "register-bad-columns"},
		"no year":            {reading([]cchc.Block{head, row("15/KH-STTTT", "", "Kế hoạch")}), Options{}, 0, "register-no-year"},
		"year told":          {reading([]cchc.Block{head, row("15/KH-STTTT", "15/1", "Kế hoạch")}), Options{Year: 2020}, 1, ""},
		"text under a title": {cchc.Reading{Format: cchc.FormatText, Pages: []cchc.Page{{Blocks: []cchc.Block{
			{Text: "SỔ VĂN BẢN ĐI NĂM 2020"}, {Text: "Số, ký hiệu;Ngày tháng;Trích yếu\n15/KH-STTTT;15/01/2020;\"Kế hoạch; đợt 1\""}}}}}, Options{}, 1, ""},
		"a letter":        {cchc.Reading{Format: cchc.FormatText, Pages: []cchc.Page{{Blocks: []cchc.Block{{Text: "Kính gửi quý cơ quan."}}}}}, Options{}, 0, "register-no-heading"},
		"nothing entered": {reading([]cchc.Block{head}), Options{Year: 2020}, 0, "register-empty"},
	} {
		got, err := Import(Sheets(c.r), c.o)
		switch {
		case c.code != "":
			if err == nil || cchc.AsError(err).Reason.Code != c.code {
				t.Errorf("%s: %v, want %s", name, err, c.code)
			}
		case err != nil || len(got.Entries) != c.entries || got.Year != 2020:
			t.Errorf("%s: %+v, %v, want %d entries of 2020", name, got, err, c.entries)
		}
	}
}

func TestLines(t *testing.T) {
	r := Report{
		Received:     []Pair{{Entry: cchc.RegisterEntry{Line: 3, Code: "15/KH-STTTT"}, Papers: []cchc.DocumentID{"a", "b"}, Differs: []string{"date"}}},
		Missing:      []Gap{{Entry: cchc.RegisterEntry{Line: 4, Code: "16/KH-STTTT"}, Maybe: []cchc.DocumentID{"c"}}},
		Unregistered: []cchc.DocumentID{"d"},
	}
	if got := r.Lines(""); len(got) != 3 || got[0].List != ListMissing || got[2].Others != 1 {
		t.Errorf("lines are %+v", got)
	}
	for list, cells := range map[List][]string{
		ListMissing:      {"Có trong sổ, chưa có tệp", "4", "16/KH-STTTT"},
		ListUnregistered: {"Có tệp, không có trong sổ", "", ""},
		ListReceived:     {"Có trong sổ, đã có tệp", "3", "15/KH-STTTT"},
	} {
		lines := r.Lines(list)
		if len(lines) != 1 {
			t.Fatalf("%s: %+v", list, lines)
		}
		got := lines[0].Cells(cchc.Document{})
		if len(got) != len(Head()) || got[0] != cells[0] || got[1] != cells[1] || got[2] != cells[2] {
			t.Errorf("%s: %q", list, got)
		}
	}
}
