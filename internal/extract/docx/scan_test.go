package docx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html/charset"
)

// byLibraryTokens lists the tags and characters that encoding/xml finds.
func byLibraryTokens(content string) (out []string) {
	d := xml.NewDecoder(strings.NewReader(content))
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	for {
		tok, err := d.Token()
		if err != nil {
			return append(out, ending(err, func() bool { var s *xml.SyntaxError; return errors.As(err, &s) }))
		}
		switch e := tok.(type) {
		case xml.StartElement:
			line := fmt.Sprintf("<%s %d", e.Name.Local, spaceOf(e.Name.Space))
			for _, a := range e.Attr {
				line += fmt.Sprintf(" %s=%q", a.Name.Local, firstOf(e.Attr, a.Name.Local))
			}
			out = append(out, line)
		case xml.EndElement:
			out = append(out, fmt.Sprintf("/%s %d", e.Name.Local, spaceOf(e.Name.Space)))
		case xml.CharData:
			out = append(out, fmt.Sprintf("%q", e))
		}
	}
}

func firstOf(attrs []xml.Attr, local string) string {
	for _, a := range attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

func ending(err error, syntax func() bool) string {
	switch {
	case errors.Is(err, io.EOF):
		return "end"
	case syntax():
		return "not well-formed"
	}
	return "refused"
}

// scannerTokens lists the same by the scanner.
func scannerTokens(content string) (out []string) {
	s := newScanner(content)
	for {
		kind, err := s.next()
		if err != nil {
			return append(out, ending(err, func() bool { return errors.Is(err, errSyntax) }))
		}
		switch kind {
		case startTag:
			line := fmt.Sprintf("<%s %d", s.el.local, s.el.space)
			for at := afterBlanks(s.el.attrs, 0); s.el.attrs[at] != '>' && s.el.attrs[at] != '/'; at = afterBlanks(s.el.attrs, at) {
				var a attribute
				a, at, _ = cutAttribute(s.el.attrs, at)
				line += fmt.Sprintf(" %s=%q", a.name.local(), attr(s.el, a.name.local()))
			}
			out = append(out, line)
		case endTag:
			out = append(out, fmt.Sprintf("/%s %d", s.el.local, s.el.space))
		case charData:
			out = append(out, fmt.Sprintf("%q", s.text))
		}
	}
}

var markup = []string{
	`<w:document ` + nsW + `><w:body>` + para("một &amp; hai") + `</w:body></w:document>`,
	"<a>\r\nx\ry\r\r\n&#13;\n</a>", "<a>]]></a>", "<a>]]&amp;></a>", "<a b=']]>'/>", "<a>]]", "<a>&#xD800;&#0;</a>", "<a>&#xFFFE;</a>", "<a>\ufffe</a>", "<a>\ufffd\uf0b7</a>", "<a>\xff</a>", "<a>\x01</a>",
	"<a>&lt;&gt;&apos;&quot;&nbsp;&;&#;&#x;&#xg;&a &1;&#99999999999999999999;&#x110000;</a>", "&", "<a>&", "<a>&#", "<a>&#x", "<a>&#1", "<a>&am", "<a>&é", "x&amp;", "<a b='&", "<a b='&lt;<'/>",
	"<a b c=d e = 'f' g=\"h\"i='j'k=/>", "<a b=x.y/>", "<a b", "<a b=", "<a b=c", "<a b='", "<a b=''", "<a/", "<a/ >", "<a /b>", "<", "<a", "<>", "< a/>", "<1/>", "<a:b:c/>", "<:a/>", "<a:/>", "<:/>", "<a b:c:d='e'/>",
	"<đ ệ='ư'>ữ</đ>", "<a\u00b7/>", "<\u00b7a/>", "<a\xc3/>", "<\u2028/>", "<w:p xmlns:w='x'></w:p >", "</a>", "</ a>", "</a", "</a b>", "<a></a", "<a></a\n>", "<a></b>", "<a><b></a>", "<a><b></a></b>", "<x:a></y:a>",
	"<a xmlns:w='x'><w:b/></c>", "<a xmlns='u/diagram'><b xmlns=''><c/></b></a><xmlns/><xmlns:a/><xml:a/>", "<dgm:a><dgm:b></c>", "<a xmlns:w='1' xmlns:w='u/wordprocessingml/2006/main'><w:b/><c xmlns:w='2'><w:b/></c><w:b/></a><w:b/>", "<p:a xmlns:p='w'></p:b>", "<a xmlns:p/>", "<p:a xmlns:p='&#119;'/>",
	"<!-- x --><!----><!-- -- --><a/>", "<!-->--><!--->--><a/>", "<!--", "<!- x>", "<!-", "<!", "<!>>", "<!D '>' \"'>\" <x> <!-- > --> <!- > > <!x>><a/>", "<!'>'>", "<!D <!", "<!D <!--->--> ><a/>", "<![CDATA[<&amp;]]]>\r\n]]>x", "<![CDATA[]]>", "<![CDATA[\x02]]>", "<![CDATA", "<![CDATA[x", "<![X[",
	"<?xml version='1.0' encoding='UTF-8'?><a/>", "<?xml version='1.1'?><a/>", "<?xml encoding='windows-1252'?><a>\x80\xe9</a>", "<?xml encoding='none'?><a/>", "<?xml encoding=utf8?>\xff", "<?xml encoding='utf8'?>\xff<a/>", "<?x", "<? x?>", "<?a:b:c ?><a/>", "<?x>?><?x??>", "<?x?", "<?đ?><?\u00b7?>",
}

func TestScannerAsLibrary(t *testing.T) {
	for _, content := range markup {
		got, want := strings.Join(scannerTokens(content), "\n"), strings.Join(byLibraryTokens(content), "\n")
		if got != want {
			t.Errorf("%q:\n%s\n\nthe library:\n%s", content, got, want)
		}
	}
}

func FuzzScanner(f *testing.F) {
	for _, content := range markup {
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content string) {
		if strings.Count(content, "<?xml") > 1 {
			return // a second encoding is refused, the library decodes once more
		}
		got, want := strings.Join(scannerTokens(content), "\n"), strings.Join(byLibraryTokens(content), "\n")
		if got != want {
			t.Fatalf("%q:\n%s\n\nthe library:\n%s", content, got, want)
		}
	})
}

// TestScannerRefusesSecondEncoding: each encoding may make the text longer.
func TestScannerRefusesSecondEncoding(t *testing.T) {
	got := scannerTokens("<?xml encoding='windows-1252'?><?xml encoding='windows-1252'?><a/>")
	if strings.Join(got, "\n") != "refused" {
		t.Errorf("tokens %q", got)
	}
}
