package describe

import (
	"slices"
	"strings"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Version counts the rules: documents described by an older one are described again.
const Version = 3

// Describe returns the particulars of one paper from its pages. It looks at the first
// two pages with text for the letterhead and at the end of the paper for signer and
// recipients; annexes behind the signature do not count.
func Describe(pages []cchc.Page) cchc.Particulars {
	pages = composed(pages)
	h := readHead(pages)
	blocks := bodyBlocks(pages)
	end := findClosing(blocks)
	d := description{p: cchc.Particulars{Confidence: map[string]float64{}, Spans: map[string]cchc.Span{}}}

	d.marks(h)
	d.number(h, end)
	d.docType(h)
	d.date(h, end)
	d.dateOfAnnex(h, blocks)
	d.organ(h)
	d.subject(h)
	d.years(h)
	d.periods()
	d.signer(end)
	d.recipients(end)
	d.drafter()
	if h.marked() || d.p.OrganName != "" {
		legal := h.typ.Kind == KindLegal
		d.attachments(blocks, legal)
		if !legal { // it speaks of all units of a kind, not of some
			d.units(blocks)
		}
	}
	if len(d.p.Confidence) == 0 {
		d.p.Confidence = nil
	}
	if len(d.p.Spans) == 0 {
		d.p.Spans = nil
	}
	return d.p
}

// marked reports whether anything of a letterhead was found.
func (h *head) marked() bool { return h.motto || h.title >= 0 || h.about >= 0 || h.to >= 0 }

// composed returns the pages with their text in NFC, as readers should give it: the same
// pages where it already is.
func composed(pages []cchc.Page) []cchc.Page {
	if !slices.ContainsFunc(pages, func(p cchc.Page) bool { return slices.ContainsFunc(p.Blocks, isDecomposed) }) {
		return pages
	}
	pages = slices.Clone(pages)
	for i := range pages {
		blocks := slices.Clone(pages[i].Blocks)
		for j := range blocks {
			b := &blocks[j]
			b.Text, b.Cells = vi.NFC(b.Text), slices.Clone(b.Cells)
			for k := range b.Cells {
				b.Cells[k] = vi.NFC(b.Cells[k])
			}
		}
		pages[i].Blocks = blocks
	}
	return pages
}

// isDecomposed looks for the combining marks U+0300–U+036F, by their first byte in UTF-8
// (0xCC, 0xCD): normalising all of a long paper to find out takes a quarter of the time.
func isDecomposed(b cchc.Block) bool {
	marked := func(s string) bool { return strings.IndexByte(s, 0xcc) >= 0 || strings.IndexByte(s, 0xcd) >= 0 }
	return marked(b.Text) || slices.ContainsFunc(b.Cells, marked)
}

// description is the particulars while they are being found.
type description struct {
	p cchc.Particulars
}

// sure notes how far a field, by its JSON name, can be trusted (0..1).
func (d *description) sure(field string, confidence float64) {
	d.p.Confidence[field] = confidence
}

// found notes how far a field can be trusted, and the line it was read from.
func (d *description) found(field string, confidence float64, l *line) {
	d.sure(field, confidence)
	d.stands(field, l)
}

// spanBytes is the longest text of a span: a line is given whole unless it is a page.
const spanBytes = 400

// stands notes the line a field was read from.
func (d *description) stands(field string, l *line) {
	if l == nil || l.text == "" || l.at == (spot{}) {
		return
	}
	d.p.Spans[field] = cchc.Span{Page: l.at.page, Line: l.at.line, Text: shortText(l.text, spanBytes)}
}

// shortText returns the beginning of a text, cut between characters.
func shortText(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + "…"
}
