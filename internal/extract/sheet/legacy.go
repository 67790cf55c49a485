package sheet

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"minhchung/internal/vi"
)

// decode turns cells typed for a legacy font into Unicode, judged by the text of the whole
// sheet. Only then the fonts are looked up: TCVN3 fonts whose names end in H draw capitals
// from the codes of small letters.
func (w *workbook) decode(sheet string, rows []row) {
	encoding, changed := decodeRows(rows)
	if encoding == "" {
		return
	}
	fonts := map[int]bool{} // style: draws capitals
	for i, r := range rows {
		for j := range r.cells {
			r.cells[j] = tidyDecoded(r.cells[j])
			if encoding == vi.TCVN3 && changed(i, j) && w.drawsCapitals(sheet, r.number, j+1, fonts) {
				r.cells[j] = strings.ToUpper(r.cells[j])
			}
		}
	}
}

func (w *workbook) drawsCapitals(sheet string, row, column int, fonts map[int]bool) bool {
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return false
	}
	id, err := w.book.GetCellStyle(sheet, cell)
	if err != nil {
		return false
	}
	capitals, known := fonts[id]
	if !known {
		if style, err := w.book.GetStyle(id); err == nil && style.Font != nil {
			capitals = vi.FontDrawsCapitals(style.Font.Family)
		}
		fonts[id] = capitals
	}
	return capitals
}

func tidyDecoded(s string) string { return vi.NFC(strings.TrimSpace(s)) }
