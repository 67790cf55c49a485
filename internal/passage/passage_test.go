package passage

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// page makes a page of body blocks.
func page(number int, blocks ...string) cchc.Page {
	p := cchc.Page{Number: number, Source: cchc.SourceText}
	for _, b := range blocks {
		p.Blocks = append(p.Blocks, cchc.Block{Text: b})
	}
	return p
}

const long = "Các phòng, đơn vị trực thuộc Sở Thông tin và Truyền thông tổ chức tự kiểm tra, chấm điểm theo bộ tiêu chí, tập hợp tài liệu kiểm chứng và gửi về Văn phòng Sở trước ngày 15 tháng 10 để tổng hợp, báo cáo Giám đốc Sở xem xét, quyết định. "

var decision = []cchc.Page{
	page(1,
		"UBND TỈNH SÔNG LAM\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
		"SỞ THÔNG TIN VÀ TRUYỀN THÔNG\tĐộc lập - Tự do - Hạnh phúc",
		"Số: 15/QĐ-STTTT\tSông Lam, ngày 03 tháng 02 năm 2020",
		"QUYẾT ĐỊNH",
		"Về việc ban hành Quy chế kiểm tra công tác cải cách hành chính",
		"GIÁM ĐỐC SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
		"Căn cứ Quyết định số 99/QĐ-UBND ngày 10 tháng 01 năm 2020 của Ủy ban nhân dân tỉnh;",
		"QUYẾT ĐỊNH:",
		"Điều 1. Ban hành kèm theo Quyết định này Quy chế kiểm tra công tác cải cách hành chính.",
		"Điều 2. Trách nhiệm của các phòng, đơn vị",
		"1. "+long,
		"2. Văn phòng Sở tổng hợp kết quả:",
		"a) Theo dõi việc khắc phục hạn chế;",
		"b) Báo cáo hằng quý.",
	),
	page(2,
		"Điều 3. Quyết định này có hiệu lực từ ngày ký.",
		"Nơi nhận:\tGIÁM ĐỐC",
		"- Như Điều 3;\tNguyễn Văn Mẫu",
	),
	page(3,
		"KẾ HOẠCH",
		"Kiểm tra công tác cải cách hành chính năm 2020",
		"I. MỤC ĐÍCH, YÊU CẦU",
		"1. Mục đích",
		"1.1. Đánh giá đúng kết quả thực hiện.",
		"1.2. Kịp thời chấn chỉnh tồn tại, hạn chế.",
		"II. TỔ CHỨC THỰC HIỆN",
		long,
	),
}

func find(t *testing.T, ps []cchc.Passage, words string) cchc.Passage {
	t.Helper()
	for _, p := range ps {
		if strings.Contains(p.Text, words) {
			return p
		}
	}
	t.Fatalf("no passage has %q", words)
	return cchc.Passage{}
}

func TestSplitDecision(t *testing.T) {
	ps := Split("d", decision)
	for _, c := range []struct {
		words, section, heading string
		page, paragraph         int
	}{
		{"15/QĐ-STTTT", "", "", 1, 1},
		{"Căn cứ Quyết định số 99", "", "GIÁM ĐỐC SỞ THÔNG TIN VÀ TRUYỀN THÔNG", 1, 6},
		{"Ban hành kèm theo", "Điều 1", "Điều 1. Ban hành", 1, 8},
		{"Các phòng, đơn vị trực thuộc", "Điều 2 khoản 1", "Điều 2. Trách nhiệm của các phòng, đơn vị", 1, 10},
		{"Theo dõi việc khắc phục", "Điều 2 khoản 2", "Điều 2. Trách nhiệm của các phòng, đơn vị", 1, 12},
		{"có hiệu lực", "Điều 3", "Điều 3.", 2, 15},
		{"Nơi nhận", "", "", 2, 16},
		{"Đánh giá đúng", "I.1.1–2", "I. MỤC ĐÍCH, YÊU CẦU › 1. Mục đích", 3, 20},
		{"tập hợp tài liệu kiểm chứng và gửi", "Điều 2 khoản 1", "", 1, 10},
	} {
		p := find(t, ps, c.words)
		if p.Section != c.section || !strings.HasPrefix(p.Heading, c.heading) || p.Page != c.page || p.Paragraph != c.paragraph {
			t.Errorf("%q: section %q, heading %q, page %d, paragraph %d; want %+v\n%s", c.words, p.Section, p.Heading, p.Page, p.Paragraph, c, p.Text)
		}
	}
	last := ps[len(ps)-1]
	if last.Section != "II" || last.Page != 3 {
		t.Errorf("last passage: %+v", last)
	}
}

