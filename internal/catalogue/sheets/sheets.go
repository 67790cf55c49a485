// Package sheets turns the sheets of a catalogue into an XLSX workbook and back, by
// excelize. What the cells mean is the business of package catalogue.
package sheets

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
)

// Bounds of a workbook that is read: far above the largest catalogue, small enough for an
// office PC.
const (
	mostBytes    = 16 << 20  // of the file
	mostUnzipped = 128 << 20 // of its parts
	mostSheets   = 50
	mostRows     = 20_001 // of a sheet, one more than a catalogue may have
	mostColumns  = 100
)

// Read reads the sheets of an XLSX workbook: raw values, numbers with a decimal point,
// dates as days from 30/12/1899. Rows stand at their place, empty ones as nil. Formulas
// count with the result stored beside them. The error is a *cchc.Error: the file's fault
// "damaged", "encrypted" or "catalogue-too-large". Untrusted workbooks are read by a child
// process: the memory excelize takes is bounded by the parts, not by this package.
func Read(b []byte) (book catalogue.Book, err error) {
	defer func() {
		if x := recover(); x != nil {
			book, err = catalogue.Book{}, cchc.FileFault("damaged", fmt.Errorf("excelize: %v", x))
		}
	}()
	if len(b) > mostBytes {
		return book, cchc.FileFault("catalogue-too-large", nil, strconv.Itoa(mostBytes>>20)+" MB")
	}
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: mostUnzipped, UnzipXMLSizeLimit: mostUnzipped,
	})
	if err != nil {
		if errors.Is(err, excelize.ErrWorkbookPassword) || errors.Is(err, excelize.ErrWorkbookFileFormat) {
			return book, cchc.FileFault("encrypted", err)
		}
		return book, cchc.FileFault("damaged", err)
	}
	defer f.Close() //nolint:errcheck // only read
	for i, name := range f.GetSheetList() {
		if i == mostSheets {
			return catalogue.Book{}, cchc.FileFault("catalogue-too-large", nil, strconv.Itoa(mostSheets)+" trang tính")
		}
		s, err := readSheet(f, name)
		if err != nil {
			return catalogue.Book{}, err
		}
		book.Sheets = append(book.Sheets, s)
	}
	return book, nil
}

func readSheet(f *excelize.File, name string) (catalogue.Sheet, error) {
	s := catalogue.Sheet{Name: name}
	rows, err := f.Rows(name)
	if err != nil { // a sheet of a chart
		return s, nil //nolint:nilerr // it has no cells, and a catalogue needs none of it
	}
	defer rows.Close() //nolint:errcheck // only read
	for rows.Next() {
		if len(s.Rows) == mostRows {
			return s, cchc.FileFault("catalogue-too-large", nil, strconv.Itoa(mostRows-1)+" dòng")
		}
		cells, err := rows.Columns()
		if err != nil {
			return s, cchc.FileFault("damaged", fmt.Errorf("sheet %q: %w", name, err))
		}
		if len(cells) > mostColumns {
			cells = filled(cells)
		}
		if len(cells) > mostColumns {
			return s, cchc.FileFault("catalogue-too-large", nil, strconv.Itoa(mostColumns)+" cột")
		}
		s.Rows = append(s.Rows, filled(cells))
	}
	if err := rows.Error(); err != nil {
		return s, cchc.FileFault("damaged", fmt.Errorf("sheet %q: %w", name, err))
	}
	return s, nil
}

// filled drops the empty cells at the end.
func filled(cells []string) []string {
	n := len(cells)
	for n > 0 && cells[n-1] == "" {
		n--
	}
	if n == 0 {
		return nil
	}
	return cells[:n]
}

// Write writes the workbook, texts as texts (1.10 stays 1.10), numbers as numbers. A text
// longer than a cell can hold (32,767 UTF-16 units) is an error, never cut: the usage fault
// "catalogue-cell-long".
func Write(to io.Writer, book catalogue.Book) error {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // in memory only
	looks, err := newLooks(f)
	if err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	for i, s := range book.Sheets {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), s.Name)
		} else {
			_, err = f.NewSheet(s.Name)
		}
		if err == nil {
			err = writeSheet(f, s, looks)
		}
		if err != nil {
			return fmt.Errorf("write sheet %q: %w", s.Name, err)
		}
	}
	if err := f.Write(to); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	return nil
}

// looks are the styles of cells.
type looks struct{ head, text, number int }

func newLooks(f *excelize.File) (l looks, err error) {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	for _, x := range []struct {
		into  *int
		style excelize.Style
	}{
		{&l.head, excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top, NumFmt: 49,
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}}}},
		{&l.text, excelize.Style{Alignment: top, NumFmt: 49}}, // as text: what is typed stays
		{&l.number, excelize.Style{Alignment: top}},
	} {
		if *x.into, err = f.NewStyle(&x.style); err != nil {
			return l, err
		}
	}
	return l, nil
}

func writeSheet(f *excelize.File, s catalogue.Sheet, l looks) error {
	for i, col := range s.Columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		style := l.text
		if col.Number {
			style = l.number
		}
		if err := f.SetColStyle(s.Name, name, style); err != nil {
			return err
		}
		if col.Width > 0 {
			if err := f.SetColWidth(s.Name, name, name, col.Width); err != nil {
				return err
			}
		}
	}
	for r, row := range s.Rows {
		for c, text := range row {
			head := r == 0 && !s.Plain
			if err := writeCell(f, s, l, r, c, text, head); err != nil {
				return err
			}
		}
	}
	if s.Plain {
		return nil
	}
	return f.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

func writeCell(f *excelize.File, s catalogue.Sheet, l looks, r, c int, text string, head bool) error {
	if text == "" && !head {
		return nil
	}
	cell, err := excelize.CoordinatesToCellName(c+1, r+1)
	if err != nil {
		return err
	}
	if n := len(utf16.Encode([]rune(text))); n > excelize.TotalCellChars {
		return cchc.Usage("catalogue-cell-long", nil, s.Name, cell, strconv.Itoa(n), strconv.Itoa(excelize.TotalCellChars))
	}
	style := l.text
	if head {
		style = l.head
	} else if c < len(s.Columns) && s.Columns[c].Number {
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			if err := f.SetCellStyle(s.Name, cell, cell, l.number); err != nil {
				return err
			}
			return f.SetCellFloat(s.Name, cell, v, -1, 64)
		}
	}
	if err := f.SetCellStyle(s.Name, cell, cell, style); err != nil {
		return err
	}
	return f.SetCellStr(s.Name, cell, literal(text))
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
