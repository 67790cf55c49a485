package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// itemKind is what a piece of a query is.
type itemKind int

const (
	itemWord   itemKind = iota // a run without spaces
	itemPhrase                 // a quotation
	itemNot                    // an exclusion
	itemCode                   // a document number
	itemField                  // a field that was understood; it has set its filter already
	itemOr
	itemAnd
	itemBreak // a parenthesis
)

// item is a piece of a query.
type item struct {
	kind       itemKind
	start, end int    // byte offsets in the text
	body       string // the words of it; of a field its name
	code       Code
}

// lex cuts the text into items.
func (p *parser) lex() {
	for p.pos < len(p.text) {
		rest := p.text[p.pos:]
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case unicode.IsSpace(r):
			p.pos += size
		case len(p.codes) > 0 && p.pos >= p.codes[0].Start:
			c := p.codes[0]
			p.codes = p.codes[1:]
			p.push(item{kind: itemCode, start: c.Start, end: c.End, body: "; ", code: c})
		case isQuote(r):
			p.quotation(size)
		case r == '(' || r == ')':
			p.push(item{kind: itemBreak, start: p.pos, end: p.pos + size})
		case r == '-' && p.startsExclusion() && !p.joint():
			p.exclusion()
		default:
			p.word()
		}
	}
}

func (p *parser) push(it item) {
	p.items = append(p.items, it)
	p.pos = it.end
}

func (p *parser) quotation(quote int) {
	body := p.text[p.pos+quote:]
	end := strings.IndexFunc(body, isQuote)
	if end < 0 {
		p.notice(cchc.NewReason("search-quote-open"))
		p.pos += quote
		return
	}
	_, closing := utf8.DecodeRuneInString(body[end:])
	p.starless(body[:end])
	p.push(item{kind: itemPhrase, start: p.pos, end: p.pos + quote + end + closing, body: body[:end]})
}

// startsExclusion reports whether the "-" here stands after a space and before a word, a
// quotation or a whole number.
func (p *parser) startsExclusion() bool {
	if prev, _ := utf8.DecodeLastRuneInString(p.text[:p.pos]); p.pos > 0 && !unicode.IsSpace(prev) && prev != '(' {
		return false
	}
	return p.excludes()
}

// excludes reports whether a word, a quotation or a whole number follows the character here.
func (p *parser) excludes() bool {
	next, _ := utf8.DecodeRuneInString(p.text[p.pos+1:])
	return unicode.IsLetter(next) || isQuote(next) || p.excludedCode() > 0
}

// jointWords is how many words before a dash are looked at for what it joins.
const jointWords = 6

// joint reports whether the "-" here is the dash of an expression in the list that is
// written with one and typed whole ("kinh tế -xã hội"). Anything less stays an exclusion,
// and so does what stands in quotation marks.
func (p *parser) joint() bool {
	before := p.text[:p.pos]
	if len(before) > 20*jointWords {
		before = before[len(before)-20*jointWords:]
		before = before[strings.IndexFunc(before, unicode.IsSpace)+1:]
	}
	tokens := vi.Tokens(before)
	if len(tokens) == 0 || strings.TrimSpace(before[tokens[len(tokens)-1].End:]) != "" {
		return false
	}
	from := tokens[max(0, len(tokens)-jointWords)].Start
	window := before[from:] + head(p.text[p.pos:], 20*jointWords)
	dash := len(before) - from
	for _, e := range p.list.Expand(window) {
		if !e.FromLong || e.Start >= dash || e.End <= dash || !dashBehind(e.Long, len(vi.Tokens(window[e.Start:dash]))) ||
			strings.HasSuffix(before[:from+e.Start], "-") || strings.ContainsFunc(window[e.Start:e.End], parts) {
			continue
		}
		whole := shortened(window[e.Start:e.End])
		if !slices.ContainsFunc(p.out.Notices, func(r cchc.Reason) bool { return r.Code == "search-dash-kept" && r.Args[0] == whole }) {
			p.notice(cchc.NewReason("search-dash-kept", whole, window[dash+1:e.End]))
		}
		return true
	}
	return false
}

// parts reports whether a character keeps words apart that an expression would join.
func parts(r rune) bool { return isQuote(r) || strings.ContainsRune("():,;.", r) }

// dashBehind reports whether a dash with spaces around it follows the n-th word of a text.
func dashBehind(text string, n int) bool {
	tokens := vi.Tokens(text)
	if n < 1 || n >= len(tokens) {
		return false
	}
	gap := []rune(text[tokens[n-1].End:tokens[n].Start])
	return len(gap) == 3 && gap[0] == ' ' && isDash(gap[1]) && gap[2] == ' '
}

// excludedCode is where the whole document number behind the "-" here ends, 0 for none.
func (p *parser) excludedCode() int {
	if next, _ := utf8.DecodeRuneInString(p.text[p.pos+1:]); !isDigit(next) {
		return 0
	}
	if c, ok := codeAt(p.text, p.pos+1, true); ok && c.Full() {
		return c.End
	}
	return 0
}

