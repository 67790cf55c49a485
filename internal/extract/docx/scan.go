package docx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

var errSyntax = errors.New("not well-formed XML")

// tokenKind says what [scanner.next] found.
type tokenKind uint8

const (
	startTag tokenKind = iota + 1
	endTag
	charData
)

// element is a start or end tag.
type element struct {
	local string // name without its prefix
	space space
	attrs string // of a start tag: what stands between its name and its end, and that end
}

// space is a name space, as far as the reader tells them apart.
type space uint8

const (
	otherSpace space = iota
	wordSpace        // WordprocessingML, transitional or strict, or a file that forgot to say
	diagramSpace
)

// spaceOf tells the name spaces; a prefix without a name space stands for itself.
func spaceOf(uri string) space {
	switch {
	case uri == "w" || uri == "" || strings.HasSuffix(uri, "/wordprocessingml/2006/main") || strings.HasSuffix(uri, "/ooxml/wordprocessingml/main"):
		return wordSpace
	case uri == "dgm" || strings.HasSuffix(uri, "/diagram"):
		return diagramSpace
	}
	return otherSpace
}

// scanner cuts XML into tags and characters. It accepts, refuses and gives out what a
// lenient (Strict: false) encoding/xml.Decoder does, at a fraction of the cost: names and
// values are parts of the text, and nothing is put on the heap for a token. Processing
// instructions, comments and directives are passed over.
type scanner struct {
	in   string
	at   int
	err  error   // once an error, always an error
	el   element // the tag found
	text string  // the characters found

	hollow  bool // the end of the element found is still to be given: <a/>
	open    []openElement
	pending xmlName // an end tag still to be given, where another was found or the element is open
	waits   bool

	spaces  map[string]space // by prefix
	undo    []binding        // what spaces said before, of the open elements
	prefix  string           // looked up last
	found   space            // for it
	looked  bool
	recoded bool
}

type openElement struct {
	name  xmlName
	space space
	undo  int // length of undo with its own bindings
}

type binding struct {
	prefix string
	before space
	bound  bool
}

func newScanner(content string) *scanner { return &scanner{in: content} }

// next finds the next tag, in el, or characters, in text. At the end the error is io.EOF;
// an error of the form of the XML is an errSyntax.
func (s *scanner) next() (tokenKind, error) {
	if s.err != nil {
		return 0, s.err
	}
	for {
		if s.hollow {
			s.hollow = false
			return endTag, nil
		}
		if s.waits {
			s.waits = false
			return s.end(s.pending)
		}
		if s.at >= len(s.in) {
			if len(s.open) > 0 {
				return s.fail("ends inside an element")
			}
			s.err = io.EOF
			return 0, io.EOF
		}
		if s.in[s.at] != '<' {
			return s.characters()
		}
		if s.at++; s.at == len(s.in) {
			return s.fail("ends inside a tag")
		}
		ok := false
		switch s.in[s.at] {
		case '/':
			return s.endTag()
		case '?':
			if ok = s.instruction(); s.err != nil {
				return 0, s.err
			}
		case '!':
			if strings.HasPrefix(s.in[s.at:], "![CDATA[") {
				return s.cdata()
			}
			ok = s.declaration()
		default:
			return s.startTag()
		}
		if !ok {
			return s.fail("instruction, comment or declaration")
		}
	}
}

func (s *scanner) fail(what string) (tokenKind, error) {
	s.err = fmt.Errorf("%w: %s, at byte %d", errSyntax, what, s.at)
	return 0, s.err
}

func (s *scanner) characters() (tokenKind, error) {
	raw := s.in[s.at:]
	end := strings.IndexByte(raw, '<')
	last := end < 0
	if !last {
		raw = raw[:end]
	}
	var ok bool
	if s.text, ok = expand(raw, inText, last); !ok {
		return s.fail("characters")
	}
	s.at += len(raw)
	return charData, nil
}

