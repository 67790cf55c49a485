package pdf

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

func TestTextOperators(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"one string", at(72, 700, "Cong van den"), "Cong van den"},
		{"gap of TJ is a space", "BT /F1 12 Tf 72 700 Td [(Cong) -400 (van)] TJ ET", "Cong van"},
		{"kerning is none", "BT /F1 12 Tf 72 700 Td [(Co) 30 (ng) -60 (van)] TJ ET", "Congvan"},
		{"two objects on a line", at(72, 700, "Cong") + at(100, 700, "van"), "Cong van"},
		{"two lines", at(72, 700, "Mot") + at(72, 660, "Hai"), "Mot\nHai"},
		{"Td goes down", "BT /F1 12 Tf 72 700 Td (Mot) Tj 0 -40 Td (Hai) Tj ET", "Mot\nHai"},
		{"quote operators", "BT /F1 12 Tf 40 TL 72 700 Td (Mot) Tj (Hai) ' 0 0 (Ba) \" ET", "Mot\nHai\nBa"},
		{"T*", "BT /F1 12 Tf 40 TL 72 700 Td (Mot) Tj T* (Hai) Tj ET", "Mot\nHai"},
		{"Tm", "BT /F1 1 Tf 12 0 0 12 72 700 Tm (Mot) Tj 12 0 0 12 93 700 Tm (hai) Tj ET", "Mot hai"},
		{"cm and q", "q 2 0 0 2 0 0 cm BT /F1 12 Tf 36 300 Td (Mot) Tj ET Q BT /F1 12 Tf 72 200 Td (Hai) Tj ET", "Mot\nHai"},
		{"escapes", `BT /F1 12 Tf 72 700 Td (\(a\)\053\
b) Tj <63 64> Tj ET`, "(a)+bcd"},
		{"wide gap is a tab", at(72, 700, "UBND") + at(300, 700, "CONG HOA"), "UBND\tCONG HOA"},
		{"many spaces are a tab", at(72, 700, "UBND          CONG HOA"), "UBND\tCONG HOA"},
		{"drawn twice for bold", at(72, 700, "Dieu") + "BT /F1 12 Tf 72.3 700 Td (Dieu) Tj ET", "Dieu"},
		{"inline image", "BI /W 1 /H 1 ID \x00\xffEI\x01 EI " + at(72, 700, "Sau"), "Sau"},
		{"outside the page", at(72, 700, "Trong") + at(700, 700, "Ngoai") + at(72, -50, "Duoi"), "Trong"},
		{"unknown operators and junk", "/x (y) foo ] > " + at(72, 700, "Van con"), "Van con"},
		{"win ansi", at(72, 700, "\xe0 \xea \x93x\x94"), "à ê “x”"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.TrimSpace(mustRead(t, simple(c.content)).Pages[0].Text())
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Old office programs draw the accented letters of a line from a fallback font, in a text
// object after the rest of the line.
func TestFallbackFontLettersGoWhereTheyStand(t *testing.T) {
	b := &builder{}
	f := b.font("Times", "")
	cmap := b.stream("", "1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <61> <1EA7> <62> <1EC1> endbfchar")
	g := b.font("Fallback", fmt.Sprintf("/ToUnicode %d 0 R", cmap))
	// "Phần mềm": each character is 6 points wide; holes at 84 and 108.
	content := "BT /F1 12 Tf 72 700 Td (Ph) Tj 18 0 Td (n m) Tj 24 0 Td (m) Tj ET\n" +
		"BT /F2 12 Tf 84 700 Td (a) Tj 24 0 Td (b) Tj ET\n"
	b.page(fmt.Sprintf("/Font<</F1 %d 0 R/F2 %d 0 R>>", f, g), content, "")
	if got := mustRead(t, b.bytes()).Pages[0].Text(); got != "Phần mềm\n" {
		t.Errorf("got %q", got)
	}
}

// A hidden recognition layer whose widths are wrong lies over itself: sorting would
// shuffle its words.
func TestOverlappingRunsKeepDrawingOrder(t *testing.T) {
	content := at(72, 700, "mot hai") + at(80, 700, "ba bon")
	if got := mustRead(t, simple(content)).Pages[0].Text(); got != "mot hai ba bon\n" {
		t.Errorf("got %q", got)
	}
}

func TestCompositeFont(t *testing.T) {
	b := &builder{}
	cmap := b.stream("", "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"+
		"2 beginbfchar <0003> <0020> <0010> <0110> endbfchar\n"+
		"2 beginbfrange <0020> <0022> <0061> <0030> <0031> [<1EBF> <006E0068>] endbfrange")
	desc := b.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 500/W[16 [700] 32 34 600]>>")
	f := b.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Arial-Bold/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", desc, cmap))
	b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), "BT /F1 10 Tf 72 700 Td <00100030000300200021> Tj <0031> Tj ET", "")
	block := mustRead(t, b.bytes()).Pages[0].Blocks[0]
	if block.Text != "Đế abnh" || !block.Bold {
		t.Errorf("got %+v", block)
	}
}

