package vi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The legacy encodings, as [DecodeLegacy] names them.
const (
	TCVN3 = "TCVN3"
	VNI   = "VNI"
)

// How sure a conversion must be. Measured on real files: 44 of 44 TCVN3 and 12 of 12 VNI
// documents rise above both, none of 724 Unicode ones does.
const (
	gainNeeded  = 0.25 // rise of the share of well-formed words
	shareNeeded = 0.70 // share of well-formed words after it
	// A text of few telling words, or a line of a text in Unicode, has to be surer.
	fewWords        = 12
	gainNeededFew   = 0.5
	shareNeededFew  = 0.85
	fewestWords     = 3
	fewestWordsLine = 5
)

// DecodeLegacy turns text that was typed for a TCVN3 (.VnTime, ABC) or VNI font into
// Unicode; such text arrives as code points U+00A1–U+00FE that mean other letters. It
// decides on the text alone, because font names mislead: both encodings are tried, and
// the better is taken if the share of well-formed syllables among the words that are not
// plain ASCII rises by at least .25 and above .7. Where only some lines are legacy, those
// alone are converted; a word that already is Vietnamese in Unicode never is.
//
// encoding is "TCVN3" or "VNI", "" where nothing changed; then text is s itself. The
// result is NFC in the converted words. Soft hyphens (ư in TCVN3) must not have been
// stripped from s.
func DecodeLegacy(s string) (text, encoding string, changed bool) {
	if !hasLegacyLetters(s) || !mayBeLegacy(s) {
		return s, "", false
	}
	return decodeLines(s)
}

// decodeLines is DecodeLegacy for a text that may be legacy.
func decodeLines(s string) (text, encoding string, changed bool) {
	lines := splitLines(s)
	total := census3{}
	for _, l := range lines {
		total.add(l.count)
	}
	whole := total.verdict(fewestWords)
	var b strings.Builder
	b.Grow(len(s) + len(s)/4)
	for _, l := range lines {
		enc := whole
		if enc == "" {
			enc = l.count.verdict(fewestWordsLine)
		}
		if enc == "" || !writeDecoded(&b, l, enc) {
			b.WriteString(l.text)
			continue
		}
		encoding, changed = enc, true
	}
	if !changed {
		return s, "", false
	}
	return b.String(), encoding, true
}

// census3 counts telling words: not ASCII, taken as they stand and in both encodings.
type census3 struct{ words, raw, tcvn3, vni int }

func (c *census3) add(d census3) {
	c.words += d.words
	c.raw += d.raw
	c.tcvn3 += d.tcvn3
	c.vni += d.vni
}

// verdict returns the encoding the counts speak for, "" for Unicode.
func (c census3) verdict(atLeast int) string {
	if c.words < atLeast {
		return ""
	}
	best, enc := c.tcvn3, TCVN3
	if c.vni > best {
		best, enc = c.vni, VNI
	}
	gain, share := c.needed(atLeast)
	n := float64(c.words)
	if float64(best-c.raw)/n < gain || float64(best)/n <= share {
		return ""
	}
	return enc
}

// mayBeLegacy reports whether a verdict for an encoding is possible at all: in s or in a
// line of it, enough words might become syllables and are none as they stand. Of
// Vietnamese in Unicode those are few.
func mayBeLegacy(s string) bool {
	all, hopes := census3{}, 0
	for line := range strings.Lines(s) {
		c, n := countHopes(line)
		if c.mayGain(n, fewestWordsLine) {
			return true
		}
		all.add(c)
		hopes += n
	}
	return all.mayGain(hopes, fewestWords)
}

// countHopes counts telling words, and those that a conversion might make syllables. It
// never does of words with letters of Vietnamese in Unicode.
func countHopes(s string) (c census3, hopes int) {
	var w word
	for pos := 0; ; {
		start, end, ascii, known := w.nextRun(s, pos)
		if start < 0 {
			return c, hopes
		}
		pos = end
		if ascii {
			continue
		}
		c.words++
		if known {
			if !w.beyondLatin1() && !w.wellFormed() {
				hopes++
			}
		} else if text := s[start:end]; !hasUnicodeVietnamese(text) && !formedText(text) {
			hopes++
		}
	}
}

func (w *word) beyondLatin1() bool {
	for i := 0; i < w.n; i++ {
		if w.l[i].beyond {
			return true
		}
	}
	return false
}

// mayGain reports whether the verdict is open where a conversion gains no more than hopes.
func (c census3) mayGain(hopes, atLeast int) bool {
	gain, _ := c.needed(atLeast)
	return c.words >= atLeast && float64(hopes)/float64(c.words) >= gain
}

// needed returns how sure the counts have to be, see the constants.
func (c census3) needed(atLeast int) (gain, share float64) {
	if c.words < fewWords || atLeast == fewestWordsLine {
		return gainNeededFew, shareNeededFew
	}
	return gainNeeded, shareNeeded
}

type legacyLine struct {
	text  string // with its line end
	count census3
}

