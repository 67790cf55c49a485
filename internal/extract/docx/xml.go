package docx

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// attr returns an attribute by its local name.
func attr(e element, name string) string {
	for at := afterBlanks(e.attrs, 0); at < len(e.attrs) && e.attrs[at] != '>' && e.attrs[at] != '/'; at = afterBlanks(e.attrs, at) {
		var a attribute
		if a, at, _ = cutAttribute(e.attrs, at); a.name.local() == name {
			return a.value
		}
	}
	return ""
}

// flag reads an on/off attribute; absent means off.
func flag(e element, name string) bool {
	v := attr(e, name)
	return v == "1" || v == "true" || v == "on"
}

// number returns an attribute as an integer, 0 where it is none.
func number(e element, name string) int {
	n, err := strconv.Atoi(attr(e, name))
	if err != nil || n < -1_000_000 || n > 1_000_000 {
		return 0
	}
	return n
}

// switched reads an on/off property (ECMA-376 part 1, 17.17.4): present means on.
func switched(e element) toggle {
	switch attr(e, "val") {
	case "0", "false", "off", "none":
		return off
	}
	return on
}

// asUTF8 decodes UTF-16, which the scanner cannot.
func asUTF8(content string) string {
	if !strings.HasPrefix(content, "\xff\xfe") && !strings.HasPrefix(content, "\xfe\xff") {
		return content
	}
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().String(content)
	if err != nil {
		return content
	}
	if i := strings.Index(out, "?>"); i > 0 && strings.HasPrefix(out, "<?xml") {
		out = out[i+2:] // its declaration names the encoding it no longer has
	}
	return out
}

// wellChosen drops what XML 1.0 forbids: broken UTF-8, control characters, and references
// to these.
func wellChosen(content string) string {
	out := strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r != 0xFFFE && r != 0xFFFF:
			return r
		}
		return -1
	}, strings.ToValidUTF8(content, string(utf8.RuneError)))
	return dropReferences(out)
}

func dropReferences(s string) string {
	var out strings.Builder
	for {
		i := strings.Index(s, "&#")
		if i < 0 {
			break
		}
		out.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s[:min(len(s), 12)], ';')
		if end < 0 || !forbidden(s[2:end]) {
			out.WriteString(s[:2])
			s = s[2:]
			continue
		}
		s = s[end+1:]
	}
	out.WriteString(s)
	return out.String()
}

func forbidden(ref string) bool {
	base := 10
	if strings.HasPrefix(ref, "x") || strings.HasPrefix(ref, "X") {
		ref, base = ref[1:], 16
	}
	n, err := strconv.ParseUint(ref, base, 32)
	return err != nil || n < 0x20 && n != '\t' && n != '\n' && n != '\r' || n > 0x10FFFF || n == 0xFFFE || n == 0xFFFF || n >= 0xD800 && n < 0xE000
}

// within calls f for every element inside the one the scanner stands in, up to its end.
func within(d *scanner, f func(element)) error {
	for depth := 1; depth > 0; {
		kind, err := d.next()
		if err != nil {
			return err //nolint:wrapcheck // as skip
		}
		switch kind {
		case endTag:
			depth--
		case startTag:
			depth++
			f(d.el)
		}
	}
	return nil
}

// skip passes over the rest of an element. The end of the text ends it too.
func skip(d *scanner) error {
	for depth := 1; depth > 0; {
		kind, err := d.next()
		switch {
		case err == io.EOF: //nolint:errorlint // next returns it bare
			return nil
		case err != nil:
			return err
		case kind == startTag:
			depth++
		case kind == endTag:
			depth--
		}
	}
	return nil
}
