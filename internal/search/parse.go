package search

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Word is one syllable of a query.
type Word struct {
	Key    string // exact: tones kept
	Fold   string // without diacritics
	Marked bool   // typed with a diacritic
	Prefix bool   // "thanh*": every syllable that begins so
}

// Field is a part of a document that words may be asked for in.
type Field string

// The fields words are asked for in.
const (
	FieldSubject Field = "subject" // trích yếu, title
	FieldFile    Field = "file"    // name of the file
)

// FieldPhrase is words that must stand together in a field of the document.
type FieldPhrase struct {
	Field Field
	Words Run
}

// Run is words that stand next to each other, so that neighbours may be looked for as
// pairs.
type Run []Word

// Synonym is a run of words searched beside what was typed: the long form of an
// abbreviation or the short one of a phrase.
type Synonym struct {
	Words Run
	For   Run // the words of the query it stands for
}

// Terms is what an engine looks for.
type Terms struct {
	Runs     []Run         // what ranks; no word is compulsory
	Synonyms []Synonym     // further ranking words from abbreviations
	Required [][]Run       // each group is a phrase or several joined by OR: one of them must stand in the document
	Fields   []FieldPhrase // each must be met
	Excluded []Run         // words or phrases no passage of the document may hold
	Codes    []Code        // document numbers typed; their words are in Runs too
	// OnlyCodes is true where the query is nothing but document numbers, which then must
	// match even where only a part of a number was typed.
	OnlyCodes bool
	// Accented is true where the query has any diacritic: exact tones then count first.
	Accented bool
}

// Empty reports whether there is nothing to look for (filters alone may still list).
func (t Terms) Empty() bool {
	return len(t.Runs) == 0 && len(t.Required) == 0 && len(t.Codes) == 0 && len(t.Fields) == 0
}

// Parsed is a query text taken apart.
type Parsed struct {
	Terms      Terms
	Filters    Filters // what the text asked for: loại:, từ:, đến:, năm:, đơn_vị:
	Expansions []vi.Expansion
	Notices    []cchc.Reason // what was not understood and is searched literally
}

// Parse takes a query text apart. It never fails: what does not parse is searched
// literally, with a notice. Text over MaxText or MaxWords is left out with a notice.
func Parse(text string, abbreviations vi.Abbreviations) Parsed {
	p := parser{}
	text = p.bound(vi.NFC(strings.ToValidUTF8(text, " ")))
	p.text = text
	p.codes = plausible(text, outsideQuotes(text, queryCodes(text)))
	for p.pos < len(text) {
		p.item()
	}
	p.endRun()
	p.closeGroup()
	p.out.Terms.OnlyCodes = len(p.out.Terms.Codes) > 0 && !p.words && len(p.out.Terms.Required) == 0
	p.onlyExcluded()
	p.out.Terms.Accented = accented(p.out.Terms.Runs)
	p.expand(abbreviations)
	return p.out
}

type parser struct {
	text  string
	pos   int
	codes []Code // those not passed yet
	out   Parsed
	run   Run
	typed strings.Builder // the text of run
	texts []string        // of the runs
	group []Run           // alternatives of the required phrase being read
	or    bool            // an OR stands between the last phrase and what comes
	words bool            // there are words that are not part of a code
	count int             // words taken
	cut   bool
}

func (p *parser) notice(r cchc.Reason) { p.out.Notices = append(p.out.Notices, r) }

func (p *parser) bound(text string) string {
	if len(text) > MaxText {
		p.tooLong()
	}
	return head(text, MaxText)
}

func (p *parser) tooLong() {
	if !p.cut {
		p.cut = true
		p.notice(cchc.NewReason("search-too-long", strconv.Itoa(MaxWords)))
	}
}

// item reads one thing: a code, a quotation, an exclusion, a field, an operator, a word.
func (p *parser) item() {
	rest := p.text[p.pos:]
	r, size := utf8.DecodeRuneInString(rest)
	switch {
	case unicode.IsSpace(r):
		p.pos += size
	case len(p.codes) > 0 && p.pos >= p.codes[0].Start:
		p.code()
	case isQuote(r):
		p.quotation(size)
	case r == '-' && p.startsExclusion():
		p.exclusion()
	default:
		p.word()
	}
}

