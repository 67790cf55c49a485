package pdf

import (
	"strconv"
	"strings"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/encoding/charmap"
)

// simpleEncoding reads the encoding of a simple font without ToUnicode (ISO 32000-1,
// 9.6.6): the name of its base and the texts of the codes that differ.
func (d *document) simpleEncoding(v pdf.Value) (base string, differ map[byte]string) {
	enc := d.key(v, "Encoding")
	if enc.Kind() != pdf.Dict {
		return enc.Name(), nil
	}
	differ = map[byte]string{}
	d.differences(v, d.key(enc, "Differences"), differ)
	return d.key(enc, "BaseEncoding").Name(), differ
}

func baseText(base string, c byte) string {
	switch {
	case c < 0x20:
		return ""
	case base == "MacRomanEncoding":
		return string(charmap.Macintosh.DecodeByte(c))
	case base == "" || base == "StandardEncoding":
		if s, ok := standardUpper(c); ok {
			return s
		}
	}
	r := charmap.Windows1252.DecodeByte(c)
	if r == '\uFFFD' {
		return ""
	}
	return string(r)
}

// standardUpper holds the codes of StandardEncoding that Vietnamese office files use
// and WinAnsiEncoding has elsewhere (ISO 32000-1, annex D.2).
func standardUpper(c byte) (string, bool) {
	switch c {
	case 0xaa:
		return "“", true
	case 0xae:
		return "fi", true
	case 0xaf:
		return "fl", true
	case 0xb1:
		return "–", true
	case 0xb7:
		return "•", true
	case 0xba:
		return "”", true
	case 0xbc:
		return "…", true
	case 0xd0:
		return "—", true
	}
	return "", false
}

// differences applies a Differences array. The library knows the glyph names, but only
// through the encoder of a font.
func (d *document) differences(v, list pdf.Value, out map[byte]string) {
	names := &pdf.Font{V: v}
	code := -1
	for i := range min(list.Len(), 1024) {
		x := d.index(list, i)
		switch x.Kind() {
		case pdf.Integer:
			code = int(x.Int64())
		case pdf.Name:
			if code >= 0 && code < 256 {
				out[byte(code)] = d.glyphText(names, x.Name(), byte(code))
			}
			code++
		}
	}
}

// glyphText is the text of a glyph name, "\uFFFD" where the name tells nothing.
func (d *document) glyphText(names *pdf.Font, name string, code byte) (text string) {
	if s, ok := uniName(name); ok {
		return s
	}
	if name == ".notdef" {
		return ""
	}
	if s, ok := digitName(name); ok {
		return s
	}
	defer d.caught()
	text = "\uFFFD"
	text = names.Encoder().Decode(string([]byte{code}))
	if text == string(rune(code)) && (code < ' ' || numbered(name)) {
		return "\uFFFD"
	}
	return text
}

// digitName knows the figures in all their shapes: "two", "two.oldstyle".
func digitName(name string) (string, bool) {
	name, _, _ = strings.Cut(name, ".")
	for i, n := range [...]string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"} {
		if n == name {
			return strconv.Itoa(i), true
		}
	}
	return "", false
}

// uniName reads "uni1EA1" and "u1EA1" (Adobe Glyph List specification, section 2).
func uniName(name string) (string, bool) {
	name, _, _ = strings.Cut(name, ".")
	hex, ok := strings.CutPrefix(name, "uni")
	if ok && len(hex) >= 4 && len(hex)%4 == 0 && len(hex) <= 32 {
		var sb strings.Builder
		for ; hex != ""; hex = hex[4:] {
			n, err := strconv.ParseUint(hex[:4], 16, 32)
			if err != nil {
				return "", false
			}
			sb.WriteRune(rune(n))
		}
		return sb.String(), true
	}
	if hex, ok = strings.CutPrefix(name, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		if n, err := strconv.ParseUint(hex, 16, 32); err == nil {
			return string(rune(n)), true
		}
	}
	return "", false
}

// numbered reports names that only count glyphs: "g12", "cid00034", "G5A".
func numbered(name string) bool {
	letters := strings.TrimRight(name, "0123456789")
	return len(letters) < len(name) && len(letters) <= 5
}
