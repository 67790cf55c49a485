package vi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What good text looks like. In official Vietnamese three syllables of four carry a
// diacritic; a recognition layer without the Vietnamese model carries few or none.
const (
	usualMarked  = 0.75 // share of syllables with a diacritic in good text
	enoughMarked = 0.40 // from here on the share says nothing more
	priorWeight  = 4.0  // a short text is taken for usual to the weight of so many words
	junkPenalty  = 4.0  // a quarter of junk characters makes a text worthless
	foreignShare = 0.12 // of English function words: a text in English, not a broken one
)

// Quality says from 0 to 1 how far a text can be trusted as read: the share of its words
// that are well-formed syllables, less where diacritics are rarer than Vietnamese has
// them (a bad recognition layer: "BQ GIAO DUC") and where replacement, control or
// private-use characters stand. Abbreviations and numbers do not count; a text of numbers
// is judged by its characters alone; English text is not taken for broken Vietnamese. A
// text without letters and digits has quality 0.
func Quality(s string) float64 {
	c := takeCensus(s)
	if c.tokens == 0 {
		return 0
	}
	clean := max(0, 1-junkPenalty*float64(c.junk)/float64(c.visible))
	if c.words == 0 {
		return clean
	}
	n := float64(c.words)
	if n >= priorWeight && float64(c.foreign)/n >= foreignShare && float64(c.marked)/n < enoughMarked/2 {
		return clean
	}
	marked := (float64(c.marked) + priorWeight*usualMarked) / (n + priorWeight)
	density := min(1, marked/enoughMarked)
	formed := float64(c.formed) / n
	return clean * formed * density
}

// census counts what Quality judges.
type census struct {
	tokens, words, formed, marked, foreign int
	visible, junk                          int // characters
}

func takeCensus(s string) census {
	var c census
	var w word
	singles := 0
	for pos := 0; ; {
		start, end, ascii, known := w.next(s, pos)
		if start < 0 {
			c.look(s[pos:])
			break
		}
		c.look(s[pos:start])
		pos = end
		c.tokens++
		singles += c.count(&w, s[start:end], ascii, known)
	}
	// A few letters stand alone in good text (a, b, c of a list); words fallen apart give
	// many.
	if spare := singles - c.tokens/10; spare > 0 {
		c.words += spare
	}
	return c
}

// look enters the characters between tokens.
func (c *census) look(s string) {
	for _, r := range s {
		if r == ' ' || unicode.IsSpace(r) {
			continue
		}
		c.visible++
		if isJunk(r) {
			c.junk++
		}
	}
}

// count enters a token, taken apart if known, and reports 1 for a single letter that is
// no word. Its characters are no junk.
func (c *census) count(w *word, token string, ascii, known bool) int {
	if !known {
		c.visible += utf8.RuneCountInString(token)
		if ascii || !w.parse(NFC(token)) {
			if !hasDigit(token) {
				c.words++
			}
			return 0
		}
	} else {
		c.visible += w.n
	}
	if w.hasDigit() {
		return 0
	}
	if w.wellFormed() {
		c.words++
		c.formed++
		if !w.bare() {
			c.marked++
		}
		if ascii && isEnglish(token) {
			c.foreign++
		}
		return 0
	}
	switch {
	case w.n == 1:
		return 1
	case w.abbreviation():
		return 0
	case ascii && isEnglish(token):
		c.foreign++
	}
	c.words++
	return 0
}

// abbreviation reports whether a word is all capitals without tones (UBND, CNTT, HĐND).
func (w *word) abbreviation() bool {
	for i := 0; i < w.n; i++ {
		if !w.l[i].upper || w.l[i].lower > 0x7F && w.l[i].plain != 'đ' {
			return false
		}
	}
	return w.n <= 8
}

func hasDigit(s string) bool {
	return strings.ContainsAny(s, "0123456789")
}

func (w *word) hasDigit() bool {
	for i := 0; i < w.n; i++ {
		if w.l[i].base <= '9' {
			return true
		}
	}
	return false
}

func isJunk(r rune) bool {
	return r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Co, r)
}

// isEnglish knows the commonest function words of English that are no common syllables
// of Vietnamese.
func isEnglish(token string) bool {
	if len(token) > len("shall") {
		return false
	}
	switch strings.ToLower(token) {
	case "the", "of", "and", "to", "in", "is", "for", "that", "with", "on", "as", "be", "are", "this", "by", "from", "or", "an", "at", "it", "which", "was", "shall", "not":
		return true
	}
	return false
}
