package passage

import (
	"strings"

	"minhchung/internal/vi"
)

// strength is how much speaks for a cut before a paragraph.
type strength int

const (
	breakNone   strength = iota // plain paragraph, row
	breakPoint                  // a)  1.1
	breakClause                 // 1.
	breakPart                   // Điều, I., Chương, heading, end of the letterhead
)

// unit is a paragraph with its place in the outline.
type unit struct {
	para
	strength  strength
	isHeading bool
	note      bool
	path      path
	context   string // nearest headings
}

// path is a place in the outline: "Phụ lục I" and II.3, or Điều 5, khoản 2.
type path struct {
	prefix  string
	parts   []string // outermost first: numbers, numerals, at last a letter
	article bool     // the first part is that of an Điều
}

// String renders the path: "II.3", "Điều 5 khoản 2 điểm a", "Phụ lục I, 2.1".
func (p path) String() string { return p.render("") }

// render renders the path with the last part as the start of a range up to "to".
func (p path) render(to string) string {
	var b strings.Builder
	b.WriteString(p.prefix)
	for i, part := range p.parts {
		switch {
		case i == 0 && p.prefix != "":
			b.WriteString(", ")
		case i > 0 && p.article:
			b.WriteString(p.joint(i))
		case i > 0:
			b.WriteByte('.')
		}
		if i == 0 && p.article {
			b.WriteString("Điều ")
		}
		b.WriteString(part)
	}
	if to != "" {
		b.WriteString("–" + to)
	}
	return b.String()
}

// joint names the part at i, behind the Điều: a number is a khoản or goes on with one, a
// letter is a điểm.
func (p path) joint(i int) string {
	switch {
	case !isNumeric(p.parts[i]):
		return " điểm "
	case i == 1:
		return " khoản "
	}
	return "."
}

func isNumeric(label string) bool { return label[0] >= '0' && label[0] <= '9' }

// span renders what two places and all between have in common: "II.3–5" for II.3 and
// II.5, "II" for II.3.a and II.
func span(a, b path) string {
	if a.prefix != b.prefix || a.article != b.article {
		return a.String()
	}
	n := 0
	for n < len(a.parts) && n < len(b.parts) && a.parts[n] == b.parts[n] {
		n++
	}
	to := ""
	if n < len(a.parts) && n < len(b.parts) && follows(b.parts[n], a.parts[n]) {
		to = b.parts[n]
		n++
	}
	a.parts = a.parts[:n]
	return a.render(to)
}

// follows reports whether label b comes behind label a of the same kind of numbering.
func follows(b, a string) bool {
	if isNumeric(a) || isNumeric(b) {
		m, ok := number1to999(a)
		n, also := number1to999(b)
		return ok && also && n > m
	}
	if isRomanLabel(a) && isRomanLabel(b) {
		return romanValue(b) > romanValue(a)
	}
	return b > a
}

// outline is where the reading of a document stands.
type outline struct {
	label   [markKinds]string // of the open mark of each level
	heading [markKinds]string
	free    string // heading without mark, until the next mark
	after   bool   // the paragraph before was a heading
	level   markKind
	closed  bool // behind the signature
	page    int
	outer   int // number that a list within its section interrupted

	here    path   // see path and context, good until something is entered
	near    string // …
	current bool   // here and near are good
}

// maxLeap is how far numbers may jump where some between were not read.
const maxLeap = 10

// outlineUnits walks the paragraphs and gives each its place; the first head of them are
// the letterhead.
func outlineUnits(body []para, head int) []unit {
	out := make([]unit, 0, len(body))
	var o outline
	for i := range body {
		out = append(out, unit{para: body[i]})
		u := &out[i]
		switch {
		case i < head:
		case u.rest:
			o.place(u)
		default:
			o.step(u)
			if i == head && head > 0 {
				u.strength = breakPart
			}
		}
	}
	return out
}

// step moves the outline on by one paragraph.
func (o *outline) step(u *unit) {
	if o.closed && u.page() != o.page || o.closed && reopens(&u.para) {
		o.closed = false
	}
	o.page = u.page()
	m := o.credible(&u.para)
	switch {
	case m.kind == markNone && !o.closed && startsClosing(&u.para):
		*o = outline{closed: true, page: o.page}
		u.strength = breakPart
	case m.kind != markNone:
		o.closed = false
		o.open(m, u)
	case !o.closed && isFreeHeading(&u.para):
		o.addHeading(u)
	default:
		o.after = false
	}
	o.place(u)
}

// place gives a paragraph its place in the outline. Paragraphs of one place share its
// parts, which are only read.
func (o *outline) place(u *unit) {
	if !o.current {
		o.here, o.near, o.current = o.path(), o.context(), true
	}
	u.path, u.context = o.here, o.near
}

// credible reads the mark of a paragraph and drops one that does not fit the numbering
// so far.
func (o *outline) credible(p *para) marker {
	if p.row {
		return marker{}
	}
	m := parseMarker(p.text)
	switch m.kind {
	case markNumber:
		n, _ := number1to999(m.label)
		if open, _ := number1to999(o.label[markNumber]); n != 1 && open != 0 && n != o.outer+1 && (n <= open || n > open+maxLeap) {
			return marker{}
		}
	case markAlpha:
		// C and D alone are rarer marks than parts of names.
		if open := o.label[markAlpha]; m.label != "A" && (open == "" || m.label <= open && m.label != "Đ") {
			return marker{}
		}
	case markDotted:
		first, _, _ := strings.Cut(m.label, ".")
		if open := o.label[markNumber]; open != "" && open != first && !startsCapital(strings.TrimLeft(p.text, "0123456789.")) {
			return marker{}
		}
	}
	return m
}

