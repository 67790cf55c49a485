package round

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"minhchung/internal/cchc"
)

// Bounds of a table in text.
const (
	maxCSV     = 16 << 20 // bytes
	maxCSVRows = 1_000_000
)

// ReadCSV reads a table with commas, semicolons or tabs between its cells, in UTF-8. The
// apostrophe that keeps a spreadsheet from taking a cell for a formula is taken off.
func ReadCSV(name string, b []byte) ([]Sheet, error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	switch {
	case len(b) > maxCSV:
		return nil, cchc.Usage("book-large", nil, itoa(maxCSVRows))
	case !utf8.Valid(b):
		return nil, cchc.Usage("book-encoding", nil, name)
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(b), -1, true
	s := Sheet{}
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return []Sheet{s}, nil
		}
		if err != nil {
			return nil, cchc.Usage("book-not-table", err, name)
		}
		if len(s.Rows) >= maxCSVRows {
			return nil, cchc.Usage("book-large", nil, itoa(maxCSVRows))
		}
		for i, cell := range rec {
			rec[i] = unguarded(cell)
		}
		s.Rows = append(s.Rows, rec)
	}
}

// separator is what stands between cells: the mark most frequent in the line that has the
// most of one.
func separator(b []byte) rune {
	best, most := ',', 0
	for n := 0; n < headRows && len(b) > 0; n++ {
		line, rest, _ := bytes.Cut(b, []byte("\n"))
		b = rest
		for _, mark := range []rune{',', ';', '\t'} {
			if k := strings.Count(string(line), string(mark)); k > most {
				best, most = mark, k
			}
		}
	}
	return best
}

// Guarded keeps the apostrophe of a cell from being taken for the one that guards it.
func Guarded(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && guards(cell[1]) {
		return "'" + cell
	}
	return cell
}

func unguarded(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && guards(cell[1]) {
		return cell[1:]
	}
	return cell
}

func guards(c byte) bool { return strings.IndexByte("=+-@\t\r'", c) >= 0 }
