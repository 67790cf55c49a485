package register

import (
	"slices"
	"strings"
	"unicode"

	"minhchung/internal/vi"
)

// Column is what a column of the register holds.
type Column string

// The columns that are read; the others of the register's form (number of copies, who
// keeps one) are passed over.
const (
	ColumnNumber     Column = "number"     // số
	ColumnNotation   Column = "notation"   // ký hiệu, where it stands apart
	ColumnCode       Column = "code"       // số, ký hiệu in one
	ColumnDate       Column = "date"       // ngày tháng văn bản
	ColumnSubject    Column = "subject"    // tên loại và trích yếu nội dung
	ColumnType       Column = "type"       // tên loại, where it stands apart
	ColumnSigner     Column = "signer"     // người ký
	ColumnRecipients Column = "recipients" // nơi nhận
	ColumnDrafter    Column = "drafter"    // đơn vị soạn thảo
	ColumnNote       Column = "note"       // ghi chú
)

// Columns lists every column there is a name for, in the order of the form.
func Columns() []Column {
	return []Column{
		ColumnCode, ColumnNumber, ColumnNotation, ColumnDate, ColumnType, ColumnSubject, ColumnSigner,
		ColumnRecipients, ColumnDrafter, ColumnNote,
	}
}

// Mapping says in which column of a sheet, from 0, each is found.
type Mapping map[Column]int

// Enough reports whether entries can be read: a number, and something to know it by.
func (m Mapping) Enough() bool {
	_, code := m[ColumnCode]
	_, number := m[ColumnNumber]
	_, date := m[ColumnDate]
	_, subject := m[ColumnSubject]
	return (code || number) && (date || subject)
}

// headings are what columns are called, folded. The first that a heading holds decides,
// so that the longer ones come first.
func headings() []struct {
	words  string
	column Column
} {
	return []struct {
		words  string
		column Column
	}{
		{"so luong", ""}, {"so ban", ""}, {"so to", ""}, {"so den", ""}, {"ngay den", ""}, {"ngay chuyen", ""}, {"ngay nhan", ""},
		{"luu", ""},
		{"don vi soan thao", ColumnDrafter}, {"soan thao", ColumnDrafter}, {"don vi chu tri", ColumnDrafter},
		{"so ky hieu", ColumnCode}, {"so va ky hieu", ColumnCode},
		{"so van ban", ColumnCode}, {"so hieu", ColumnCode},
		{"trich yeu", ColumnSubject}, {"noi dung", ColumnSubject},
		{"ten loai", ColumnType}, {"loai van ban", ColumnType}, {"the loai", ColumnType},
		{"nguoi ky", ColumnSigner}, {"noi nhan", ColumnRecipients}, {"don vi nhan", ColumnRecipients},
		{"ghi chu", ColumnNote}, {"ky hieu", ColumnNotation}, {"ngay", ColumnDate}, {"so", ColumnNumber},
	}
}

// headRows is how many rows may stand above the heading: the name of the office, the
// title of the book, and empty rows between them.
const headRows = 40

// FindColumns looks for the heading among the first rows and returns the row after it.
// ok is false where no row reads as one: the caller then has to be told the columns.
func FindColumns(rows [][]string) (first int, m Mapping, ok bool) {
	for i, row := range rows[:min(len(rows), headRows)] {
		m = columnsOf(row)
		if m.Enough() {
			first = i + 1
			next := first
			for next < len(rows) && blankRow(rows[next]) {
				next++
			}
			if next < len(rows) && numbersOnly(rows[next]) {
				first = next + 1 // "(1) (2) (3)" below the heading
			}
			return first, m, true
		}
	}
	return 0, nil, false
}

func columnsOf(row []string) Mapping {
	m := Mapping{}
	for at, cell := range row {
		c := columnOf(cell)
		if _, taken := m[c]; c != "" && !taken {
			m[c] = at
		}
	}
	return m
}

func columnOf(heading string) Column {
	f := strings.Join(strings.FieldsFunc(vi.Fold(heading), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
	if f == "" || len(f) > 80 {
		return ""
	}
	for _, h := range headings() {
		if f == h.words || strings.HasPrefix(f, h.words+" ") || len(h.words) > 4 && strings.Contains(f, h.words) {
			return h.column
		}
	}
	return ""
}

func numbersOnly(row []string) bool {
	some := false
	for _, cell := range row {
		c := strings.Trim(strings.TrimSpace(cell), "()")
		if c == "" {
			continue
		}
		if strings.Trim(c, "0123456789") != "" || len(c) > 2 {
			return false
		}
		some = true
	}
	return some && slices.ContainsFunc(row, func(c string) bool { return strings.TrimSpace(c) != "" })
}

func blankRow(row []string) bool {
	return !slices.ContainsFunc(row, func(c string) bool { return strings.TrimSpace(c) != "" })
}