func TestLetterheadIsAPassage(t *testing.T) {
	first := Split("d", decision)[0]
	if !strings.Contains(first.Text, "Sông Lam, ngày 03 tháng 02") || strings.Contains(first.Text, "QUYẾT ĐỊNH\n") {
		t.Errorf("the letterhead passage is %q", first.Text)
	}
}

func TestHeadingsStayWithTheirText(t *testing.T) {
	p := find(t, Split("d", decision), "Đánh giá đúng")
	if !strings.Contains(p.Text, "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n1.1.") {
		t.Errorf("the headings are not with their text: %q", p.Text)
	}
}

func TestLinesOfAPDFAreJoined(t *testing.T) {
	lines := []string{
		"Thực hiện Kế hoạch số 15/KH-STTTT ngày 03 tháng 02 năm 2020 của Sở Thông tin và",
		"Truyền thông về kiểm tra công tác cải cách hành chính, căn cứ Công văn số 20/UBND-",
		"NC ngày 05 tháng 3, Tổ kiểm tra báo cáo kết quả như sau:",
		"1. Kết quả đạt được",
		"Các phòng đã nộp báo cáo đúng hạn.",
		"- Văn phòng: 10 văn bản;",
		"- Phòng Công nghệ: 12 văn bản.",
	}
	want := "Thực hiện Kế hoạch số 15/KH-STTTT ngày 03 tháng 02 năm 2020 của Sở Thông tin và Truyền thông về kiểm tra công tác cải cách hành chính, " +
		"căn cứ Công văn số 20/UBND-NC ngày 05 tháng 3, Tổ kiểm tra báo cáo kết quả như sau:"
	oneEach := Split("d", []cchc.Page{page(1, lines...)})
	if !strings.HasPrefix(oneEach[0].Text, want+"\n") && oneEach[0].Text != want {
		t.Errorf("lines as blocks: %q", oneEach[0].Text)
	}
	oneBlock := Split("d", []cchc.Page{page(1, strings.Join(lines, "\n"))})
	if len(oneBlock) != len(oneEach) {
		t.Fatalf("%d passages of one block, %d of a block a line", len(oneBlock), len(oneEach))
	}
	for i := range oneBlock {
		if oneBlock[i].Text != oneEach[i].Text {
			t.Errorf("passage %d: %q and %q", i, oneBlock[i].Text, oneEach[i].Text)
		}
	}
	if p := find(t, oneEach, "Văn phòng: 10"); !strings.Contains(p.Text, "đúng hạn.\n- Văn phòng: 10 văn bản;\n- Phòng") {
		t.Errorf("the list is not kept: %q", p.Text)
	}
}

func TestSentenceOverAPage(t *testing.T) {
	ps := Split("d", []cchc.Page{
		page(1, long, "Tổ kiểm tra đề nghị các đơn vị khắc phục"),
		page(2, "2", "hạn chế trước tháng 12. Văn phòng Sở theo dõi.", long),
	})
	over := find(t, ps, "khắc phục hạn chế trước tháng 12.")
	if over.Page != 1 || strings.Contains(over.Text, "Văn phòng Sở theo dõi") {
		t.Errorf("the sentence over the page: page %d, %q", over.Page, over.Text)
	}
	rest := find(t, ps, "Văn phòng Sở theo dõi")
	if rest.Page != 2 || rest.Paragraph != over.Paragraph && rest.Paragraph != 2 {
		t.Errorf("what follows it: page %d, paragraph %d", rest.Page, rest.Paragraph)
	}
}

func TestPagesAreNotCrossed(t *testing.T) {
	ps := Split("d", []cchc.Page{page(1, "Một dòng."), page(2, "Hai dòng."), page(3, "Ba dòng.")})
	if len(ps) != 3 {
		t.Fatalf("%d passages of three pages", len(ps))
	}
	for i, p := range ps {
		if p.Page != i+1 || p.ID != cchc.NewPassageID("d", i+1) || p.Paragraph != i+1 {
			t.Errorf("passage %d: %+v", i, p)
		}
	}
}

func TestShortDocumentIsOnePassage(t *testing.T) {
	ps := Split("d", []cchc.Page{page(0, "GIẤY MỜI", "Điều 1. Mời họp.", "Điều 2. Lúc 8 giờ.", "Nơi nhận: các phòng.")})
	if len(ps) != 1 || ps[0].Page != 0 || ps[0].Paragraph != 1 {
		t.Errorf("passages: %+v", ps)
	}
}

