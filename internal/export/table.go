package export

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Media types of what is written.
const (
	TypeCSV  = "text/csv; charset=utf-8"
	TypeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// maxCell is the most characters Excel takes in a cell. What is longer ends in an ellipsis
// there; CSV has it whole.
const maxCell = 32_767

// Table is a head and rows of text.
type Table struct {
	Name string // of the sheet, at most 31 characters
	Head []string
	Rows [][]string
}

// CSV writes the table as Excel reads it: with a byte order mark, and so that no cell is
// taken for a formula, since cells come from dropped files.
func (t Table) CSV(w io.Writer) error {
	b := bufio.NewWriter(w)
	_, _ = b.WriteString("\ufeff") // what fails here fails at Flush again
	c := csv.NewWriter(b)
	c.UseCRLF = true
	if err := c.Write(t.Head); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	for _, row := range t.Rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = Safe(cell)
		}
		if err := c.Write(safe); err != nil {
			return fmt.Errorf("write csv: %w", err)
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

// Safe keeps a spreadsheet from taking the cell of a CSV for a formula.
func Safe(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// XLSX writes the table as a workbook of one sheet with a head that stays in sight. Cells
// are texts: nothing in them is carried out.
func (t Table) XLSX(w io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() {
		if cerr := f.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("write xlsx: %w", cerr)
		}
	}()
	if err := t.fill(f); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	return nil
}

func (t Table) fill(f *excelize.File) error {
	if err := f.SetSheetName(f.GetSheetName(0), t.Name); err != nil {
		return err
	}
	s, err := f.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	if err := s.SetColWidth(1, max(1, len(t.Head)), 22); err != nil {
		return err
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range append([][]string{t.Head}, t.Rows...) {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = fit(cell)
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := s.SetRow(at, cells); err != nil {
			return err
		}
	}
	return s.Flush()
}

func fit(cell string) string {
	if utf8.RuneCountInString(cell) <= maxCell {
		return cell
	}
	return string([]rune(cell)[:maxCell-1]) + "…"
}
