package pdf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// stand plays the second reader: it writes the same lines on every page.
type stand struct {
	lines   []string
	pages   int
	cover   float64
	refusal error // of opening
	fault   error // of reading a page

	opened, asked, open int
}

func (s *stand) second(context.Context, string) (SecondDocument, error) {
	s.opened++
	if s.refusal != nil {
		return nil, s.refusal
	}
	s.open++
	return s, nil
}

func (s *stand) Pages() int { return s.pages }

func (s *stand) Close() error {
	s.open--
	return nil
}

// Page sets lines in 12 points, 14 points apart; a tab is a gap of 100 points.
func (s *stand) Page(context.Context, int) (SecondPage, error) {
	s.asked++
	if s.fault != nil {
		return SecondPage{}, s.fault
	}
	p := SecondPage{Right: 595, Top: 842, Cover: s.cover}
	for i, l := range s.lines {
		x := 72.0
		for _, r := range l {
			if r == '\t' {
				x += 100
				continue
			}
			p.Glyphs = append(p.Glyphs, SecondGlyph{
				Text: string(r), X: x, Y: 780 - 14*float64(i), Width: 6, Size: 12, DX: 1, Font: "ABCDEF+Times-Bold",
			})
			x += 6
		}
	}
	return p, nil
}

func readWith(t *testing.T, s *stand, b []byte) (cchc.Reading, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := New(WithSecond(s.second)).Read(t.Context(), path, cchc.Limits{})
	if s.open != 0 {
		t.Errorf("%d documents of the second reader are still open", s.open)
	}
	return r, err
}

// pages returns a file of n pages drawing content with a font F1 and a composite font F2
// whose codes mean nothing.
func pagesOf(n int, content string) []byte {
	b := &builder{}
	f1 := b.font("Times", "")
	f2 := b.add("<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/90ms-RKSJ-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/Song>>]>>")
	for range n {
		b.page(fmt.Sprintf("/Font<</F1 %d 0 R/F2 %d 0 R>>", f1, f2), content, "")
	}
	return b.bytes()
}

// torn is a page whose content breaks off: its first line is there, the rest is not.
func torn() []byte {
	b := &builder{}
	f := b.font("Times", "")
	one := b.stream("", at(72, 780, "Bao cao ket qua cong tac van thu nam 2020"))
	two := b.stream("/Filter/FlateDecode", strings.Repeat("khong phai du lieu nen ", 4))
	b.pages = append(b.pages, b.add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 %d 0 R>>>>/Contents[%d 0 R %d 0 R]>>", f, one, two)))
	return b.bytes()
}

func codes(notes []cchc.Reason) string {
	var out []string
	for _, n := range notes {
		out = append(out, string(n.Code)+"("+strings.Join(n.Args, ",")+")")
	}
	return strings.Join(out, " ")
}

var whole = []string{"SỞ THÔNG TIN\tCỘNG HOÀ XÃ HỘI", "Báo cáo kết quả công tác văn thư năm 2020", "của các cơ quan, đơn vị trong tỉnh Sông Lam"}

func TestSecondReader(t *testing.T) {
	good := at(72, 700, "Bao cao ket qua cong tac van thu, luu tru cua tinh Song Lam nam 2020")
	dumb := "BT /F2 12 Tf 72 700 Td (Bao cao ket qua cong tac) Tj ET"
	for _, c := range []struct {
		name  string
		file  []byte
		stand stand
		asked int
		taken bool
		notes string
	}{
		{"a good page is not asked about", pagesOf(2, good), stand{lines: whole}, 0, false, ""},
		{"an empty page neither", pagesOf(1, "0 0 m 10 10 l S"), stand{lines: whole}, 0, false, ""},
		{"codes without meaning", pagesOf(1, dumb), stand{lines: whole}, 1, true, "second-reader(1)"},
		{"each of several pages", pagesOf(2, dumb), stand{lines: whole}, 2, true, "second-reader(1, 2)"},
		{"a page with a hole", torn(), stand{lines: whole}, 1, true, "second-reader(1)"},
		{"the same hole for both", torn(), stand{lines: []string{"Bao cao ket qua cong tac van thu nam 2020"}}, 1, false, "page-unreadable(1)"},
		{"it knows no better", pagesOf(1, dumb), stand{lines: []string{strings.Repeat("\uFFFD", 40)}}, 1, false, ""},
		{"it takes codes for letters", pagesOf(1, dumb), stand{lines: []string{"%&D0 F40 N3T TU4 C0NG"}}, 1, false, ""},
		{"it cannot read the page", pagesOf(1, dumb), stand{fault: errors.New("no")}, 1, false, ""},
		{"it cannot open the file", pagesOf(2, dumb), stand{refusal: errors.New("no")}, 0, false, ""},
		{"asked in vain too often", pagesOf(9, dumb), stand{lines: []string{"x"}}, secondVain, false, ""},
		{"faulty too often", pagesOf(9, dumb), stand{fault: errors.New("no")}, secondFaults, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.stand.pages = 9
			r, err := readWith(t, &c.stand, c.file)
			if err != nil {
				t.Fatal(err)
			}
			if c.stand.asked != c.asked || c.stand.opened > 1 {
				t.Errorf("opened %d times, asked %d times, want %d", c.stand.opened, c.stand.asked, c.asked)
			}
			if got := codes(r.Notes); got != c.notes {
				t.Errorf("notes %q, want %q", got, c.notes)
			}
			for _, p := range r.Pages {
				if got := strings.Contains(p.Text(), "Báo cáo kết quả"); got != c.taken {
					t.Errorf("page %d: %q", p.Number, p.Text())
				}
			}
			if c.taken {
				b := r.Pages[0].Blocks[0]
				if !strings.Contains(r.Pages[0].Text(), "SỞ THÔNG TIN\tCỘNG HOÀ XÃ HỘI") || !b.Bold || r.Pages[0].NeedsOCR {
					t.Errorf("no layout: %+v", b)
				}
			}
		})
	}
}

