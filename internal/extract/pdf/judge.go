package pdf

import (
	"minhchung/internal/vi"
)

// What makes a page a picture that waits for OCR.
const (
	fewWords       = 10   // a page with fewer has no usable text
	someCover      = 0.15 // share of the page covered by pictures: more than a logo
	fullCover      = 0.6  // a scanned page
	poorLayer      = 0.55 // quality of a hidden text layer that is to be recognised anew
	manyPaths      = 3000 // drawn segments: text turned into outlines
	manyUnreadable = 0.5  // share of characters without text
)

// judgement is what a page is worth as text.
type judgement struct {
	quality  float64
	needsOCR bool
}

// judge decides on the text of a page without the appearances of annotations: the
// thirty words of a signature panel do not make a scan a page of text.
func judge(text string, lines []line, cover float64, paths int) judgement {
	characters, unreadable := 0, 0
	for _, l := range lines {
		characters += l.characters
		unreadable += l.unreadable
	}
	quality := 0.0
	if characters > 0 {
		quality = vi.Quality(text)
	}
	drawn := characters > 0 || cover >= someCover || paths >= manyPaths
	switch {
	case float64(unreadable) > manyUnreadable*float64(characters):
		return judgement{0, true}
	case vi.CountSyllables(text) < fewWords:
		return judgement{quality, drawn && (cover >= someCover || paths >= manyPaths)}
	case cover >= fullCover && quality < poorLayer:
		return judgement{quality, true}
	}
	return judgement{quality, false}
}