func (p *parser) exclusion() {
	start, end := p.pos+1, 0
	body, after := p.text[start:], 0
	r, size := utf8.DecodeRuneInString(body)
	n := strings.IndexFunc(body[min(size, len(body)):], isQuote)
	switch code := p.excludedCode(); {
	case code > 0:
		end = code - start
		after = end
	case isQuote(r) && n >= 0:
		_, closing := utf8.DecodeRuneInString(body[size+n:])
		end, after = size+n, size+n+closing
	case isQuote(r):
		p.notice(cchc.NewReason("search-quote-open"))
		end, after = len(body), len(body)
	default:
		end = wordEnd(body)
		after = end
	}
	not := body[:end]
	if name, _, ok := strings.Cut(not, ":"); ok && fieldNamed(name) != nil {
		p.notice(cchc.NewReason("search-exclude-field", name))
		not = ""
	}
	p.starless(not)
	p.push(item{kind: itemNot, start: p.pos, end: start + after, body: not})
	p.passCodes()
}

// passCodes drops the codes that begin before the place reached.
func (p *parser) passCodes() {
	for len(p.codes) > 0 && p.codes[0].Start < p.pos {
		p.codes = p.codes[1:]
	}
}

// word reads an operator, a field or a run of letters without spaces.
func (p *parser) word() {
	rest := p.text[p.pos:]
	end := wordEnd(rest)
	if len(p.codes) > 0 && p.pos+end > p.codes[0].Start {
		end = p.codes[0].Start - p.pos
	}
	if so := gluedSo(rest[:end]); so > 0 {
		end = so
	}
	word := rest[:end]
	it := item{kind: itemWord, start: p.pos, end: p.pos + end, body: word}
	switch {
	case word == "OR" || !p.capitals && (word == "HOẶC" || word == "HOAC"):
		it.kind = itemOr
	case word == "AND":
		it.kind = itemAnd
	case word == "NOT" && p.not(end):
		return
	case p.field(word):
		return
	}
	p.push(it)
}

// not reads an exclusion that a NOT of so many bytes stands before, unless the text is all
// capitals or nothing follows that can be left out.
func (p *parser) not(end int) bool {
	from := p.pos
	rest := p.text[from+end:]
	next := strings.TrimLeft(rest, " ")
	if p.capitals || len(next) == len(rest) {
		return false
	}
	p.pos = len(p.text) - len(next) - 1 // the last space stands where the dash would
	switch next[:wordEnd(next)] {
	case "NOT", "AND", "OR":
	default:
		if p.excludes() {
			p.exclusion()
			return true
		}
	}
	p.pos = from
	return false
}

// wordEnd is where a run without spaces, quotation marks and parentheses ends.
func wordEnd(s string) int {
	n := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || isQuote(r) || r == '(' || r == ')' })
	if n > 0 {
		return n
	}
	if n == 0 { // only where an exclusion or a value has nothing
		return 0
	}
	return len(s)
}

// starless tells that a "*" where it means nothing is left out.
func (p *parser) starless(text string) {
	if strings.Contains(text, "*") && len(Words(text)) > 0 {
		p.notice(cchc.NewReason("search-prefix-place", text))
	}
}

// inCapitals reports whether a text has capital letters only, so that HOẶC in it is no
// operator but a word of a title.
func inCapitals(text string) bool {
	for _, w := range strings.Fields(text) {
		if w != "HOẶC" && w != "HOAC" && strings.ContainsFunc(w, unicode.IsLower) {
			return false
		}
	}
	return true
}

// outsideQuotes keeps the codes that do not stand in a quotation.
func outsideQuotes(text string, codes []Code) []Code {
	var kept []Code
	quoted, pos := false, 0
	last := strings.LastIndexFunc(text, isQuote)
	for _, c := range codes {
		for _, r := range text[pos:c.Start] {
			if isQuote(r) {
				quoted = !quoted
			}
		}
		pos = c.Start
		if !quoted || last < c.End {
			kept = append(kept, c)
		}
	}
	return kept
}

// plausible drops what only looks like a number: the month of "tháng 6/2020" and the
// date of "từ:6/2020".
func plausible(text string, codes []Code) []Code {
	kept := codes[:0]
	for _, c := range codes {
		before := strings.TrimRight(text[:c.Start], " \u00a0")
		last := vi.Fold(before[strings.LastIndexFunc(before, unicode.IsSpace)+1:])
		name, isField := strings.CutSuffix(last, ":")
		f := fieldNamed(name)
		switch {
		case isField && f != nil && f.kind != fieldNumber:
		case !c.Full() && (last == "thang" || last == "quy" || last == "ngay" || last == "ky"):
		default:
			kept = append(kept, c)
		}
	}
	return kept
}

// unlisted drops signs that are abbreviations of the list: "KT-XH" is no sign of a paper.
func (p *parser) unlisted(codes []Code) []Code {
	return slices.DeleteFunc(codes, func(c Code) bool {
		return c.Number == "" && slices.ContainsFunc(p.list.Expand(c.Text), func(e vi.Expansion) bool {
			return !e.FromLong && e.Start == 0 && e.End == len(c.Text)
		})
	})
}

func isQuote(r rune) bool {
	switch r {
	case '"', '\u201c', '\u201d', '\u201e', '\u00ab', '\u00bb':
		return true
	}
	return false
}
