package docx

import (
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
)

// newDecoder reads XML as leniently as encoding/xml can.
func newDecoder(content []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(content))
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	return d
}

func startOf(tok xml.Token) (xml.StartElement, bool) {
	e, ok := tok.(xml.StartElement)
	return e, ok
}

// attr returns an attribute by its local name.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// flag reads an on/off attribute; absent means off.
func flag(e xml.StartElement, name string) bool {
	v := attr(e, name)
	return v == "1" || v == "true" || v == "on"
}

// number returns an attribute as an integer, 0 where it is none.
func number(e xml.StartElement, name string) int {
	n, err := strconv.Atoi(attr(e, name))
	if err != nil || n < -1_000_000 || n > 1_000_000 {
		return 0
	}
	return n
}

// switched reads an on/off property (ECMA-376 part 1, 17.17.4): present means on.
func switched(e xml.StartElement) toggle {
	switch attr(e, "val") {
	case "0", "false", "off", "none":
		return off
	}
	return on
}

// isWord reports whether a name belongs to WordprocessingML, transitional or strict, or
// to a file that forgot to say.
func isWord(n xml.Name) bool {
	return n.Space == "w" || n.Space == "" ||
		strings.HasSuffix(n.Space, "/wordprocessingml/2006/main") || strings.HasSuffix(n.Space, "/ooxml/wordprocessingml/main")
}

// asUTF8 decodes UTF-16, which encoding/xml cannot.
func asUTF8(content []byte) []byte {
	if !bytes.HasPrefix(content, []byte("\xff\xfe")) && !bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return content
	}
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(content)
	if err != nil {
		return content
	}
	if i := bytes.Index(out, []byte("?>")); i > 0 && bytes.HasPrefix(out, []byte("<?xml")) {
		out = out[i+2:] // its declaration names the encoding it no longer has
	}
	return out
}

// wellChosen drops what XML 1.0 forbids: broken UTF-8, control characters, and references
// to these.
func wellChosen(content []byte) []byte {
	out := bytes.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r != 0xFFFE && r != 0xFFFF:
			return r
		}
		return -1
	}, bytes.ToValidUTF8(content, []byte(string(utf8.RuneError))))
	return dropReferences(out)
}

func dropReferences(b []byte) []byte {
	var out bytes.Buffer
	for {
		i := bytes.Index(b, []byte("&#"))
		if i < 0 {
			break
		}
		out.Write(b[:i])
		b = b[i:]
		end := bytes.IndexByte(b[:min(len(b), 12)], ';')
		if end < 0 || !forbidden(string(b[2:end])) {
			out.Write(b[:2])
			b = b[2:]
			continue
		}
		b = b[end+1:]
	}
	out.Write(b)
	return out.Bytes()
}

func forbidden(ref string) bool {
	base := 10
	if strings.HasPrefix(ref, "x") || strings.HasPrefix(ref, "X") {
		ref, base = ref[1:], 16
	}
	n, err := strconv.ParseUint(ref, base, 32)
	return err != nil || n < 0x20 && n != '\t' && n != '\n' && n != '\r' || n > 0x10FFFF || n == 0xFFFE || n == 0xFFFF || n >= 0xD800 && n < 0xE000
}

// within calls f for every element inside the one the decoder stands in, up to its end.
func within(d *xml.Decoder, f func(xml.StartElement)) error {
	for depth := 1; depth > 0; {
		tok, err := d.Token()
		if err != nil {
			return err //nolint:wrapcheck // as skip
		}
		switch e := tok.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			depth++
			f(e)
		}
	}
	return nil
}

// skip passes over the rest of an element.
func skip(d *xml.Decoder) error {
	if err := d.Skip(); err != nil && err != io.EOF { //nolint:errorlint // Skip returns it bare
		return err
	}
	return nil
}
