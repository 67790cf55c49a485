package describe

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"minhchung/internal/cchc"
)

// cite writes a citation as the tests want it: relation code date organ page.line.
func cite(c cchc.Citation) string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s %s", c.Relation, c.Code, c.IssuedDate, c.Organ))
}

func TestCitations(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"basis": {"Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
			[]string{"basis 30/2020/NĐ-CP 2020-03-05 Chính phủ"}},
		"basis, short date": {"Căn cứ Quyết định số 15/QĐ-UBND ngày 02/01/2020 của Ủy ban nhân dân tỉnh Sông Lam về việc thành lập Sở;",
			[]string{"basis 15/QĐ-UBND 2020-01-02 Ủy ban nhân dân tỉnh Sông Lam"}},
		"basis with a dash, no date": {"- Căn cứ Luật Mẫu số 45/2019/QH14;", []string{"basis 45/2019/QH14"}},
		"two of a basis": {"Căn cứ Nghị định số 11/2020/NĐ-CP ngày 01/02/2020 của Chính phủ và Nghị định số 12/2020/NĐ-CP ngày 02/02/2020 của Chính phủ;",
			[]string{"basis 11/2020/NĐ-CP 2020-02-01 Chính phủ", "basis 12/2020/NĐ-CP 2020-02-02 Chính phủ"}},
		"what a basis amends is only mentioned": {"Căn cứ Nghị định số 12/2020/NĐ-CP ngày 02/02/2020 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 11/2015/NĐ-CP;",
			[]string{"basis 12/2020/NĐ-CP 2020-02-02 Chính phủ", "mentions 11/2015/NĐ-CP"}},
		"replaces": {"Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 7/QĐ-SNV ngày 03 tháng 02 năm 2018 của Giám đốc Sở Nội vụ.",
			[]string{"replaces 7/QĐ-SNV 2018-02-03 Giám đốc Sở Nội vụ"}},
		"replaces two": {"thay thế Quyết định số 7/QĐ-SNV ngày 03/02/2018 và Quyết định số 8/QĐ-SNV ngày 04/02/2018.",
			[]string{"replaces 7/QĐ-SNV 2018-02-03", "replaces 8/QĐ-SNV 2018-02-04"}},
		"amends": {"Sửa đổi, bổ sung khoản 2 Điều 5 của Quy chế làm việc ban hành tại Quyết định số 9/QĐ-SNV ngày 05/02/2018.",
			[]string{"amends 9/QĐ-SNV 2018-02-05"}},
		"repeals":                {"Điều 2. Bãi bỏ Quyết định số 10/QĐ-SNV ngày 06/02/2018 của Sở.", []string{"repeals 10/QĐ-SNV 2018-02-06 Sở"}},
		"no longer in force":     {"Quyết định số 10/QĐ-SNV ngày 06/02/2018 hết hiệu lực kể từ ngày Quyết định này có hiệu lực.", []string{"repeals 10/QĐ-SNV 2018-02-06"}},
		"attached":               {"(Kèm theo Kế hoạch số 12/KH-SNV ngày 05 tháng 3 năm 2020 của Sở Nội vụ)", []string{"attached 12/KH-SNV 2020-03-05 Sở Nội vụ"}},
		"issued with":            {"(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 05/3/2020 của Ủy ban nhân dân tỉnh)", []string{"attached 12/QĐ-UBND 2020-03-05 Ủy ban nhân dân tỉnh"}},
		"carries out":            {"Thực hiện Công văn số 581/BNV-CCHC ngày 10 tháng 02 năm 2020 của Bộ Nội vụ về việc báo cáo, Sở báo cáo như sau:", []string{"mentions 581/BNV-CCHC 2020-02-10 Bộ Nội vụ"}},
		"asks for":               {"Xét đề nghị của Chánh Văn phòng tại Tờ trình số 410/TTr-VP ngày 01/3/2020.", []string{"mentions 410/TTr-VP 2020-03-01"}},
		"passive":                {"Thủ tục này được thay thế theo Quyết định số 44/QĐ-UBND ngày 01/3/2020.", []string{"mentions 44/QĐ-UBND 2020-03-01"}},
		"party":                  {"Thực hiện Nghị quyết số 01-NQ/TU ngày 02/01/2020 của Tỉnh ủy;", []string{"mentions 01-NQ/TU 2020-01-02 Tỉnh ủy"}},
		"letter":                 {"Căn cứ Nghị quyết số 30c/NQ-CP ngày 08/11/2011 của Chính phủ;", []string{"basis 30c/NQ-CP 2011-11-08 Chính phủ"}},
		"spaces":                 {"Căn cứ Quyết định số 519 /QĐ-UBND ngày 01/3/2020;", []string{"basis 519/QĐ-UBND 2020-03-01"}},
		"line break inside":      {"Căn cứ Quyết định số\n519/QĐ-UBND ngày 01\ntháng 3 năm 2020 của Ủy ban\nnhân dân tỉnh;", []string{"basis 519/QĐ-UBND 2020-03-01 Ủy ban nhân dân tỉnh"}},
		"dash behind":            {"Quyết định số 519/QĐ-UBND - Kế hoạch kèm theo", []string{"mentions 519/QĐ-UBND"}},
		"footnote behind":        {"theo Luật Mẫu số 95/2025/QH151 và các văn bản khác", []string{"mentions 95/2025/QH15"}},
		"once each":              {"Căn cứ Kế hoạch số 5/KH-SNV;\nThực hiện Kế hoạch số 5/KH-SNV ngày 02/3/2020 của Sở;", []string{"basis 5/KH-SNV"}},
		"date of something else": {"Căn cứ Kế hoạch số 5/KH-SNV đã gửi các phòng ngày 02/3/2020;", []string{"basis 5/KH-SNV"}},
		"no codes":               {"Tỷ lệ 12/15 hồ sơ; ngày 05/3/2020; 24/7; km/h; số 0238/123456; TCVN 5687:2010; và/hoặc A/B.", nil},
		"number torn by a scan":  {"nhận được Quyết định số 61 10/QĐ-BYT ngày 29/12/2017", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, x := range Citations([]cchc.Page{{Number: 3, Blocks: []cchc.Block{{Text: c.text}}}}) {
				got = append(got, cite(x))
				if x.Page != 3 || x.Line < 1 || x.Text == "" || x.Code == "" || !strings.HasPrefix(x.Code, x.CodeNumber) || !strings.HasSuffix(x.Code, x.CodeNotation) {
					t.Errorf("%+v", x)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("\n got %q\nwant %q", got, c.want)
			}
		})
	}
}

