package search

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// Code is a document number ("số, ký hiệu", Nghị định 30/2020/NĐ-CP, Điều 8 khoản 3) or a
// part of one, brought to a form in which ways of writing do not differ: "15/KH-STTTT",
// "15 /KH–STTTT" and "15/khstttt" are the same, and so are "01-NQ/TU" and "1-NQ/TU".
type Code struct {
	Number   string // without leading zeros, "30c"; "" where only the sign is known
	Year     int    // of "19/2012/QĐ-UBND"; 0 where none
	Notation string // folded letters and digits alone, "khstttt"; "" where none
	Kind     string // the first part of the sign, folded, "kh"
	Text     string // as written
	// Either is set where the query names several numbers of which any will do; none of
	// them is compulsory by itself then.
	Either bool
	// Asked is set where the number was asked for in a field: one of those must be met.
	Asked bool
	Start int // byte offset in the text it was found in
	End   int
}

// NewCode makes a code from the parts of a document's particulars.
func NewCode(number, notation string, year int) Code {
	c := Code{Number: trimNumber(vi.Fold(number)), Year: year}
	c.Notation, c.Kind = squeeze(notation)
	return c
}

// Full reports whether number and sign, or the type the sign begins with, are both known,
// so that a document must have the number; see Either.
func (c Code) Full() bool { return c.whole() && !c.Either }

func (c Code) whole() bool { return c.Number != "" && c.Notation != "" }

// Key is what the code is looked up by, "" for an empty code.
func (c Code) Key() string {
	year := ""
	if c.Year > 0 {
		year = strconv.Itoa(c.Year) + "/"
	}
	switch {
	case c.whole():
		return c.Number + "/" + year + c.Notation
	case c.Number != "":
		return strings.TrimSuffix(c.Number+"/"+year, "/")
	case c.Notation != "":
		return "/" + c.Notation
	}
	return ""
}

// OwnKeys lists every key a document of this number answers to: the whole with and
// without year, number and kind ("15/KH"), number alone, number and year, sign alone.
func (c Code) OwnKeys() []string {
	var keys []string
	if c.Notation != "" {
		keys = append(keys, Code{Notation: c.Notation}.Key())
	}
	if c.Number == "" {
		return keys
	}
	for _, year := range yearsOf(c) {
		keys = append(keys, Code{Number: c.Number, Year: year}.Key())
		if c.Notation != "" {
			keys = append(keys, Code{Number: c.Number, Year: year, Notation: c.Notation}.Key())
		}
		if c.Kind != c.Notation {
			keys = append(keys, Code{Number: c.Number, Year: year, Notation: c.Kind}.Key())
		}
	}
	return keys
}

// CitedKeys lists the keys under which a text that mentions the number is found: the
// whole number, since "15" alone would find every enumeration. Of legal documents, whose
// numbers bear their year, it is also number and type and number and year, as people call
// them ("Nghị định 30", "Thông tư 01/2021", "15/2020").
func (c Code) CitedKeys() []string {
	if !c.whole() {
		return nil
	}
	var keys []string
	for _, year := range yearsOf(c) {
		keys = append(keys, Code{Number: c.Number, Year: year, Notation: c.Notation}.Key())
		if c.Year > 0 && c.Kind != "" && c.Kind != c.Notation {
			keys = append(keys, Code{Number: c.Number, Year: year, Notation: c.Kind}.Key())
		}
	}
	if c.Year > 0 {
		keys = append(keys, Code{Number: c.Number, Year: c.Year}.Key())
	}
	return keys
}

func yearsOf(c Code) []int {
	if c.Year == 0 {
		return []int{0}
	}
	return []int{0, c.Year}
}

// Codes finds the whole document numbers in written text, in order. It is strict (signs
// are upper case), so that "3/4 số hộ" and dates are none.
func Codes(text string) []Code { return scanCodes(text, false) }

// queryCodes finds document numbers as people type them: any case, and parts.
func queryCodes(text string) []Code { return scanCodes(text, true) }

