package pdf

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minhchung/internal/cchc"
)

// mark is a character no cleaning touches, a different one for every n below 20000.
func mark(n int) string { return string(rune(0x4e00 + n)) }

// layOut makes a page of glyphs and rules and returns its text.
func layOut(glyphs []glyph, rules []rule) cchc.Page {
	s := &sheet{rules: rules}
	s.set(glyphs, box{0, 0, 595, 842})
	markRunning([]*sheet{s})
	return s.finish(1, extra{})
}

// checkOnce fails where one of the first n marks is lost or doubled.
func checkOnce(t interface{ Errorf(string, ...any) }, p cchc.Page, n int) {
	text := ""
	for _, b := range p.Blocks {
		if b.Kind == cchc.BlockRow && b.Text != strings.Join(b.Cells, "\t") {
			t.Errorf("row %q is not its cells %q", b.Text, b.Cells)
		}
		text += b.Text + "\n"
	}
	for i := range n {
		if c := strings.Count(text, mark(i)); c != 1 {
			t.Errorf("character %d stands %d times in %q", i, c, text)
			return
		}
	}
}

// Whatever stands on a page, ruled or not, every word of it is in the text once and whole.
func TestNoWordIsLostOrDoubled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := &font{height: 1}
		var glyphs []glyph
		var words []string
		word := func(x, y float64) {
			length := rapid.IntRange(1, 12).Draw(t, "length")
			text := ""
			for i := range length {
				m := mark(len(words)*12 + i)
				text += m
				glyphs = append(glyphs, glyph{x: x + 6*float64(i), y: y, width: 6, size: 12, dx: 1, text: m, font: f})
			}
			words = append(words, text)
		}
		columns := rapid.SliceOfNDistinct(rapid.SampledFrom([]float64{50, 130, 210, 300, 390, 480}), 1, 6, rapid.ID[float64]).Draw(t, "columns")
		for y := 800.0; y > 60; y -= rapid.Float64Range(14, 60).Draw(t, "step") {
			for _, x := range columns {
				if rapid.Bool().Draw(t, "filled") {
					word(x+rapid.Float64Range(0, 4).Draw(t, "indent"), y)
				}
			}
		}
		var rules []rule
		for range rapid.IntRange(0, 12).Draw(t, "rules") {
			a, b := rapid.Float64Range(0, 800).Draw(t, "from"), rapid.Float64Range(0, 800).Draw(t, "to")
			at := rapid.Float64Range(0, 800).Draw(t, "at")
			if rapid.Bool().Draw(t, "level") {
				rules = append(rules, newRule(a, at, b, at))
			} else {
				rules = append(rules, newRule(at, a, at, b))
			}
		}
		p := layOut(glyphs, rules)
		text := ""
		for _, b := range p.Blocks {
			text += b.Text + "\n"
		}
		for _, w := range words {
			if strings.Count(text, w) != 1 {
				t.Fatalf("word %q is not in %q once", w, text)
			}
		}
	})
}