func (p *parser) code() {
	c := p.codes[0]
	p.codes = p.codes[1:]
	p.closeGroup()
	p.out.Terms.Codes = append(p.out.Terms.Codes, c)
	p.takeWords(c.Text)
	p.typed.WriteString("; ") // the parts of a sign are not abbreviations to expand
	p.pos = c.End
}

// take adds the syllables of text to the current run.
func (p *parser) take(text string) {
	p.takeWords(text)
	p.typed.WriteString(text)
	p.typed.WriteByte(' ')
}

func (p *parser) takeWords(text string) {
	for _, w := range Words(text) {
		if p.count++; p.count > MaxWords {
			p.tooLong()
			return
		}
		p.run = append(p.run, w)
	}
}

func (p *parser) endRun() {
	if len(p.run) > 0 {
		p.out.Terms.Runs = append(p.out.Terms.Runs, p.run)
		p.texts = append(p.texts, p.typed.String())
	}
	p.run = nil
	p.typed.Reset()
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
	p.pos += quote + end + closing
	phrase := Run(Words(body[:end]))
	if len(phrase) == 0 {
		return
	}
	if !p.or {
		p.closeGroup()
	}
	p.or = false
	p.group = append(p.group, phrase)
	p.endRun()
	p.take(body[:end])
	p.endRun()
}

func (p *parser) closeGroup() {
	if len(p.group) > 0 {
		p.out.Terms.Required = append(p.out.Terms.Required, p.group)
	}
	p.group, p.or = nil, false
}

// startsExclusion reports whether the "-" here stands before a word and after a space.
func (p *parser) startsExclusion() bool {
	if prev, _ := utf8.DecodeLastRuneInString(p.text[:p.pos]); p.pos > 0 && !unicode.IsSpace(prev) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(p.text[p.pos+1:])
	return unicode.IsLetter(next) || isQuote(next)
}

func (p *parser) exclusion() {
	p.pos++
	body := p.text[p.pos:]
	r, size := utf8.DecodeRuneInString(body)
	end, after := 0, 0
	if isQuote(r) {
		if n := strings.IndexFunc(body[size:], isQuote); n >= 0 {
			_, closing := utf8.DecodeRuneInString(body[size+n:])
			end, after = size+n, size+n+closing
		} else {
			p.notice(cchc.NewReason("search-quote-open"))
			end, after = len(body), len(body)
		}
	} else {
		end = fieldEnd(body)
		after = end
	}
	if not := Words(body[:end]); len(not) > 0 {
		p.out.Terms.Excluded = append(p.out.Terms.Excluded, not)
	}
	p.passCodes(p.pos + after)
	p.pos += after
	p.endRun()
}

// passCodes drops the codes that begin before end.
func (p *parser) passCodes(end int) {
	for len(p.codes) > 0 && p.codes[0].Start < end {
		p.codes = p.codes[1:]
	}
}

func (p *parser) word() {
	rest := p.text[p.pos:]
	end := fieldEnd(rest)
	if len(p.codes) > 0 && p.pos+end > p.codes[0].Start {
		end = p.codes[0].Start - p.pos
	}
	word := rest[:end]
	switch {
	case word == "OR" && len(p.group) > 0:
		p.or = true
		p.pos += end
		return
	case word == "OR" || word == "AND":
		p.pos += end
		return
	}
	if name, value, ok := strings.Cut(word, ":"); ok && p.field(name, value, word) {
		return
	}
	p.closeGroup()
	if n, ok := p.numberWord(word, end); ok {
		p.take(p.text[p.pos : p.pos+n])
		p.pos += n
		return
	}
	if len(Words(word)) > 0 {
		p.words = true
	}
	p.take(word)
	p.pos += end
}

