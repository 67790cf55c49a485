package docx

// pageCount follows the page breaks of a document. Word marks where its last layout
// broke pages (w:lastRenderedPageBreak) besides the breaks a person set; both may stand
// for one boundary, so that a break without content since the last one does not count.
//
// In a row of a table the cells stand side by side: each begins on the page the row
// begins on, and the row ends on the last page one of them ends on.
type pageCount struct {
	now      int  // boundaries passed
	since    bool // content came since the last boundary
	layout   bool // a layout left its marks
	breaks   int  // breaks set by a person
	sections int  // sections that ended inside the document

	rows []rowPages // tables may stand in cells
}

type rowPages struct {
	begin, end           int
	sinceBegin, sinceEnd bool
}

func (p *pageCount) content() { p.since = true }

func (p *pageCount) turn() {
	if p.since {
		p.now++
		p.since = false
	}
}

// hard is a break set by a person.
func (p *pageCount) hard() {
	p.breaks++
	p.turn()
}

// rendered is a mark of the last layout.
func (p *pageCount) rendered() {
	p.layout = true
	p.turn()
}

func (p *pageCount) rowBegin() {
	p.rows = append(p.rows, rowPages{begin: p.now, end: p.now, sinceBegin: p.since, sinceEnd: p.since})
}

func (p *pageCount) cellBegin() {
	if n := len(p.rows); n > 0 {
		p.now, p.since = p.rows[n-1].begin, p.rows[n-1].sinceBegin
	}
}

func (p *pageCount) cellEnd() {
	n := len(p.rows)
	if n == 0 {
		return
	}
	r := &p.rows[n-1]
	switch {
	case p.now > r.end:
		r.end, r.sinceEnd = p.now, p.since
	case p.now == r.end:
		r.sinceEnd = r.sinceEnd || p.since
	}
}

func (p *pageCount) rowEnd() {
	n := len(p.rows)
	if n == 0 {
		return
	}
	p.now, p.since = p.rows[n-1].end, p.rows[n-1].sinceEnd
	p.rows = p.rows[:n-1]
}
