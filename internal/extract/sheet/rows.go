package sheet

import (
	"regexp"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// blocks makes a BlockRow of every row and a paragraph of a row with one cell, such as a
// title. Columns without anything in the whole sheet are dropped: they only space. columns
// says which are left, where any before the last was dropped.
func blocks(rows []row) (out []cchc.Block, columns []int) {
	var used []bool
	for _, r := range rows {
		for len(used) < len(r.cells) {
			used = append(used, false)
		}
		for i, c := range r.cells {
			used[i] = used[i] || c != ""
		}
	}
	for i, u := range used {
		if u {
			columns = append(columns, i+1)
		}
	}
	if len(columns) == len(used) {
		columns = nil
	}
	out = make([]cchc.Block, 0, len(rows))
	for _, r := range rows {
		cells, filled, one, at := make([]string, 0, len(r.cells)), 0, "", 0
		for i, c := range r.cells {
			if c != "" {
				filled++
				one, at = c, i+1
			}
			if used[i] {
				cells = append(cells, c)
			}
		}
		if filled == 1 {
			out = append(out, cchc.Block{Text: one, Row: r.number, Column: at})
			continue
		}
		out = append(out, cchc.Block{Kind: cchc.BlockRow, Cells: cells, Text: strings.Join(cells, "\t"), Row: r.number})
	}
	return out, columns
}

// tidy trims a cell and its lines and gives NFC. Codes that legacy fonts use for letters,
// the soft hyphen among them, stay until the text is decoded.
func tidy(s string) string {
	if s == "" {
		return ""
	}
	s = vi.NFC(strings.ToValidUTF8(s, "\ufffd"))
	s = strings.NewReplacer("\x1f", "", "\r\n", "\n", "\r", "\n", "_x000D_", "", "\t", " ", "\u00a0", " ").Replace(s)
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// cellEnd stands between cells that are decoded together; no cell holds it.
const cellEnd = "\x1f\n"

// decodeRows turns the cells into Unicode where together they were typed for a legacy
// font. It returns the encoding, "" where nothing changed.
func decodeRows(rows []row) (encoding string, changed func(r, c int) bool) {
	var all strings.Builder
	for _, r := range rows {
		all.WriteString(strings.Join(r.cells, cellEnd))
		all.WriteString(cellEnd)
	}
	text, encoding, ok := vi.DecodeLegacy(all.String())
	cells := strings.Split(text, cellEnd)
	if !ok {
		return "", nil
	}
	moved := map[[2]int]bool{}
	at := 0
	for i, r := range rows {
		for j := range r.cells {
			if at >= len(cells) {
				return encoding, func(r, c int) bool { return moved[[2]int{r, c}] }
			}
			if cells[at] != r.cells[j] {
				r.cells[j] = cells[at]
				moved[[2]int{i, j}] = true
			}
			at++
		}
	}
	return encoding, func(r, c int) bool { return moved[[2]int{r, c}] }
}

// defaultName reports the names programs give sheets by themselves.
func defaultName(name string) bool { return defaultNames.MatchString(strings.TrimSpace(name)) }

var defaultNames = regexp.MustCompile(`(?i)^(sheet|trang[ _]?tính|bảng[ _]?tính|table|worksheet)[ _]?\d*( \(\d+\))?$`)

// sampleBytes is how much of a text is judged.
const sampleBytes = 64 << 10

func sample(s string) string {
	if len(s) > sampleBytes {
		return strings.ToValidUTF8(s[:sampleBytes], "")
	}
	return s
}