// FuzzLayout lays out any glyphs between any rules.
func FuzzLayout(f *testing.F) {
	seed := func(of ...float32) []byte {
		var b []byte
		for _, v := range of {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
		return b
	}
	f.Add(seed(72, 700, 12, 300, 700, 12, 72, 680, 12, 300, 680, 12), seed(70, 690, 400, 690, 70, 710, 400, 710, 200, 600, 200, 720), uint8(0))
	f.Add(seed(72, 700, 12, 100, 700, 12, 400, 700, 99, 72, 680, 0.001), seed(0, 0, 500, 0), uint8(1))
	f.Add(seed(1e30, -1e30, 1e20, 0, 0, 0), seed(1e30, 0, -1e30, 0), uint8(7))
	f.Fuzz(func(t *testing.T, places, lines []byte, turns uint8) {
		numbers := func(b []byte) []float64 {
			var out []float64
			for ; len(b) >= 4 && len(out) < 3000; b = b[4:] {
				v := float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
				if math.IsNaN(v) || math.IsInf(v, 0) {
					v = 0
				}
				out = append(out, v)
			}
			return out
		}
		fonts := []*font{{height: 1}, {height: 1, bold: true}}
		var glyphs []glyph
		p := numbers(places)
		for i := 0; i+2 < len(p); i += 3 {
			g := glyph{x: p[i], y: p[i+1], size: math.Abs(p[i+2]), width: math.Abs(p[i+2]) / 2, dx: 1, text: mark(i / 3), font: fonts[i%2]}
			switch {
			case turns&1 != 0 && i%5 == 0:
				g.dx, g.dy = 0, 1
			case turns&2 != 0 && i%7 == 0:
				g.dx, g.dy = math.Sqrt2/2, math.Sqrt2/2
			case turns&4 != 0 && i%3 == 0:
				g.faint, g.behind = true, i%2 == 0
			}
			glyphs = append(glyphs, g)
		}
		c := &canvas{}
		r := numbers(lines)
		for i := 0; i+3 < len(r); i += 4 {
			c.rule(newRule(r[i], r[i+1], r[i+2], r[i+3]))
		}
		checkOnce(t, layOut(glyphs, c.rules), len(glyphs))
	})
}

// FuzzTrueType reads any bytes as a font program.
func FuzzTrueType(f *testing.F) {
	f.Add(trueType(map[int]rune{3: 'ế', 4: 'A'}, nil))
	f.Add(trueType(nil, []string{"acircumflexacute", "uni1EA1"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		for glyph, text := range readTrueType(b) {
			if glyph >= fontGlyphs || text == "" || strings.ContainsFunc(text, func(r rune) bool { return !readable(r) }) {
				t.Errorf("glyph %d: %q", glyph, text)
			}
		}
	})
}

// trueType writes a font program of the tables cmap (format 12) and post (format 2).
func trueType(characters map[int]rune, names []string) []byte {
	u16, u32 := binary.BigEndian.AppendUint16, binary.BigEndian.AppendUint32
	cmap := u32(u16(u16(u16(u16(nil, 0), 1), 3), 10), 12)
	cmap = u32(u32(u32(u16(u16(cmap, 12), 0), uint32(16+12*len(characters))), 0), uint32(len(characters)))
	for glyph, r := range characters {
		cmap = u32(u32(u32(cmap, uint32(r)), uint32(r)), uint32(glyph))
	}
	post := append(u32(nil, 0x00020000), make([]byte, 28)...)
	post = u16(post, uint16(len(names)))
	for i := range names {
		post = u16(post, uint16(fontNames+i))
	}
	for _, n := range names {
		post = append(append(post, byte(len(n))), n...)
	}
	out := u16(u32(nil, 0x00010000), 2)
	out = append(out, make([]byte, 6)...)
	at := uint32(12 + 2*16)
	out = u32(u32(u32(append(out, "cmap"...), 0), at), uint32(len(cmap)))
	out = u32(u32(u32(append(out, "post"...), 0), at+uint32(len(cmap))), uint32(len(post)))
	return append(append(out, cmap...), post...)
}

func TestFontProgramTellsWhatToUnicodeDoesNot(t *testing.T) {
	read := func(program []byte, toUnicode, ids string) cchc.Page {
		b := &builder{}
		file := b.stream("", string(program))
		more, desc := "", ""
		if toUnicode != "" {
			more = fmt.Sprintf("/ToUnicode %d 0 R", b.stream("", toUnicode))
		}
		if ids != "" {
			desc = fmt.Sprintf("/CIDToGIDMap %d 0 R", b.stream("", ids))
		}
		d := b.add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 500%s/FontDescriptor<</FontFile2 %d 0 R>>>>", desc, file))
		f := b.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[%d 0 R]%s>>", d, more))
		b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), "BT /F1 10 Tf 72 700 Td <00010002> Tj ET", "")
		return mustRead(t, b.bytes()).Pages[0]
	}
	letters := trueType(map[int]rune{1: 'Đ', 2: 'ề', 7: 'x', 8: 'y'}, nil)
	asked := "2 beginbfchar <0001> <003F> <0002> <003F> endbfchar"
	for _, c := range []struct {
		name, toUnicode, ids string
		program              []byte
		want                 string
	}{
		{"cmap", "", "", letters, "Đề"},
		{"post", "", "", trueType(nil, []string{".notdef", "Dcroat", "ecircumflexgrave"}), "Đề"},
		{"glyphs of codes", "", "\x00\x00\x00\x07\x00\x08", letters, "xy"},
		{"letters called question marks", asked, "", letters, "Đề"},
		{"ToUnicode first", "2 beginbfchar <0001> <0061> <0002> <0062> endbfchar", "", letters, "ab"},
		{"nothing in it", "", "", trueType(nil, nil), ""},
	} {
		if got := strings.TrimSpace(read(c.program, c.toUnicode, c.ids).Text()); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestQuestionMarksForLetters(t *testing.T) {
	lost := strings.Repeat("K?t qu? ?ánh giá GVCN c?a lãnh ??o khoa d?a vào t?t c? nhi?m v? ", 3)
	asks := strings.Repeat("Ai là người ký? Văn bản ban hành khi nào? Nơi nhận gồm những ai? ", 4)
	if j := (&sheet{lines: []line{{text: lost}}}).judge(extra{}); j.quality > askedQuality || j.needsOCR {
		t.Errorf("drawn as question marks: %+v", j)
	}
	if j := (&sheet{lines: []line{{text: lost, characters: 100, lost: 20}}}).judge(extra{}); j.quality > askedQuality || !j.needsOCR {
		t.Errorf("drawn as letters: %+v", j)
	}
	if lettersLost(asks) {
		t.Error("questions taken for lost letters")
	}
}
