package describe

import (
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

const (
	decision = "UBND TỈNH SÔNG LAM\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc\nSố: 9/QĐ-SNV\tSông Lam, ngày 08 tháng 5 năm 2020\nQUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\nĐiều 1. Ban hành Kế hoạch."
	plan     = "UBND TỈNH SÔNG LAM\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc\nSố: 10/KH-SNV\tSông Lam, ngày 08 tháng 5 năm 2020\nKẾ HOẠCH\nKiểm tra năm 2020\nI. MỤC ĐÍCH"
	annex    = "UBND TỈNH SÔNG LAM\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc\nQUY CHẾ\n(Ban hành kèm theo Quyết định số 9/QĐ-SNV ngày 08 tháng 5 năm 2020)"
	form     = "TÊN CƠ QUAN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: .../BC-...\t..., ngày ... tháng ... năm ...\nBÁO CÁO\nTình hình"
	text     = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\nCăn cứ Quyết định số 10/KH-SNV."
)

func TestSplit(t *testing.T) {
	file := cchc.FileID(strings.Repeat("a", 64))
	for _, c := range []struct {
		name  string
		pages []string
		want  [][2]int
	}{
		{"one paper", []string{decision, text}, [][2]int{{0, 1}}},
		{"two papers", []string{decision, text, plan, text}, [][2]int{{0, 1}, {2, 3}}},
		{"three papers", []string{decision, plan, decision}, [][2]int{{0, 0}, {1, 1}, {2, 2}}},
		{"annex with a letterhead", []string{decision, annex, text}, [][2]int{{0, 2}}},
		{"blank forms", []string{decision, form, form}, [][2]int{{0, 2}}},
		{"empty pages", []string{"", "", text}, [][2]int{{0, 2}}},
		{"no pages", nil, [][2]int{{0, 0}}},
	} {
		var pages []cchc.Page
		for i, p := range c.pages {
			pages = append(pages, cchc.Page{Number: i + 1, Blocks: []cchc.Block{{Text: p}}})
		}
		parts := Split(file, pages)
		if len(parts) != len(c.want) {
			t.Errorf("%s: %+v", c.name, parts)
			continue
		}
		for i, p := range parts {
			if p.First != c.want[i][0] || p.Last != c.want[i][1] || p.ID != cchc.NewDocumentID(file, i+1) {
				t.Errorf("%s: part %d is %+v", c.name, i, p)
			}
		}
	}
}
