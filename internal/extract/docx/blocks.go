package docx

import (
	"minhchung/internal/cchc"
)

// paragraph walks a w:p and files its piece, and after it its text boxes and notes.
func (w *walker) paragraph(at scope) error {
	here := w.begin()
	defer w.finish(here)
	props, after := &here.props, &here.after
	*props = w.styles.para("")
	props.run = props.run.over(w.styles.defaults)
	in := at
	in.para, in.props, in.after, in.row = &piece{kind: w.kind, page: w.pages.now}, props, after, nil
	in.run, in.text = props.run, false
	if in.notes == nil {
		in.notes = after
	}
	in.para.center = props.center == on
	err := w.children(in)
	for _, h := range w.fields.paragraphEnd() {
		in.para.write(h.text, h.run)
	}
	in.para.open = props.joins()
	if in.para.filled() || len(in.para.label.text) > 0 && at.cell || in.para.countable() {
		file(in.into, in.para)
	}
	*at.into = append(*at.into, *after...)
	return err
}

// underway is what is known of a paragraph only while it is walked.
type underway struct {
	props paraProps
	after []*piece
}

// begin gives room for a paragraph; finish takes it back for the next.
func (w *walker) begin() *underway {
	if n := len(w.spare); n > 0 {
		u := w.spare[n-1]
		w.spare = w.spare[:n-1]
		return u
	}
	return &underway{}
}

func (w *walker) finish(u *underway) {
	clear(u.after)
	u.after = u.after[:0]
	w.spare = append(w.spare, u)
}

// file adds a paragraph to those before it, or to the last of them where that goes on.
func file(into *[]*piece, p *piece) {
	if n := len(*into); n > 0 && (*into)[n-1].open && p.kind == (*into)[n-1].kind {
		(*into)[n-1].join(p)
		return
	}
	*into = append(*into, p)
}

// paraProps takes the properties of the paragraph at hand; its number is counted here,
// before that of any paragraph in a text box of it.
func (w *walker) paraProps(at scope) error {
	own, err := parseParaProps(w.d, &w.margins)
	if err != nil || at.para == nil || at.props == nil {
		return err
	}
	p := own.over(w.styles.para(own.style))
	p.run = p.run.over(w.styles.defaults)
	*at.props = p
	at.para.center = p.center == on
	if p.newPage == on && !at.still {
		w.pages.hard()
		at.para.page = w.pages.now
	}
	if own.section && !at.still {
		w.pages.sections++
	}
	if own.mark.gone {
		return nil // the next paragraph counts, with this one in it
	}
	var label string
	var run runProps
	if p.num.id != 0 {
		label, run = w.numbers().next(p.num)
	}
	run = run.over(own.mark).over(p.run)
	at.para.label = span{font: run.font, caps: run.caps == on, text: []byte(label)}
	w.left -= int64(len(label))
	return nil
}

// box walks the text of a text box; it comes after the paragraph it hangs on.
func (w *walker) box(at scope) error {
	target := at.into
	if at.after != nil {
		target = at.after
	}
	return w.children(scope{into: target, still: true, cell: at.cell})
}

// note files the footnote or endnote a mark stands for.
func (w *walker) note(e element, at scope) {
	key := e.local[:3] + attr(e, "id")
	found := w.notes[key]
	if len(found) == 0 || at.notes == nil {
		return
	}
	delete(w.notes, key) // once, however often it is referred to
	for _, p := range found {
		p.page = w.pages.now
	}
	*at.notes = append(*at.notes, found...)
}

// table walks a w:tbl. A table of single cells is a frame around paragraphs, which are
// filed as such. Notes come behind the outermost table.
func (w *walker) table(at scope) error {
	var rows, notes []*piece
	in := at
	in.into, in.para, in.props, in.after, in.row, in.text = &rows, nil, nil, nil, nil, false
	if in.notes == nil {
		in.notes = &notes
	}
	err := w.children(in)
	frame := true
	for _, r := range rows {
		frame = frame && (r.kind != cchc.BlockRow || len(r.cells) <= 1)
	}
	for _, r := range rows {
		switch {
		case !frame || r.kind != cchc.BlockRow:
			*at.into = append(*at.into, r)
		case len(r.cells) == 1:
			*at.into = append(*at.into, r.cells[0]...)
		}
	}
	*at.into = append(*at.into, notes...)
	return err
}

func (w *walker) tableRow(at scope) error {
	row := &piece{kind: cchc.BlockRow, page: w.pages.now}
	in := at
	in.row, in.para, in.props, in.after = row, nil, nil, nil
	w.pages.rowBegin()
	err := w.children(in)
	w.pages.rowEnd()
	if row.filled() && !row.gone {
		row.page = row.first()
		*at.into = append(*at.into, row)
	}
	return err
}

// rowProps reads a w:trPr.
func (w *walker) rowProps(at scope) error {
	return within(w.d, func(e element) {
		switch e.local {
		case "del":
			at.row.gone = true
		case "hidden":
			at.row.gone = at.row.gone || switched(e) == on
		}
	})
}

func (w *walker) tableCell(at scope) error {
	if at.row == nil { // a cell outside a row: its paragraphs are not lost
		return w.children(at)
	}
	var cell []*piece
	in := at
	in.into, in.row, in.cell = &cell, nil, true
	w.pages.cellBegin()
	err := w.children(in)
	w.pages.cellEnd()
	at.row.cells = append(at.row.cells, cell)
	return err
}
