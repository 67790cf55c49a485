package catalogue

import (
	"strconv"

	"go.yaml.in/yaml/v3"

	"minhchung/internal/cchc"
)

// Book is a catalogue as the sheets of a workbook, whatever program writes or reads them.
type Book struct {
	Sheets []Sheet
}

// Sheet is a table; Rows holds the texts of its cells from A1 on, a row possibly shorter
// than others. Numbers are written with a decimal point. Columns says how a column is to
// look and is not read.
type Sheet struct {
	Name    string
	Rows    [][]string
	Columns []Column `json:",omitempty"`
	// Plain is true for a sheet without a row of headings.
	Plain bool `json:",omitempty"`
}

// Column is how a column looks.
type Column struct {
	Width  float64 // in characters
	Number bool    // cells below the heading hold numbers
}

// Names of the sheets. An office may add others of its own; they are not read.
const (
	sheetAbout    = "Thông tin"
	sheetUnits    = "Đơn vị"
	sheetCriteria = "Tiêu chí"
	sheetRequires = "Tài liệu kiểm chứng"
	sheetGuide    = "Hướng dẫn"
)

// form says how a value stands in a cell.
type form int

const (
	formText   form = iota
	formID          // text that spreadsheets like to turn into a number
	formNumber      // decimal, with point or comma
	formWhole
	formFlag  // x or blank
	formWord  // a word out of a list
	formKinds // abbreviations with commas between
	formLines // a list, an item a line
	formDate  // ISO or day/month/year, with templates
)

// column is a key of the YAML form as a column of a sheet. Several columns may make one
// group: "issued.from" is key from of the group issued.
type column struct {
	key    string
	header string
	form   form
	words  []word // of formWord
	width  float64
	need   bool // the sheet is not understood without it
}

// word is a value and what it is called in a workbook.
type word struct{ value, shown string }

// IsBook reports whether a workbook is a catalogue in our form, rather than an annex.
func IsBook(b Book) bool {
	return find(b, sheetCriteria) >= 0 && find(b, sheetRequires) >= 0 && find(b, sheetAbout) >= 0
}

func find(b Book, name string) int {
	for i, s := range b.Sheets {
		if same(s.Name, name) {
			return i
		}
	}
	return -1
}

func aboutColumns() []column {
	return []column{
		{key: "id", header: "Mã bộ tiêu chí", form: formID},
		{key: "title", header: "Tên bộ tiêu chí"},
		{key: "status", header: "Trạng thái"},
		{key: "level", header: "Cấp áp dụng"},
		{key: "year", header: "Năm đánh giá", form: formWhole},
		{key: "period.from", header: "Kỳ báo cáo từ ngày", form: formDate},
		{key: "period.to", header: "Kỳ báo cáo đến ngày", form: formDate},
		{key: "target_share", header: "Chỉ tiêu (phần của tổng điểm, 0.8 là 80%)", form: formNumber},
	}
}

func unitColumns() []column {
	return []column{
		{key: "id", header: "Mã đơn vị", form: formID, width: 14, need: true},
		{key: "name", header: "Tên đơn vị", width: 50, need: true},
		{key: "aliases", header: "Tên gọi khác", form: formLines, width: 40},
		{key: "merged", header: "Đã nhập vào đơn vị", form: formID, width: 20},
	}
}

func criterionColumns() []column {
	return []column{
		{key: "id", header: "Mã", form: formID, width: 9, need: true},
		{key: "title", header: "Tiêu chí", width: 60, need: true},
		{key: "level", header: "Cấp", form: formWhole, width: 6},
		{key: "points", header: "Điểm tối đa", form: formNumber, width: 9, need: true},
		{key: "scored_by", header: "Cách chấm", form: formWord, width: 16, words: scoringWords()},
		{key: "not_applicable_when", header: "Không áp dụng khi", width: 26},
		{key: "personal", header: "Dữ liệu cá nhân", form: formFlag, width: 9},
		{key: "ratio.a", header: "Tỷ lệ: tử số", width: 24},
		{key: "ratio.b", header: "Tỷ lệ: mẫu số", width: 24},
		{key: "target.share_of", header: "Chỉ tiêu: phần của", width: 24},
		{key: "target.at_least", header: "Chỉ tiêu: ít nhất", form: formNumber, width: 10},
		{key: "seed", header: "Nêu trong bài gốc", form: formFlag, width: 9},
		{key: "note", header: "Ghi chú", width: 30},
	}
}

