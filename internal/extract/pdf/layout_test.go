package pdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// said returns the blocks of a page as "kind:text", line ends as "/" and cells parted by "|".
func said(p cchc.Page) []string {
	out := make([]string, 0, len(p.Blocks))
	for _, b := range p.Blocks {
		text := b.Text
		if b.Kind == cchc.BlockRow {
			text = strings.Join(b.Cells, "|")
		}
		out = append(out, string(b.Kind)+":"+strings.ReplaceAll(text, "\n", "/"))
	}
	return out
}

func readPage(t *testing.T, content string) []string {
	t.Helper()
	return said(mustRead(t, simple(content)).Pages[0])
}

func wantBlocks(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// frame strokes a table with these edges.
func frame(xs, ys []int) string {
	var sb strings.Builder
	for _, x := range xs {
		fmt.Fprintf(&sb, "%d %d m %d %d l S\n", x, ys[0], x, ys[len(ys)-1])
	}
	for _, y := range ys {
		fmt.Fprintf(&sb, "%d %d m %d %d l S\n", xs[0], y, xs[len(xs)-1], y)
	}
	return sb.String()
}

func TestRuledTable(t *testing.T) {
	text := at(72, 760, "Bang tong hop") +
		at(80, 722, "TT") + at(120, 722, "Noi dung") + at(320, 722, "Ghi chu") +
		at(80, 692, "1") + at(120, 700, "Ban hanh ke hoach") + at(120, 684, "cai cach hanh chinh") + at(320, 700, "Van phong") +
		at(80, 662, "2") + at(120, 662, "Kiem tra") +
		at(72, 600, "Sau bang")
	rows := []string{":Bang tong hop", "row:TT|Noi dung|Ghi chu", "row:1|Ban hanh ke hoach/cai cach hanh chinh|Van phong", "row:2|Kiem tra|", ":Sau bang"}
	xs, ys := []int{75, 110, 310, 450}, []int{740, 715, 677, 655}
	thin, shade := "", ""
	for i := range 3 {
		for j := range 3 {
			x, y, w, h := xs[j], ys[i+1], xs[j+1]-xs[j], ys[i]-ys[i+1]
			thin += fmt.Sprintf("%d %d %d .5 re f %d %d .5 %d re f %d %d %d .5 re f %d %d .5 %d re f\n", x, y, w, x, y, h, x, y+h, w, x+w, y, h)
			shade += fmt.Sprintf(".8 g %d %d %d %d re f 0 g\n", x, y, w, h)
		}
	}
	for _, c := range []struct{ name, rules string }{
		{"stroked lines", frame(xs, ys)},
		{"thin boxes of each cell", thin},
		{"shaded cells", shade},
		{"open at the sides", strings.NewReplacer("75 740 m 75 655 l S", "", "450 740 m 450 655 l S", "").Replace(frame(xs, ys))},
		{"in a scaled space", "q .1 0 0 .1 0 0 cm " + frame([]int{750, 1100, 3100, 4500}, []int{7400, 7150, 6770, 6550}) + "Q "},
	} {
		t.Run(c.name, func(t *testing.T) { wantBlocks(t, readPage(t, c.rules+text), rows) })
	}
	t.Run("clip paths and white lines are none", func(t *testing.T) {
		for _, rules := range []string{strings.ReplaceAll(frame(xs, ys), " S", " W n"), "1 G " + frame(xs, ys)} {
			if got := strings.Join(readPage(t, rules+text), " "); strings.Contains(got, "row:1|Ban hanh ke hoach/cai cach hanh chinh|Van phong") {
				t.Errorf("got %s", got)
			}
		}
	})
}

func TestCellsThatSpan(t *testing.T) {
	rules := "72 700 300 -60 re S 72 680 m 372 680 l S 172 660 m 372 660 l S 172 680 m 172 640 l S 272 680 m 272 640 l S\n"
	text := at(180, 685, "Chi tieu chung") + at(80, 655, "Nhom") + at(180, 665, "a") + at(280, 665, "b") + at(180, 645, "c") + at(280, 645, "d")
	wantBlocks(t, readPage(t, rules+text), []string{"row:Chi tieu chung", "row:Nhom|a|b", "row:|c|d"})
}

func TestBoxesThatAreNoTable(t *testing.T) {
	for name, rules := range map[string]string{
		"frame of the page": "20 20 555 800 re S ",
		"underlines":        "72 698 m 200 698 l S 72 678 m 200 678 l S ",
		"words in borders":  "70 697 65 14 re S 70 667 22 14 re S 92 667 43 14 re S 70 683 60 14 re S 70 653 60 14 re S 70 639 60 14 re S 70 625 60 14 re S ",
		"marked words":      ".9 g 72 697 60 13 re f 72 667 20 13 re f 92 667 40 13 re f 0 g ",
		"flow chart":        "60 681 100 39 re S 60 620 100 56 re S 110 676 m 110 681 l S ",
	} {
		got := readPage(t, rules+at(72, 700, "Mot dong")+at(72, 685, "mot dong")+at(72, 670, "Hai dong")+at(72, 655, "ba dong")+at(72, 640, "bon dong"))
		if strings.Join(got, "/") != ":Mot dong/mot dong/Hai dong/ba dong/bon dong" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestOpenTable(t *testing.T) {
	text := at(72, 760, "Danh sach can bo")
	want := []string{":Danh sach can bo"}
	for i, unit := range []string{"Van phong", "Thanh tra", "Phong Buu chinh", "Phong Cong nghe"} {
		y := 720 - 20*i
		text += at(72, y, fmt.Sprint(i+1)) + at(110, y, unit) + at(300, y, fmt.Sprintf("%d nguoi", 3+i)) + at(420, y, "dat")
		want = append(want, fmt.Sprintf("row:%d|%s|%d nguoi|dat", i+1, unit, 3+i))
	}
	text += at(72, 600, "Mot doan van dai hon di ngang qua tat ca cac cot cua bang o tren")
	want = append(want, ":Mot doan van dai hon di ngang qua tat ca cac cot cua bang o tren")
	wantBlocks(t, readPage(t, text), want)
}

// lineOf is a line of text of 40 characters that names itself.
func lineOf(name string, i int) string {
	return (fmt.Sprintf("%s%02d ", name, i) + "van ban quy pham phap luat cua tinh nay")[:40]
}

// columns returns two columns of text drawn line by line over both, or one after the other.
func columns(byLine bool, top int) string {
	var left, right, mixed string
	for i := range 20 {
		l, r := at(60, top-14*i, lineOf("trai", i)), at(325, top-14*i, lineOf("phai", i))
		left, right, mixed = left+l, right+r, mixed+l+r
	}
	if byLine {
		return mixed
	}
	return left + right
}

func TestColumnsOfText(t *testing.T) {
	for _, byLine := range []bool{true, false} {
		content := at(60, 780, "Tieu de di ngang qua ca trang giay va dai den het le phai cua trang nay roi") + columns(byLine, 740) +
			at(60, 420, "Doan cuoi di ngang qua ca trang giay va dai den het le phai cua trang nay day")
		got := mustRead(t, simple(content)).Pages[0].Text()
		last := strings.Index(got, "Tieu de")
		for _, name := range []string{"trai00", "trai19", "phai00", "phai19", "Doan cuoi"} {
			i := strings.Index(got, name)
			if i < last || last < 0 {
				t.Errorf("by line %v: %s out of order in\n%s", byLine, name, got)
			}
			last = i
		}
		if strings.Contains(got, "\t") {
			t.Errorf("columns on one line: %s", got)
		}
	}
}

// The halves of the letterhead stay on their lines whatever is under them (Nghị định
// 30/2020/NĐ-CP, Điều 8), and so does the signature.
func TestLetterheadOverColumnsAndSignature(t *testing.T) {
	head := at(100, 800, "UBND TINH SONG LAM") + at(330, 800, "CONG HOA XA HOI CHU NGHIA VIET NAM") +
		at(90, 784, "SO THONG TIN VA TRUYEN THONG") + at(370, 784, "Doc lap - Tu do - Hanh phuc") +
		at(120, 768, "So: 15/BC-STTTT") + at(350, 768, "Song Lam, ngay 3 thang 2 nam 2020")
	sign := at(60, 420, "Noi nhan:") + at(380, 420, "GIAM DOC") + at(60, 404, "- Nhu tren;") + at(60, 388, "- Luu: VT.") + at(370, 388, "Nguyen Van Mau")
	got := mustRead(t, simple(head+columns(true, 740)+sign)).Pages[0].Text()
	for _, want := range []string{
		"UBND TINH SONG LAM\tCONG HOA XA HOI CHU NGHIA VIET NAM\n", "So: 15/BC-STTTT\tSong Lam, ngay 3 thang 2 nam 2020\n",
		"Noi nhan:\tGIAM DOC\n- Nhu tren;\n- Luu: VT.\tNguyen Van Mau\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if strings.Index(got, "trai19") > strings.Index(got, "phai00") || strings.Index(got, "phai19") > strings.Index(got, "Noi nhan") {
		t.Errorf("order:\n%s", got)
	}
}

func TestWatermarks(t *testing.T) {
	body := ""
	for i := range 30 {
		body += at(72, 780-20*i, fmt.Sprintf("Dong thu %d cua van ban nay noi ve cong tac", i))
	}
	half, rest := body[:len(body)/2], body[len(body)/2:]
	cut := strings.Index(rest, "BT")
	half, rest = half+rest[:cut], rest[cut:]
	for _, c := range []struct{ mark, text string }{
		{"BT /F1 60 Tf .7 .7 -.7 .7 150 250 Tm (DU THAO) Tj ET\n", "DU THAO"},
		{".8 g BT /F1 90 Tf 100 400 Td (BAN SAO) Tj ET 0 g\n", "BAN SAO"},
		{"/Artifact <</Subtype /Watermark /Type /Pagination>> BDC BT /F1 12 Tf 100 405 Td (KHONG SAO CHEP) Tj ET EMC\n", "KHONG SAO CHEP"},
	} {
		plain := readPage(t, body)
		wantBlocks(t, readPage(t, half+c.mark+rest), append(plain, "stamp:"+c.text))
	}
	t.Run("large title is none", func(t *testing.T) {
		got := readPage(t, "BT /F1 40 Tf 100 790 Td (KE HOACH) Tj ET\n"+strings.ReplaceAll(body, " 780 ", " 740 "))
		if slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "stamp") }) {
			t.Errorf("got %q", got)
		}
	})
	t.Run("dark on every page", func(t *testing.T) {
		b := &builder{}
		f := b.font("Times", "")
		for range 3 {
			b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), half+"BT /F1 24 Tf 100 408 Td (LUU HANH NOI BO) Tj ET\n"+rest, "")
		}
		for _, p := range mustRead(t, b.bytes()).Pages {
			if got := said(p); !slices.Contains(got, "stamp:LUU HANH NOI BO") {
				t.Errorf("got %q", got)
			}
		}
	})
}

