package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	manyAsked      = 0.12 // share of words with a question mark for a letter
	fewAsked       = 8    // such words at least
	askedQuality   = 0.2  // of a page of them
)

// judgement is what a page is worth as text.
type judgement struct {
	quality  float64
	needsOCR bool
}

// judge decides on the text of a page without the appearances of annotations: the
// thirty words of a signature panel do not make a scan a page of text.
func (s *sheet) judge(x extra) judgement {
	characters, unreadable, lost, guessed := 0, 0, 0, 0
	for i := range s.lines {
		l := &s.lines[i]
		characters += l.characters
		unreadable += l.unreadable
		lost += l.lost
		guessed += l.guessed
	}
	text, quality := s.text(), 0.0
	if characters > 0 {
		quality = s.qualityOf(text)
	}
	switch {
	case float64(unreadable) > manyUnreadable*float64(characters):
		return judgement{0, true}
	case 2*guessed > characters && quality < poorLayer:
		return judgement{quality, true} // some font programs number their glyphs and call that characters
	case lettersLost(text):
		// Where the page itself shows question marks, recognising it gives no more.
		return judgement{min(quality, askedQuality), lost >= fewAsked}
	case vi.CountSyllables(text) < fewWords:
		return judgement{quality, x.cover >= someCover || x.paths >= manyPaths}
	case x.cover >= fullCover && quality < poorLayer:
		return judgement{quality, true}
	}
	return judgement{quality, false}
}

// lettersLost reports text saved through a code page without Vietnamese: "ch? nhi?m
// l?p".
func lettersLost(text string) bool {
	if strings.Count(text, "?") < fewAsked {
		return false
	}
	words, asked := 0, 0
	for w := range strings.FieldsSeq(text) {
		if strings.Contains(w, "://") {
			continue
		}
		words++
		// At the end of a word it asks; at the beginning and inside it stands for a letter.
		for i := range len(w) {
			if w[i] == '?' && i+1 < len(w) && letter(w[i+1:]) {
				asked++
				break
			}
		}
	}
	return asked >= fewAsked && float64(asked) > manyAsked*float64(words)
}

func letter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}
