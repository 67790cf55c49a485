package passage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// line is one line of a block, or a whole table row.
type line struct {
	text   string // NFC, trimmed, single spaces
	page   int    // index of the page
	row    bool
	bold   bool
	center bool
	runes  int
}

// pageLines returns the lines of the body and of the notes of a page, without lines that
// have no word.
func pageLines(page cchc.Page, index int) (body, notes []line) {
	for i := range page.Blocks {
		b := &page.Blocks[i]
		switch b.Kind {
		case cchc.BlockBody:
			body = appendLines(body, b, index)
		case cchc.BlockRow:
			body = appendRow(body, b, index)
		case cchc.BlockNote:
			notes = appendLines(notes, b, index)
		case cchc.BlockHeader, cchc.BlockFooter, cchc.BlockStamp:
			// Running lines and signature stamps are no text of the paper.
		}
	}
	return body, notes
}

func appendLines(out []line, b *cchc.Block, page int) []line {
	for text := range strings.SplitSeq(b.Text, "\n") {
		if l, ok := newLine(text, b, page); ok {
			out = append(out, l)
		}
	}
	return out
}

func appendRow(out []line, b *cchc.Block, page int) []line {
	text := b.Text
	if text == "" {
		text = strings.Join(b.Cells, "\t")
	}
	l, ok := newLine(strings.ReplaceAll(text, "\n", " "), b, page)
	l.row = true
	if ok {
		out = append(out, l)
	}
	return out
}

func newLine(text string, b *cchc.Block, page int) (line, bool) {
	text = clean(text)
	if !hasWord(text) {
		return line{}, false
	}
	return line{text: text, page: page, bold: b.Bold, center: b.Center, runes: utf8.RuneCountInString(text)}, true
}

// hasWord reports whether text has at least one syllable, number or code: a token of
// [vi.Tokens].
func hasWord(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		if r < utf8.RuneSelf {
			return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		}
		return unicode.IsLetter(r) || unicode.IsDigit(r)
	})
}

// clean puts text in NFC with single spaces; a run of blanks with a tab in it is a tab.
func clean(s string) string {
	if singleSpaced(s) {
		return vi.NFC(s)
	}
	s = vi.NFC(strings.ToValidUTF8(s, "\uFFFD"))
	var b strings.Builder
	b.Grow(len(s))
	gap := byte(0)
	for _, r := range s {
		if unicode.IsSpace(r) {
			if r == '\t' {
				gap = '\t'
			} else if gap == 0 {
				gap = ' '
			}
			continue
		}
		if gap != 0 && b.Len() > 0 {
			b.WriteByte(gap)
		}
		gap = 0
		b.WriteRune(r)
	}
	return listTab(b.String())
}

// singleSpaced reports whether s is UTF-8 whose only blanks are single spaces between
// other characters.
func singleSpaced(s string) bool {
	after := byte(' ') // no space may follow
	for i := 0; i < len(s); {
		c, n := s[i], 1
		if c >= utf8.RuneSelf {
			var r rune
			if r, n = utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError || unicode.IsSpace(r) {
				return false
			}
		} else if c == ' ' && after == ' ' || '\t' <= c && c <= '\r' {
			return false
		}
		after = c
		i += n
	}
	return s == "" || after != ' '
}

// listTab makes a space of the tab behind a list mark ("a)\tNội dung").
func listTab(s string) string {
	i := strings.IndexByte(s, '\t')
	if i < 0 || i > 8 {
		return s
	}
	head := s[:i]
	if isBullet(head) || strings.IndexByte(".)/", head[len(head)-1]) >= 0 && !strings.Contains(head, " ") {
		return head + " " + s[i+1:]
	}
	return s
}

// dropPageNumbers drops the number of the page where it stands alone in its first or last
// line ("2", "- 2 -", "Trang 2/5") and was not marked as a running line. Numbers that run
// beside those of the pages (a cover is not counted) must do so on most pages.
func dropPageNumbers(lines [][]line, pages []cchc.Page) {
	seen := map[int]int{}
	for i, ls := range lines {
		for _, at := range edges(ls) {
			if n, ok := pageNumber(ls[at]); ok && pages[i].Number > 0 {
				seen[n-pages[i].Number]++
			}
		}
	}
	for i, ls := range lines {
		for _, at := range edges(ls) {
			n, ok := pageNumber(ls[at])
			shift := n - pages[i].Number
			if !ok || pages[i].Number == 0 || shift == 0 && n == 1 || shift != 0 && (seen[shift] < 3 || seen[shift]*2 <= len(pages)) {
				continue
			}
			lines[i] = append(ls[:at:at], ls[at+1:]...)
			break
		}
	}
}

// edges returns the indexes of the first and the last line of a page with more than one.
func edges(ls []line) []int {
	if len(ls) < 2 {
		return nil
	}
	return []int{0, len(ls) - 1}
}

// pageNumber reads a line that is nothing but a page number.
func pageNumber(l line) (int, bool) {
	if l.row || l.runes > 12 || strings.ContainsAny(l.text, ".),;:\t") {
		return 0, false
	}
	tokens := vi.Tokens(l.text)
	if tokens[0].Key == "trang" {
		tokens = tokens[1:]
	}
	if len(tokens) == 0 || len(tokens) > 2 || len(tokens) == 2 && !strings.Contains(l.text, "/") {
		return 0, false
	}
	return number1to999(tokens[0].Text)
}

// number1to999 reads a number of up to three digits.
func number1to999(s string) (int, bool) {
	if s == "" || len(s) > 3 {
		return 0, false
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, n > 0
}

// isBullet reports whether text is a bullet alone.
func isBullet(text string) bool {
	switch text {
	case "-", "–", "—", "+", "*", "•", "●", "○", "▪", "■", "♦", "►", "\uf0b7", "\uf02d", "\uf0a7":
		return true
	}
	return false
}