func TestRunningLinesAndNotes(t *testing.T) {
	p := page(4, long, long)
	p.Blocks = append(p.Blocks,
		cchc.Block{Text: "đầu trang lặp", Kind: cchc.BlockHeader}, cchc.Block{Text: "chân trang lặp", Kind: cchc.BlockFooter},
		cchc.Block{Text: "Người ký: cơ quan", Kind: cchc.BlockStamp}, cchc.Block{Text: "chú thích cuối trang", Kind: cchc.BlockNote})
	ps := Split("d", []cchc.Page{p, page(5, long)})
	for _, q := range ps {
		if strings.Contains(q.Text, "lặp") || strings.Contains(q.Text, "Người ký") {
			t.Errorf("a running line or stamp is in %q", q.Text)
		}
	}
	if last := ps[len(ps)-1]; last.Text != "chú thích cuối trang" || last.Page != 4 {
		t.Errorf("the note is not last: %+v", last)
	}
}

func TestPageNumbersThatWereNotMarked(t *testing.T) {
	var pages []cchc.Page
	for n := 1; n <= 6; n++ {
		printed := string(rune('0' + n - 1)) // the cover is not counted
		pages = append(pages, page(n, "Nội dung trang đang xét về việc", "thực hiện kế hoạch.", printed))
	}
	for _, p := range Split("d", pages) {
		if p.Page > 1 && strings.ContainsAny(p.Text, "0123456789") {
			t.Errorf("page %d: %q", p.Page, p.Text)
		}
	}
}

func TestRows(t *testing.T) {
	p := cchc.Page{Number: 1, Source: cchc.SourceOCR}
	for range 12 {
		p.Blocks = append(p.Blocks, cchc.Block{Kind: cchc.BlockRow, Cells: []string{"1", "Phòng Công nghệ\nthông tin", "đã nộp 12 báo cáo đúng hạn"}, Text: "1\tPhòng Công nghệ\nthông tin\tđã nộp 12 báo cáo đúng hạn"})
	}
	ps := Split("d", []cchc.Page{p})
	if len(ps) < 2 {
		t.Fatalf("%d passages", len(ps))
	}
	for _, q := range ps {
		for row := range strings.SplitSeq(q.Text, "\n") {
			if row != "1\tPhòng Công nghệ thông tin\tđã nộp 12 báo cáo đúng hạn" {
				t.Errorf("row %q", row)
			}
		}
		if q.Source != cchc.SourceOCR {
			t.Errorf("source %q", q.Source)
		}
	}
}

func TestLongParagraphs(t *testing.T) {
	for name, c := range map[string]struct{ text, ends string }{
		"sentences": {strings.Repeat("Các đơn vị gửi báo cáo đúng hạn theo quy định của Sở. ", 30), "."},
		"clauses":   {strings.Repeat("các đơn vị gửi báo cáo đúng hạn theo quy định, ", 30), ","},
		"hard":      {strings.TrimSpace(strings.Repeat("mười ", 400)), "i"},
	} {
		ps := Split("d", []cchc.Page{page(0, c.text)})
		for i, p := range ps {
			n := vi.CountSyllables(p.Text)
			if n > maxSyllables || i < len(ps)-1 && (n < enoughSyllables || !strings.HasSuffix(p.Text, c.ends)) {
				t.Errorf("%s: passage %d of %d syllables ends %q", name, i+1, n, p.Text[max(0, len(p.Text)-12):])
			}
			if p.Paragraph != 1 {
				t.Errorf("%s: paragraph %d", name, p.Paragraph)
			}
		}
	}
}

func TestTextIsNFC(t *testing.T) {
	ps := Split("d", []cchc.Page{page(1, norm.NFD.String("Ủy  ban\u00a0nhân dân"))})
	if len(ps) != 1 || ps[0].Text != "Ủy ban nhân dân" {
		t.Errorf("passages %+v", ps)
	}
}

func TestNothingToSplit(t *testing.T) {
	for _, pages := range [][]cchc.Page{nil, {{}}, {page(1, "", " \n", "-----", "***")}, {{Number: 1, NeedsOCR: true}}} {
		if ps := Split("d", pages); len(ps) != 0 {
			t.Errorf("%+v gave %+v", pages, ps)
		}
	}
}