// open enters a mark.
func (o *outline) open(m marker, u *unit) {
	o.current = false
	o.keepOuter(m)
	for k := m.kind; k < markKinds; k++ {
		o.label[k], o.heading[k] = "", ""
	}
	switch m.kind {
	case markRoman, markAlpha:
		// An attached plan begins behind the Điều of the decision.
		o.label[markArticle], o.heading[markArticle] = "", ""
	case markDotted:
		o.dropForeignNumber(m.label)
	}
	o.label[m.kind] = m.label
	o.free = ""
	o.level = m.kind
	u.strength = strengthOf(m.kind)
	u.isHeading = isMarkedHeading(m.kind, &u.para)
	if u.isHeading || m.kind == markArticle && u.syllables <= headingMax {
		o.heading[m.kind] = u.text
	}
	o.after = u.isHeading
}

// keepOuter remembers the open number when a list starts again at 1 within its section,
// so that the numbering can go on behind the list.
func (o *outline) keepOuter(m marker) {
	switch {
	case m.kind < markNumber:
		o.outer = 0
	case m.kind == markNumber:
		n, _ := number1to999(m.label)
		open, _ := number1to999(o.label[markNumber])
		switch {
		case n == 1 && open > 1 && o.outer == 0:
			o.outer = open
		case n == o.outer+1 && n != open+1:
			o.outer = 0
		}
	}
}

// dropForeignNumber forgets the open number where a dotted one belongs to another
// (its "3." was lost).
func (o *outline) dropForeignNumber(label string) {
	first, _, _ := strings.Cut(label, ".")
	if o.label[markNumber] != "" && o.label[markNumber] != first {
		o.label[markNumber], o.heading[markNumber] = "", ""
	}
}

func strengthOf(k markKind) strength {
	switch k {
	case markNumber:
		return breakClause
	case markDotted, markLetter:
		return breakPoint
	}
	return breakPart
}

// isMarkedHeading reports whether a marked paragraph is a heading rather than text.
func isMarkedHeading(k markKind, p *para) bool {
	if p.syllables > headingMax || strings.HasSuffix(p.text, ";") || strings.HasSuffix(p.text, ",") {
		return false
	}
	switch k {
	case markArticle:
		// "Điều 1. Ban hành kèm theo …." is the text itself.
		return !strings.HasSuffix(p.text, ".") || p.syllables <= 2
	case markNumber, markDotted:
		return p.bold || vi.Upper(p.text) || !endsSentence(p.text)
	case markLetter:
		return p.bold
	}
	return true
}

// isFreeHeading reports whether an unmarked paragraph is a heading: short, in capitals or
// bold and centred.
func isFreeHeading(p *para) bool {
	if p.row || p.syllables > headingMax || p.rest || strings.Contains(p.text, "\t") {
		return false
	}
	if strings.HasSuffix(p.text, ";") || strings.HasSuffix(p.text, ",") || strings.HasSuffix(p.text, ".") {
		return false
	}
	return p.bold && p.center || vi.Upper(p.text) && p.syllables > 1
}

// addHeading enters a heading without mark: the name of the chapter just opened, a
// further line of the heading before, or a new one.
func (o *outline) addHeading(u *unit) {
	o.current = false
	switch {
	case o.after && o.free != "":
		o.free += " " + u.text
	case o.after && o.level != markNone && o.level <= markSection:
		o.heading[o.level] += " " + u.text
	default:
		o.free = u.text
		u.strength = breakPart
	}
	u.isHeading, o.after = true, true
}

// path returns the section path.
func (o *outline) path() path {
	p := path{prefix: o.label[markAnnex]}
	if a := o.label[markArticle]; a != "" {
		p.article = true
		p.parts = append(p.parts, a)
	} else {
		if p.prefix == "" {
			p.prefix = o.label[markPart]
		}
		for _, k := range []markKind{markAlpha, markRoman} {
			if l := o.label[k]; l != "" {
				p.parts = append(p.parts, l)
			}
		}
	}
	switch {
	case o.label[markDotted] != "":
		p.parts = append(p.parts, strings.Split(o.label[markDotted], ".")...)
	case o.label[markNumber] != "":
		p.parts = append(p.parts, o.label[markNumber])
	}
	if l := o.label[markLetter]; l != "" {
		p.parts = append(p.parts, l)
	}
	if len(p.parts) == 0 && p.prefix == "" {
		p.prefix = strings.TrimSpace(o.label[markChapter] + " " + o.label[markSection])
	}
	return p
}

// contextHeadings is how many of the innermost headings are the context of a passage.
const contextHeadings = 2

// context returns the nearest headings, outermost first.
func (o *outline) context() string {
	var near []string
	if o.free != "" {
		near = append(near, o.free)
	}
	for k := markKinds - 1; k > markNone && len(near) < contextHeadings; k-- {
		if h := o.heading[k]; h != "" {
			near = append(near, h)
		}
	}
	for i, j := 0, len(near)-1; i < j; i, j = i+1, j-1 {
		near[i], near[j] = near[j], near[i]
	}
	return strings.Join(near, " › ")
}
