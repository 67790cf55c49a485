package pdf

import (
	"strings"
	"unicode"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/encoding/charmap"

	"minhchung/internal/vi"
)

// Bounds of an embedded font program.
const (
	fontTables  = 64
	fontGlyphs  = 1 << 16
	fontSegment = 1 << 16    // characters looked at of one range of a cmap
	fontEffort  = 1 << 19    // characters looked at of one font
	fontNames   = 258        // names of glyphs every program knows (OpenType, "post")
	fontLeast   = 2          // glyphs a font has to name to be believed
	cidsMax     = fontGlyphs // codes mapped through CIDToGIDMap
)

// embedded gives the text of the codes of a composite font without ToUnicode from the
// font program in the file: its tables cmap and post, read backwards from glyph to
// character (ISO 32000-1, 9.7.4.2; OpenType specification). It is nil where there is no
// TrueType program, or where that says nothing.
func (d *document) embedded(desc pdf.Value) map[uint32]string {
	program := d.path(desc, "FontDescriptor", "FontFile2")
	if program.IsNull() {
		program = d.path(desc, "FontDescriptor", "FontFile3")
		if d.key(program, "Subtype").Name() != "OpenType" {
			return nil
		}
	}
	glyphs := readTrueType(d.stream(program))
	if len(glyphs) < fontLeast {
		return nil
	}
	ids := d.key(desc, "CIDToGIDMap")
	if ids.Kind() != pdf.Stream {
		return glyphs
	}
	out := map[uint32]string{}
	b := d.stream(ids)
	for c := 0; 2*c+1 < len(b) && c < cidsMax; c++ {
		if text, ok := glyphs[uint32(code(b[2*c:2*c+2]))]; ok {
			out[uint32(c)] = text
		}
	}
	return out
}

// sfnt is a font program; reads outside of it give 0.
type sfnt []byte

func (b sfnt) u16(at int) int {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return int(b[at])<<8 | int(b[at+1])
}

func (b sfnt) u32(at int) int { return b.u16(at)<<16 | b.u16(at+2) }

// table returns a table by its tag, nil where there is none.
func (b sfnt) table(tag string) sfnt {
	for i := range min(b.u16(4), fontTables) {
		at := 12 + 16*i
		if at+16 > len(b) {
			return nil
		}
		if string(b[at:at+4]) != tag {
			continue
		}
		start, size := b.u32(at+8), b.u32(at+12)
		if start > len(b) {
			return nil
		}
		return b[start:min(len(b), start+size)]
	}
	return nil
}

// readTrueType returns the text of the glyphs of a font program, by number. It takes any
// bytes.
func readTrueType(b []byte) map[uint32]string {
	font := sfnt(b)
	out := map[uint32]string{}
	if len(font) < 12 {
		return out
	}
	font.readPost(out)
	effort := fontEffort
	cmap := font.table("cmap")
	for i := range min(cmap.u16(2), fontTables) {
		platform, encoding := cmap.u16(4+8*i), cmap.u16(6+8*i)
		// Only Unicode tables: the others tell codes, not characters.
		if platform == 0 && encoding != 5 || platform == 3 && (encoding == 1 || encoding == 10) {
			if at := cmap.u32(8 + 8*i); at < len(cmap) {
				readCharacters(cmap[at:], out, &effort)
			}
		}
	}
	return out
}

// readCharacters reads a subtable of formats 4, 6 and 12.
func readCharacters(t sfnt, out map[uint32]string, effort *int) {
	set := func(c, glyph int) {
		*effort--
		if glyph > 0 && glyph < fontGlyphs && readable(rune(c)) {
			if old, ok := out[uint32(glyph)]; !ok || plainer(rune(c), old) {
				out[uint32(glyph)] = string(rune(c))
			}
		}
	}
	switch t.u16(0) {
	case 4:
		readSegments(t, set, effort)
	case 6:
		first := t.u16(6)
		for i := 0; i < t.u16(8) && *effort > 0; i++ {
			set(first+i, t.u16(10+2*i))
		}
	case 12:
		for i := 0; i < t.u32(12) && 28+12*i <= len(t) && *effort > 0; i++ {
			from, to, glyph := t.u32(16+12*i), t.u32(20+12*i), t.u32(24+12*i)
			for c := from; c <= to && c-from < fontSegment && *effort > 0; c++ {
				set(c, glyph+c-from)
			}
		}
	}
}

