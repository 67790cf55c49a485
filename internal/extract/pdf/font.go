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
	base      string          // encoding of a simple font
	differ    map[byte]string // codes of a simple font its encoding changes
	fixed     int             // length of all codes, 0 where the code spaces are to be asked
	first     uint32          // code of the first of list
	list      []float64       // widths of a simple font
	widths    map[uint32]float64
	width     float64                // of codes without one of their own
	scale     float64                // glyph space to text space
	height    float64                // height of a line in text space at size 1: 1 but for Type3
	known     []*[knownBlock]meaning // of the codes met, by code
}

// knownBlock is the number of codes whose meanings are kept together.
const knownBlock = 64

// meaning is what a code stands for.
type meaning struct {
	text  string  // "\uFFFD" where that is not known
	width float64 // in text space
	met   bool
}

// font reads a font dictionary; fonts are read once a file. It is never nil.
func (d *document) font(v pdf.Value) *font {
	key := v.String()
	if f, ok := d.fonts[key]; ok {
		return f
	}
	f := &font{scale: 0.001, height: 1}
	d.fonts[key] = f
	_, f.name = subset(d.key(v, "BaseFont").Name())
	descriptor, descendant := d.key(v, "FontDescriptor"), d.index(d.key(v, "DescendantFonts"), 0)
	f.bold = boldName(f.name) || d.isBold(descriptor, descendant)
	f.capitals = vi.FontDrawsCapitals(f.name)
	switch tu := d.key(v, "ToUnicode"); tu.Kind() {
	case pdf.Stream:
		m := d.work.parseCMap(d.stream(tu))
		f.unicode, f.spaces, f.mapped = m.text, m.spaces, len(m.text) > 0
	case pdf.Name:
		f.direct = strings.HasPrefix(tu.Name(), "Identity")
	}
	if d.key(v, "Subtype").Name() == "Type0" {
		d.readComposite(f, v, descendant)
	} else {
		d.readSimple(f, v, descriptor)
	}
	f.fixed = f.fixedLength()
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

// isBold asks the descriptor of a font, or of its descendant.
func (d *document) isBold(desc, descendant pdf.Value) bool {
	if desc.IsNull() {
		desc = d.key(descendant, "FontDescriptor")
	}
	return d.key(desc, "FontWeight").Float64() >= 600 || d.key(desc, "Flags").Int64()&(1<<18) != 0
}

func (d *document) readSimple(f *font, v, descriptor pdf.Value) {
	f.composite = false
	f.base, f.differ = d.simpleEncoding(v)
	f.first = uint32(d.key(v, "FirstChar").Int64())
	list := d.key(v, "Widths")
	f.list = make([]float64, min(list.Len(), 256))
	for i := range f.list {
		f.list[i] = d.index(list, i).Float64()
	}
	f.width = d.key(descriptor, "MissingWidth").Float64()
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

func (d *document) readComposite(f *font, v, desc pdf.Value) {
	f.composite, f.widths = true, map[uint32]float64{}
	f.width = 1000
	if x := d.key(desc, "DW"); !x.IsNull() {
		f.width = x.Float64()
	}
	d.readWidths(f, d.key(desc, "W"))
	if enc := d.key(v, "Encoding"); enc.Kind() == pdf.Stream {
		if m := d.work.parseCMap(d.stream(enc)); len(m.spaces) > 0 {
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

// next returns what the first code of s, which is not empty, means, and its length in bytes.
func (f *font) next(s []byte) (m meaning, n int) {
	n = 1
	if f.composite {
		n = f.codeLength(s)
	}
	c := code(s[:n])
	at, in := int(c/knownBlock), c%knownBlock
	if at < len(f.known) && f.known[at] != nil && f.known[at][in].met {
		return f.known[at][in], n
	}
	m = meaning{text: f.text(c, s[:n]), width: f.widthOf(c) * f.scale, met: true}
	if c < 1<<16 && n <= 2 { // codes of one and of two bytes with one number mean the same
		f.know(at)[in] = m
	}
	return m, n
}

// know returns a block of known, made where there was none.
func (f *font) know(block int) *[knownBlock]meaning {
	if block >= len(f.known) {
		f.known = append(f.known, make([]*[knownBlock]meaning, block+1-len(f.known))...)
	}
	if f.known[block] == nil {
		f.known[block] = new([knownBlock]meaning)
	}
	return f.known[block]
}

func (f *font) widthOf(c uint32) float64 {
	if i := c - f.first; int64(i) < int64(len(f.list)) {
		return f.list[i]
	}
	if w, ok := f.widths[c]; ok {
		return w
	}
	return f.width
}

// fixedLength is the number of bytes all codes of a composite font have, whatever
// codeLength looks at; 0 where it depends.
func (f *font) fixedLength() int {
	for _, sp := range f.spaces {
		if sp.bytes != 2 {
			return 0
		}
	}
	return 2
}

// codeLength is the number of bytes of the code s begins with, two where no code space
// says otherwise.
func (f *font) codeLength(s []byte) int {
	if f.fixed > 0 {
		return min(f.fixed, len(s))
	}
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
		return f.simpleText(raw[0])
	case f.direct:
		return decodeUTF16(raw)
	case f.mapped:
		return ""
	}
	return "\uFFFD"
}

// simpleText is the text of a code of a simple font without ToUnicode.
func (f *font) simpleText(c byte) string {
	if text, ok := f.differ[c]; ok {
		return text
	}
	return baseText(f.base, c)
}
