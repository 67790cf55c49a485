package passage

import (
	"strings"

	"minhchung/internal/cchc"
)

// packer fills passages with units.
type packer struct {
	pages []cchc.Page
	doc   cchc.DocumentID
	short bool // everything of the body into one passage
	open  []*unit
	size  int // syllables of open
	out   []cchc.Passage
}

// add puts a unit into the open passage or a new one, in pieces where it is too long.
func (p *packer) add(u *unit) {
	if len(p.open) > 0 && p.mustCut(u) {
		p.flushBefore(u)
	}
	if p.size+u.syllables <= maxSyllables {
		p.put(u)
		return
	}
	first := maxSyllables
	if p.takesPart(u) {
		first -= p.size
	} else {
		p.flush()
	}
	for _, c := range cutText(u.text, first, maxSyllables) {
		if len(p.open) > 0 && p.size+c.syllables > maxSyllables {
			p.flush()
		}
		q := *u
		q.text, q.syllables = c.text, c.syllables
		q.marks = []mark{{0, u.pageAt(c.offset)}}
		if len(p.open) > 0 && p.number(&q) != p.number(p.open[0]) {
			p.flush()
		}
		p.put(&q)
	}
}

// mustCut reports whether the open passage ends before u for other reasons than length.
func (p *packer) mustCut(u *unit) bool {
	if p.number(u) != p.number(p.open[0]) || u.note != p.open[0].note {
		return true
	}
	if p.short || p.onlyHeadings() {
		return false
	}
	switch u.strength {
	case breakPart:
		return true
	case breakClause:
		return p.size >= clauseSyllables
	case breakPoint:
		return p.size >= pointSyllables
	}
	return p.size >= enoughSyllables || p.size+u.syllables > maxSyllables && !p.takesPart(u)
}

// takesPart reports whether the first sentences of a unit that does not fit join the open
// passage: behind a heading or a short lead-in, which would be poor passages alone.
func (p *packer) takesPart(u *unit) bool {
	return len(p.open) > 0 && !u.row && p.size <= maxSyllables/2 && (p.onlyHeadings() || p.size < leastSentence && u.strength == breakNone)
}

func (p *packer) onlyHeadings() bool {
	for _, u := range p.open {
		if !u.isHeading {
			return false
		}
	}
	return true
}

// number returns the page number a unit starts on, 0 where unknown.
func (p *packer) number(u *unit) int { return p.pages[u.page()].Number }

func (p *packer) put(u *unit) {
	p.open = append(p.open, u)
	p.size += u.syllables
}

// flushBefore ends the open passage; headings at its end go on to the next one with what
// they head, if that stands on the same page.
func (p *packer) flushBefore(u *unit) {
	n := len(p.open)
	for n > 0 && p.open[n-1].isHeading {
		n--
	}
	if n == 0 || n == len(p.open) || p.number(u) != p.number(p.open[0]) || u.note {
		p.flush()
		return
	}
	carried := append([]*unit(nil), p.open[n:]...)
	p.size = 0
	p.open = p.open[:n]
	p.flush()
	for _, c := range carried {
		p.put(c)
	}
}

// flush ends the open passage.
func (p *packer) flush() {
	if len(p.open) == 0 {
		return
	}
	first := p.open[0]
	size := len(p.open)
	for _, u := range p.open {
		size += len(u.text)
	}
	var b strings.Builder
	b.Grow(size)
	for i, u := range p.open {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(u.text)
	}
	section, context := p.place()
	p.out = append(p.out, cchc.Passage{
		ID:        cchc.NewPassageID(p.doc, len(p.out)+1),
		Page:      p.number(first),
		Paragraph: first.number,
		Section:   section,
		Heading:   context,
		Text:      b.String(),
		Source:    p.pages[first.page()].Source,
	})
	p.open, p.size = p.open[:0], 0
}

// place returns section and headings of the open passage: of its text, not of the
// headings it begins with.
func (p *packer) place() (section, context string) {
	from := 0
	for from < len(p.open)-1 && p.open[from].isHeading {
		from++
	}
	first, last := p.open[from], p.open[len(p.open)-1]
	return span(first.path, last.path), first.context
}