// readSegments reads format 4.
func readSegments(t sfnt, set func(c, glyph int), effort *int) {
	n := t.u16(6) / 2
	for i := 0; i < n && *effort > 0; i++ {
		last, first := t.u16(14+2*i), t.u16(16+2*n+2*i)
		delta, at := t.u16(16+4*n+2*i), 16+6*n+2*i
		offset := t.u16(at)
		for c := first; c <= last && *effort > 0; c++ {
			if offset == 0 {
				set(c, (c+delta)&0xffff)
				continue
			}
			glyph := t.u16(at + offset + 2*(c-first))
			if glyph > 0 {
				glyph = (glyph + delta) & 0xffff
			}
			set(c, glyph)
		}
	}
}

// readable reports a character that text is written with.
func readable(r rune) bool {
	return r >= ' ' && r != 0x7f && r <= unicode.MaxRune && !unicode.Is(unicode.Co, r) && !unicode.IsControl(r) &&
		!unicode.Is(unicode.Cs, r) && r != unicode.ReplacementChar
}

// plainer reports whether r says better than old what a glyph is: the common space and
// hyphen before their rare kin that share a glyph with them.
func plainer(r rune, old string) bool {
	for _, o := range old {
		return r < o
	}
	return true
}

// readPost reads the names of glyphs of format 2.
func (b sfnt) readPost(out map[uint32]string) {
	post := b.table("post")
	if post.u32(0) != 0x00020000 {
		return
	}
	n := min(post.u16(32), fontGlyphs)
	var names []string
	for at := 34 + 2*n; at < len(post) && len(names) < fontGlyphs; {
		end := at + 1 + int(post[at])
		if end > len(post) {
			break
		}
		names = append(names, string(post[at+1:end]))
		at = end
	}
	for glyph := range n {
		index := post.u16(34 + 2*glyph)
		text, ok := "", false
		if index < fontNames {
			text, ok = macintosh(index)
		} else if index-fontNames < len(names) {
			text, ok = nameText(names[index-fontNames])
		}
		if ok && text != "" && !strings.ContainsFunc(text, func(r rune) bool { return !readable(r) }) {
			out[uint32(glyph)] = text
		}
	}
}

// macintosh gives the first of the names every program knows: ASCII from 3 on, then the
// upper half of the Macintosh code.
func macintosh(index int) (string, bool) {
	switch {
	case index >= 3 && index <= 97:
		return string(rune(index + 29)), true
	case index >= 98 && index <= 225:
		return string(charmap.Macintosh.DecodeByte(byte(index - 98 + 0x80))), true
	}
	return "", false
}

// accents are what the names of Vietnamese letters are put together with.
var accents = []struct {
	name string
	mark rune
}{
	{"circumflex", '\u0302'}, {"breve", '\u0306'}, {"horn", '\u031b'}, {"acute", '\u0301'}, {"grave", '\u0300'},
	{"hookabove", '\u0309'}, {"hook", '\u0309'}, {"tilde", '\u0303'}, {"dotbelow", '\u0323'},
}

// nameText reads the name of a glyph: "uni1EA1", "a", "two", "acircumflexacute", "dcroat".
func nameText(name string) (string, bool) {
	if s, ok := uniName(name); ok {
		return s, true
	}
	if s, ok := digitName(name); ok {
		return s, true
	}
	name, _, _ = strings.Cut(name, ".")
	switch name {
	case "space":
		return " ", true
	case "dcroat", "dmacron":
		return "đ", true
	case "Dcroat", "Dmacron", "Dslash":
		return "Đ", true
	}
	if name == "" || name[0]|0x20 < 'a' || name[0]|0x20 > 'z' {
		return "", false
	}
	text, rest := name[:1], name[1:]
	for rest != "" {
		found := false
		for _, a := range accents {
			if after, ok := strings.CutPrefix(rest, a.name); ok {
				text, rest, found = text+string(a.mark), after, true
				break
			}
		}
		if !found {
			return "", false
		}
	}
	return vi.NFC(text), true
}
