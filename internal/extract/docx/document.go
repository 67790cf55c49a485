package docx

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// document is a file on its way from parts to a reading.
type document struct {
	*sheet
	a       *archive
	lim     cchc.Limits
	links   map[string]relation
	body    *walker
	margins []*piece // headers and footers, decoded together with the body
	notes   []cchc.Reason
	drawn   map[string]bool // parts of drawings and embedded documents that were read
}

func newDocument(ctx context.Context, a *archive, main string, lim cchc.Limits) *document {
	d := &document{a: a, lim: lim, links: a.relations(main), drawn: map[string]bool{}}
	d.sheet = &sheet{ctx: ctx, left: lim.TextBytes, styles: parseStyles(d.related("styles")), numbers: d.numbering()}
	d.body = &walker{sheet: d.sheet, notes: map[string][]*piece{}, part: d.once(d.links)}
	return d
}

// numbering returns the lists of the document, which are read when the first of them
// counts.
func (d *document) numbering() func() *numbering {
	return sync.OnceValue(func() *numbering { return parseNumbering(d.related("numbering")) })
}

// once returns a function that gives out related parts, each a single time: no number of
// references makes a document longer than its parts.
func (d *document) once(links map[string]relation) func(id string) string {
	return func(id string) string {
		target := links[id].target
		if target == "" || d.drawn[target] {
			return ""
		}
		d.drawn[target] = true
		content, err := d.a.part(target)
		if err != nil {
			return ""
		}
		return content
	}
}

// has reports whether the document names a part of a kind.
func (d *document) has(kind string) bool {
	for _, r := range d.links {
		if r.kind == kind {
			return true
		}
	}
	return false
}

// related returns the part of a kind, nothing where there is none.
func (d *document) related(kind string) string {
	for _, r := range d.links {
		if r.kind == kind {
			if content, err := d.a.part(r.target); err == nil {
				return content
			}
		}
	}
	return ""
}

// readMain walks the notes, since the body refers to them, and the body.
func (d *document) readMain(content string) error {
	for _, kind := range []string{"footnote", "endnote"} {
		if d.has(kind+"s") && strings.Contains(content, kind+"Reference") {
			d.readNotes(kind+"s", kind)
		}
	}
	notes := maps.Clone(d.body.notes) // the walk takes out what it meets
	err := d.body.walk(content)
	if errors.Is(err, errSyntax) {
		// Once more without the characters XML forbids; the limits and counters start anew.
		again := &walker{sheet: d.sheet, notes: notes, part: d.body.part, embedded: d.body.embedded}
		clear(d.drawn)
		d.left, d.numbers = d.lim.TextBytes, d.numbering()
		err = again.walk(wellChosen(content))
		if len(again.top) >= len(d.body.top) {
			d.body = again
		}
		d.notes = append(d.notes, cchc.NewReason("repaired"))
	}
	switch {
	case err == nil:
	case d.ctx.Err() != nil:
		return cchc.OurFault("reader-stopped", err)
	case errors.Is(err, errLimit):
		d.notes = append(d.notes, cchc.NewReason("limit-text", megabytes(d.lim.TextBytes)))
	case len(d.body.top) == 0:
		return cchc.FileFault("damaged", err)
	default:
		d.notes = []cchc.Reason{cchc.NewReason("document-cut")}
	}
	return nil
}

// readNotes walks footnotes.xml or endnotes.xml, note by note.
func (d *document) readNotes(kind, element string) {
	content := d.related(kind)
	if len(content) == 0 {
		return
	}
	w := &walker{sheet: d.sheet, kind: cchc.BlockNote, d: newScanner(content), pictures: map[int]bool{}}
	for {
		kind, err := w.d.next()
		if err != nil {
			return
		}
		e := w.d.el
		if kind != startTag || e.local != element {
			continue
		}
		var pieces []*piece
		err = w.children(scope{into: &pieces, still: true})
		if t := attr(e, "type"); t == "" || t == "normal" {
			d.body.notes[element[:3]+attr(e, "id")] = flatten(pieces, cchc.BlockNote)
		}
		if err != nil {
			return
		}
	}
}

// flatten gives all pieces one kind; rows become lines.
func flatten(pieces []*piece, kind cchc.BlockKind) (out []*piece) {
	for _, p := range pieces {
		if p.kind != cchc.BlockRow {
			p.kind = kind
			out = append(out, p)
			continue
		}
		for _, cell := range p.cells {
			out = append(out, flatten(cell, kind)...)
		}
	}
	return out
}

// readMargins walks the headers and footers that sections refer to.
func (d *document) readMargins() {
	seen := map[string]bool{}
	even := false
	if slices.ContainsFunc(d.body.margins.shown, func(m shownMargin) bool { return m.even }) {
		even = evenMargins(d.related("settings"))
	}
	for _, m := range d.body.margins.shown {
		r := d.links[m.id]
		if seen[r.target] || r.kind != "header" && r.kind != "footer" || m.even && !even {
			continue
		}
		seen[r.target] = true
		content, err := d.a.part(r.target)
		if err != nil {
			continue
		}
		w := &walker{sheet: d.sheet, kind: cchc.BlockKind(r.kind), part: d.once(d.a.relations(r.target))}
		if err := w.walk(content); err != nil && len(w.top) == 0 {
			continue
		}
		d.body.foreign = d.body.foreign || w.foreign
		d.margins = append(d.margins, flatten(w.top, cchc.BlockKind(r.kind))...)
	}
}

