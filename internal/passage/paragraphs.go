package passage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// para is a paragraph or a table row.
type para struct {
	text      string
	number    int // through the document, from 1
	syllables int
	marks     []mark // where pages begin in text; the first at 0
	row       bool
	bold      bool
	center    bool
	rest      bool // goes on with a paragraph cut at a page
}

// openPara is a paragraph that lines may still join.
type openPara struct {
	para
	joined *strings.Builder // what text is of, once there are two lines
	last   *line            // the last line joined
}

// mark says that from the offset on the text stands on a page.
type mark struct{ offset, page int }

// page returns the index of the page the paragraph starts on.
func (p *para) page() int { return p.marks[0].page }

// pageAt returns the index of the page at an offset.
func (p *para) pageAt(offset int) int {
	page := p.marks[0].page
	for _, m := range p.marks {
		if m.offset <= offset {
			page = m.page
		}
	}
	return page
}

// Lines of a page read from a PDF end at the right margin; those of a word processor's
// file are whole paragraphs. A page whose longest line is in this range has margins.
const (
	marginFrom = 50  // runes
	marginTo   = 130 // runes
)

// paragraphs joins the lines of all pages to paragraphs and cuts those that cross a page
// behind the sentence that does.
func paragraphs(pages []cchc.Page) (body, notes []para) {
	margin := make([]int, len(pages))
	lines, noteLines := make([][]line, len(pages)), make([][]line, len(pages))
	for i, page := range pages {
		lines[i], noteLines[i] = pageLines(page, i)
		margin[i] = widest(lines[i])
	}
	dropPageNumbers(lines, pages)
	bodyOpen, noteOpen := joiner{margin: margin}, joiner{margin: margin}
	for i := range pages {
		for j := range lines[i] {
			bodyOpen.add(&lines[i][j])
		}
		for j := range noteLines[i] {
			noteOpen.add(&noteLines[i][j])
		}
		noteOpen.end() // notes do not join over pages
	}
	bodyOpen.end()
	body, notes = cutAtPages(bodyOpen.done, pages), noteOpen.done
	n := 0
	for _, list := range [][]para{body, notes} {
		for i := range list {
			if !list[i].rest {
				n++
			}
			list[i].number = n
			list[i].syllables = vi.CountSyllables(list[i].text)
		}
	}
	return body, notes
}

// widest returns the runes of the longest line that is no row.
func widest(lines []line) int {
	n := 0
	for i := range lines {
		if l := &lines[i]; !l.row {
			n = max(n, l.runes)
		}
	}
	return n
}

// joiner makes paragraphs of lines.
type joiner struct {
	margin []int // of each page
	done   []para
	open   openPara // without last line where there is none
}

// add joins a line to the open paragraph or opens another.
func (j *joiner) add(l *line) {
	if p := &j.open; p.last != nil && p.goesOn(l, j.margin) {
		p.join(l)
		return
	}
	j.end()
	j.open = openPara{para: para{text: l.text, marks: []mark{{0, l.page}}, row: l.row, bold: l.bold, center: l.center}, last: l}
}

// end closes the open paragraph.
func (j *joiner) end() {
	if j.open.last != nil {
		j.done = append(j.done, j.open.para)
		j.open.last = nil
	}
}

// join adds a line.
func (p *openPara) join(l *line) {
	sep := " "
	if breaksInCode(p.text, l.text) {
		sep = ""
	}
	if at := len(p.text) + len(sep); l.page != p.last.page {
		p.marks = append(p.marks, mark{at, l.page})
	}
	if p.joined == nil {
		p.joined = &strings.Builder{}
		p.joined.Grow(4 * len(p.text))
		p.joined.WriteString(p.text)
	}
	p.joined.WriteString(sep)
	p.joined.WriteString(l.text)
	p.text, p.last = p.joined.String(), l
}

