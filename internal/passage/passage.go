// Package passage cuts a document into passages: the pieces of 60 to 80 syllables that
// are searched, linked and quoted.
//
// The way of a document through the package, one file a step:
//
//	lines.go       blocks of the readers → lines, running lines left out
//	paragraphs.go  lines → paragraphs, a sentence that runs over a page in one
//	letterhead.go  where the head of the paper ends, where it is signed
//	markers.go     "Điều 5.", "II.", "1.1", "a)" at the start of a paragraph
//	outline.go     markers → section path and nearest headings
//	cut.go         paragraphs too long for a passage
//	pack.go        paragraphs → passages
//
// Everything is pure, deterministic and safe for concurrent use.
package passage

import "minhchung/internal/cchc"

// Version changes when the passages of an unchanged document would come out different.
const Version = 1

// Sizes in syllables.
const (
	maxSyllables    = 80 // a passage has no more
	enoughSyllables = 60 // a passage of so many takes no further paragraph
	clauseSyllables = 40 // … no further khoản (numbered paragraph)
	pointSyllables  = 55 // … no further điểm (lettered or dotted paragraph)
	headingMax      = 25 // a heading has no more
)

// Split cuts the pages of one document into its passages, in reading order, the notes
// last. Passages hold at most 80 syllables and end where an Điều, a part of the outline,
// a khoản, a paragraph or a table row ends, else a sentence, else a clause. None crosses
// a page whose number is known, except with a sentence that does; it then bears the page
// where it starts. Headers, footers and stamps are left out, and so is a bare page number
// at the edge of a page; every other word of the body is in exactly one passage.
//
// Text is NFC, the lines of a paragraph joined by spaces, paragraphs separated by "\n",
// cells by "\t". Paragraph counts the paragraphs and rows with words from 1 through the
// document, joined lines as one.
func Split(doc cchc.DocumentID, pages []cchc.Page) []cchc.Passage {
	body, notes := paragraphs(pages)
	head := letterheadEnd(body)
	units := outlineUnits(body, head)
	p := packer{pages: pages, doc: doc, short: isShort(body, pages)}
	for i := range units {
		p.add(&units[i])
	}
	p.flush()
	for _, n := range notes {
		p.add(&unit{para: n, strength: breakNone, note: true})
	}
	p.flush()
	return p.out
}

// isShort reports whether all of the body goes into one passage.
func isShort(body []para, pages []cchc.Page) bool {
	n := 0
	for i := range body {
		b := &body[i]
		n += b.syllables
		if n > maxSyllables || pages[b.page()].Number != pages[body[0].page()].Number || len(b.marks) > 1 {
			return false
		}
	}
	return true
}