func TestRepeatedTableHeadingsStayInTheTable(t *testing.T) {
	b := &builder{}
	f := b.font("Times", "")
	for i := range 4 {
		c := frame([]int{72, 110, 400}, []int{800, 780, 760, 200}) + at(80, 785, "TT") + at(120, 785, "Noi dung cong viec") +
			at(80, 765, fmt.Sprint(i+1)) + at(120, 765, fmt.Sprintf("Viec thu %d", i+1)) + at(80, 500, "x") + at(120, 500, "Tiep theo") +
			at(250, 30, fmt.Sprintf("Trang %d/4", i+1))
		b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), c, "")
	}
	for i, p := range mustRead(t, b.bytes()).Pages {
		wantBlocks(t, said(p), []string{"row:TT|Noi dung cong viec", fmt.Sprintf("row:%d|Viec thu %d", i+1, i+1), "row:x|Tiep theo", fmt.Sprintf("footer:Trang %d/4", i+1)})
	}
}

func TestRunningHeadersOfOddAndEvenPages(t *testing.T) {
	b := &builder{}
	f := b.font("Times", "")
	for i := range 6 {
		head := at(72, 800, "So Thong tin va Truyen thong")
		if i%2 == 1 {
			head = at(300, 800, "Bao cao cai cach hanh chinh")
		}
		b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), head+at(72, 600, fmt.Sprintf("Noi dung rieng %d", i)), "")
	}
	for i, p := range mustRead(t, b.bytes()).Pages {
		if got := said(p); !strings.HasPrefix(got[0], "header:") || got[1] != fmt.Sprintf(":Noi dung rieng %d", i) {
			t.Errorf("page %d: %q", i+1, got)
		}
	}
}

// A frame with a form's name and code, on top of every page, is no table of the text.
func TestFramedHeaders(t *testing.T) {
	b := &builder{}
	f := b.font("Times", "")
	for i := range 3 {
		c := frame([]int{72, 300, 500}, []int{820, 780}) + at(80, 800, "Quy trinh tiep nhan van ban") + at(310, 800, "Ma so QT-01") +
			at(72, 500, fmt.Sprintf("Noi dung rieng %d", i))
		b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), c, "")
	}
	for i, p := range mustRead(t, b.bytes()).Pages {
		wantBlocks(t, said(p), []string{"header:Quy trinh tiep nhan van ban\tMa so QT-01", fmt.Sprintf(":Noi dung rieng %d", i)})
	}
}
