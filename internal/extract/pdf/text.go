package pdf

import (
	"strings"
	"unicode"

	"minhchung/internal/vi"
)

// writeText turns what the fonts said into the text of the lines: legacy encodings
// decoded, where the page as a whole or a line of it is in one, and cleaned.
func writeText(lines []line) {
	if len(lines) == 0 {
		return
	}
	all := make([]string, len(lines))
	for i, l := range lines {
		all[i] = strings.ReplaceAll(l.text, "\n", " ")
	}
	text, encoding, changed := vi.DecodeLegacy(strings.Join(all, "\n"))
	if changed {
		if decoded := strings.Split(text, "\n"); len(decoded) == len(lines) {
			for i, s := range decoded {
				if encoding == vi.TCVN3 && s != all[i] && lines[i].capitals*10 > lines[i].characters*7 {
					s = strings.ToUpper(s)
				}
				all[i] = s
			}
		}
	}
	for i := range lines {
		lines[i].text = clean(all[i])
	}
}

// clean brings text to NFC and replaces what no reader can use: soft hyphens, control
// characters, ligatures, and the private codes symbol fonts have for bullets.
func clean(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 || s[i] < 0x20 && s[i] != '\t' {
			plain = false
			break
		}
	}
	if !plain {
		if strings.ContainsFunc(s, unclean) {
			s = strings.Map(cleanRune, ligatures.Replace(s))
		}
		s = vi.NFC(s)
	}
	return strings.Trim(s, " \t")
}

var ligatures = strings.NewReplacer("ﬁ", "fi", "ﬂ", "fl", "ﬀ", "ff", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")

// unclean reports what clean has to look at: ligatures, malformed UTF-8 and what
// cleanRune changes.
func unclean(r rune) bool {
	return r >= 'ﬀ' && r <= 'ﬆ' || r == unicode.ReplacementChar || cleanRune(r) != r
}

func cleanRune(r rune) rune {
	switch {
	case r == '\t' || r >= ' ' && r < 0x7f || r > '\u00ad' && r < '\u2000': // most text
		return r
	case r == '\u00a0' || r == '\u2002' || r == '\u2003' || r == '\u2009' || r == '\u202f' || r == '\n' || r == '\r':
		return ' '
	case r == '\uf0b7' || r == '\uf09f' || r == '\uf0a7' || r == '\uf0a8' || r == '\uf06e' || r == '\uf076' || r == '\uf0d8' || r == '\uf0fc':
		return '•'
	case r == '\uf02d':
		return '-'
	case r == '\uf02b':
		return '+'
	case r == '\u00ad' || r == '\u200b' || r == '\ufeff' || unicode.IsControl(r) || unicode.Is(unicode.Co, r):
		return -1
	}
	return r
}