func (s *scanner) cdata() (tokenKind, error) {
	raw := s.in[s.at+len("![CDATA["):]
	end := strings.Index(raw, "]]>")
	if end < 0 {
		return s.fail("CDATA")
	}
	var ok bool
	if s.text, ok = expand(raw[:end], inCDATA, false); !ok {
		return s.fail("CDATA")
	}
	s.at = len(s.in) - len(raw) + end + len("]]>")
	return charData, nil
}

func (s *scanner) startTag() (tokenKind, error) {
	name, at, ok := cutName(s.in, s.at)
	if !ok {
		return s.fail("name of an element")
	}
	from, bound, empty := at, len(s.undo), false
	for {
		at = afterBlanks(s.in, at)
		if at == len(s.in) {
			return s.fail("ends inside a tag")
		}
		if s.in[at] == '>' {
			at++
			break
		}
		if s.in[at] == '/' {
			if !strings.HasPrefix(s.in[at:], "/>") {
				return s.fail("end of a tag")
			}
			empty = true
			at += 2
			break
		}
		var a attribute
		if a, at, ok = cutAttribute(s.in, at); !ok {
			return s.fail("attribute")
		}
		if strings.HasPrefix(a.name.full, "xmlns") {
			s.bind(a)
		}
	}
	s.at = at
	s.el = element{local: name.local(), space: s.lookup(name), attrs: s.in[from:at]}
	if empty && bound == len(s.undo) {
		s.hollow = true
		return startTag, nil
	}
	s.open = append(s.open, openElement{name, s.el.space, len(s.undo)})
	s.pending, s.waits = name, empty
	return startTag, nil
}

func (s *scanner) endTag() (tokenKind, error) {
	s.at++
	if n := len(s.open); n > 0 { // nearly always the name that is open
		full := s.open[n-1].name.full
		if after := s.at + len(full); after < len(s.in) && s.in[after] == '>' && s.in[s.at:after] == full {
			s.at = after + 1
			return s.end(s.open[n-1].name)
		}
	}
	name, at, ok := cutName(s.in, s.at)
	if !ok {
		return s.fail("name of an end tag")
	}
	if at = afterBlanks(s.in, at); at == len(s.in) || s.in[at] != '>' {
		return s.fail("end tag")
	}
	s.at = at + 1
	return s.end(name)
}

// end closes the innermost element. One that another end tag closes ends too, and the tag
// then closes what is around it.
func (s *scanner) end(name xmlName) (tokenKind, error) {
	n := len(s.open)
	if n == 0 || len(s.undo) > s.open[n-1].undo {
		return s.fail("end tag without an element")
	}
	top := s.open[n-1]
	s.open = s.open[:n-1]
	s.el = element{local: top.name.local(), space: top.space}
	if name.full == top.name.full {
		s.unbind()
		return endTag, nil
	}
	if name.local() == s.el.local {
		return s.fail("end tag of another name space")
	}
	s.el.space = spaceOf(top.name.prefix())
	s.pending, s.waits = name, true
	return endTag, nil
}

// bind enters the name space an attribute declares, if it does.
func (s *scanner) bind(a attribute) {
	prefix := a.name.local()
	if a.name.full == "xmlns" {
		prefix = ""
	} else if a.name.prefix() != "xmlns" {
		return
	}
	if s.spaces == nil {
		s.spaces = map[string]space{}
	}
	before, bound := s.spaces[prefix]
	s.undo = append(s.undo, binding{prefix, before, bound})
	s.spaces[prefix] = spaceOf(a.value)
	s.looked = false
}

// unbind takes back the declarations of the element that ended.
func (s *scanner) unbind() {
	keep := 0
	if n := len(s.open); n > 0 {
		keep = s.open[n-1].undo
	}
	for n := len(s.undo); n > keep; n-- {
		b := s.undo[n-1]
		if b.bound {
			s.spaces[b.prefix] = b.before
		} else {
			delete(s.spaces, b.prefix)
		}
		s.undo, s.looked = s.undo[:n-1], false
	}
}