func requirementColumns() []column {
	return []column{
		{key: "criterion", header: "Mã tiêu chí", form: formID, width: 9, need: true},
		{key: "name", header: "Tài liệu kiểm chứng", width: 44, need: true},
		{key: "kinds", header: "Loại văn bản", form: formKinds, width: 16, need: true},
		{key: "about", header: "Nội dung (mỗi dòng một cách nói)", form: formLines, width: 56, need: true},
		{key: "where", header: "Tìm ở", form: formWord, width: 12, words: whereWords()},
		{key: "scope", header: "Tính cho", form: formWord, width: 20, words: scopeWords()},
		{key: "by", header: "Ai ban hành", form: formWord, width: 14, words: issuerWords()},
		{key: "issued.from", header: "Ban hành từ ngày", form: formDate, width: 14},
		{key: "issued.to", header: "Ban hành đến ngày", form: formDate, width: 14},
		{key: "in_force", header: "Còn hiệu lực là được", form: formFlag, width: 10},
		{key: "optional", header: "Không bắt buộc", form: formFlag, width: 10},
		{key: "min", header: "Số văn bản ít nhất", form: formWhole, width: 9},
		{key: "any_of", header: "Thay thế cho nhau (nhóm)", form: formID, width: 12},
		{key: "note", header: "Ghi chú", width: 30},
	}
}

func scoringWords() []word {
	return []word{{"", "tài liệu"}, {cchc.ScoredBySurvey, "điều tra XHH"}}
}

func whereWords() []word { return []word{{"", "cả văn bản"}, {cchc.WhereSubject, "trích yếu"}} }

func scopeWords() []word {
	return []word{
		{string(cchc.ScopeAgency), "cơ quan"}, {string(cchc.ScopeUnit), "từng đơn vị"},
		{string(cchc.ScopeEachUnitConcerned), "từng đơn vị liên quan"},
	}
}

func issuerWords() []word {
	return []word{
		{string(cchc.ByOwn), "cơ quan"}, {string(cchc.BySuperior), "cấp trên"}, {string(cchc.ByAny), "bất kỳ"},
	}
}

// place is where a value stands in a workbook.
type place struct {
	sheet   int
	name    string
	row     int                // from 1; 0: the sheet as a whole
	col     int                // from 0; -1: the row as a whole
	columns map[string]heading // of a row, by key: where a missing value belongs
}

type heading struct {
	col  int
	name string
}

func (p place) cell() string {
	if p.row == 0 || p.col < 0 {
		return ""
	}
	return columnName(p.col) + strconv.Itoa(p.row)
}

// columnName is "A" for 0, "AA" for 26.
func columnName(col int) string {
	name := ""
	for col++; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name
}

// place says where in the workbook a problem is. What is missing belongs under its
// heading, and is called by it.
func (c *checker) place(n *yaml.Node, p *Problem) {
	at, ok := c.places[n]
	if !ok {
		return
	}
	if h, named := at.columns[lastKey(p.Field)]; named {
		at.col = h.col
		if p.Reason.Code == "catalogue-missing-field" {
			p.Reason = cchc.NewReason("catalogue-missing-cell", h.name)
		}
	}
	p.Sheet, p.sheet, p.Line, p.Cell = at.name, at.sheet, at.row, at.cell()
}

// lastKey is "points" of "criteria[0].points", with the group where there is one.
func lastKey(field string) string {
	for i := len(field) - 1; i >= 0; i-- {
		if field[i] == '.' {
			return field[i+1:]
		}
	}
	return field
}
