package search

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Parse takes a query text apart. It never fails: what does not parse is searched
// literally, with a notice. Text over MaxText or MaxWords is left out with a notice. It
// takes far less than a millisecond for what people type, and a few at the worst.
func Parse(text string, abbreviations vi.Abbreviations) Parsed {
	p := parser{list: abbreviations}
	p.parse(text)
	return p.out
}

// RenameUnits writes other names for the values of "đơn vị:" in a query text, each of which
// may become several; the rest stays as typed. Names with a quotation mark in them cannot
// be written and leave the value as it is.
func RenameUnits(text string, names func(string) []string) string {
	p := parser{}
	p.parse(text)
	var b strings.Builder
	at := 0
	for _, v := range p.unitValues {
		var quoted []string
		for _, n := range names(v.text) {
			if n != "" && !strings.ContainsFunc(n, isQuote) {
				quoted = append(quoted, `"`+n+`"`)
			}
		}
		if len(quoted) == 0 {
			continue
		}
		b.WriteString(p.text[at:v.start])
		b.WriteString(strings.Join(quoted, ","))
		at = v.end
	}
	if at == 0 || len(tidy(text)) > MaxText {
		return text
	}
	b.WriteString(p.text[at:])
	return b.String()
}

func (p *parser) parse(text string) {
	p.text = p.bound(text)
	p.capitals = inCapitals(p.text)
	p.codes = p.unlisted(plausible(p.text, outsideQuotes(p.text, queryCodes(p.text))))
	p.lex()
	p.numbers()
	p.assemble()
	p.join()
	t := &p.out.Terms
	t.OnlyCodes = len(t.Codes) > 0 && !p.words && len(t.Required) == 0
	p.onlyExcluded()
	t.Accented = accented(t.Runs)
	p.expand()
	p.orderDates()
	p.tellOfLittle(text)
}

type parser struct {
	text     string
	capitals bool // the text has no small letters
	list     vi.Abbreviations
	pos      int    // how far lex has come
	codes    []Code // those not passed yet
	items    []item
	units    []unit
	texts    []string // of the runs, for abbreviations
	words    bool     // there are words that are not part of a code
	spans    []span   // of time

	unitValues []value // of "đơn vị:"
	count      int     // words taken
	prefixes   int     // of them those with a star
	cut        bool
	said       map[string]int // notices by code
	out        Parsed
}

// maxNotices is how many notices of one kind are given: the rest would say the same.
const maxNotices = 3

func (p *parser) notice(r cchc.Reason) {
	if p.said == nil {
		p.said = map[string]int{}
	}
	whole := string(r.Code) + "\x00" + strings.Join(r.Args, "\x00")
	if p.said[whole] > 0 || p.said[string(r.Code)] >= maxNotices {
		return
	}
	p.said[whole]++
	p.said[string(r.Code)]++
	for i, a := range r.Args {
		r.Args[i] = shortened(a)
	}
	p.out.Notices = append(p.out.Notices, r)
}

// shortened keeps what is quoted in a notice readable.
func shortened(s string) string {
	const most = 120
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= most {
		return s
	}
	return head(s, most) + "…"
}

// tidy brings a text to valid UTF-8 in NFC, letters and digits of full width to those
// everybody types.
func tidy(text string) string { return vi.NFC(width.Narrow.String(strings.ToValidUTF8(text, " "))) }

// bound tidies a text to at most MaxText bytes.
func (p *parser) bound(text string) string {
	raw := head(text, 3*MaxText) // composing makes shorter, and letters of full width take three bytes
	whole := tidy(raw)
	if len(raw) < len(text) || len(whole) > MaxText {
		p.tooLong()
	}
	return head(whole, MaxText)
}

func (p *parser) tooLong() {
	if !p.cut {
		p.cut = true
		p.notice(cchc.NewReason("search-too-long", strconv.Itoa(MaxWords)))
	}
}

// unit is words that stand together: what was typed between quotation marks, operators,
// fields and exclusions.
type unit struct {
	phrase bool
	words  Run
	text   string // for abbreviations
	source string // as typed
	codes  []Code
	or     bool // joined to the unit before
}

// assemble makes units of the items.
func (p *parser) assemble() {
	a := assembler{parser: p, parens: slices.ContainsFunc(p.items, func(it item) bool { return it.kind == itemOr })}
	for i, it := range p.items {
		switch it.kind {
		case itemWord:
			a.word(it)
		case itemCode:
			a.code(it)
		case itemPhrase:
			a.phrase(it)
		case itemNot:
			a.gap()
			a.exclude(it)
			if i+1 < len(p.items) {
				a.tellOfRest(it, p.items[i+1])
			}
		case itemField:
			a.gap()
		case itemOr:
			if i == 0 || i+1 == len(p.items) || !sameField(p.fieldBefore(i), p.items[i+1]) {
				a.or()
			}
		case itemAnd:
			a.gap()
		case itemBreak:
			if a.parens {
				a.end()
			}
		}
	}
	a.gap()
}

// fieldBefore is the item before a place, of numbers asked for in a field the field.
func (p *parser) fieldBefore(i int) item {
	for i--; i > 0 && p.items[i].kind == itemCode && p.items[i].code.Asked; i-- {
		continue
	}
	return p.items[i]
}