func TestCodesWithoutTextWaitForOCR(t *testing.T) {
	b := &builder{}
	desc := b.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 500>>")
	f := b.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[%d 0 R]>>", desc))
	b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), "BT /F1 10 Tf 72 700 Td <00100030001100200021> Tj ET", "")
	p := mustRead(t, b.bytes()).Pages[0]
	if !p.NeedsOCR || len(p.Blocks) != 0 || p.Quality != 0 {
		t.Errorf("got %+v", p)
	}
}

func TestDifferencesAndType3(t *testing.T) {
	b := &builder{}
	f := b.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[65/uni1EA1/eacute/two.oldstyle/g7]>>>>")
	glyph := b.stream("", "")
	g := b.add(fmt.Sprintf("<</Type/Font/Subtype/Type3/FontBBox[0 0 10 10]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 97/LastChar 98/Widths[5 5]/CharProcs<</a %d 0 R/b %d 0 R>>/Encoding<</Differences[97/a/b]>>>>", glyph, glyph))
	b.page(fmt.Sprintf("/Font<</F1 %d 0 R/F2 %d 0 R>>", f, g), "BT /F1 12 Tf 72 700 Td (ABCDxy) Tj ET BT /F2 12 Tf 72 600 Td (ab) Tj 12 0 Td (a) Tj 12 0 Td (b) Tj ET", "")
	if got := mustRead(t, b.bytes()).Pages[0].Text(); got != "ạé2\uFFFDxy\naba b\n" {
		t.Errorf("got %q", got)
	}
}

func TestFormObjectAndItsEndlessSelf(t *testing.T) {
	b := &builder{}
	f := b.font("Times", "")
	form := len(b.objects) + 3
	b.stream(fmt.Sprintf("/Type/XObject/Subtype/Form/Matrix[1 0 0 1 0 100]/Resources<</Font<</F1 %d 0 R>>/XObject<</X %d 0 R>>>>", f, form), at(72, 500, "Trong mau")+"/X Do")
	b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>/XObject<</X %d 0 R>>", f, form), at(72, 700, "Ngoai")+"/X Do", "")
	got := mustRead(t, b.bytes()).Pages[0].Text()
	if !strings.HasPrefix(got, "Trong mau\n") && !strings.Contains(got, "Ngoai") || strings.Count(got, "Trong mau") > formDepth {
		t.Errorf("got %q", got)
	}
}

// The letterhead of Nghị định 30/2020/NĐ-CP, Điều 8: issuer left, national title right,
// drawn cell by cell or line by line.
func TestLetterheadColumnsStayApart(t *testing.T) {
	left := []string{"UBND TINH SONG LAM", "SO THONG TIN"}
	right := []string{"CONG HOA XA HOI CHU NGHIA", "Doc lap - Tu do"}
	cells := at(72, 780, left[0]) + at(90, 764, left[1]) + at(320, 780, right[0]) + at(350, 764, right[1])
	rows := at(72, 780, left[0]) + at(320, 780, right[0]) + at(90, 764, left[1]) + at(350, 764, right[1])
	if got := mustRead(t, simple(rows)).Pages[0].Text(); got != left[0]+"\t"+right[0]+"\n"+left[1]+"\t"+right[1]+"\n" {
		t.Errorf("rows: %q", got)
	}
	got := mustRead(t, simple(cells)).Pages[0].Text()
	if want := strings.Join(append(left, right...), "\n") + "\n"; got != want {
		t.Errorf("cells: %q, want %q", got, want)
	}
}

func TestParagraphsAndOrder(t *testing.T) {
	var sb strings.Builder
	sb.WriteString(at(72, 640, "Dong cuoi cua trang nay duoc ve truoc tien nhung dung o duoi cung dong"))
	sb.WriteString(at(100, 700, "Can cu quy dinh hien hanh ve cong tac van thu cua co quan va don vi"))
	sb.WriteString(at(72, 684, "can cu tinh hinh thuc te va de nghi cua van phong, don vi lap bao cao."))
	sb.WriteString(at(72, 668, "1. Noi dung thu nhat"))
	blocks := mustRead(t, simple(sb.String())).Pages[0].Blocks
	var got []string
	for _, b := range blocks {
		got = append(got, b.Text)
	}
	if len(got) != 3 || !strings.HasPrefix(got[0], "Can cu quy") || !strings.Contains(got[0], "don vi\ncan cu") ||
		got[1] != "1. Noi dung thu nhat" || !strings.HasPrefix(got[2], "Dong cuoi") {
		t.Errorf("got %q", got)
	}
}

