package export

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
)

// Form is a sheet people fill in: lines above a heading, columns with widths, numbers as
// numbers, rows of groups in bold. Everything else is text: nothing in it is carried out.
type Form struct {
	Name    string // at most 31 characters
	Above   []string
	Head    []string
	Widths  []float64 // in characters
	Numbers []bool    // by column: cells hold numbers with a decimal point
	Rows    [][]string
	Groups  []int // rows, from 0, in bold
}

// Scores are the sheets of the workbook of scores.
func Scores(pages []round.Page) []Form {
	out := make([]Form, 0, len(pages))
	for _, p := range pages {
		out = append(out, Form(p))
	}
	return out
}

// ScoresCSV writes a sheet of scores as text that is read back equal.
func ScoresCSV(w io.Writer, p round.Page) error {
	t := Table{Name: p.Name, Head: p.Head}
	for _, row := range p.Rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = round.Guarded(cell)
		}
		t.Rows = append(t.Rows, safe)
	}
	return t.CSV(w)
}

// WriteForms writes forms as a workbook, a sheet each. A text longer than a cell can hold
// is an error, never cut.
func WriteForms(w io.Writer, forms []Form) (err error) {
	f := excelize.NewFile()
	defer func() {
		if cerr := f.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("write xlsx: %w", cerr)
		}
	}()
	looks, err := newFormLooks(f)
	if err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	for i, form := range forms {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), form.Name)
		} else {
			_, err = f.NewSheet(form.Name)
		}
		if err == nil {
			err = form.fill(f, looks)
		}
		if err != nil {
			return fmt.Errorf("write sheet %q: %w", form.Name, err)
		}
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	return nil
}

type formLooks struct{ above, head, text, number, group int }

func newFormLooks(f *excelize.File) (l formLooks, err error) {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	border := []excelize.Border{{Type: "left", Style: 1}, {Type: "right", Style: 1}, {Type: "top", Style: 1}, {Type: "bottom", Style: 1}}
	const asText = 49 // the number format of texts: what is typed stays
	for _, x := range []struct {
		into  *int
		style excelize.Style
	}{
		{&l.above, excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: asText}},
		{&l.head, excelize.Style{Font: &excelize.Font{Bold: true}, Border: border, NumFmt: asText,
			Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "center", WrapText: true}}},
		{&l.text, excelize.Style{Border: border, Alignment: top, NumFmt: asText}},
		{&l.number, excelize.Style{Border: border, Alignment: top}},
		{&l.group, excelize.Style{Font: &excelize.Font{Bold: true}, Border: border, Alignment: top, NumFmt: asText}},
	} {
		if *x.into, err = f.NewStyle(&x.style); err != nil {
			return l, err
		}
	}
	return l, nil
}

func (form Form) fill(f *excelize.File, l formLooks) error {
	for i, width := range form.Widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(form.Name, name, name, width); err != nil {
			return err
		}
	}
	for i, line := range form.Above {
		if err := form.cell(f, 0, i, line, l.above, false); err != nil {
			return err
		}
	}
	head := len(form.Above)
	for i, text := range form.Head {
		if err := form.cell(f, i, head, text, l.head, false); err != nil {
			return err
		}
	}
	groups := map[int]bool{}
	for _, i := range form.Groups {
		groups[i] = true
	}
	for i, row := range form.Rows {
		for col, text := range row {
			number := col < len(form.Numbers) && form.Numbers[col]
			style := l.text
			switch {
			case groups[i]:
				style = l.group
			case number:
				style = l.number
			}
			if err := form.cell(f, col, head+1+i, text, style, number); err != nil {
				return err
			}
		}
	}
	first, err := excelize.CoordinatesToCellName(1, head+2)
	if err != nil {
		return err
	}
	return f.SetPanes(form.Name, &excelize.Panes{Freeze: true, YSplit: head + 1, TopLeftCell: first, ActivePane: "bottomLeft"})
}

// cell writes a cell, col and row from 0. A number is one where the text is its plain
// form, "1.5" but not "1.2500".
func (form Form) cell(f *excelize.File, col, row int, text string, style int, number bool) error {
	at, err := excelize.CoordinatesToCellName(col+1, row+1)
	if err != nil {
		return err
	}
	if err := f.SetCellStyle(form.Name, at, at, style); err != nil || text == "" {
		return err
	}
	if number {
		if v, err := strconv.ParseFloat(text, 64); err == nil && strconv.FormatFloat(v, 'f', -1, 64) == text {
			return f.SetCellFloat(form.Name, at, v, -1, 64)
		}
	}
	if n := len(utf16.Encode([]rune(text))); n > maxCell {
		return cchc.Usage("catalogue-cell-long", nil, form.Name, at, strconv.Itoa(n), strconv.Itoa(maxCell))
	}
	return f.SetCellStr(form.Name, at, literal(text))
}

// literal keeps a text that looks like an escape of XLSX, "_x000D_", from being read as
// one (ISO/IEC 29500-1, 22.9.2.19). excelize reads such escapes but does not write them.
func literal(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for i, r := range s {
		if r == '_' && escaped.MatchString(s[i:]) {
			out.WriteString("_x005F_")
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

var escaped = regexp.MustCompile(`^_x[0-9A-Za-z]{4}_`)
