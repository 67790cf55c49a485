package plain

import (
	"strings"
	"unicode"

	"minhchung/internal/vi"
)

// wideGap is the number of blanks from where they stand for a gap between columns.
const wideGap = 10

// tidyLine makes one kind of blank of all, drops those at the ends and the characters
// without appearance, and gives NFC.
func tidyLine(line string) string {
	line = vi.NFC(line)
	var out strings.Builder
	out.Grow(len(line))
	blanks, tab := 0, false
	for _, r := range line {
		switch {
		case r == '\t':
			tab = true
			continue
		case r == ' ' || r == '\r' || r == '\n' || r == '\v' || r == '\f' || r == '\u00a0' || r >= '\u2000' && r <= '\u200a' || r == '\u202f' || r == '\u3000':
			blanks++
			continue
		case r < ' ' || r == 0x7f || r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r == '\u2060' || r == '\ufeff':
			continue
		}
		if out.Len() > 0 && (tab || blanks >= wideGap) {
			out.WriteByte('\t')
		} else if out.Len() > 0 && blanks > 0 {
			out.WriteByte(' ')
		}
		blanks, tab = 0, false
		out.WriteRune(r)
	}
	return out.String()
}

// Around text in a font that draws capitals from the codes of small letters, until it is
// decoded. tidyLine drops these codes; a legacy text that held them before is at worst put
// in capitals.
const (
	capitalsBegin = '\x0e'
	capitalsEnd   = '\x0f'
)

// decodeLegacy turns texts that were typed for a legacy font into Unicode, judged together.
func decodeLegacy(texts []*string) {
	var all strings.Builder
	for _, t := range texts {
		all.WriteString(*t)
		all.WriteByte('\n')
	}
	decoded, encoding, changed := vi.DecodeLegacy(all.String())
	if !changed {
		return
	}
	if encoding == vi.TCVN3 {
		decoded = drawCapitals(decoded)
	}
	lines := strings.SplitAfter(decoded, "\n")
	for _, t := range texts {
		n := strings.Count(*t, "\n") + 1
		if n > len(lines) {
			return // cannot be: decoding keeps the line ends
		}
		*t = strings.TrimSuffix(strings.Join(lines[:n], ""), "\n")
		lines = lines[n:]
	}
}

// drawCapitals puts what stands between the marks in capitals.
func drawCapitals(s string) string {
	inside := false
	return strings.Map(func(r rune) rune {
		switch {
		case r == capitalsBegin || r == capitalsEnd:
			inside = r == capitalsBegin
		case inside:
			return unicode.ToUpper(r)
		}
		return r
	}, s)
}
