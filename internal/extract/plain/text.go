package plain

import (
	"context"
	"strings"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Text reads plain text. It has no state and is safe for use by several goroutines.
type Text struct{}

// NewText returns a reader of plain text.
func NewText() *Text { return &Text{} }

// Read reads the file at path: UTF-8, UTF-16, TCVN3, VNI, windows-1258 or windows-1252.
// A form feed starts a page, numbered from 1; without any the text is one page with
// number 0. At most lim.TextBytes are read. The error is a *cchc.Error: the file's fault
// "empty-file" or "not-a-document"; ours "vanished", "unreadable-file", "reader-stopped".
func (*Text) Read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	limit := textLimit(lim)
	content, more, err := load(ctx, path, limit)
	if err != nil {
		return cchc.Reading{}, err
	}
	r, err := readText(content, more)
	if err == nil && more {
		r.Notes = append(r.Notes, limitNote(limit))
	}
	return r, err
}

func readText(content []byte, cut bool) (cchc.Reading, error) {
	text, repaired, err := decode(content, cut)
	if err != nil {
		return cchc.Reading{}, err
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	decodeLegacy([]*string{&text})
	r := cchc.Reading{Format: cchc.FormatText}
	if repaired {
		r.Notes = append(r.Notes, cchc.NewReason("repaired"))
	}
	sheets := strings.Split(strings.Trim(text, "\f\n \x1a"), "\f")
	for i, s := range sheets {
		p := cchc.Page{Number: i + 1, Blocks: paragraphs(s), Source: cchc.SourceText, Quality: vi.Quality(sample(s))}
		r.Pages = append(r.Pages, p)
	}
	r.PageTotal = len(sheets)
	if len(sheets) == 1 {
		r.PageTotal, r.Pages[0].Number = 0, 0
		if len(r.Pages[0].Blocks) == 0 {
			r.Pages = nil
		}
	}
	return r, nil
}

// What tells text wrapped at a margin from text with a line a paragraph.
const (
	widestWrap  = 120 // characters of a wrapped line at most
	fullLine    = 0.7 // of the longest line: the paragraph goes on after it
	wrappedFrom = 0.3 // share of full lines
	mostLines   = 60  // of a paragraph; a longer one is a column of something else
)

// paragraphs makes a block of every paragraph. Where lines are wrapped at a margin, a
// paragraph goes on until an empty line or one that stops short.
func paragraphs(text string) (blocks []cchc.Block) {
	full := fullWidth(text)
	var lines []string // of the paragraph at hand
	end := func() {
		if len(lines) > 0 {
			blocks = append(blocks, cchc.Block{Text: strings.Join(lines, "\n")})
			lines = lines[:0]
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		length := utf8.RuneCountInString(line)
		if line = tidyLine(line); line != "" {
			lines = append(lines, line)
		}
		if line == "" || full == 0 || length < full || len(lines) == mostLines {
			end()
		}
	}
	end()
	return blocks
}

// fullWidth is the length in characters from where a line counts as full, 0 where lines
// are not wrapped.
func fullWidth(text string) int {
	longest, lines, full := 0, 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		longest = max(longest, utf8.RuneCountInString(line))
	}
	if longest > widestWrap || longest < widestWrap/3 {
		return 0
	}
	width := int(fullLine * float64(longest))
	for line := range strings.SplitSeq(text, "\n") {
		if n := utf8.RuneCountInString(line); n > 0 {
			lines++
			if n >= width {
				full++
			}
		}
	}
	if float64(full) < wrappedFrom*float64(lines) {
		return 0
	}
	return width
}