// reading makes the pages.
func (d *document) reading() cchc.Reading {
	pieces := d.body.top
	if d.body.foreign {
		d.notes = append(d.notes, cchc.NewReason("embedded-unread"))
	}
	d.decode(slices.Concat(pieces, d.margins))
	known := d.pagesKnown(pieces)
	r := cchc.Reading{Format: cchc.FormatDOCX, Notes: d.notes, Pages: d.fill(pieces, known)}
	if len(r.Pages) > 0 {
		r.Pages[0].Blocks = d.around(r.Pages[0].Blocks)
	}
	if !hasWords(r.Pages, everywhere) && len(d.body.pictures) == 0 {
		r.Pages = nil
	}
	if known {
		r.PageTotal = len(r.Pages)
	}
	for i := range r.Pages {
		p := &r.Pages[i]
		p.Source, p.Quality = cchc.SourceText, quality(*p)
		p.NeedsOCR = !hasWords(r.Pages[i:i+1], inBody) && (d.body.pictures[i] || !known)
	}
	if r.PageTotal > d.lim.Pages {
		r.Notes = append(r.Notes, limitPages(d.lim.Pages, r.PageTotal))
		r.Pages = r.Pages[:d.lim.Pages]
	}
	return r
}

// fill distributes the pieces over the pages.
func (d *document) fill(pieces []*piece, known bool) []cchc.Page {
	pages := []cchc.Page{{}}
	if known {
		pages = make([]cchc.Page, d.body.pages.now+1)
		for i := range pages {
			pages[i].Number = i + 1
		}
	}
	for _, p := range pieces {
		at := 0
		if known {
			at = min(p.page, len(pages)-1)
		}
		if b, ok := p.block(); ok {
			pages[at].Blocks = append(pages[at].Blocks, b)
		}
	}
	return pages
}

// around puts the headers before and the footers behind the blocks of the first page,
// each text once, page numbers not at all.
func (d *document) around(blocks []cchc.Block) []cchc.Block {
	var head, foot []cchc.Block
	seen := map[string]bool{}
	for _, p := range d.margins {
		b, ok := p.block()
		if !ok || seen[b.Text] || !strings.ContainsFunc(b.Text, unicode.IsLetter) {
			continue
		}
		seen[b.Text] = true
		if b.Kind == cchc.BlockHeader {
			head = append(head, b)
		} else {
			foot = append(foot, b)
		}
	}
	return append(append(head, blocks...), foot...)
}

// Bounds on what can stand on one page: characters without blanks, with much to spare.
const (
	fullPage   = 3_500
	crowdedOne = 9_000
)

// pagesKnown tells whether the page breaks are worth anything. The marks of a layout are;
// breaks set by a person are where no stretch between them is longer than a page, and no
// section starts a page of its own.
func (d *document) pagesKnown(pieces []*piece) bool {
	c := d.body.pages
	if c.now == 0 || !c.layout && (c.breaks == 0 || c.sections > 0) {
		return false
	}
	longest := fullPage
	if c.layout {
		longest = crowdedOne
	}
	size := make([]int, c.now+1)
	for _, p := range pieces {
		p.each(func(s *span) { size[min(p.page, c.now)] += utf8.RuneCount(s.text) })
	}
	over := 0
	for _, n := range size {
		if n > longest {
			over++
		}
	}
	return over == 0 || c.layout && over*10 < len(size)
}

// hasWords looks for a word or number in those blocks of pages that count.
func hasWords(pages []cchc.Page, counts func(cchc.BlockKind) bool) bool {
	for _, p := range pages {
		for _, b := range p.Blocks {
			if counts(b.Kind) && strings.ContainsFunc(b.Text, isWordRune) {
				return true
			}
		}
	}
	return false
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func everywhere(cchc.BlockKind) bool { return true }

func inBody(k cchc.BlockKind) bool { return k != cchc.BlockHeader && k != cchc.BlockFooter }

// qualitySample is how much of a page is judged, in bytes.
const qualitySample = 32 << 10

func quality(p cchc.Page) float64 {
	text := sample(p)
	if len(text) > qualitySample {
		text = strings.ToValidUTF8(text[:qualitySample], "")
	}
	return vi.Quality(text)
}

// sample returns the text of a page, body first as [cchc.Page.Text] does, as far as the
// blocks that reach qualitySample.
func sample(p cchc.Page) string {
	size := 0
	for _, b := range p.Blocks {
		size += len(b.Text) + 1
	}
	var out strings.Builder
	out.Grow(min(size, 2*qualitySample))
	for _, body := range []bool{true, false} {
		for _, b := range p.Blocks {
			if out.Len() > qualitySample {
				return out.String()
			}
			if b.Text != "" && body == (b.Kind == cchc.BlockBody || b.Kind == cchc.BlockRow) {
				out.WriteString(b.Text)
				out.WriteByte('\n')
			}
		}
	}
	return out.String()
}
