package export

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Page is a sheet of a workbook that is also printed: A4 across, the head on every page.
// Cells are texts, or numbers (int, float64) that can be added up.
type Page struct {
	Name   string // at most 31 characters
	Head   []string
	Widths []float64 // of the columns, in characters
	Rows   [][]any
}

// maxRows is the most rows of a sheet, the head included.
const maxRows = 1_048_576

// Book writes pages as a workbook. A page with more rows than a sheet takes ends in a row
// that says how many are left out.
func Book(w io.Writer, pages []Page) (err error) {
	f := excelize.NewFile()
	defer func() {
		if cerr := f.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("write workbook: %w", cerr)
		}
	}()
	styles, err := bookStyles(f)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	for i, p := range pages {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), p.Name)
		} else {
			_, err = f.NewSheet(p.Name)
		}
		if err == nil {
			err = p.fill(f, styles)
		}
		if err != nil {
			return fmt.Errorf("write workbook: sheet %s: %w", p.Name, err)
		}
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

type styles struct{ head, text, number int }

func bookStyles(f *excelize.File) (s styles, err error) {
	border := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "A6A6A6", Style: 1})
	}
	font := func(bold bool) *excelize.Font { return &excelize.Font{Family: Font, Size: 12, Bold: bold} }
	if s.head, err = f.NewStyle(&excelize.Style{Font: font(true), Border: border, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7E6E6"}},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}); err != nil {
		return s, err
	}
	if s.text, err = f.NewStyle(&excelize.Style{Font: font(false), Border: border, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}); err != nil {
		return s, err
	}
	s.number, err = f.NewStyle(&excelize.Style{Font: font(false), Border: border, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "right"}})
	return s, err
}

func (p Page) fill(f *excelize.File, st styles) error {
	rows := p.Rows
	if len(rows) > maxRows-1 {
		rows = append(rows[:maxRows-2:maxRows-2], []any{fmt.Sprintf("… còn %d dòng, một trang tính không chứa hết", len(p.Rows)-maxRows+2)})
	}
	// The layout comes first: what is streamed cannot be changed afterwards.
	if err := p.layOut(f, len(rows)+1); err != nil {
		return err
	}
	s, err := f.NewStreamWriter(p.Name)
	if err != nil {
		return err
	}
	for i, w := range p.Widths {
		if err := s.SetColWidth(i+1, i+1, w); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(p.Head))
	for i, h := range p.Head {
		head[i] = excelize.Cell{StyleID: st.head, Value: h}
	}
	if err := s.SetRow("A1", head); err != nil {
		return err
	}
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return err
		}
		if err := s.SetRow(at, bookCells(row, st), excelize.RowOpts{Height: p.height(row)}); err != nil {
			return err
		}
	}
	return s.Flush()
}

const (
	lineHeight = 16  // points, of a line at 12 points
	mostHeight = 409 // points, the most a row may have
)

// height is what the longest cell of a row takes: programs do not all work it out when a
// workbook is opened.
func (p Page) height(row []any) float64 {
	most := 1
	for i, v := range row {
		text, ok := v.(string)
		if !ok || i >= len(p.Widths) {
			continue
		}
		n := 0
		for line := range strings.SplitSeq(text, "\n") {
			n += 1 + int(float64(utf8.RuneCountInString(line))/(p.Widths[i]*1.15))
		}
		most = max(most, n)
	}
	return min(float64(most)*lineHeight, mostHeight)
}

func bookCells(row []any, st styles) []any {
	cells := make([]any, len(row))
	for i, v := range row {
		switch v := v.(type) {
		case string:
			cells[i] = excelize.Cell{StyleID: st.text, Value: fit(v)}
		default:
			cells[i] = excelize.Cell{StyleID: st.number, Value: v}
		}
	}
	return cells
}

// scale is the size in percent at which all columns go on one page across. A streamed
// sheet cannot say "as wide as the page".
func (p Page) scale() uint {
	const page, character, padding = 710, 7, 5 // pixels between the margins of A4, of a column
	wide := 0.0
	for _, w := range p.Widths {
		wide += w*character + padding
	}
	return uint(max(20, min(100, page/max(1, wide)*100)))
}

// layOut sets what matters on paper, and a filter on the head.
func (p Page) layOut(f *excelize.File, rows int) error {
	size, across, scale := 9, "landscape", p.scale()
	if err := f.SetPageLayout(p.Name, &excelize.PageLayoutOptions{Size: &size, Orientation: &across, AdjustTo: &scale}); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(p.Name, &excelize.HeaderFooterOptions{OddFooter: "&C&P/&N"}); err != nil {
		return err
	}
	if err := f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + p.Name + "'!$1:$1", Scope: p.Name}); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(max(1, len(p.Head)), max(2, rows))
	if err != nil {
		return err
	}
	return f.AutoFilter(p.Name, "A1:"+last, nil)
}