func TestRunningLinesLeaveTheBody(t *testing.T) {
	b := &builder{}
	f := b.font("Times", "")
	for i := 1; i <= 4; i++ {
		c := at(290, 810, fmt.Sprint(i)) + at(72, 30, fmt.Sprintf("So tay nghiep vu, ban thu %d", i)) +
			at(72, 700, fmt.Sprintf("Noi dung cua trang thu %d rieng biet", i)) + at(72, 400, "Cau lap lai o giua trang")
		if i == 1 {
			c += at(72, 780, "CỘNG HÒA XÃ HỘI"[:1]+"ONG HOA XA HOI CHU NGHIA VIET NAM")
		}
		b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), c, "")
	}
	for i, p := range mustRead(t, b.bytes()).Pages {
		kinds := map[cchc.BlockKind]string{}
		for _, bl := range p.Blocks {
			kinds[bl.Kind] += bl.Text + "|"
		}
		if kinds[cchc.BlockHeader] != fmt.Sprintf("%d|", i+1) || !strings.HasPrefix(kinds[cchc.BlockFooter], "So tay") ||
			!strings.Contains(kinds[cchc.BlockBody], "Cau lap lai") {
			t.Errorf("page %d: %q", i+1, kinds)
		}
	}
}

// Several papers in one file, each with its letterhead at the top of its only page.
func TestLetterheadsAreNoRunningHeaders(t *testing.T) {
	b := &builder{}
	f := b.font("Times", "")
	for i := range 4 {
		b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), at(72, 800, "UBND TINH SONG LAM")+
			at(300, 800, "CONG HOA XA HOI CHU NGHIA VIET NAM")+at(72, 500, fmt.Sprintf("Giay moi so %d", i)), "")
	}
	for _, p := range mustRead(t, b.bytes()).Pages {
		if p.Blocks[0].Kind != cchc.BlockBody || !strings.Contains(p.Blocks[0].Text, "UBND") {
			t.Errorf("got %+v", p.Blocks)
		}
	}
}

// picture adds a one-pixel image to draw over a page.
func picture(b *builder) int {
	return b.stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "\x80")
}

const wholePage = "q 595 0 0 842 0 0 cm /I Do Q\n"

func TestScansNeedOCR(t *testing.T) {
	good := "Can cu Luat va de nghi cua phong"
	vietnamese := "Theo \xf0\xea ngh\xec c\xf9a ph\xf2ng, t\xf4i \xf0\xe3 xem v\xe0 \xf0\xe1nh gi\xe1 t\xe0i li\xeau m\xe0 c\xe1c c\xf4 ch\xfa n\xeau ra"
	for _, c := range []struct {
		name, content string
		ocr           bool
	}{
		{"empty page", "", false},
		{"picture alone", wholePage, true},
		{"picture and page number", wholePage + at(290, 810, "3"), true},
		{"logo alone", "q 50 0 0 50 0 0 cm /I Do Q", false},
		{"few words without picture", at(72, 700, good), false},
		{"picture under good text", wholePage + at(10, 700, vietnamese), false},
		{"picture under a bad layer", wholePage + at(10, 700, "BQ GIAO DVC VA DAO TAO CQNG HOA XA Hgl CHU NGHIA VIET NAM DQc lfp TI do Hfnh phuc TRUONG DAl HQC"), true},
		{"outlines", strings.Repeat("0 0 m 1 1 l 2 2 l\n", 1500), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := &builder{}
			f, i := b.font("Times", ""), picture(b)
			b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>/XObject<</I %d 0 R>>", f, i), c.content, "")
			if p := mustRead(t, b.bytes()).Pages[0]; p.NeedsOCR != c.ocr {
				t.Errorf("NeedsOCR %v, quality %.2f, text %q", p.NeedsOCR, p.Quality, p.Text())
			}
		})
	}
}