func splitLines(s string) []legacyLine {
	var out []legacyLine
	for line := range strings.Lines(s) {
		l := legacyLine{text: line}
		for _, w := range legacyWords(line) {
			l.count.addWord(w.text)
		}
		out = append(out, l)
	}
	return out
}

func (c *census3) addWord(w string) {
	if isASCII(w) {
		return
	}
	c.words++
	raw := formedText(w)
	if raw {
		c.raw++
	}
	if hasUnicodeVietnamese(w) {
		// Never converted, so it counts alike on all sides.
		if raw {
			c.tcvn3++
			c.vni++
		}
		return
	}
	if formedText(DecodeTCVN3(w)) {
		c.tcvn3++
	}
	if formedText(DecodeVNI(w)) {
		c.vni++
	}
}

// formedText reports whether a word, freed of punctuation, is one well-formed syllable.
func formedText(w string) bool {
	start, end, _ := next(w, 0)
	if start < 0 || start > 0 && hasLetterLike(w[:start]) || hasLetterLike(w[end:]) {
		return false
	}
	return IsSyllable(w[start:end])
}

// hasLetterLike reports whether punctuation around a word is one of those that stand for
// letters in the legacy encodings.
func hasLetterLike(s string) bool {
	for _, r := range s {
		if isLegacyRune(r) && r != '«' && r != '»' && r != '°' && r != '·' {
			return true
		}
	}
	return false
}

type span struct {
	text       string
	start, end int
}

// legacyWords cuts a line into its runs, see nextRun.
func legacyWords(s string) []span {
	var out []span
	var w word
	for pos := 0; ; {
		start, end, _, _ := w.nextRun(s, pos)
		if start < 0 {
			return out
		}
		out = append(out, span{s[start:end], start, end})
		pos = end
	}
}

// nextRun finds the first run, at or after pos, of letters, marks and the Latin-1 symbols
// that stand for letters in legacy text; start is -1 where there is none. It takes the run
// apart; known is what parse reports of it.
func (w *word) nextRun(s string, pos int) (start, end int, ascii, known bool) {
	start, ascii, known = -1, true, true
	w.n = 0
	i := pos
	for i < len(s) {
		var l *letter
		n := 1
		if c := s[i]; c < utf8.RuneSelf {
			l = &letters.low[c]
		} else {
			l, n = letterAt(s, i)
		}
		in := l != nil && l.base > '9'
		if l == nil {
			var r rune
			r, n = utf8.DecodeRuneInString(s[i:])
			in = isLegacyRune(r) || unicode.IsLetter(r) || start >= 0 && unicode.IsMark(r)
		}
		switch {
		case !in && start >= 0:
			return start, i, ascii, known
		case !in:
		case l == nil || w.n == maxLetters:
			known = false
		default:
			w.l[w.n] = l
			w.n++
		}
		if in && start < 0 {
			start = i
		}
		ascii = ascii && (!in || n == 1)
		i += n
	}
	return start, i, ascii, known
}

func isLegacyRune(r rune) bool { return r >= 0xA1 && r <= 0xFF }

func hasLegacyLetters(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		// U+00A1–U+00FF in UTF-8: C2 A1 … C3 BF.
		if s[i] == 0xC2 && s[i+1] > 0xA0 || s[i] == 0xC3 {
			return true
		}
	}
	return false
}

// hasUnicodeVietnamese reports whether a word has letters the legacy encodings cannot
// produce: those of Vietnamese outside Latin-1, and combining marks.
func hasUnicodeVietnamese(w string) bool {
	for _, r := range w {
		if r > 0xFF && (unicode.IsLetter(r) || unicode.IsMark(r)) {
			return true
		}
	}
	return false
}

// writeDecoded writes the line with its legacy words converted and reports whether there
// was one. A word that reads well as it stands and not after conversion is kept; one that
// reads well both ways (sè, Sè → số) follows its line.
func writeDecoded(b *strings.Builder, l legacyLine, enc string) bool {
	decode, after := DecodeTCVN3, l.count.tcvn3
	if enc == VNI {
		decode, after = DecodeVNI, l.count.vni
	}
	lineIsLegacy := after >= l.count.raw
	var out strings.Builder
	done, changed := 0, false
	for _, w := range legacyWords(l.text) {
		if isASCII(w.text) || hasUnicodeVietnamese(w.text) {
			continue
		}
		if formedText(w.text) && (!lineIsLegacy || !formedText(decode(w.text))) {
			continue
		}
		d := decode(w.text)
		if d == w.text {
			continue
		}
		out.WriteString(l.text[done:w.start])
		out.WriteString(d)
		done, changed = w.end, true
	}
	if !changed {
		return false
	}
	b.WriteString(out.String())
	b.WriteString(l.text[done:])
	return true
}

// FontDrawsCapitals reports whether a TCVN3 font draws capitals from the codes of small
// letters: those of the ".Vn" family whose name ends in H (.VnTimeH, .VnArialH). Text set
// in one is to be put in capitals after conversion.
func FontDrawsCapitals(font string) bool {
	name := strings.TrimSpace(font)
	return len(name) > 4 && strings.EqualFold(name[:3], ".vn") && strings.HasSuffix(name, "H")
}
