package describe

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minhchung/internal/cchc"
)

// Whatever type, number, organ and spaces a letterhead has, number and notation come back
// as they were written, and the notation tells the type.
func TestNumberComesBack(t *testing.T) {
	var abbrs []string
	for _, x := range Types() {
		if x.Abbr != "" {
			abbrs = append(abbrs, x.Abbr)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`0[1-9]|[1-9][0-9]{1,4}`).Draw(t, "number")
		abbr := rapid.SampledFrom(abbrs).Draw(t, "type")
		notation := abbr + "-" + rapid.StringMatching(`[A-ZĐ]{2,6}`).Draw(t, "organ")
		spaces := func(label string) string { return strings.Repeat(" ", rapid.IntRange(0, 2).Draw(t, label)) }
		line := "Số:" + spaces("a") + number + spaces("b") + "/" + spaces("c") + notation
		p := Describe([]cchc.Page{{Number: 1, Blocks: []cchc.Block{
			{Kind: cchc.BlockRow, Cells: []string{"SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"}},
			{Kind: cchc.BlockRow, Cells: []string{line, "Sông Lam, ngày 05 tháng 3 năm 2020"}},
		}}})
		if p.Code != number+"/"+notation || p.CodeNumber != number || p.CodeNotation != notation || p.Type != abbr {
			t.Fatalf("%q: %q = %q, %q, type %q", line, p.Code, p.CodeNumber, p.CodeNotation, p.Type)
		}
	})
}

// The text of a paper, whatever papers it cites, adds no number to a letterhead without
// one.
func TestTextGivesNoNumber(t *testing.T) {
	cites := []string{
		"Căn cứ Quyết định số 1156/QĐ-UBND ngày 01 tháng 6 năm 2019 của Ủy ban nhân dân tỉnh;",
		"số 31/QĐ-STTTT ngày 02 tháng 3 năm 2020 của Giám đốc Sở", "(Kèm theo Công văn số 215/STTTT-CNTT)", "15/KH-STTTT",
		"Thực hiện Nghị quyết số 01-NQ/TU của Tỉnh ủy, Sở báo cáo:", "- Quyết định số 19/2012/QĐ-UBND;", "Điều 1. Bãi bỏ Quyết định số 8/QĐ-STTTT.",
	}
	rapid.Check(t, func(t *rapid.T) {
		head := "| UBND TỈNH SÔNG LAM // SỞ NỘI VỤ | <motto>\n| Số:    /BC-SNV | Sông Lam, ngày    tháng 3 năm 2020\n^ BÁO CÁO\n^ Công tác văn thư\nI. TÌNH HÌNH\n"
		body := rapid.SliceOfN(rapid.SampledFrom(cites), 0, 6).Draw(t, "body")
		p := Describe(pagesOf(head + strings.Join(body, "\n")))
		if p.CodeNumber != "" || p.Code != "" || !p.IssuedDate.IsZero() || p.CodeNotation != "BC-SNV" || p.Subject != "Công tác văn thư" {
			t.Fatalf("%q:\n%s", body, render(p))
		}
	})
}

// A file of several papers is described part by part.
func TestSplitDescribe(t *testing.T) {
	pages := pagesOf("| UBND TỈNH SÔNG LAM // SỞ NỘI VỤ | <motto>\n| Số: 86/SNV-CCHC // V/v gửi kế hoạch | Sông Lam, ngày 04 tháng 02 năm 2020\n^ Kính gửi: Các sở\n<page>\n" +
		"| UBND TỈNH SÔNG LAM // SỞ NỘI VỤ | <motto>\n| Số: 05/KH-SNV | Sông Lam, ngày 03 tháng 02 năm 2020\n^ KẾ HOẠCH\n^ Đào tạo\n<page>\nNội dung tiếp theo.")
	var codes []string
	for _, p := range Split("0123", pages) {
		codes = append(codes, Describe(pages[p.First:p.Last+1]).Code)
	}
	if strings.Join(codes, " ") != "86/SNV-CCHC 05/KH-SNV" {
		t.Errorf("codes %q", codes)
	}
}

// BenchmarkDescribeEach reads all papers of testdata in turn: ns/op is the time for one.
func BenchmarkDescribeEach(b *testing.B) {
	var all [][]cchc.Page
	for _, p := range papers(b) {
		all = append(all, pagesOf(p.input))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Describe(all[i%len(all)])
	}
}