// documents draws pages of lines as readers give them.
func documents() *rapid.Generator[[]cchc.Page] {
	lineText := rapid.OneOf(
		rapid.SampledFrom([]string{
			"Điều 5. Phạm vi", "Điều 6 Nghị định này", "Chương II", "QUY ĐỊNH CHUNG", "II. NHIỆM VỤ", "1. Mục tiêu", "2.1. Chỉ tiêu cụ thể", "a) một việc;", "- ý nhỏ,",
			"Phụ lục I", "PHỤ LỤC", "Nơi nhận:", "KT. GIÁM ĐỐC", "Số: 15/KH-STTTT", "kinh tế-", "xã hội và", "của tỉnh", "", "-----", "Mục 1", "Phần thứ nhất", "A. CHUNG", "đ) việc khác",
			"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", strings.TrimSpace(long), strings.Repeat("từ ", 130), "X", "15/", "x\ty\tz", "\u0301 dấu rời", "1.1.1.1.1.1 sâu", "Trang bìa",
		}),
		rapid.StringMatching(`[a-zA-ZđĐăâêôơưéèẹẻẽ .,;:()/\-\t]{0,60}`),
		rapid.StringN(0, 20, -1),
	)
	block := rapid.Custom(func(t *rapid.T) cchc.Block {
		b := cchc.Block{
			Text:   strings.Join(rapid.SliceOfN(lineText, 1, 4).Draw(t, "lines"), "\n"),
			Kind:   rapid.SampledFrom([]cchc.BlockKind{"", "", "", cchc.BlockRow, cchc.BlockHeader, cchc.BlockFooter, cchc.BlockNote, cchc.BlockStamp}).Draw(t, "kind"),
			Bold:   rapid.Bool().Draw(t, "bold"),
			Center: rapid.Bool().Draw(t, "center"),
		}
		return b
	})
	return rapid.Custom(func(t *rapid.T) []cchc.Page {
		numbered := rapid.Bool().Draw(t, "numbered")
		var pages []cchc.Page
		for i := range rapid.IntRange(0, 4).Draw(t, "pages") {
			p := cchc.Page{Blocks: rapid.SliceOfN(block, 0, 12).Draw(t, "blocks"), Source: cchc.SourceText}
			if numbered {
				p.Number = i + 1
			}
			pages = append(pages, p)
		}
		return pages
	})
}

func TestSplitLosesNoWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pages := documents().Draw(t, "pages")
		checkSplit(t, pages)
	})
}

type failer interface{ Fatalf(string, ...any) }

// checkSplit holds what every split has to hold. Of the words of the body only those of
// a bare page number may be left out.
func checkSplit(t failer, pages []cchc.Page) {
	ps := Split("d", pages)
	words, spare := map[string]int{}, map[string]int{}
	for _, p := range pages {
		for _, b := range p.Blocks {
			if b.Kind != cchc.BlockBody && b.Kind != cchc.BlockRow && b.Kind != cchc.BlockNote {
				continue
			}
			for text := range strings.SplitSeq(b.Text, "\n") {
				l, ok := newLine(text, &b, 0)
				if ok && b.Kind == cchc.BlockBody {
					if _, number := pageNumber(l); number {
						for _, tok := range vi.Tokens(text) {
							spare[tok.Key]++
						}
					}
				}
			}
			for _, tok := range vi.Tokens(b.Text) {
				words[tok.Key]++
			}
		}
	}
	known := map[int]bool{}
	for _, p := range pages {
		known[p.Number] = true
	}
	paragraph := 0
	for i, p := range ps {
		n := vi.CountSyllables(p.Text)
		if n == 0 || n > maxSyllables || p.ID != cchc.NewPassageID("d", i+1) || !known[p.Page] || p.Paragraph < max(1, paragraph) {
			t.Fatalf("passage %d of %d syllables: %+v", i+1, n, p)
		}
		if !utf8.ValidString(p.Text) || !norm.NFC.IsNormalString(p.Text) || strings.TrimSpace(p.Text) != p.Text {
			t.Fatalf("passage %d: text %q", i+1, p.Text)
		}
		paragraph = p.Paragraph
		for _, tok := range vi.Tokens(p.Text) {
			words[tok.Key]--
		}
	}
	for w, n := range words {
		if n < 0 || n > spare[w] {
			t.Fatalf("word %q: %d more in the pages than in the passages %+v", w, n, ps)
		}
	}
}

func TestSplitIsDeterministic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pages := documents().Draw(t, "pages")
		a, b := Split("d", pages), Split("d", pages)
		if len(a) != len(b) {
			t.Fatalf("%d and %d passages", len(a), len(b))
		}
		for i := range a {
			if a[i] != b[i] {
				t.Fatalf("passage %d differs", i)
			}
		}
	})
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{
		"", "Điều 1. Một\n\fĐiều 2. Hai", "I. A\n1. b\n1.1. C\na) d", "1.\n2)\n3/", "\x00\xff", "Phụ lục\nPhụ lục I\nPhần thứ", "Chương\nMục\nĐiều",
		strings.Repeat("từ ", 200) + "\f" + strings.Repeat("rồi ", 100), "Nơi nhận:\nTM.\nKẾ HOẠCH", "2\nvà\n\f3\ncủa", "A.\nI-\nV/v\nX - Y", "tháng\u0301 \u0301\n-\n•",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var pages []cchc.Page
		for i, text := range strings.Split(s, "\f") {
			pages = append(pages, page(i+1, strings.Split(text, "\r")...))
		}
		checkSplit(t, pages)
	})
}

