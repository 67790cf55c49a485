package describe

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// FuzzDescribe feeds pages of any text: particulars stay consistent, valid UTF-8, the
// same each time, and a number is never made of nothing: its digits stand in the text.
func FuzzDescribe(f *testing.F) {
	for _, p := range papers(f) {
		f.Add(p.input)
	}
	for _, s := range []string{"", "Số:", "Số: /", "Số: 1/\xff\xfe", "ngày", "KT.", "Nơi nhận:", "\x00\ufeff\u00ad", "| | |", "V/v", "LUẬT",
		strings.Repeat("Số: 12/KH-STTTT ", 400), strings.Repeat("A\t", 3000), "Ǆắ…ﬀ KẾ HOẠCH", "İ QUYẾT ĐỊNH İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, input string) {
		pages := pagesOf(input)
		got := Describe(pages)
		checkConsistent(t, got)
		if again := Describe(pages); fmt.Sprint(got) != fmt.Sprint(again) {
			t.Fatalf("first %+v, then %+v", got, again)
		}
		for _, s := range append([]string{got.Code, got.Place, got.OrganName, got.ParentOrgan, got.Subject, got.Signer.FullName, got.Signer.Position}, got.Recipients...) {
			if utf8.ValidString(input) && !utf8.ValidString(s) {
				t.Fatalf("%q is not UTF-8", s)
			}
		}
		if n := strings.Trim(got.CodeNumber, "abcdefghijklmnopqrstuvwxyz"); n != "" && !strings.Contains(clean(vi.NFC(strings.ReplaceAll(input, "\n", " "))), n) {
			t.Fatalf("number %q is not in the text", got.CodeNumber)
		}
		for _, part := range Split("", pages) {
			if part.First < 0 || part.Last < part.First || part.Last > max(0, len(pages)-1) {
				t.Fatalf("part %+v of %d pages", part, len(pages))
			}
		}
	})
}

// A plan of twelve pages, the usual length of what an office drops.
func BenchmarkDescribe(b *testing.B) {
	pages := pagesOf(papers(b)[0].input)
	for i := range 12 {
		body := make([]cchc.Block, 30)
		for j := range body {
			body[j] = cchc.Block{Text: fmt.Sprintf("%d. Các phòng, đơn vị trực thuộc tổ chức quán triệt, triển khai thực hiện nhiệm vụ cải cách hành chính được giao, báo cáo Giám đốc Sở trước ngày 15 hằng tháng.", j)}
		}
		pages = append(pages, cchc.Page{Number: i + 2, Blocks: body})
	}
	b.ReportAllocs()
	for b.Loop() {
		Describe(pages)
	}
}
