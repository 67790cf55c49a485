//go:build !windows

package ocr

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// glanceOf reads a line as one look does; "^" marks words higher than print.
func glanceOf(line string) glances {
	return glanceAt(rowsOf(lay(typed{1, 100, 200, line})), 30)
}

func TestGlance(t *testing.T) {
	for line, want := range map[string]string{
		"Số: 15/KH-STTTT":                            "15 - - -",
		"Số:15/KH-STTTT":                             "15 - - -",
		"Số 15 /KH-STTTT":                            "15 - - -",
		"Sông Lam, ngày 05 tháng 3 năm 2020":         "- 05 3 2020",
		"Sông Lam, ngày05 tháng3 năm 2020":           "- 05 3 2020",
		"Sông Lam, ngày ]] tháng I0 năm 2020":        "- 11 10 2020",
		"Sông Lam, ngày |] tháng 1l năm 2020":        "- 11 11 2020",
		"Sông Lam, ngày 2O tháng 9 năm 2020":         "- 20 9 2020",
		"Sông Lam, ngày 11] tháng 9 năm 2020":        "- 11 9 2020", // the ruling behind it
		"Sông Lam, ngày .34 tháng 9 năm 2020":        "- 34 9 2020", // no day, but it speaks against one
		"Sông Lam, ngày Ð tháng Ä năm 2020":          "- - - 2020",
		"Sông Lam, ngày 47^ tháng 9 năm 2020":        "- 47! 9 2020",
		"Số: 4B6/KH-STTTT":                           "- - - -",
		"Số: 47^ /KH-STTTT Sông Lam, ngày 5 tháng 3": "47! - - -",
		"Căn cứ Quyết định":                          "- - - -",
	} {
		var got []string
		for _, g := range glanceOf(line) {
			s := g.value
			if s == "" {
				s = "-"
			} else if g.hand {
				s += "!"
			}
			got = append(got, s)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

// What looks do not agree on stays open, and so does handwriting, whatever it is read as.
func TestAgreed(t *testing.T) {
	day := func(values ...string) []glances {
		var out []glances
		for _, v := range values {
			v, hand := strings.CutSuffix(v, "!")
			g := glances{}
			g[placeDay], g[placeNumber] = glance{v, hand}, glance{v, hand}
			out = append(out, g)
		}
		return out
	}
	for _, c := range []struct {
		looks       []string
		day, number string
	}{
		{[]string{"11", "11", "11", "11"}, "11", "11"},
		{[]string{"", "11", "11", ""}, "11", ""},
		{[]string{"", "", "11", ""}, "", ""},                 // one look is a guess
		{[]string{"", "11", "11", "11"}, "11", "11"},         // the first look saw nothing
		{[]string{"24", "34", "24", "24"}, "", ""},           // one says otherwise
		{[]string{"24!", "24", "24!", "24"}, "", ""},         // as high as handwriting, twice
		{[]string{"24!", "24", "24", "24"}, "24", ""},        // once may be dirt, but not in a number
		{[]string{"", "47", "47", "47"}, "", "47"},           // no such day
		{[]string{"", "0", "0", "0"}, "", ""},                // no such number either
		{[]string{"", "123456", "123456", "123456"}, "", ""}, // too long
		{[]string{"", "", "", ""}, "", ""},
	} {
		looks := day(c.looks...)
		got := agreed(looks[0], looks[1:])
		if got[placeDay] != c.day || got[placeNumber] != c.number {
			t.Errorf("%q: day %q, number %q, want %q, %q", c.looks, got[placeDay], got[placeNumber], c.day, c.number)
		}
	}
}

// What is known is filled in, where it was open and nowhere else.
func TestFill(t *testing.T) {
	known := places{"47", "15", "9", "2020"}
	for line, want := range map[string]string{
		"Số: 4@30 7@38 /KH-STTTT":                      "Số: 47 /KH-STTTT",
		"Số:Af6@98 /QĐ-STTTT":                          "Số: 47 /QĐ-STTTT",
		"Sóz?%/KH-STTTT@43":                            "Số: 47/KH-STTTT",
		"Số: 12/KH-STTTT":                              "Số: 12/KH-STTTT",
		"Sông Lam, ngày 1@44 5@40 tháng 9@50 năm 2020": "Sông Lam, ngày 15 tháng 9 năm 2020",
		"Sông Lam, ngày 03 tháng 9@50 năm 2020":        "Sông Lam, ngày 03 tháng 9 năm 2020",
	} {
		p, blanks := fill(lay(typed{1, 100, 200, line}), flat, known)
		if p.Text() != want+"\n" || blanks != 0 {
			t.Errorf("%q: %q, %d open", line, p.Text(), blanks)
		}
	}
	// A date further down is not the letterhead's.
	p, blanks := fill(lay(typed{1, 100, 200, "Số: 12/KH-STTTT"}, typed{2, 100, 900, "theo Kế hoạch ngày 4@30 tháng 01 năm 2020"}), flat, known)
	if blanks != 1 || !strings.Contains(p.Text(), "ngày … tháng 01") {
		t.Errorf("%d open: %s", blanks, p.Text())
	}
}

// A piece of a word that is read twice is dropped, what stands beside it is not.
func TestOnceEach(t *testing.T) {
	at := func(text string, left, right int) word {
		return word{text: text, left: left, right: right, top: 10, bottom: 40, confidence: 95, block: 1, par: 1, line: 1}
	}
	words := []word{at("NHA", 325, 371), at("NH", 326, 353), at("TRANG", 377, 453), at("2016", 460, 500), at("-", 470, 474), at("20", 462, 480), at("RAN", 500, 560)}
	var got []string
	for _, w := range onceEach(words) {
		got = append(got, w.text)
	}
	if strings.Join(got, " ") != "NHA TRANG 2016 - 20 RAN" {
		t.Errorf("%q", got)
	}
}

func TestStrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.pgm")
	page := strip{4, 100, make([]byte, 400)}
	for i := range page.grey {
		page.grey[i] = byte(i / 4)
	}
	if err := page.write(path); err != nil {
		t.Fatal(err)
	}
	s, ok, err := stripOf(path, []row{{top: 40, bottom: 50}, {top: 45, bottom: 60}})
	if err != nil || !ok || s.width != 4 || s.height != 30 || s.grey[0] != 35 {
		t.Errorf("%v %v: %d by %d, from line %d", err, ok, s.width, s.height, s.grey[0])
	}
	if _, ok, _ := stripOf(path, []row{{top: 0, bottom: 2}, {top: 90, bottom: 92}}); ok {
		t.Error("lines that lie far apart are one letterhead")
	}
	big := s.scaled(1.5)
	if big.width != 6 || big.height != 45 || big.grey[0] != 35 || big.grey[len(big.grey)-1] != 64 {
		t.Errorf("%d by %d, from %d to %d", big.width, big.height, big.grey[0], big.grey[len(big.grey)-1])
	}
}

func FuzzParsePGM(f *testing.F) {
	for _, s := range []string{"P5\n2 2\n255\nabcd", "P5\n2 2\n255\nabc", "P5\n99999999 99999999\n255\n", "P6\n1 1\n255\na", "P5\n-1 1\n255\na", "", "P5\n1 1\n65535\naa"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := parsePGM(b)
		if err == nil && (s.width <= 0 || s.height <= 0 || len(s.grey) < s.width*s.height) {
			t.Fatalf("%d by %d of %d bytes", s.width, s.height, len(s.grey))
		}
	})
}

// The first page is looked at again where its date was left open, another page is not; a
// second look that fails leaves the first as it is.
func TestSecondLook(t *testing.T) {
	hocr := func(x int, line string) string {
		var b strings.Builder
		fmt.Fprint(&b, "<span class='ocr_line'>")
		for _, s := range strings.Fields(line) {
			text, sure, _ := strings.Cut(s, "@")
			if sure == "" {
				sure = "99"
			}
			fmt.Fprintf(&b, "<span class='ocrx_word' title='bbox %d 100 %d 130; x_wconf 95'>", x, x+20*len([]rune(text)))
			for _, r := range text {
				fmt.Fprintf(&b, "<span class='ocrx_cinfo' title='x_bboxes %d 100 %d 130; x_conf %s'>%c</span>", x, x+20, sure, r)
				x += 20
			}
			fmt.Fprint(&b, "</span>")
			x += 12
		}
		return b.String() + "</span>"
	}
	write := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	first := write("first", hocr(100, "Sông Lam, ngày 15@40 tháng 9 năm 2020"))
	clear := write("clear", hocr(100, "Sông Lam, ngày 15 tháng 9 năm 2020"))
	for name, c := range map[string]struct {
		page   int
		again  string
		want   string
		looked bool
	}{
		"first page":      {1, "cat '" + clear + "'", "ngày 15 tháng 9", true},
		"another page":    {2, "cat '" + clear + "'", "ngày … tháng 9", false},
		"it fails":        {1, "exit 3", "ngày … tháng 9", true},
		"it says nothing": {1, "true", "ngày … tháng 9", true},
	} {
		t.Run(name, func(t *testing.T) {
			mark := filepath.Join(t.TempDir(), "looked")
			body := "case \"$1\" in *strip.pgm) touch '" + mark + "'; " + c.again + ";; *) cat '" + first + "';; esac"
			e := New(Config{Command: fake(t, "vie", body), Now: fixed}, func(_ context.Context, _ string, s Shot) (Scan, error) {
				err := strip{1654, 2339, make([]byte, 1654*2339)}.write(s.Out)
				return Scan{Width: 1654, Height: 2339, DPI: s.DPI, Before: [2]int{1654, 2339}}, err
			})
			p, notes, err := e.Page(t.Context(), "x.pdf", c.page)
			if err != nil || !strings.Contains(p.Text(), c.want) {
				t.Errorf("%v: %q", err, p.Text())
			}
			if open := strings.Contains(c.want, "…"); open != holds(notes, "ocr-blanks") {
				t.Errorf("notes %v", notes)
			}
			if _, err := os.Stat(mark); (err == nil) != c.looked {
				t.Errorf("looked again: %v", err == nil)
			}
		})
	}
}

func holds(notes []cchc.Reason, code cchc.Code) bool {
	for _, n := range notes {
		if n.Code == code {
			return true
		}
	}
	return false
}
