package describe

import (
	"slices"
	"strings"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// column is where in the letterhead a line stands.
type column byte

const (
	across      column = iota // no columns, or not told apart
	leftColumn                // a left cell
	rightColumn               // a right cell
	bothColumns               // left and right of a gap on one line
)

// line is one line of a page. Folded forms are made once, with the line.
type line struct {
	text, fold          string // the whole line, gaps closed
	left, right         string // the two sides of bothColumns; else left is the text
	leftFold, rightFold string // left and right, folded
	col                 column
	block               int // lines of one paragraph or cell share it
	at                  spot
	row                 bool
	center              bool
	bold                bool
	mended              bool // its first letter was lost and is put back
	rule                bool // draws, says nothing
	table               bool // in a row of three filled cells or more: data, not a letterhead or signature
}

// spot is where a line stands: the number of its page and the line of the page's text,
// from 1; 0 where it is not known.
type spot struct{ page, line int }

// setColumns tells the two sides of a line apart.
func (l *line) setColumns(left, right string) {
	l.left, l.right, l.col = left, right, bothColumns
	l.leftFold, l.rightFold = vi.Fold(left), vi.Fold(right)
}

// rightHalf returns the right side of a line as a line of its own, and leftHalf the left.
func (l *line) rightHalf() line { return half(l.right, l.rightFold, rightColumn) }

func (l *line) leftHalf() line { return half(l.left, l.leftFold, leftColumn) }

func half(text, fold string, col column) line {
	return line{text: text, fold: fold, left: text, leftFold: fold, col: col, rule: isRule(text)}
}

// appendLines adds the lines of a block that starts at a spot; block numbers the
// paragraphs and cells.
func appendLines(to []line, b *cchc.Block, block int, at spot) ([]line, int) {
	if len(b.Cells) == 0 {
		block++
		return appendText(to, b.Text, across, b, block, at), block
	}
	filled := 0
	for _, c := range b.Cells {
		if !isBlank(c) {
			filled++
		}
	}
	for i, c := range b.Cells {
		block++
		col := across
		if len(b.Cells) > 1 {
			if col = rightColumn; i == 0 || i == 1 && len(b.Cells) > 2 && isBlank(b.Cells[0]) {
				col = leftColumn
			}
		}
		if filled == 1 && i > 0 && len(b.Cells) == 2 {
			col = rightColumn
		}
		from := len(to)
		to = appendText(to, c, col, b, block, at)
		if at.line > 0 {
			at.line += strings.Count(c, "\n")
		}
		for j := range to[from:] {
			to[from+j].table = filled > 2
		}
	}
	return to, block
}

func appendText(to []line, text string, col column, b *cchc.Block, block int, at spot) []line {
	add := func(raw string) {
		l := makeLine(raw, col)
		if l.text == "" {
			return
		}
		l.block, l.row, l.center, l.bold, l.at = block, b.Kind == cchc.BlockRow, b.Center, b.Bold, at
		to = append(to, l)
	}
	for raw := range strings.SplitSeq(text, "\n") {
		raw = loosen(shorten(raw))
		from := 0
		for _, s := range strokes(raw) {
			add(raw[from:s[0]])
			add(raw[s[0]:s[1]])
			from = s[1]
		}
		add(raw[from:])
		if at.line > 0 {
			at.line++
		}
	}
	return to
}

// lineBytes is the longest line that is looked at: a circular that amends six others has
// a subject of 1,500 bytes. What is longer is text or an attack.
const lineBytes = 4000

func shorten(line string) string {
	if len(line) <= lineBytes {
		return line
	}
	end := lineBytes
	for end > 0 && !utf8.RuneStart(line[end]) {
		end--
	}
	return line[:end]
}

// loosen parts a motto's two halves that were glued.
func loosen(raw string) string {
	return strings.Replace(vi.NFC(raw), "NAMĐ", "NAM\tĐ", 1)
}

// drawn is a stroke inside a line, left where a line break was lost: "QUỐC HỘI--------".
var drawn = vi.Pattern(`[-–—_=*─]{4,}`)

// strokes returns where strokes break a line.
func strokes(raw string) [][]int {
	if !strings.Contains(raw, "---") && !strings.Contains(raw, "___") && !strings.Contains(raw, "===") && !strings.Contains(raw, "───") {
		return nil
	}
	if isRule(raw) || strings.Contains(raw, ":") && !strings.Contains(raw, "Số") {
		return nil
	}
	found := drawn().FindAllStringIndex(raw, -1)
	// "Số: ____/KH-SNV" is a blank, no stroke.
	return slices.DeleteFunc(found, func(at []int) bool { return at[1] < len(raw) && raw[at[1]] == '/' })
}

// makeLine makes a line of composed text.
func makeLine(raw string, col column) line {
	text := clean(raw)
	l := line{text: text, fold: vi.Fold(text), left: text, col: col, rule: isRule(text)}
	l.leftFold = l.fold
	if col != across || l.rule || text == "" {
		return l
	}
	if left, right, ok := splitColumns(raw); ok {
		l.setColumns(left, right)
	}
	return l
}

// splitColumns tells left from right on one line: at the gap before what only the right
// column holds, before the motto itself, or at a tab.
func splitColumns(raw string) (left, right string, ok bool) {
	raw = strings.TrimSpace(raw)
	raw = strings.ReplaceAll(raw, " | ", "\t") // the cells of a table in plain text
	if !strings.Contains(raw, "\t") && !strings.Contains(raw, "   ") && !strings.Contains(raw, "\u00a0\u00a0") {
		return "", "", false
	}
	parts := splitGaps(raw)
	for i := 1; i < len(parts); i++ {
		p := clean(parts[i])
		if f := vi.Fold(p); isMotto(f) || isSlogan(f) || isDateline(f) {
			return clean(strings.Join(parts[:i], " ")), clean(strings.Join(parts[i:], " ")), true
		}
	}
	if strings.IndexByte(raw, '\t') > 0 && len(parts) == 2 {
		return clean(parts[0]), clean(parts[1]), true
	}
	return "", "", false
}

// splitGaps cuts a trimmed line at the wide spaces between two columns: a run of blanks
// with a tab in it, or of three and more.
func splitGaps(raw string) []string {
	var parts []string
	from, start, blanks, tab := 0, 0, 0, false
	for i, r := range raw {
		if r == ' ' || r == '\t' || r == '\u00a0' {
			if blanks == 0 {
				start = i
			}
			blanks++
			tab = tab || r == '\t'
			continue
		}
		if tab || blanks >= 3 {
			parts = append(parts, raw[from:start])
			from = i
		}
		blanks, tab = 0, false
	}
	return append(parts, raw[from:])
}