func TestSignaturePanelIsAStampAndNoText(t *testing.T) {
	b := &builder{}
	f, i := b.font("Times", ""), picture(b)
	inner := b.stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 200 50]/Resources<</Font<</F1 %d 0 R>>>>", f),
		at(2, 30, "Nguoi ky: So Thong tin va Truyen thong")+at(2, 10, "Thoi gian ky: 03.02.2020 08:30:00 +07:00"))
	look := b.stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 200 50]/Resources<</XObject<</FRM %d 0 R>>>>", inner), "q /FRM Do Q")
	shown := b.add(fmt.Sprintf("<</Type/Annot/Subtype/Widget/FT/Sig/Rect[300 100 500 150]/F 4/AP<</N %d 0 R>>>>", look))
	hidden := b.add(fmt.Sprintf("<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]/F 2/AP<</N %d 0 R>>>>", look))
	b.page(fmt.Sprintf("/XObject<</I %d 0 R>>", i), wholePage, fmt.Sprintf("/Annots[%d 0 R %d 0 R]", shown, hidden))
	p := mustRead(t, b.bytes()).Pages[0]
	if !p.NeedsOCR || len(p.Blocks) != 2 || p.Blocks[0].Kind != cchc.BlockStamp || p.Blocks[0].Text != "Nguoi ky: So Thong tin va Truyen thong" {
		t.Errorf("got %+v", p)
	}
}

func TestLegacyEncodings(t *testing.T) {
	b := &builder{}
	body, heads := b.font(".VnTime", ""), b.font(".VnTimeH", "")
	content := "BT /F2 12 Tf 72 700 Td (ñy ban nh\xa9n d\xa9n) Tj ET BT /F1 12 Tf 72 640 Td (c\xa8n c\xf8 nhi\xd6m v\xf4 \xae\xad\xeec giao, v\xa8n ph\xdfng b\xb8o c\xb8o t\xd7nh h\xd7nh c\xb6i c\xb8ch h\xb5nh ch\xddnh) Tj ET"
	content = strings.ReplaceAll(content, "ñ", "\xf1")
	b.page(fmt.Sprintf("/Font<</F1 %d 0 R/F2 %d 0 R>>", body, heads), content, "")
	got := mustRead(t, b.bytes()).Pages[0].Text()
	if want := "ỦY BAN NHÂN DÂN\ncăn cứ nhiệm vụ được giao, văn phòng báo cáo tình hình cải cách hành chính\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLimitsLeaveNotes(t *testing.T) {
	b := &builder{}
	f := b.font("Times", "")
	for range 5 {
		b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), at(72, 700, "Mot trang co vai chu"), "")
	}
	for _, c := range []struct {
		name  string
		lim   cchc.Limits
		pages int
		code  cchc.Code
	}{
		{"pages", cchc.Limits{Pages: 2}, 2, "limit-pages"},
		{"text", cchc.Limits{TextBytes: 50}, 2, "limit-text"},
		{"operators", cchc.Limits{Operators: 2}, 5, "page-unreadable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := readBytes(t, b.bytes(), c.lim)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Pages) != c.pages || r.PageTotal != 5 || len(r.Notes) == 0 || r.Notes[0].Code != c.code {
				t.Errorf("pages %d of %d, notes %v", len(r.Pages), r.PageTotal, r.Notes)
			}
		})
	}
}

func TestCancelledReadingStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := New().Read(ctx, filepath.Join(t.TempDir(), "no.pdf"), cchc.Limits{})
	if cchc.AsError(err).Reason.Code != "vanished" {
		t.Errorf("missing file: %v", err)
	}
	_, _, err = open(bytes.NewReader(simple(at(72, 700, "x"))), 2000, withDefaults(cchc.Limits{}), ctx.Err)
	if e := cchc.AsError(err); e.Fault != cchc.FaultOurs {
		t.Errorf("cancelled: %v", err)
	}
}

func deflate(s string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	if _, err := w.Write([]byte(s)); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.String()
}

func BenchmarkPage(b *testing.B) {
	var sb strings.Builder
	for y := 790; y > 50; y -= 16 {
		sb.WriteString(at(72, y, "Can cu quy dinh hien hanh ve cong tac van thu cua co quan va don vi lien quan"))
	}
	w := &builder{}
	f := w.font("Times", "")
	c := w.stream("/Filter/FlateDecode", deflate(sb.String()))
	w.pages = append(w.pages, w.add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 %d 0 R>>>>/Contents %d 0 R>>", f, c)))
	file := w.bytes()
	d, _, err := open(bytes.NewReader(file), int64(len(file)), withDefaults(cchc.Limits{}), func() error { return nil })
	if err != nil {
		b.Fatal(err)
	}
	nodes, _ := d.pages(1)
	b.ReportAllocs()
	for b.Loop() {
		s, x, whole := d.page(nodes[0], func() error { return nil })
		if p := s.finish(1, x); !whole || len(p.Blocks) == 0 {
			b.Fatal("no text")
		}
	}
}