// sameField reports whether an OR stands between two values of one field, which are
// alternatives without it.
func sameField(a, b item) bool {
	return a.kind == itemField && b.kind == itemField && a.body == b.body
}

// assembler collects the unit being read.
type assembler struct {
	*parser
	parens  bool // parentheses part, since there is an OR
	joins   bool // the last unit may be joined by an OR
	waiting bool // an OR waits for what comes
	unit    unit
	typed   strings.Builder
}

func (a *assembler) word(it item) {
	if len(Words(it.body)) > 0 {
		a.words = true
	}
	a.add(it, true)
}

// add takes the words of an item; stars says that one may stand for the rest of a word.
func (a *assembler) add(it item, stars bool) {
	a.take(it.body, stars)
	a.typed.WriteString(it.body)
	a.typed.WriteByte(' ')
	a.unit.source += it.body + " "
}

// code takes a number and its words. The parts of a sign are no abbreviations to expand.
func (a *assembler) code(it item) {
	a.unit.codes = append(a.unit.codes, it.code)
	a.take(it.code.Text, false)
	a.typed.WriteString(it.body)
	a.unit.source += it.code.Text + " "
}

// take adds the syllables of text to the unit; the last may be the beginning of a word.
func (a *assembler) take(text string, stars bool) {
	words := Words(text)
	prefix := stars && a.prefix(text, words)
	for i, w := range words {
		if a.count++; a.count > MaxWords {
			a.tooLong()
			return
		}
		w.Prefix = prefix && i == len(words)-1
		a.unit.words = append(a.unit.words, w)
	}
}

// maxPrefixes bounds the words with a star in a query, each of which stands for many.
const maxPrefixes = 4

// prefix reports whether the text ends in a star that means something: one, behind two
// letters at least.
func (a *assembler) prefix(text string, words []Word) bool {
	if len(words) == 0 || !strings.Contains(text, "*") {
		return false
	}
	before, ok := strings.CutSuffix(strings.TrimRight(text, ".,;:?!"), "*")
	tokens := vi.Tokens(before)
	letters := 0
	if n := len(tokens); ok && n > 0 && tokens[n-1].End == len(before) && !strings.Contains(before, "*") {
		for _, r := range tokens[n-1].Text {
			if unicode.IsLetter(r) {
				letters++
			}
		}
	}
	if letters < 2 {
		a.notice(cchc.NewReason("search-prefix-place", text))
		return false
	}
	if a.prefixes++; a.prefixes > maxPrefixes {
		a.notice(cchc.NewReason("search-prefix-many", strconv.Itoa(maxPrefixes), text))
		return false
	}
	return true
}

// tellOfRest says of "-kết hôn" that it leaves "kết" out and looks for "hôn": nothing else
// shows it, and most words have two syllables.
func (a *assembler) tellOfRest(not, next item) {
	if not.start+1+len(not.body) != not.end || len(Words(not.body)) != 1 || next.kind != itemWord || strings.TrimSpace(a.text[not.end:next.start]) != "" {
		return
	}
	if rest := Words(next.body); len(rest) > 0 && !commonWord(rest[0]) {
		a.notice(cchc.NewReason("search-exclude-syllable", not.body, next.body))
	}
}

func (a *assembler) exclude(it item) {
	not := Run(Words(it.body))
	known := slices.ContainsFunc(a.out.Terms.Excluded, func(r Run) bool { return slices.Equal(r, not) })
	if len(not) == 0 || known {
		return
	}
	if a.count += len(not); a.count > MaxWords {
		a.tooLong()
		return
	}
	a.out.Terms.Excluded = append(a.out.Terms.Excluded, not)
}

func (a *assembler) phrase(it item) {
	a.end()
	if len(Words(it.body)) == 0 {
		return
	}
	a.unit.phrase = true
	a.words = true
	a.add(it, false)
	a.end()
}

// end closes the unit being read.
func (a *assembler) end() {
	if len(a.unit.words) > 0 {
		a.unit.text, a.unit.or = a.typed.String(), a.waiting
		a.unit.source = strings.TrimSpace(a.unit.source)
		a.units = append(a.units, a.unit)
		a.joins, a.waiting = true, false
	}
	a.unit = unit{}
	a.typed.Reset()
}

// gap closes the unit; nothing behind can be joined to it.
func (a *assembler) gap() {
	a.end()
	if a.waiting {
		a.notice(cchc.NewReason("search-or-open"))
	}
	a.joins, a.waiting = false, false
}

func (a *assembler) or() {
	a.end()
	if !a.joins || a.waiting {
		a.notice(cchc.NewReason("search-or-open"))
	}
	a.waiting = a.joins
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

// tellOfLittle says where there is nothing to look for, or nothing that tells documents
// apart.
func (p *parser) tellOfLittle(typed string) {
	t := p.out.Terms
	if t.Empty() {
		if p.out.Filters.IsZero() && strings.TrimSpace(typed) != "" {
			p.notice(cchc.NewReason("search-no-words"))
		}
		return
	}
	if len(t.Required) > 0 || len(t.Codes) > 0 || len(t.Fields) > 0 {
		return
	}
	for _, run := range t.Runs {
		for _, w := range run {
			if !commonWord(w) {
				return
			}
		}
	}
	p.notice(cchc.NewReason("search-only-common"))
}
