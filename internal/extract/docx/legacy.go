package docx

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// decode turns text in legacy encodings into Unicode, font by font: a font is either of
// the old kind or not, whatever its name says, and a long text is surer to judge than a
// run of it. A font with too few words to judge follows its family, where the words of
// both together speak for it (the capitals of a letterhead beside the text under it).
func (d *document) decode(pieces []*piece) {
	byFont := map[string][]*span{}
	for _, p := range pieces {
		p.each(func(s *span) { byFont[s.font] = append(byFont[s.font], s) })
	}
	families := map[string][]*span{} // decoded spans as they were
	var undecided []string
	for font, spans := range byFont {
		if symbols := symbolFontOf(font); symbols != noSymbols {
			for _, s := range spans {
				s.text = drawSymbols(s.text, symbols)
			}
			continue
		}
		raw := copies(spans, legacyFamily(font))
		switch {
		case decodeSpans(spans, font):
			families[legacyFamily(font)] = append(families[legacyFamily(font)], raw...)
		case len(raw) > 0:
			undecided = append(undecided, font)
		}
	}
	for _, font := range undecided {
		if family := families[legacyFamily(font)]; len(family) > 0 {
			decodeSpans(slices.Concat(byFont[font], copies(family, font)), font)
		}
	}
	for _, spans := range byFont {
		for _, s := range spans {
			if s.caps {
				s.text = bytes.ToUpper(s.text)
			}
		}
	}
}

// legacyFamily names the family of fonts of an old encoding, "" for other fonts.
func legacyFamily(font string) string {
	low := strings.ToLower(strings.TrimSpace(font))
	for _, family := range []string{".vn", "vni-"} {
		if strings.HasPrefix(low, family) {
			return family
		}
	}
	return ""
}

// copies returns copies of the spans of a font of an old family, nothing for others.
func copies(spans []*span, family string) []*span {
	if family == "" {
		return nil
	}
	out := make([]*span, len(spans))
	for i, s := range spans {
		c := *s
		out[i] = &c
	}
	return out
}

// decodeSpans decodes spans as one text, a line a line of a span, and reports whether
// that was legacy text.
func decodeSpans(spans []*span, font string) bool {
	var all strings.Builder
	size := 0
	for _, s := range spans {
		size += len(s.text) + 1
	}
	all.Grow(size)
	for _, s := range spans {
		all.Write(s.text)
		all.WriteByte('\n')
	}
	text, encoding, changed := vi.DecodeLegacy(all.String())
	if !changed {
		return false
	}
	capitals := encoding == vi.TCVN3 && vi.FontDrawsCapitals(font)
	for _, s := range spans {
		end := 0
		for range bytes.Count(s.text, []byte("\n")) + 1 {
			i := strings.IndexByte(text[end:], '\n')
			if i < 0 {
				return true // cannot be: decoding keeps the line ends
			}
			end += i + 1
		}
		decoded := text[:end-1]
		if capitals && !bytes.ContainsFunc(s.text, beyondLatin1) {
			decoded = strings.ToUpper(decoded)
		}
		s.text, text = []byte(decoded), text[end:]
	}
	return true
}

// beyondLatin1 tells letters no legacy font can hold: text in Unicode, whatever its font.
func beyondLatin1(r rune) bool { return r > 0xFF && unicode.IsLetter(r) }

func limitPages(read, total int) cchc.Reason {
	return cchc.NewReason("limit-pages", strconv.Itoa(read), strconv.Itoa(total))
}
