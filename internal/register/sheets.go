package register

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Sheet is one table of a file.
type Sheet struct {
	Name string // "" where it has none of its own
	// Rows are as they stand in the sheet, empty rows and columns too: the third row is
	// Rows[2], column C is [2]. Cells behind the last filled one are left out, and columns
	// that nobody can name (see [Options]).
	Rows [][]string
}

// Sheets takes the tables out of a file that was read, a page a sheet. The cell of a row
// with a single one stands in its place where the reader tells it, as those of sheets do,
// and in the first column otherwise: it is a title, a month, a note.
func Sheets(r cchc.Reading) []Sheet {
	if rows := separated(r); rows != nil {
		return []Sheet{{Rows: rows}}
	}
	var out []Sheet
	for _, p := range r.Pages {
		var s Sheet
		for _, b := range p.Blocks {
			switch b.Kind {
			case cchc.BlockRow:
				s.put(b.Row, placed(b.Cells, p.Columns))
			case cchc.BlockBody:
				if len(s.Rows) == 0 && b.Bold && b.Row == 0 {
					s.Name = b.Text // the reader puts the name of a sheet in front
					continue
				}
				s.put(b.Row, placed([]string{b.Text}, []int{max(1, b.Column)}))
			case cchc.BlockHeader, cchc.BlockFooter, cchc.BlockNote, cchc.BlockStamp:
			}
		}
		if len(s.Rows) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// mostRows bounds the empty rows that are kept: no sheet has more.
const mostRows = 1 << 20

// put adds a row at its place, from 1; 0 is the next one.
func (s *Sheet) put(at int, cells []string) {
	for at <= mostRows && len(s.Rows)+1 < at {
		s.Rows = append(s.Rows, nil)
	}
	s.Rows = append(s.Rows, cells)
}

// placed puts cells into the columns they stand in, from 1; nil columns are 1, 2, 3 …
func placed(cells []string, columns []int) []string {
	if len(columns) == 0 {
		return cells
	}
	var out []string
	for i, c := range cells {
		if i >= len(columns) || columns[i] > mostColumns {
			break
		}
		for len(out) < columns[i] {
			out = append(out, "")
		}
		out[columns[i]-1] = c
	}
	return out
}

// separated reads a plain text as separated values, whatever stands above them: a title
// over the table keeps it from being known as CSV. nil where no separator cuts the lines.
func separated(r cchc.Reading) [][]string {
	if r.Format != cchc.FormatText {
		return nil
	}
	var text strings.Builder
	for _, p := range r.Pages {
		for _, b := range p.Blocks {
			if b.Kind == cchc.BlockRow {
				return nil // known as CSV
			}
		}
		text.WriteString(p.Text())
	}
	in := csv.NewReader(strings.NewReader(text.String()))
	in.LazyQuotes, in.FieldsPerRecord = true, -1
	most := 0
	for _, sep := range []rune{'\t', ';', '|', ','} {
		lines := 0
		for line := range strings.Lines(text.String()) {
			if strings.Count(line, string(sep)) >= 2 {
				lines++
			}
		}
		if lines > most {
			most, in.Comma = lines, sep
		}
	}
	if most == 0 {
		return nil
	}
	s, inside := Sheet{}, 0
	for {
		record, err := in.Read()
		if err != nil { // the end; with lazy quotes nothing else
			return s.Rows
		}
		line, _ := in.FieldPos(0)
		s.put(line-inside, record)
		inside += strings.Count(strings.Join(record, ""), "\n") // a cell of two lines is one row
	}
}

// Options say how a register is to be read where it does not say so itself.
type Options struct {
	Year int // of the book; 0: that of most dates
	// Sheet is a number from 1 or a name; "" takes every sheet with a heading that reads as
	// one of a register: some offices keep a sheet a month.
	Sheet string
	// Columns names columns, "so=B, ngay=C": letters or numbers from 1 as the sheet counts
	// them, at most 200, or the heading itself. "" goes by the headings.
	Columns string
}

// Import reads a register out of the sheets of a file. It is a usage error if there is no
// heading to go by ("register-no-heading"), the columns or the sheet named are not there
// ("register-bad-columns", "register-no-sheet"), nothing is entered ("register-empty"), or
// the year cannot be told ("register-no-year").
func Import(sheets []Sheet, o Options) (Register, error) {
	sheets, err := chosen(sheets, o.Sheet)
	if err != nil {
		return Register{}, err
	}
	out := Register{Year: o.Year}
	read := false
	for _, s := range sheets {
		first, m, ok := FindColumns(s.Rows)
		if o.Columns != "" {
			if m, err = named(o.Columns, s.Rows, first); err != nil {
				return Register{}, err
			}
			if !ok {
				first = firstEntry(s.Rows, m)
			}
			ok = true
		}
		if !ok {
			continue
		}
		read = true
		out.add(Read(s.Rows, first, m, out.Year))
		if len(out.Entries) >= MaxEntries {
			break
		}
	}
	switch {
	case !read:
		return Register{}, cchc.Usage("register-no-heading", nil)
	case len(out.Entries) == 0:
		return Register{}, cchc.Usage("register-empty", nil)
	case out.Year < 1945 || out.Year > 2200:
		return Register{}, cchc.Usage("register-no-year", nil)
	}
	return out, nil
}

// firstEntry is the first row with a number where the columns were named and no heading was
// recognised: what stands above is no entry, and no mistake either.
func firstEntry(rows [][]string, m Mapping) int {
	for i, row := range rows[:min(len(rows), headRows)] {
		for _, c := range []Column{ColumnCode, ColumnNumber} {
			if at, ok := m[c]; ok && at < len(row) && codeOf(row[at]).Number != "" {
				return i
			}
		}
	}
	return 0
}

// add takes the entries of a further sheet.
func (r *Register) add(more Register) {
	if r.Year == 0 {
		r.Year = more.Year
	}
	r.Problems = append(r.Problems, more.Problems...)
	if room := MaxEntries - len(r.Entries); len(more.Entries) > room {
		r.Problems = append(r.Problems, Problem{more.Entries[room].Line, cchc.NewReason("register-too-long", strconv.Itoa(MaxEntries))})
		more.Entries = more.Entries[:room]
	}
	r.Entries = append(r.Entries, more.Entries...)
}

func chosen(sheets []Sheet, want string) ([]Sheet, error) {
	want = strings.TrimSpace(want)
	if want == "" {
		return sheets, nil
	}
	for i, s := range sheets {
		if s.Name != "" && vi.Fold(s.Name) == vi.Fold(want) {
			return sheets[i : i+1], nil
		}
	}
	if n, err := strconv.Atoi(want); err == nil && n >= 1 && n <= len(sheets) {
		return sheets[n-1 : n], nil
	}
	return nil, cchc.Usage("register-no-sheet", nil, want, strconv.Itoa(len(sheets)))
}

// columnNames are what columns may be called by whoever names them.
func columnNames() map[string]Column {
	return map[string]Column{
		"so": ColumnCode, "code": ColumnCode, "number": ColumnNumber, "kyhieu": ColumnNotation, "notation": ColumnNotation,
		"ngay": ColumnDate, "date": ColumnDate, "trichyeu": ColumnSubject, "subject": ColumnSubject, "loai": ColumnType, "type": ColumnType,
		"nguoiky": ColumnSigner, "signer": ColumnSigner, "noinhan": ColumnRecipients, "recipients": ColumnRecipients,
		"soanthao": ColumnDrafter, "drafter": ColumnDrafter, "ghichu": ColumnNote, "note": ColumnNote,
	}
}

// named reads a mapping a person wrote; headings are looked for above row first, and in the
// rows a heading may stand in where none was recognised.
func named(text string, rows [][]string, first int) (Mapping, error) {
	if first == 0 {
		first = min(len(rows), headRows)
	}
	m := Mapping{}
	for part := range strings.SplitSeq(text, ",") {
		name, at, ok := strings.Cut(part, "=")
		column, known := columnNames()[strings.NewReplacer(" ", "", "-", "", "_", "").Replace(vi.Fold(name))]
		place, found := placeOf(strings.TrimSpace(at), rows[:first])
		if !ok || !known || !found {
			return nil, cchc.Usage("register-bad-columns", nil, strings.TrimSpace(part))
		}
		m[column] = place
	}
	if !m.Enough() {
		return nil, cchc.Usage("register-bad-columns", nil, text)
	}
	return m, nil
}

// mostColumns bounds what a person may name.
const mostColumns = 200

func placeOf(text string, heads [][]string) (int, bool) {
	if n, err := strconv.Atoi(text); err == nil {
		return n - 1, n >= 1 && n <= mostColumns
	}
	for _, row := range heads {
		at := slices.IndexFunc(row, func(cell string) bool { return vi.Fold(strings.TrimSpace(cell)) == vi.Fold(text) })
		if text != "" && at >= 0 {
			return at, true
		}
	}
	upper := strings.ToUpper(text)
	if upper == "" || len(upper) > 2 || strings.Trim(upper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return 0, false
	}
	n := 0
	for _, c := range upper {
		n = 26*n + int(c-'A') + 1
	}
	return n - 1, n <= mostColumns
}
