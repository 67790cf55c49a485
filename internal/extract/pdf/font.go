package pdf

import (
	"math"
	"strings"

	"github.com/ledongthuc/pdf"

	"minhchung/internal/vi"
)

// widthsMax bounds the widths kept of one font.
const widthsMax = 70_000

// font is what reading text needs of a font.
type font struct {
	name      string // without subset prefix
	bold      bool
	capitals  bool // a TCVN3 font that draws capitals from codes of small letters
	composite bool // Type0: codes of one to four bytes
	vertical  bool
	direct    bool // codes are UTF-16 (predefined UCS2 and UTF16 CMaps)
	mapped    bool // has a ToUnicode map
	guessed   bool // read from the font program, no ToUnicode map
	lost      bool // ToUnicode calls several codes "?"
	unicode   map[uint32]string
	spaces    []codespace
	simple    [256]string
	widths    map[uint32]float64
	width     float64 // of codes without one of their own
	scale     float64 // glyph space to text space
	height    float64 // height of a line in text space at size 1: 1 but for Type3
}

// font reads a font dictionary; fonts are read once a file. It is never nil.
func (d *document) font(v pdf.Value) *font {
	key := v.String()
	if f, ok := d.fonts[key]; ok {
		return f
	}
	f := &font{widths: map[uint32]float64{}, scale: 0.001, height: 1}
	d.fonts[key] = f
	_, f.name = subset(d.key(v, "BaseFont").Name())
	f.bold = d.isBold(v, f.name)
	f.capitals = vi.FontDrawsCapitals(f.name)
	switch tu := d.key(v, "ToUnicode"); tu.Kind() {
	case pdf.Stream:
		m := parseCMap(d.stream(tu))
		f.unicode, f.spaces, f.mapped = m.text, m.spaces, len(m.text) > 0
	case pdf.Name:
		f.direct = strings.HasPrefix(tu.Name(), "Identity")
	}
	if d.key(v, "Subtype").Name() == "Type0" {
		d.readComposite(f, v)
	} else {
		d.readSimple(f, v)
	}
	return f
}

func subset(name string) (prefix, rest string) {
	if len(name) > 7 && name[6] == '+' {
		return name[:6], name[7:]
	}
	return "", name
}

// boldName reports whether the name of a font says that it is bold.
func boldName(name string) bool {
	low := strings.ToLower(name)
	for _, mark := range []string{"bold", "black", "heavy", "-bd", ",bd"} {
		if strings.Contains(low, mark) {
			return true
		}
	}
	return false
}

func (d *document) isBold(v pdf.Value, name string) bool {
	if boldName(name) {
		return true
	}
	desc := d.key(v, "FontDescriptor")
	if desc.IsNull() {
		desc = d.key(d.index(d.key(v, "DescendantFonts"), 0), "FontDescriptor")
	}
	return d.key(desc, "FontWeight").Float64() >= 600 || d.key(desc, "Flags").Int64()&(1<<18) != 0
}

func (d *document) readSimple(f *font, v pdf.Value) {
	f.composite = false
	f.simple = d.simpleEncoding(v)
	first := d.key(v, "FirstChar").Int64()
	list := d.key(v, "Widths")
	for i := range min(list.Len(), 256) {
		f.widths[uint32(first)+uint32(i)] = d.index(list, i).Float64()
	}
	f.width = d.path(v, "FontDescriptor", "MissingWidth").Float64()
	if f.width == 0 {
		f.width = 500
	}
	if d.key(v, "Subtype").Name() != "Type3" {
		if list.Len() == 0 {
			f.standardWidths()
		}
		return
	}
	m, ok := d.floats(d.key(v, "FontMatrix"), 6)
	if !ok {
		return
	}
	f.scale = m[0]
	if box, ok := d.floats(d.key(v, "FontBBox"), 4); ok {
		if h := math.Abs((box[3] - box[1]) * m[3]); h > 0 && h < 1000 {
			f.height = h
		}
	}
}

func (d *document) readComposite(f *font, v pdf.Value) {
	f.composite = true
	desc := d.index(d.key(v, "DescendantFonts"), 0)
	f.width = 1000
	if x := d.key(desc, "DW"); !x.IsNull() {
		f.width = x.Float64()
	}
	d.readWidths(f, d.key(desc, "W"))
	if enc := d.key(v, "Encoding"); enc.Kind() == pdf.Stream {
		if m := parseCMap(d.stream(enc)); len(m.spaces) > 0 {
			f.spaces = m.spaces
		}
	} else {
		name := enc.Name()
		f.vertical = strings.HasSuffix(name, "-V")
		f.direct = f.direct || strings.Contains(name, "UCS2") || strings.Contains(name, "UTF16")
		if f.direct || strings.HasPrefix(name, "Identity") {
			f.spaces = nil // codes have two bytes, whatever ToUnicode says
		}
		if strings.HasPrefix(name, "Identity") && !f.direct {
			d.mend(f, desc)
		}
	}
}

// mend looks up in the font program what ToUnicode does not say, or calls "?" for more
// than one code: writers do that to letters their code page lacks.
func (d *document) mend(f *font, desc pdf.Value) {
	if !f.mapped {
		f.unicode = d.embedded(desc)
		f.guessed = len(f.unicode) > 0
		return
	}
	asked := 0
	for _, text := range f.unicode {
		if text == "?" {
			asked++
		}
	}
	if asked < 2 {
		return
	}
	f.lost = true
	for c, text := range d.embedded(desc) {
		if f.unicode[c] == "?" {
			f.unicode[c] = text
		}
	}
}

// readWidths reads a W array: "c [w1 w2 …]" and "first last w" (ISO 32000-1, 9.7.4.3).
func (d *document) readWidths(f *font, w pdf.Value) {
	for i := 0; i+1 < w.Len() && len(f.widths) < widthsMax; {
		c := uint32(d.index(w, i).Int64())
		next := d.index(w, i+1)
		if next.Kind() == pdf.Array {
			for j := range min(next.Len(), widthsMax) {
				f.widths[c+uint32(j)] = d.index(next, j).Float64()
			}
			i += 2
			continue
		}
		last, width := uint32(next.Int64()), d.index(w, i+2).Float64()
		if last >= c && last-c < widthsMax {
			for k := uint32(0); k <= last-c; k++ {
				f.widths[c+k] = width
			}
		}
		i += 3
	}
}

// decode calls fn for every code of a string with its text and its width in text space.
// Codes without known text give "\uFFFD".
func (f *font) decode(s []byte, fn func(text string, width float64, space bool)) {
	for len(s) > 0 {
		n := 1
		if f.composite {
			n = f.codeLength(s)
		}
		c := code(s[:n])
		width, ok := f.widths[c]
		if !ok {
			width = f.width
		}
		fn(f.text(c, s[:n]), width*f.scale, n == 1 && c == ' ')
		s = s[n:]
	}
}

// codeLength is the number of bytes of the code s begins with, two where no code space
// says otherwise.
func (f *font) codeLength(s []byte) int {
	for n := 1; n <= min(4, len(s)); n++ {
		c := code(s[:n])
		for _, sp := range f.spaces {
			if sp.bytes == n && c >= sp.low && c <= sp.top {
				return n
			}
		}
	}
	return min(2, len(s))
}

func (f *font) text(c uint32, raw []byte) string {
	if t, ok := f.unicode[c]; ok && t != "" && t != "\x00" {
		return t
	}
	switch {
	case !f.composite:
		return f.simple[raw[0]]
	case f.direct:
		return decodeUTF16(raw)
	case f.mapped:
		return ""
	}
	return "\uFFFD"
}