// lookup gives the name space of an element.
func (s *scanner) lookup(name xmlName) space {
	prefix := name.prefix()
	if s.looked && prefix == s.prefix && prefix != "" {
		return s.found
	}
	switch prefix {
	case "xml", "xmlns":
		return otherSpace
	case "":
		if name.full == "xmlns" {
			return spaceOf("")
		}
	}
	found, bound := s.spaces[prefix]
	if !bound {
		found = spaceOf(prefix)
	}
	s.prefix, s.found, s.looked = prefix, found, true
	return found
}

// instruction passes over <?...?> and follows the encoding of an XML declaration.
func (s *scanner) instruction() bool {
	name, at, ok := cutAnyName(s.in, s.at+1)
	if !ok {
		return false
	}
	at = afterBlanks(s.in, at)
	end := strings.Index(s.in[at:], "?>")
	if end < 0 {
		return false
	}
	content := s.in[at : at+end]
	s.at = at + end + len("?>")
	if name.full == "xml" {
		s.declared(pseudoAttribute(content, "version="), pseudoAttribute(content, "encoding="))
	}
	return true
}

// declared decodes the rest of the text where it says that it is not UTF-8.
func (s *scanner) declared(version, encoding string) {
	switch {
	case version != "" && version != "1.0":
		s.err = fmt.Errorf("XML %q", version)
	case encoding == "" || strings.EqualFold(encoding, "utf-8"):
	case s.recoded: // each time it might become longer
		s.err = errors.New("XML in several encodings")
	default:
		r, err := charset.NewReaderLabel(encoding, strings.NewReader(s.in[s.at:]))
		if err != nil {
			s.err = fmt.Errorf("XML in %q: %w", encoding, err)
			return
		}
		rest, err := io.ReadAll(r)
		if err != nil {
			s.err = fmt.Errorf("XML in %q: %w", encoding, err)
			return
		}
		s.in, s.at, s.recoded = string(rest), 0, true
	}
}

// pseudoAttribute finds the quoted value behind a name with its "=".
func pseudoAttribute(s, name string) string {
	for {
		_, after, ok := strings.Cut(s, name)
		if !ok || after == "" {
			return ""
		}
		if q := after[0]; q == '\'' || q == '"' {
			value, _, ok := strings.Cut(after[1:], string(q))
			if !ok {
				return ""
			}
			return value
		}
		s = after[1:]
	}
}

// declaration passes over <!...>: comments and directives.
func (s *scanner) declaration() bool {
	rest := s.in[s.at+1:]
	if strings.HasPrefix(rest, "[") {
		return false // only CDATA begins so
	}
	n := 0
	if strings.HasPrefix(rest, "-") {
		n = comment(rest)
	} else {
		n = directive(rest)
	}
	s.at += 1 + n
	return n > 0
}

// comment returns the length of the rest of <!--...-->, 0 where it is none.
func comment(rest string) int {
	const begin = "--"
	if !strings.HasPrefix(rest, begin) {
		return 0
	}
	i := strings.Index(rest[len(begin):], "--")
	if i < 0 || !strings.HasPrefix(rest[len(begin)+i:], "-->") {
		return 0
	}
	return len(begin) + i + len("-->")
}

// directive returns the length of the rest of <!...>, 0 where it does not end. Brackets
// nest in it, but not in quotes and comments.
func directive(rest string) int {
	depth, quote := 0, byte(0)
	for i := 1; i < len(rest); i++ { // the first byte is its name
		c := rest[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '>':
			if depth == 0 {
				return i + 1
			}
			depth--
		case strings.HasPrefix(rest[i:], "<!--"):
			end := strings.Index(rest[i+4:], "-->")
			if end < 0 {
				return 0
			}
			i += 4 + end + len("-->") - 1
		case c == '<':
			depth++
			if strings.HasPrefix(rest[i:], "<!-") { // its dash begins nothing
				i += 2
			} else if strings.HasPrefix(rest[i:], "<!") {
				i++
			}
		}
	}
	return 0
}

// foreignName asks the library whether letters outside ASCII may stand in a name: it has
// the tables, and such names are rare.
func foreignName(name string) bool {
	d := xml.NewDecoder(strings.NewReader("<?" + name + " ?>"))
	_, err := d.RawToken()
	return err == nil
}
