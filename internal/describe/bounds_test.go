package describe

import (
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

// A whole paper in one cell, a line without end, forms without number: the time must
// follow the size of the text. Each of these once took minutes; now none takes a second.
func TestDescribeIsBounded(t *testing.T) {
	many := func(text string, n int) cchc.Page {
		p := cchc.Page{Number: 1}
		for range n {
			p.Blocks = append(p.Blocks, cchc.Block{Text: text})
		}
		return p
	}
	cell := func(text string) cchc.Page {
		return cchc.Page{Number: 1, Blocks: []cchc.Block{{Kind: cchc.BlockRow, Text: text, Cells: []string{text, text}}}}
	}
	for name, page := range map[string]cchc.Page{
		"offices":                many("TRƯỞNG PHÒNG\tGIÁM ĐỐC", 20000),
		"lists":                  many("Nơi nhận:\n- Như trên;", 20000),
		"offices in one block":   many(strings.Repeat("GIÁM ĐỐC\nCác đơn vị thực hiện\n", 5000), 1),
		"offices in one cell":    cell(strings.Repeat("GIÁM ĐỐC\nNơi nhận:\nCác đơn vị thực hiện\n", 3000)),
		"lists in one cell":      cell(strings.Repeat("Nơi nhận:\n- Như trên;\n", 3000)),
		"a line without end":     many(strings.Repeat("KẾ HOẠCH CỘNG ", 100000), 3),
		"a gap without end":      many("KẾ HOẠCH\nSố:"+strings.Repeat(" ", 100000)+"ngày", 60),
		"a subject without end":  many("KẾ HOẠCH\n"+strings.Repeat("về việc thực hiện\n", 20000), 1),
		"recipients without end": many("Nơi nhận:\n"+strings.Repeat("- Như trên và\ncác đơn vị\n", 20000), 1),
	} {
		begin := time.Now()
		Describe([]cchc.Page{page})
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}
