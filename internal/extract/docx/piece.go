package docx

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// span is a stretch of characters in one font.
type span struct {
	font string
	caps bool
	text []byte
}

// piece is a paragraph or a table row before its text is decoded.
type piece struct {
	kind   cchc.BlockKind
	page   int  // boundaries passed before it
	label  span // its automatic number
	spans  []span
	open   bool // the next paragraph goes on with it
	center bool
	// Characters that are not blank, and those of them that are bold.
	visible, bold int
	cells         [][]*piece // of a row
	gone          bool       // a row that was deleted or is hidden
}

// write adds characters.
func (p *piece) write(text string, run runProps) {
	n := len(p.spans)
	if n == 0 || p.spans[n-1].font != run.font || p.spans[n-1].caps != (run.caps == on) {
		p.spans = append(p.spans, span{font: run.font, caps: run.caps == on})
		n++
	}
	p.spans[n-1].text = append(p.spans[n-1].text, text...)
	seen := 0
	for _, c := range []byte(text) {
		if c > ' ' {
			seen++
		}
	}
	p.visible += seen
	if run.bold == on {
		p.bold += seen
	}
}

// join adds the paragraph that goes on with this one; what it says of itself holds.
func (p *piece) join(q *piece) {
	if len(p.label.text) == 0 {
		p.label = q.label
	}
	if p.visible == 0 {
		p.page = q.page
	}
	p.spans = append(p.spans, q.spans...)
	p.center, p.open = q.center, q.open
	p.visible, p.bold = p.visible+q.visible, p.bold+q.bold
}

// countable reports whether it is an empty paragraph with a number, which is to be seen;
// a mere bullet is not.
func (p *piece) countable() bool {
	return bytes.ContainsFunc(p.label.text, isWordRune)
}

// filled reports whether there is anything to see in it.
func (p *piece) filled() bool {
	if p.visible > 0 {
		return true
	}
	for _, cell := range p.cells {
		for _, q := range cell {
			if q.filled() || len(q.label.text) > 0 {
				return true
			}
		}
	}
	return false
}

// first is the page its text begins on: of a row, the last page a cell begins on, since
// writers do not mark the break in every cell.
func (p *piece) first() int {
	if p.kind != cchc.BlockRow {
		return p.page
	}
	page := p.page
	for _, cell := range p.cells {
		for _, q := range cell {
			if q.filled() {
				page = max(page, q.first())
				break
			}
		}
	}
	return page
}

// each calls f for the spans of the piece and of all in it.
func (p *piece) each(f func(*span)) {
	if len(p.label.text) > 0 {
		f(&p.label)
	}
	for i := range p.spans {
		f(&p.spans[i])
	}
	for _, cell := range p.cells {
		for _, q := range cell {
			q.each(f)
		}
	}
}

// block makes the block of a piece whose spans are decoded; ok is false where it is empty.
func (p *piece) block() (b cchc.Block, ok bool) {
	if p.kind == cchc.BlockRow {
		return p.row()
	}
	text := tidy(p.raw())
	if text == "" {
		return b, false
	}
	return cchc.Block{Text: text, Kind: p.kind, Center: p.center, Bold: p.mostlyBold()}, true
}

func (p *piece) raw() string {
	if len(p.label.text) == 0 && len(p.spans) == 1 {
		return string(p.spans[0].text)
	}
	size := len(p.label.text)
	for _, s := range p.spans {
		size += len(s.text)
	}
	var raw strings.Builder
	raw.Grow(size)
	raw.Write(p.label.text)
	for _, s := range p.spans {
		raw.Write(s.text)
	}
	return raw.String()
}

// mostlyBold forgives a tenth: a number or a full stop outside the bold run.
func (p *piece) mostlyBold() bool { return p.visible > 0 && p.bold*10 >= p.visible*9 }

func (p *piece) row() (b cchc.Block, ok bool) {
	b = cchc.Block{Kind: cchc.BlockRow, Cells: make([]string, 0, len(p.cells)), Bold: true}
	for _, cell := range p.cells {
		var lines []string
		for _, q := range cell {
			if inner, full := q.block(); full {
				lines = append(lines, inner.Text)
				b.Bold = b.Bold && inner.Bold
			}
		}
		ok = ok || len(lines) > 0
		b.Cells = append(b.Cells, strings.Join(lines, "\n"))
	}
	b.Text = strings.Join(b.Cells, "\t")
	return b, ok
}

// wideGap is the number of blanks in a line from where they stand for a gap between
// columns, not for a blank to be filled in ("ngày    tháng").
const wideGap = 10

// tidy makes text plain: NFC, one kind of blank, no blanks at the ends of lines, no
// empty lines at the ends, no characters without appearance.
func tidy(s string) string {
	s = vi.NFC(s)
	if isTidy(s) {
		return s
	}
	return tidyLines(s)
}

func tidyLines(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	for line := range strings.SplitSeq(s, "\n") {
		line = tidyLine(line)
		if line == "" {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(line)
	}
	return out.String()
}

// isTidy reports whether s is one line that tidy would leave as it is, of the characters
// usual in Vietnamese; of others it does not know.
func isTidy(s string) bool {
	blank := true // the character before, and what stands before the first
	for i := 0; i < len(s); i++ {
		c, second, third := s[i], byte(0), byte(0)
		if c >= utf8.RuneSelf && i+1 < len(s) {
			second = s[i+1]
			if i+2 < len(s) {
				third = s[i+2]
			}
		}
		switch {
		case c == ' ' && !blank:
			blank = true
			continue
		case c > ' ' && c < utf8.RuneSelf:
		case c == 0xC2 && second > 0xA0 && second <= 0xBF && second != 0xAD, // U+00A1–U+00BF but the soft hyphen
			c >= 0xC3 && c <= 0xDF && second&0xC0 == 0x80:
			i++
		case c == 0xE1 && (second == 0xBA || second == 0xBB) && third&0xC0 == 0x80, // U+1E80–U+1EFF
			c == 0xE2 && second == 0x80 && third > 0x91 && third <= 0xA7: // dashes, quotes, dots
			i += 2
		default:
			return false
		}
		blank = false
	}
	return !blank || s == ""
}

func tidyLine(line string) string {
	var out strings.Builder
	out.Grow(len(line))
	blanks, tab := 0, false
	for _, r := range line {
		switch {
		case r == '\t':
			tab = true
			continue
		case r == ' ' || r == '\r' || r == '\v' || r == '\f' || r == '\u00a0' || r >= '\u2000' && r <= '\u200a' || r == '\u202f' || r == '\u3000':
			blanks++
			continue
		case r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r == '\u2060' || r == '\ufeff' || r < ' ':
			continue // soft hyphens and marks without width
		case r >= 0xF000 && r <= 0xF0FF:
			if r = symbol(r, noSymbols); r == 0 {
				continue
			}
		case r == '\u2011':
			r = '-'
		}
		if out.Len() > 0 && (tab || blanks >= wideGap) {
			out.WriteByte('\t')
		} else if out.Len() > 0 && blanks > 0 {
			out.WriteByte(' ')
		}
		blanks, tab = 0, false
		out.WriteRune(r)
	}
	return out.String()
}
