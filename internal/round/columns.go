package round

import (
	"slices"
	"strings"
	"unicode"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Column is a column of the workbook of scores.
type Column string

// The columns of a province's form, and behind them what it has no place for. Their
// values are the names a column mapping takes.
const (
	ColumnOffice      Column = "don-vi"
	ColumnID          Column = "stt"
	ColumnTitle       Column = "tieu-chi"
	ColumnMax         Column = "toi-da"
	ColumnFigures     Column = "so-lieu"
	ColumnHow         Column = "cach-tinh"
	ColumnRequires    Column = "tai-lieu"
	ColumnSelf        Column = "tu-cham"
	ColumnFirst       Column = "tham-dinh-1"
	ColumnExplanation Column = "giai-trinh"
	ColumnSecond      Column = "tham-dinh-2"
	ColumnNote        Column = "ghi-chu"
	ColumnA           Column = "tu-so"
	ColumnB           Column = "mau-so"
	ColumnExempt      Column = "khong-ap-dung"
	ColumnWhy         Column = "ly-do"
)

// form is what is known of a column. field is "" where it is for reading only.
type form struct {
	column Column
	title  string
	field  Field
	number bool
	width  float64  // in characters
	called []string // other headings, folded
}

// forms are the columns in the order they are written.
func forms() []form {
	return []form{
		{ColumnOffice, "Mã đơn vị", "", false, 14, []string{"don vi", "ma don vi", "co quan don vi", "ten don vi"}},
		{ColumnID, "STT", "", false, 8, []string{"tt", "ma", "ma so", "ma tieu chi", "so thu tu", "so tt"}},
		{ColumnTitle, "Tiêu chí", "", false, 48, []string{"ten tieu chi", "noi dung", "noi dung tieu chi", "linh vuc tieu chi", "linh vuc tieu chi tieu chi thanh phan", "tieu chi tieu chi thanh phan"}},
		{ColumnMax, "Điểm tối đa", "", true, 9, []string{"thang diem", "diem chuan", "diem toi da theo quy dinh"}},
		{ColumnFigures, "Số liệu kê khai", FieldFigures, false, 28, []string{"so lieu", "so lieu thong ke"}},
		{ColumnHow, "Cách tính điểm", "", false, 28, []string{"cach tinh", "cach cham", "cach cham diem", "phuong phap tinh diem"}},
		{ColumnRequires, "Yêu cầu và tài liệu kiểm chứng", "", false, 40, []string{"yeu cau tai lieu kiem chung", "tai lieu kiem chung", "tai lieu minh chung", "minh chung", "yeu cau ve tai lieu kiem chung"}},
		{ColumnSelf, "Điểm tự đánh giá", FieldSelf, true, 10, []string{"diem tu cham", "tu cham", "tu danh gia", "diem don vi tu cham", "diem don vi tu danh gia", "tu cham diem"}},
		{ColumnFirst, "Điểm thẩm định lần 1", FieldFirst, true, 10, []string{"tham dinh lan 1", "tham dinh 1", "diem tham dinh 1", "diem tham dinh lan thu nhat", "diem tham dinh", "diem tham dinh lan i"}},
		{ColumnExplanation, "Giải trình", FieldExplanation, false, 32, []string{"giai trinh cua don vi", "noi dung giai trinh"}},
		{ColumnSecond, "Điểm thẩm định lần 2", FieldSecond, true, 10, []string{"tham dinh lan 2", "tham dinh 2", "diem tham dinh 2", "diem tham dinh lan thu hai", "diem tham dinh lan ii"}},
		{ColumnNote, "Ghi chú", FieldNote, false, 28, nil},
		{ColumnA, "Tử số (a)", FieldA, true, 10, []string{"tu so", "a", "tu so a", "so lieu a"}},
		{ColumnB, "Mẫu số (b)", FieldB, true, 10, []string{"mau so", "b", "mau so b", "so lieu b"}},
		{ColumnExempt, "Không áp dụng", FieldNotApplicable, false, 9, []string{"khong ap dung x"}},
		{ColumnWhy, "Lý do không áp dụng", FieldWhy, false, 28, nil},
	}
}

// key is what headings and titles compare by: letters and digits, folded, single blanks.
func key(s string) string {
	return strings.Join(strings.FieldsFunc(vi.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// columns says in which column of a sheet, from 0, each is found.
type columns map[Column]int

// enough reports whether scores can be read: what is scored, and a score.
func (m columns) enough() bool {
	_, id := m[ColumnID]
	_, title := m[ColumnTitle]
	if !id && !title {
		return false
	}
	for _, f := range forms() {
		if _, ok := m[f.column]; ok && f.field != "" && f.field != FieldNote {
			return true
		}
	}
	return false
}

// headRows is how many rows may stand above the heading: names of offices, titles.
const headRows = 30

// findColumns looks for the heading among the first rows; next is the row below it. A
// heading may take two rows ("Điểm" above "tự chấm" and "thẩm định"). odd are the headings
// nobody knows, by their place.
func findColumns(rows [][]string) (next int, m columns, odd map[int]string, ok bool) {
	for i := range rows[:min(len(rows), headRows)] {
		if m, odd = columnsOf(rows[i]); m.enough() {
			next = i + 1
			break
		}
		if i+1 < len(rows) {
			if m, odd = columnsOf(joined(rows[i], rows[i+1])); m.enough() {
				next = i + 2
				break
			}
		}
		m = nil
	}
	if m == nil {
		return 0, nil, nil, false
	}
	if next < len(rows) && numbersOnly(rows[next]) { // "(1) (2) (3)" below it
		next++
	}
	return next, m, odd, true
}

func joined(a, b []string) []string {
	out := make([]string, max(len(a), len(b)))
	above := ""
	for i := range out {
		top, low := at(a, i), at(b, i)
		if top != "" {
			above = top
		}
		if low != "" {
			top = above + " " + low
		}
		out[i] = top
	}
	return out
}

func columnsOf(row []string) (columns, map[int]string) {
	m, odd := columns{}, map[int]string{}
	for i, cell := range row {
		k := key(cell)
		if k == "" {
			continue
		}
		c := columnOf(k)
		if _, taken := m[c]; c == "" || taken {
			odd[i] = strings.TrimSpace(cell)
			continue
		}
		m[c] = i
	}
	return m, odd
}

func columnOf(k string) Column {
	for _, f := range forms() {
		if k == key(f.title) || slices.Contains(f.called, k) {
			return f.column
		}
	}
	return beginsAs(k)
}

// shortest is the shortest name of a column a longer heading may begin with.
const shortest = 6

// beginsAs finds the column a longer heading begins with: "Điểm thẩm định lần 1 của tổ".
func beginsAs(k string) (c Column) {
	longest := 0
	for _, f := range forms() {
		for _, name := range append([]string{key(f.title)}, f.called...) {
			if n := len(name); n >= shortest && n > longest && strings.HasPrefix(k, name+" ") {
				c, longest = f.column, n
			}
		}
	}
	return c
}

func numbersOnly(row []string) bool {
	some := false
	for _, cell := range row {
		c := strings.Trim(strings.TrimSpace(cell), "()")
		if c == "" {
			continue
		}
		if len(c) > 2 || strings.Trim(c, "0123456789") != "" || strings.TrimSpace(cell) == c && len(row) < 3 {
			return false
		}
		some = true
	}
	return some
}

// ParseColumns reads a column mapping, "stt=A,tu-cham=G".
func ParseColumns(text string) (map[Column]int, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var names []string
	for _, f := range forms() {
		names = append(names, string(f.column))
	}
	out := columns{}
	for part := range strings.SplitSeq(text, ",") {
		name, letters, _ := strings.Cut(strings.TrimSpace(part), "=")
		name, letters = strings.TrimSpace(name), strings.ToUpper(strings.TrimSpace(letters))
		if !slices.Contains(names, name) {
			return nil, cchc.Usage("book-bad-columns", nil, part, near(name, names))
		}
		n := 0
		for _, r := range letters {
			if r < 'A' || r > 'Z' || n > 1000 {
				return nil, cchc.Usage("book-bad-columns", nil, part, name+"=A")
			}
			n = 26*n + int(r-'A') + 1
		}
		if n == 0 {
			return nil, cchc.Usage("book-bad-columns", nil, part, name+"=A")
		}
		out[Column(name)] = n - 1
	}
	if !out.enough() {
		return nil, cchc.Usage("book-bad-columns", nil, text, "stt=A,tu-cham=G")
	}
	return out, nil
}

// cellName is "B7" for column 1 of row 7.
func cellName(col, row int) string {
	name := ""
	for col++; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name + itoa(row)
}

func at(row []string, i int) string {
	if i < 0 || i >= len(row) {
		return ""
	}
	return row[i]
}
