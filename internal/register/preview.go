package register

import "minhchung/internal/vi"

// Preview is the top of a sheet, for a person to say which column is what.
type Preview struct {
	Name string
	// Rows are the first rows with content, each with its cells in their places, at most
	// [PreviewRows] of them, Lines where they stand in the sheet, from 1.
	Rows  [][]string
	Lines []int
	// Columns are how many columns hold anything.
	Columns int
	// Mapping is what was made out, as far as it goes; Enough where that will do.
	Mapping Mapping
	Enough  bool
}

// Bounds of a preview.
const (
	PreviewRows   = 12
	previewSheets = 50
	previewCell   = 120 // characters
)

// Previews shows the top of each sheet, the first 50 of them.
func Previews(sheets []Sheet) []Preview {
	var out []Preview
	for _, s := range sheets[:min(len(sheets), previewSheets)] {
		out = append(out, previewOf(s))
	}
	return out
}

func previewOf(s Sheet) Preview {
	p := Preview{Name: s.Name}
	for i, row := range s.Rows {
		if blankRow(row) {
			continue
		}
		p.Columns = max(p.Columns, len(row))
		if len(p.Rows) == PreviewRows {
			continue
		}
		cells := make([]string, len(row))
		for j, c := range row {
			cells[j] = short(vi.NFC(c))
		}
		p.Rows, p.Lines = append(p.Rows, cells), append(p.Lines, i+1)
	}
	p.Columns = min(p.Columns, mostColumns)
	if _, m, ok := FindColumns(s.Rows); ok {
		p.Mapping, p.Enough = m, true
		return p
	}
	for _, row := range s.Rows[:min(len(s.Rows), headRows)] { // the row that says most
		if m := columnsOf(row); len(m) > len(p.Mapping) {
			p.Mapping = m
		}
	}
	return p
}

func short(s string) string {
	if r := []rune(s); len(r) > previewCell {
		return string(r[:previewCell]) + "…"
	}
	return s
}