func BenchmarkSplit(b *testing.B) {
	var pages []cchc.Page
	for range 20 {
		pages = append(pages, decision...)
	}
	for i := range pages {
		pages[i].Number = i + 1
	}
	n := len(Split("d", pages))
	b.ReportAllocs()
	for b.Loop() {
		Split("d", pages)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "passages/s")
}

func TestLetterheadOfAnOfficialLetter(t *testing.T) {
	first := Split("d", []cchc.Page{page(1,
		"SỞ THÔNG TIN VÀ TRUYỀN THÔNG\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
		"Số: 120/STTTT-VP\tĐộc lập - Tự do - Hạnh phúc",
		"V/v gửi tài liệu kiểm chứng\tSông Lam, ngày 03 tháng 02 năm 2020",
		"Kính gửi: Các phòng, đơn vị trực thuộc.", long, long)})[0]
	if strings.Contains(first.Text, "Kính gửi") || !strings.Contains(first.Text, "V/v gửi tài liệu") {
		t.Errorf("the letterhead passage is %q", first.Text)
	}
}

func TestNumberingOfOneDocument(t *testing.T) {
	for name, c := range map[string]struct {
		lines   []string
		section string
	}{
		"plan attached without a signature between": {
			[]string{"Điều 2. " + long, "I. MỤC ĐÍCH", long}, "I"},
		"list within a section": {
			[]string{"II. NHIỆM VỤ", "3. Chỉ đạo", "1. Một.", "2. Hai.", "3. Ba.", "4. Bốn.", "5. Năm.", "4. Kiểm tra", long}, "II.4"},
		"lost number": {
			[]string{"II. NHIỆM VỤ", "3. Chỉ đạo", "4.1. Kiểm tra", long}, "II.4.1"},
		"annex": {
			[]string{"Điều 1. Nội dung", "Phụ lục II", "1. Biểu mẫu", long}, "Phụ lục II, 1"},
		"chapter": {
			[]string{"Chương II", "QUY ĐỊNH CỤ THỂ", long}, "Chương II"},
		"điểm under its Điều": {
			[]string{"Điều 4. Trách nhiệm", "a) " + long}, "Điều 4 điểm a"},
		"not the next number": {
			[]string{"II. NHIỆM VỤ", "3. Chỉ đạo", "2. Hai " + long}, "II.3"},
	} {
		ps := Split("d", []cchc.Page{page(0, append(c.lines, long, long)...)})
		if last := ps[len(ps)-1]; last.Section != c.section {
			t.Errorf("%s: section %q, want %q: %q", name, last.Section, c.section, last.Text)
		}
	}
}

func TestJoiningLines(t *testing.T) {
	for name, c := range map[string]struct{ a, b, want string }{
		"word that cannot end":   {"Kế hoạch của", "Sở Thông tin", "Kế hoạch của Sở Thông tin"},
		"small letter":           {"Kế hoạch kiểm tra", "công tác năm 2020", "Kế hoạch kiểm tra công tác năm 2020"},
		"comma":                  {"Các phòng,", "Trung tâm trực thuộc", "Các phòng, Trung tâm trực thuộc"},
		"reference to an Điều":   {"theo quy định tại", "Điều 5. Việc này", "theo quy định tại Điều 5. Việc này"},
		"sentence ended":         {"Đã xong.", "tiếp theo", "Đã xong.\ntiếp theo"},
		"list":                   {"Các việc sau", "- một việc", "Các việc sau\n- một việc"},
		"title":                  {"KẾ HOẠCH", "kiểm tra năm 2020", "KẾ HOẠCH\nkiểm tra năm 2020"},
		"short line and capital": {"Họ và tên người dự", "Nguyễn Văn Mẫu", "Họ và tên người dự\nNguyễn Văn Mẫu"},
		"columns":                {"bên trái\tbên phải", "dòng dưới", "bên trái\tbên phải\ndòng dưới"},
		"tab of a list":          {"a)\tnội dung", "tiếp theo", "a) nội dung tiếp theo"},
	} {
		ps := Split("d", []cchc.Page{page(1, c.a, c.b)})
		if len(ps) != 1 || ps[0].Text != c.want {
			t.Errorf("%s: %+v, want %q", name, ps, c.want)
		}
	}
}