// numberWord reads "số 15": the number alone.
func (p *parser) numberWord(word string, end int) (int, bool) {
	if f := vi.Fold(word); f != "so" {
		return 0, false
	}
	rest := p.text[p.pos+end:]
	space := len(rest) - len(strings.TrimLeft(rest, " \u00a0"))
	next := rest[space:]
	// A whole number follows: the word belongs to it.
	if len(p.codes) > 0 && p.codes[0].Start == p.pos+end+space {
		return end, true
	}
	digits := fieldEnd(next)
	number := strings.TrimRight(next[:digits], ".,;?!)")
	if space == 0 || len(number) == 0 || len(number) > 5 || strings.Trim(number, "0123456789") != "" {
		return 0, false
	}
	n := end + space + len(number)
	p.out.Terms.Codes = append(p.out.Terms.Codes, Code{
		Number: trimNumber(number), Text: p.text[p.pos : p.pos+n], Start: p.pos, End: p.pos + n,
	})
	return n, true
}

// onlyExcluded keeps a query that would find nothing by construction from doing so: what
// was to be left out is then what is searched.
func (p *parser) onlyExcluded() {
	t := &p.out.Terms
	if len(t.Excluded) == 0 || !t.Empty() || !p.out.Filters.IsZero() {
		return
	}
	t.Runs, t.Excluded = t.Excluded, nil
	p.notice(cchc.NewReason("search-only-excluded"))
}

// minShort is how many letters a short form must have to be looked for in place of the
// long one: KH stands in every number of a plan and in "KH&CN", TTHC means one thing.
const minShort = 3

// expand adds the other form of abbreviations and of phrases that have one.
func (p *parser) expand(abbreviations vi.Abbreviations) {
	seen := map[vi.Abbreviation]bool{}
	for _, text := range p.texts {
		for _, e := range abbreviations.Expand(text) {
			pair := vi.Abbreviation{Short: e.Short, Long: e.Long}
			if seen[pair] || e.FromLong && utf8.RuneCountInString(e.Short) < minShort {
				continue
			}
			seen[pair] = true
			s := Synonym{Words: Words(e.Other()), For: Words(text[e.Start:e.End])}
			p.out.Terms.Synonyms = append(p.out.Terms.Synonyms, s)
			p.out.Expansions = append(p.out.Expansions, e)
		}
	}
}

func accented(runs []Run) bool {
	for _, run := range runs {
		for _, w := range run {
			if w.Marked {
				return true
			}
		}
	}
	return false
}

// Words returns the syllables of a text in the forms under which they are searched.
// Queries, indexed passages and highlights all go through it, so that they agree.
func Words(text string) []Word {
	tokens := vi.Tokens(text)
	out := make([]Word, len(tokens))
	for i, t := range tokens {
		out[i] = Word{Key: t.Key, Fold: foldOf(t), Marked: marked(t.Text)}
	}
	return out
}

// foldOf unifies i and y in the folded form too: "quan ly" finds "quản lí".
func foldOf(t vi.Token) string { return vi.Key(t.Fold) }

// outsideQuotes keeps the codes that do not stand in a quotation.
func outsideQuotes(text string, codes []Code) []Code {
	var kept []Code
	quoted, pos := false, 0
	for _, c := range codes {
		for _, r := range text[pos:c.Start] {
			if isQuote(r) {
				quoted = !quoted
			}
		}
		pos = c.Start
		if !quoted || !strings.ContainsFunc(text[c.End:], isQuote) {
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
		field, isField := strings.CutSuffix(last, ":")
		switch {
		case isField && fieldSetter(field) != nil && !isNumberField(field):
		case !c.Full() && (last == "thang" || last == "quy" || last == "ngay" || last == "ky"):
		default:
			kept = append(kept, c)
		}
	}
	return kept
}

// fieldEnd is where the run without spaces or quotation marks ends.
func fieldEnd(s string) int {
	if n := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || isQuote(r) }); n >= 0 {
		return n
	}
	return len(s)
}

func isQuote(r rune) bool {
	switch r {
	case '"', '\u201c', '\u201d', '\u201e', '\u00ab', '\u00bb':
		return true
	}
	return false
}

// marked reports whether the text has a letter with diacritics.
func marked(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.Is(unicode.Mn, r))
	})
}

// ExactForm is the form in which short names such as types compare: NFC, small letters.
func ExactForm(s string) string { return strings.ToLower(vi.NFC(strings.TrimSpace(s))) }
