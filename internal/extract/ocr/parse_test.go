package ocr

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minhchung/internal/cchc"
)

func TestParseHOCR(t *testing.T) {
	got := parseHOCR(`<body><div class='ocr_page' title='image "page.pgm"; bbox 0 0 1654 2339'>
<div class='ocr_carea' id='block_1_1' title="bbox 10 20 300 60"><p class='ocr_par' lang='vie' title="bbox 10 20 300 60">
<span class='ocr_line' title="bbox 10 20 300 60; baseline 0 -5">
<span class='ocrx_word' id='word_1_1' title='bbox 10 20 110 60; x_wconf 96'><span class='ocrx_cinfo' title='x_bboxes 10 25 20 60; x_conf 99.51'>K</span><span class='ocrx_cinfo' title='x_bboxes 20 20 30 60; x_conf 98'>ế</span></span>
<span class='ocrx_word' title='bbox 120 20 220 60; x_wconf 31'>A &amp; B</span>
</span></p></div><div class='ocr_carea'><p class='ocr_par'><span class='ocr_header' title="bbox 0 0 1 1">
<span class='ocrx_word' title='bbox 10 90 60 120; x_wconf 80'><span class='ocrx_cinfo' title='x_bboxes 1 2 3 4; x_conf 9'>Q</span><span class='ocrx_cinfo' title='x_bboxes 1 2 3 4; x_conf 9'>Ð</span></span>
<span class='ocrx_word' title='bbox 70 90 75 120; x_wconf 80'>|</span>
<span class='ocrx_word' title='bbox -70 90 75 120; x_wconf 80'>left</span>
<span class='ocrx_word' title='bbox 99999999999999999999 90 75 120; x_wconf 80'>far</span>
<span class='ocrx_word' title='bbox 7 9 8 `)
	want := []word{
		{text: "Kế", left: 10, top: 20, right: 110, bottom: 60, confidence: 96, block: 1, par: 1, line: 1, signs: []sign{{"K", 25, 60, 99.51}, {"ế", 20, 60, 98}}},
		{text: "A & B", left: 120, top: 20, right: 220, bottom: 60, confidence: 31, block: 1, par: 1, line: 1},
		{text: "QĐ", left: 10, top: 90, right: 60, bottom: 120, confidence: 80, block: 2, par: 2, line: 2, signs: []sign{{"Q", 2, 4, 9}, {"Đ", 2, 4, 9}}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(word{}, sign{})); diff != "" {
		t.Error(diff)
	}
}

func TestParseOrientation(t *testing.T) {
	for _, c := range []struct {
		said string
		turn int
		sure bool
	}{
		{"Page number: 0\nOrientation in degrees: 180\nRotate: 180\nOrientation confidence: 8.61\nScript: Latin\n", 180, true},
		{"Rotate: 90\nOrientation confidence: 0.31\n", 90, false},
		{"Rotate: 45\nOrientation confidence: 9\n", 0, false},
		{"", 0, false},
	} {
		if turn, sure := parseOrientation(c.said); turn != c.turn || sure != c.sure {
			t.Errorf("%q: %d %v", c.said, turn, sure)
		}
	}
}

// typed lays out lines of words as tesseract would: at x and y, 20 pixels a letter. Words
// may carry a confidence ("12@40"), also of their signs, and be tall ("12^").
type typed struct {
	block, x, y int
	text        string
}

func lay(lines ...typed) []word {
	var out []word
	for i, l := range lines {
		x := l.x
		for _, s := range strings.Fields(l.text) {
			w := word{confidence: 95, block: l.block, par: 1, line: i, top: l.y, bottom: l.y + 30}
			s, _, tall := strings.Cut(s, "^")
			var sure string
			var doubted bool
			if w.text, sure, doubted = strings.Cut(s, "@"); doubted {
				w.confidence = int(sure[0]-'0')*10 + int(sure[1]-'0')
			}
			for _, r := range w.text {
				g := sign{text: string(r), top: l.y, bottom: l.y + 30, confidence: 99}
				if doubted {
					g.confidence = float64(w.confidence)
				}
				if tall {
					g.top -= 10
				}
				w.signs = append(w.signs, g)
			}
			n := 20 * len([]rune(w.text))
			w.left, w.right = x, x+n
			x += n + 12
			out = append(out, w)
		}
	}
	return out
}

var flat = frame{scan: Scan{Width: 1654, Height: 2339, Before: [2]int{1654, 2339}}}

func texts(p cchc.Page) string {
	var out []string
	for _, b := range p.Blocks {
		out = append(out, b.Text)
	}
	return strings.Join(out, "\n\n")
}

func TestAssembleLetterhead(t *testing.T) {
	p, blanks := assemble(lay(
		typed{1, 160, 100, "UBND TỈNH SÔNG LAM"},
		typed{1, 130, 140, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"},
		typed{2, 800, 102, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
		typed{2, 850, 143, "Độc lập - Tự do - Hạnh phúc"},
		typed{3, 200, 210, "Số: 15/KH-STTTT"},
		typed{4, 840, 212, "Sông Lam, ngày 15 tháng 01 năm 2020"},
		typed{5, 700, 300, "KẾ HOẠCH"},
		typed{6, 200, 380, "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 và"},
		typed{6, 160, 430, "các văn bản có liên quan;"},
		typed{6, 200, 480, "1. Mục đích"},
		typed{7, 20, 700, "£@21"},
	), flat)
	want := "UBND TỈNH SÔNG LAM\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n" +
		"SỞ THÔNG TIN VÀ TRUYỀN THÔNG\tĐộc lập - Tự do - Hạnh phúc\n\n" +
		"Số: 15/KH-STTTT\tSông Lam, ngày 15 tháng 01 năm 2020\n\nKẾ HOẠCH\n\n" +
		"Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 và\ncác văn bản có liên quan;\n\n1. Mục đích"
	if got := texts(p); got != want || blanks != 0 {
		t.Errorf("%d left open:\n%s", blanks, got)
	}
	if p.Quality < 0.9 || p.Source != cchc.SourceOCR {
		t.Errorf("quality %g, source %s", p.Quality, p.Source)
	}
	if w := p.Words[0]; w.Text != "UBND" || w.Box != (cchc.Box{Left: 97, Top: 43, Right: 145, Bottom: 56}) {
		t.Errorf("%+v", w)
	}
	if w := p.Words[len(p.Words)-1]; w.Text != "£" || w.Confidence != 21 {
		t.Errorf("what is no text is not among the words: %+v", w)
	}
}

func TestAssembleColumns(t *testing.T) {
	var lines []typed
	for i := range 8 {
		lines = append(lines, typed{1, 100, 300 + 50*i, "bên trái của trang báo này"})
	}
	for i := range 8 {
		lines = append(lines, typed{2, 900, 300 + 50*i, "bên phải của trang báo này"})
	}
	p, _ := assemble(lay(lines...), flat)
	if got := texts(p); strings.Contains(got, "\t") || strings.LastIndex(got, "trái") > strings.Index(got, "phải") {
		t.Errorf("columns are mixed:\n%s", got)
	}
}

// What stands in number and date is right or open, never a guess.
func TestLeftOpen(t *testing.T) {
	for _, c := range []struct {
		line, want string
		y          int
	}{
		{"Số: 15/KH-STTTT", "Số: 15/KH-STTTT", 200},
		{"Số: 47@35 /KH-STTTT", "Số: … /KH-STTTT", 200},
		{"Số: 4@90 7@38 /KH-STTTT", "Số: … /KH-STTTT", 200},
		{"Số:Af6@98 /QĐ-STTTT", "Số: … /QĐ-STTTT", 200},
		{"Sóz?%/KH-STTTT@43", "Số: …/KH-STTTT", 200},
		{"Số: 01-NQ/TU", "Số: 01-NQ/TU", 200},
		{"Số: 47^ /KH-STTTT", "Số: … /KH-STTTT", 200},     // larger than the print
		{"số: 47@35 /KH-STTTT", "số: 47 /KH-STTTT", 2000}, // not where a number stands
		{"Sông Lam, ngày 2O@99 tháng 01 năm 2020", "Sông Lam, ngày … tháng 01 năm 2020", 200},
		{"Sông Lam, ngày 15@44 tháng 9@50 năm 2020", "Sông Lam, ngày … tháng … năm 2020", 200},
		{"Sông Lam, ngày l@99 tháng 01 năm 202o@30", "Sông Lam, ngày … tháng 01 năm …", 200},
		{"Sông Lam, ngày 03 tháng 10năm 2020", "Sông Lam, ngày 03 tháng 10 năm 2020", 200},
		{"Sông Lam, ngày 2@90 O@30 tháng 01 năm 2020", "Sông Lam, ngày … tháng 01 năm 2020", 200},
		{"-Các phòng trong 3 ngày", "- Các phòng trong 3 ngày", 900},
		{"những ngày làm việc trong tháng này", "những ngày làm việc trong tháng này", 200},
		{"Quyết định số 152/QĐ-STTTT ngày 01 tháng 9 năm 2020", "Quyết định số 152/QĐ-STTTT ngày 01 tháng 9 năm 2020", 900},
	} {
		p, blanks := assemble(lay(typed{1, 100, c.y, c.line}), flat)
		if got := p.Text(); got != c.want+"\n" || (blanks > 0) != strings.Contains(c.want, "…") {
			t.Errorf("%q gives %q, %d left open", c.line, got, blanks)
		}
		if strings.Contains(c.want, "…") && strings.Contains(words(p), "…") {
			t.Errorf("%q: the words are not as they were read: %s", c.line, words(p))
		}
	}
}

func words(p cchc.Page) string {
	var b strings.Builder
	for _, w := range p.Words {
		b.WriteString(w.Text + " ")
	}
	return b.String()
}

// A box goes the way back that the picture came.
func TestFrame(t *testing.T) {
	// A page of 1000 by 2000 with a word at 100..200, 400..440.
	want := cchc.Box{Left: 100, Top: 200, Right: 200, Bottom: 220}
	for turn, w := range map[int]word{
		0:   {left: 100, top: 400, right: 200, bottom: 440},
		90:  {left: 2000 - 440, top: 100, right: 2000 - 400, bottom: 200},
		180: {left: 800, top: 1560, right: 900, bottom: 1600},
		270: {left: 400, top: 800, right: 440, bottom: 900},
	} {
		before := [2]int{1000, 2000}
		if turn%180 != 0 {
			before = [2]int{2000, 1000}
		}
		f := frame{scan: Scan{Width: before[0], Height: before[1], Before: before}, turn: turn}
		if got := f.box(w); got != want {
			t.Errorf("turned by %d: %+v", turn, got)
		}
	}
	// Turned by 5 degrees, the middle of the page stays the middle.
	f := frame{scan: Scan{Width: 1170, Height: 2080, Before: [2]int{1000, 2000}, Skew: 5}}
	if got := f.box(word{left: 575, top: 1030, right: 595, bottom: 1050}); got != (cchc.Box{Left: 490, Top: 495, Right: 510, Bottom: 505}) {
		t.Errorf("straightened: %+v", got)
	}
}

func FuzzAssemble(f *testing.F) {
	f.Add("<span class='ocr_line'><span class='ocrx_word' title='bbox 10 20 110 60; x_wconf 96'>Số:</span><span class='ocrx_word' title='bbox 120 20 220 60; x_wconf 12'><span class='ocrx_cinfo' title='x_bboxes 1 2 3 4; x_conf 9'>15/KH</span></span>", 90, 1.5)
	f.Add("<span class='ocrx_word' title='bbox 10 20 10 20; x_wconf 96'>ngày</span><span class='ocrx_word' title='bbox 1000000 20 1000000 40; x_wconf 96'>tháng</span>", 0, 0.0)
	f.Fuzz(func(t *testing.T, said string, turn int, skew float64) {
		fr := frame{scan: Scan{Width: 100, Height: 100, Before: [2]int{100, 100}, Skew: skew}, turn: turn}
		p, blanks := assemble(parseHOCR(said), fr)
		if blanks < 0 || p.Quality < 0 || p.Quality > 1 || p.Quality != p.Quality {
			t.Fatalf("%d left open, quality %g", blanks, p.Quality)
		}
		for _, w := range p.Words {
			if b := w.Box; b.Left < 0 || b.Right > 1000 || b.Top < 0 || b.Bottom > 1000 || w.Text == "" {
				t.Fatalf("%+v", w)
			}
		}
	})
}