func scanCodes(text string, lenient bool) []Code {
	var out []Code
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !startsCode(text, i, r, lenient) {
			i += size
			continue
		}
		c, ok := codeAt(text, i, lenient)
		if !ok {
			i += wordLen(text[i:])
			continue
		}
		out = append(out, c)
		i = c.End
	}
	return out
}

func startsCode(text string, i int, r rune, lenient bool) bool {
	if !isDigit(r) && !(lenient && unicode.IsLetter(r)) {
		return false
	}
	prev, _ := utf8.DecodeLastRuneInString(text[:i])
	switch {
	case lenient && gluedSo(text[i:]) > 0:
		return false // the number begins behind it
	case i == 0:
		return true
	case prev == '/' || prev == '.' || prev == ',' || isDash(prev) || isDigit(prev):
		return false
	case unicode.IsLetter(prev) || unicode.Is(unicode.Mn, prev):
		return isDigit(r) && (gluedToSo(text[:i]) || lenient && afterSo(text, i))
	}
	return true
}

// gluedSo is how long the "số" is that a text begins with and that a number follows without
// a space, as people type; 0 where there is none, as in "SO2" and "so12ab".
func gluedSo(text string) int {
	n := strings.IndexFunc(text, isDigit)
	if n < 0 || n > len("số") {
		return 0
	}
	rest := strings.TrimLeft(text[n:], "0123456789")
	next, _ := utf8.DecodeRuneInString(rest)
	ends := rest == "" || unicode.IsSpace(next) || isSlash(next) || strings.ContainsRune(".,;:?!)", next)
	if len(text)-n-len(rest) > 5 || !ends || text[:n] == "SO" && !isSlash(next) {
		return 0
	}
	if word := vi.Key(text[:n]); word == "số" || word == "so" {
		return n
	}
	return 0
}

// afterSo reports whether a number at a place stands right behind a word that is "số" or "so".
func afterSo(text string, at int) bool {
	from := strings.LastIndexFunc(text[:at], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
	if from >= 0 {
		_, size := utf8.DecodeRuneInString(text[from:])
		from += size
	}
	return gluedSo(text[max(0, from):]) > 0
}

// gluedToSo reports whether the text ends in "số" written without the space after it.
func gluedToSo(before string) bool {
	tail := before
	if len(tail) > 8 {
		tail = tail[len(tail)-8:]
	}
	return strings.HasSuffix(strings.ToLower(vi.NFC(tail)), "số")
}

func codeAt(text string, start int, lenient bool) (Code, bool) {
	s := scanner{text: text, pos: start, lenient: lenient}
	c := Code{Start: start}
	ok := false
	if r, _ := utf8.DecodeRuneInString(text[start:]); isDigit(r) {
		ok = s.numbered(&c)
	} else {
		ok = s.signOnly(&c)
	}
	c.End = s.pos
	if ok {
		c.Text = text[c.Start:c.End]
	}
	return c, ok
}

// scanner reads one code; pos stands after what was taken.
type scanner struct {
	text    string
	pos     int
	lenient bool
}

func (s *scanner) peek() rune {
	if s.pos >= len(s.text) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s.text[s.pos:])
	return r
}

func (s *scanner) skip() { _, n := utf8.DecodeRuneInString(s.text[s.pos:]); s.pos += n }

func (s *scanner) spaces(most int) {
	for n := 0; n < most && (s.peek() == ' ' || s.peek() == '\u00a0'); n++ {
		s.skip()
	}
}

func (s *scanner) digits() string {
	from := s.pos
	for isDigit(s.peek()) {
		s.skip()
	}
	return s.text[from:s.pos]
}

func (s *scanner) numbered(c *Code) bool {
	number := s.digits()
	if len(number) > 5 {
		return false
	}
	if r := s.peek(); r < utf8.RuneSelf && unicode.IsLetter(r) {
		number += strings.ToLower(string(r))
		s.skip()
	}
	c.Number = trimNumber(number)
	s.spaces(2)
	switch r := s.peek(); {
	case isSlash(r):
		s.skip()
		s.spaces(2)
		return s.afterSlash(c)
	case isDash(r):
		s.skip()
		return s.partyForm(c)
	}
	return false
}