// goesOn reports whether a line goes on with the paragraph.
func (p *openPara) goesOn(l *line, margin []int) bool {
	if p.row || l.row || strings.Contains(p.last.text, "\t") || strings.Contains(l.text, "\t") {
		return false
	}
	if len(p.text) > maxParagraph || endsSentence(p.last.text) {
		return false
	}
	prevUpper, upper := vi.Upper(p.last.text), vi.Upper(l.text)
	if prevUpper != upper && vi.CountSyllables(l.text) > 1 {
		return false
	}
	if danglingWord(p.last.text) {
		return true
	}
	if startsItem(l.text) || p.bold != l.bold && p.center != l.center {
		return false
	}
	if startsLower(l.text) || strings.HasSuffix(p.last.text, ",") {
		return true
	}
	return reachesMargin(p.last, margin[p.last.page], prevUpper)
}

// maxParagraph stops the joining of what never ends a sentence, in bytes.
const maxParagraph = 1 << 16

// reachesMargin reports whether a line is so long that the next word had no room.
// Capitals are wide: a full line of them has fewer.
func reachesMargin(l *line, margin int, upper bool) bool {
	if margin < marginFrom || margin > marginTo {
		return false
	}
	if upper {
		return l.runes*10 >= margin*6
	}
	return l.runes*100 >= margin*82
}

// endsSentence reports whether text ends a sentence, or a lead-in or item of a list.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"'”’»)]`)
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:;", r)
}

// danglingWord reports whether text ends with a word that cannot end a sentence or a
// heading.
func danglingWord(s string) bool {
	i := strings.LastIndexByte(s, ' ')
	switch vi.Key(s[i+1:]) {
	case "và", "của", "tại", "theo", "các", "những", "về", "với", "cho", "số", "khoản", "điểm", "hoặc", "từ", "đến",
		"ngày", "tháng", "là", "được", "do", "bởi", "trong", "trên", "để", "như", "bằng", "cùng", "một", "mỗi", "bị", "thì", "mà", "nhưng", "vào", "điều", "năm":
		return i >= 0
	}
	return false
}

// breaksInCode reports whether a code was broken behind a hyphen or a slash
// ("15/KH-" and "STTTT").
func breaksInCode(a, b string) bool {
	if len(a) < 2 {
		return false
	}
	last := a[len(a)-1]
	r, _ := utf8.DecodeRuneInString(b)
	before, _ := utf8.DecodeLastRuneInString(a[:len(a)-1])
	wordy := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return (last == '-' || last == '/') && wordy(r) && wordy(before)
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// startsItem reports whether a line starts a new paragraph by its first mark.
func startsItem(s string) bool {
	if head, _, ok := strings.Cut(s, " "); ok && isBullet(head) {
		return true
	}
	return parseMarker(s).kind != markNone
}

// cutAtPages cuts paragraphs that cross pages whose numbers are known behind the sentence
// that crosses.
func cutAtPages(list []para, pages []cchc.Page) []para {
	out := make([]para, 0, len(list))
	for _, p := range list {
		for len(p.marks) > 1 {
			m := p.marks[1]
			if pages[m.page].Number == 0 && pages[p.page()].Number == 0 {
				p.marks = append(p.marks[:1:1], p.marks[2:]...)
				continue
			}
			at := sentenceEndAfter(p.text, m.offset)
			if at < 0 {
				break
			}
			head, tail := p.cut(at)
			out = append(out, head)
			p = tail
		}
		out = append(out, p)
	}
	return out
}

// cut parts a paragraph at an offset where a sentence ends.
func (p *para) cut(at int) (head, tail para) {
	head, tail = *p, *p
	head.text = strings.TrimSpace(p.text[:at])
	skipped := len(p.text[at:]) - len(strings.TrimLeft(p.text[at:], " "))
	tail.text = p.text[at+skipped:]
	tail.rest = true
	head.marks = nil
	tail.marks = []mark{{0, p.pageAt(at + skipped)}}
	for _, m := range p.marks {
		switch {
		case m.offset < at:
			head.marks = append(head.marks, m)
		case m.offset > at+skipped:
			tail.marks = append(tail.marks, mark{m.offset - at - skipped, m.page})
		}
	}
	return head, tail
}