// The paper itself is not cited; a sentence goes on over blocks and pages; places are told.
func TestCitationsOfAPaper(t *testing.T) {
	pages := pagesOf("| UBND TỈNH SÔNG LAM // SỞ NỘI VỤ // Số: 12/QĐ-SNV | <motto> // Sông Lam, ngày 05 tháng 3 năm 2020\n^ QUYẾT ĐỊNH\n^ Ban hành Quy chế mẫu\n" +
		"Căn cứ Luật Mẫu số 45/2019/QH14 và\nNghị định số 11/2020/NĐ-CP ngày 01/02/2020 của Chính phủ;\n<page>\n^ PHỤ LỤC\n^ (Kèm theo Quyết định số 12/QĐ-SNV ngày 05/3/2020)\nTheo Kế hoạch số 3/KH-SNV.")
	var got []string
	for _, c := range Citations(pages) {
		got = append(got, fmt.Sprintf("%s %d:%d", cite(c), c.Page, c.Line))
	}
	want := "basis 45/2019/QH14 1:8; basis 11/2020/NĐ-CP 2020-02-01 Chính phủ 1:9; mentions 3/KH-SNV 2:3"
	if strings.Join(got, "; ") != want {
		t.Errorf("\n got %s\nwant %s", strings.Join(got, "; "), want)
	}
}

func TestCitationsAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 30000 {
		fmt.Fprintf(&b, "Quyết định số %d/QĐ-SNV và ", i+1)
	}
	pages := []cchc.Page{{Number: 1, Blocks: []cchc.Block{{Text: b.String()}, {Text: strings.Repeat("12/", 100000)}, {Text: strings.Repeat("a/", 100000)}}}}
	got := Citations(pages)
	if len(got) != mostCitations {
		t.Errorf("%d citations", len(got))
	}
	for _, c := range got {
		if len(c.Text) > citedBytes+len("…") {
			t.Fatalf("text of %d bytes", len(c.Text))
		}
	}
}

// FuzzCitations: the pages of a document are untrusted; every code and text of a citation
// stands in them.
func FuzzCitations(f *testing.F) {
	for _, s := range []string{"Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;", "(Kèm theo Quyết định số 1/QĐ-A", "số 01-NQ/TU/", "/////", "1/2/3/QĐ-UBND",
		"\xff\xfe/QĐ", "số 5/\xffKH-A", "thay thế 1/QĐ-B và 2/QĐ-C của ", "ngày/của/số", "12c/NQ-CP", "Ǆ1/QĐ-ﬀ"} {
		f.Add(s)
	}
	for _, p := range papers(f) {
		f.Add(p.input)
	}
	f.Fuzz(func(t *testing.T, input string) {
		pages := pagesOf(input)
		for _, c := range Citations(pages) {
			if c.Relation == "" || c.CodeNumber == "" || c.CodeNotation == "" || c.Text == "" || c.Line < 0 {
				t.Fatalf("%+v", c)
			}
			if utf8.ValidString(input) && (!utf8.ValidString(c.Code) || !utf8.ValidString(c.Text) || !utf8.ValidString(c.Organ)) {
				t.Fatalf("not UTF-8: %+v", c)
			}
			if n := strings.Trim(c.CodeNumber, "abcdefghijklmnopqrstuvwxyz"); !strings.Contains(input, n) {
				t.Fatalf("number %q is not in the text", c.CodeNumber)
			}
		}
	})
}

func BenchmarkCitations(b *testing.B) {
	pages := pagesOf(papers(b)[0].input)
	for i := range 12 {
		body := make([]cchc.Block, 30)
		for j := range body {
			body[j] = cchc.Block{Text: fmt.Sprintf("%d. Thực hiện Kế hoạch số %d/KH-SNV ngày 05/3/2020 của Sở, các phòng triển khai nhiệm vụ được giao, báo cáo trước ngày 15 hằng tháng.", j, 30*i+j)}
		}
		pages = append(pages, cchc.Page{Number: i + 2, Blocks: body})
	}
	b.ReportAllocs()
	for b.Loop() {
		Citations(pages)
	}
}