// afterSlash reads "KH-STTTT", "2012/QĐ-UBND" or, in a query, "2020".
func (s *scanner) afterSlash(c *Code) bool {
	mark := s.pos
	if year := s.digits(); len(year) == 4 && (year[:2] == "19" || year[:2] == "20") && !unicode.IsLetter(s.peek()) {
		c.Year, _ = strconv.Atoi(year)
		end := s.pos
		s.spaces(2)
		if isSlash(s.peek()) {
			s.skip()
			s.spaces(2)
			return s.notation(c)
		}
		s.pos = end
		return s.lenient && !isDash(s.peek())
	}
	s.pos = mark
	return s.notation(c)
}

// partyForm reads the numbers of the Party's papers: "01-NQ/TU", "217-QĐ/TW".
func (s *scanner) partyForm(c *Code) bool {
	from := s.pos
	return s.notation(c) && strings.ContainsRune(s.text[from:s.pos], '/')
}

// signOnly reads "KH-STTTT": two parts at least, joined by a dash or slash.
func (s *scanner) signOnly(c *Code) bool {
	from := s.pos
	if !s.notation(c) {
		return false
	}
	return strings.ContainsFunc(s.text[from:s.pos], func(r rune) bool { return isDash(r) || isSlash(r) })
}

const maxNotation = 48 // bytes; the longest real signs have about 30

func (s *scanner) notation(c *Code) bool {
	from := s.pos
	end, upper, letters := from, 0, 0
	for {
		n, u := s.segment()
		if n == 0 || s.pos-from > maxNotation {
			break
		}
		end, upper, letters = s.pos, upper+u, letters+n
		tight := s.pos
		s.spaces(1)
		spaced := s.pos > tight
		if r := s.peek(); !isDash(r) && !isSlash(r) {
			break
		}
		s.skip()
		before := s.pos
		s.spaces(1)
		if (spaced || s.pos > before) && !unicode.IsUpper(s.peek()) {
			break
		}
	}
	s.pos = end
	if letters < 2 || (!s.lenient && upper < 2) {
		return false
	}
	c.Notation, c.Kind = squeeze(s.text[from:end])
	return c.Notation != ""
}

// segment reads one part of a sign ("QĐ", "TTr", "QH14") and returns how many letters and
// how many upper-case letters it has, 0 where there is none.
func (s *scanner) segment() (letters, upper int) {
	from := s.pos
	if r := s.peek(); !unicode.IsLetter(r) || (!s.lenient && !unicode.IsUpper(r)) {
		return 0, 0
	}
	for r := s.peek(); unicode.IsLetter(r) || isDigit(r) || r == '&' || unicode.Is(unicode.Mn, r); r = s.peek() {
		if unicode.IsLetter(r) {
			letters++
		}
		if unicode.IsUpper(r) {
			upper++
		}
		s.skip()
	}
	if !s.lenient && upper*2 < letters {
		s.pos = from
		return 0, 0
	}
	return letters, upper
}

// squeeze brings a sign to its folded letters and digits, and returns its first part too.
func squeeze(notation string) (all, kind string) {
	var b strings.Builder
	for _, r := range vi.Fold(notation) {
		switch {
		case unicode.IsLetter(r) || isDigit(r):
			b.WriteRune(r)
		case kind == "" && b.Len() > 0 && r != '&':
			kind = b.String()
		}
	}
	if kind == "" {
		kind = b.String()
	}
	return b.String(), kind
}

func trimNumber(s string) string {
	t := strings.TrimLeft(strings.TrimSpace(s), "0")
	if t == "" || !isDigit(rune(t[0])) {
		return strings.TrimSpace(s)
	}
	return t
}

// wordLen is the length of the run of letters and digits text begins with, at least one rune.
func wordLen(text string) int {
	for i, r := range text {
		if i > 0 && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
			return i
		}
	}
	return len(text)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
func isSlash(r rune) bool { return r == '/' || r == '\u2044' || r == '\u2215' || r == '\uff0f' }
func isDash(r rune) bool {
	return r == '-' || r == '\u2212' || (r >= '\u2010' && r <= '\u2015')
}