func TestSecondReaderOpensWhatWeCannot(t *testing.T) {
	damaged := []byte("%PDF-1.4\nnothing of use in here\n%%EOF\n")
	other := []byte(strings.Replace(string(simple(at(72, 700, "x"))), "/Root", "/Encrypt<</Filter/Other>>/Root", 1))
	cut := []byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pag")
	for _, c := range []struct {
		name  string
		file  []byte
		stand stand
		want  cchc.Code // "" for a reading
	}{
		{"damaged", damaged, stand{lines: whole, pages: 2}, ""},
		{"unknown encryption", other, stand{lines: whole, pages: 1}, ""},
		{"a picture", damaged, stand{pages: 1, cover: 1}, ""},
		{"cut off", cut, stand{lines: whole, pages: 2}, "truncated"},
		{"it cannot either", other, stand{refusal: cchc.FileFault("damaged", nil)}, "encrypted"},
		{"it finds no page", damaged, stand{}, "damaged"},
		{"it finds nothing on the pages", damaged, stand{pages: 3}, "damaged"},
		{"it reads none of the pages", damaged, stand{pages: 9, fault: errors.New("no")}, "damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := readWith(t, &c.stand, c.file)
			if c.want != "" {
				if err == nil || cchc.AsError(err).Reason.Code != c.want {
					t.Fatalf("%v", err)
				}
				if c.want == "truncated" && c.stand.opened != 0 {
					t.Error("a half copied file was handed on")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Pages) != c.stand.pages || r.PageTotal != c.stand.pages || codes(r.Notes) != "repaired()" {
				t.Fatalf("%d of %d pages, notes %q", len(r.Pages), r.PageTotal, codes(r.Notes))
			}
			if p := r.Pages[0]; p.NeedsOCR != (c.stand.cover > 0) || p.NeedsOCR == strings.Contains(p.Text(), "Báo cáo") {
				t.Errorf("page 1: %+v", p)
			}
		})
	}
}

func TestGarbled(t *testing.T) {
	for text, want := range map[string]bool{
		strings.Repeat("Báo cáo kết quả công tác văn thư. ", 5):       false,
		strings.Repeat("for i = 0 to size print the index value ", 4): false,
		strings.Repeat("Tổng 12 450 7,5 % ", 20):                      false,
		strings.Repeat("B á o c á o k ế t ", 5):                       true,
		strings.Repeat("Bcx dpqr lnm tkt qwrt ", 6):                   true,
		strings.Repeat("B¸o c¸o kÕt qu¶ c«ng t¸c ", 6):                true,
		strings.Repeat("BáocáokếtquảcôngtácvănthưnămHaiNghìn ", 25):   true,
		strings.Repeat("B? GIÁO D?C VÀ ?ÀO T?O TR??NG ", 5):           false,
		"B á o": false, // too little to tell
	} {
		if got := garbled(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
