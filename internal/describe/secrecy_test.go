package describe

import (
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

func TestSecret(t *testing.T) {
	head := "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH SÔNG LAM\tĐộc lập - Tự do - Hạnh phúc\n"
	body := func(text string) cchc.Page { return cchc.Page{Blocks: []cchc.Block{{Text: text}}} }
	scan := func(text string) cchc.Page { p := body(text); p.Source = cchc.SourceOCR; return p }
	for name, c := range map[string]struct {
		page cchc.Page
		want string
	}{
		"stamp below the number":  {body(head + "Số: 12/BC-UBND\nMẬT\n"), "MẬT"},
		"beside the place":        {body(head + "TỐI MẬT\tSông Lam, ngày 02 tháng 3 năm 2020"), "TỐI MẬT"},
		"in brackets":             {body(head + "[TUYỆT MẬT]"), "TUYỆT MẬT"},
		"named":                   {body("Độ mật: Tối mật\n" + head), "TỐI MẬT"},
		"annotation":              {cchc.Page{Blocks: []cchc.Block{{Text: "MẬT", Kind: cchc.BlockStamp}}}, "MẬT"},
		"running header":          {cchc.Page{Blocks: []cchc.Block{{Text: "MẬT", Kind: cchc.BlockHeader}}}, "MẬT"},
		"letterhead in a table":   {cchc.Page{Blocks: []cchc.Block{{Text: "Số: 1/BC\nMẬT\tĐộc lập", Cells: []string{"Số: 1/BC\nMẬT", "Độc lập"}, Kind: cchc.BlockRow}}}, "MẬT"},
		"recognised without tone": {scan(head + "TOI MAT"), "TỐI MẬT"},

		"a form that asks":   {body("Độ mật:\n" + head), ""},
		"a sentence":         {body(head + "V/v bảo vệ bí mật nhà nước"), ""},
		"confidentiality":    {body("BẢO MẬT\nMẬT KHẨU\n" + head), ""},
		"text without tones": {body("TOI MAT"), ""},
		"small letters":      {body("mật"), ""},
		"far down":           {body(strings.Repeat("Điều khoản\n", 40) + "MẬT"), ""},
		"column of a table":  {cchc.Page{Blocks: []cchc.Block{{Text: "TT\tVăn bản\tMẬT", Cells: []string{"TT", "Văn bản", "MẬT"}, Kind: cchc.BlockRow}}}, ""},
		"another word":       {scan("MẶT\nMẤT"), ""},
	} {
		if got, ok := Secret([]cchc.Page{{}, c.page}); got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %v, want %q", name, got, ok, c.want)
		}
	}
}
