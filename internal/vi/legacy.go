package vi

import (
	"strings"
	"unicode"
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
	if !hasLegacyLetters(s) {
		return s, "", false
	}
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
	gain, share := gainNeeded, shareNeeded
	if c.words < fewWords || atLeast == fewestWordsLine {
		gain, share = gainNeededFew, shareNeededFew
	}
	n := float64(c.words)
	if float64(best-c.raw)/n < gain || float64(best)/n <= share {
		return ""
	}
	return enc
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

// legacyWords cuts a line into runs of letters, marks and the Latin-1 symbols that stand
// for letters in legacy text.
func legacyWords(s string) []span {
	var out []span
	start := -1
	for i, r := range s {
		in := isLegacyRune(r) || unicode.IsLetter(r) || start >= 0 && unicode.IsMark(r)
		switch {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			out = append(out, span{s[start:i], start, i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, span{s[start:], start, len(s)})
	}
	return out
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
