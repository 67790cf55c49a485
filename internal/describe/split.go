package describe

import "minhchung/internal/cchc"

// Part is one document of a file: the pages from First to Last, indexes into the pages.
type Part struct {
	ID    cchc.DocumentID
	First int
	Last  int
}

// Split finds the documents of a file. A page starts another document where it opens with
// a full letterhead of its own: motto, number and notation, place and date, title or
// "V/v". An annex has no number of its own and a blank form no date: both stay with their
// document. There is always at least one part.
func Split(file cchc.FileID, pages []cchc.Page) []Part {
	parts := []Part{{ID: cchc.NewDocumentID(file, 1), First: 0, Last: max(0, len(pages)-1)}}
	for i := 1; i < len(pages); i++ {
		if !opensPaper(pages[i]) {
			continue
		}
		parts[len(parts)-1].Last = i - 1
		parts = append(parts, Part{ID: cchc.NewDocumentID(file, len(parts)+1), First: i, Last: len(pages) - 1})
	}
	return parts
}

// letterheadLines is how deep into a page a letterhead reaches.
const letterheadLines = 14

func opensPaper(p cchc.Page) bool {
	h := readLines([]cchc.Page{p})
	if h.firstMotto() < 0 {
		return false // nearly all pages
	}
	h.find()
	if h.end > letterheadLines || h.title < 0 && h.about < 0 {
		return false
	}
	if c, _ := h.code(); c.number == "" {
		return false
	}
	for i := range h.lines[:h.end] {
		if _, date, ok := h.datelineAt(i); ok && !date.IsZero() {
			return true
		}
	}
	return false
}
