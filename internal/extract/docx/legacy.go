package docx

import (
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// decode turns text in legacy encodings into Unicode, font by font: a font is either of
// the old kind or not, whatever its name says, and a long text is surer to judge than a
// run of it.
func (d *document) decode(pieces []*piece) {
	byFont := map[string][]*span{}
	for _, p := range pieces {
		p.each(func(s *span) { byFont[s.font] = append(byFont[s.font], s) })
	}
	for font, spans := range byFont {
		decodeFont(font, spans)
		for _, s := range spans {
			if s.caps {
				s.text = []byte(strings.ToUpper(string(s.text)))
			}
		}
	}
}

// decodeFont decodes the spans of one font as one text, a line a line of a span.
func decodeFont(font string, spans []*span) {
	var all strings.Builder
	for _, s := range spans {
		all.Write(s.text)
		all.WriteByte('\n')
	}
	text, encoding, changed := vi.DecodeLegacy(all.String())
	if !changed {
		return
	}
	capitals := encoding == vi.TCVN3 && vi.FontDrawsCapitals(font)
	for _, s := range spans {
		lines := strings.Count(string(s.text), "\n") + 1
		end := 0
		for range lines {
			i := strings.IndexByte(text[end:], '\n')
			if i < 0 {
				return // cannot be: decoding keeps the line ends
			}
			end += i + 1
		}
		decoded := text[:end-1]
		if capitals {
			decoded = strings.ToUpper(decoded)
		}
		s.text, text = []byte(decoded), text[end:]
	}
}

func limitPages(read, total int) cchc.Reason {
	return cchc.NewReason("limit-pages", strconv.Itoa(read), strconv.Itoa(total))
}
