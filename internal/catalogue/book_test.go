package catalogue

import (
	"strings"
	"testing"

	"minhchung/internal/messages"
)

// smallBook is a workbook in order, with what people add: another order of columns, tones
// left out, blank rows, a sheet of their own.
func smallBook() Book {
	return Book{Sheets: []Sheet{
		{Name: "Ghi riêng của phòng", Rows: [][]string{{"không đọc"}}},
		{Name: "thong tin", Rows: [][]string{{"Mã bộ tiêu chí", "thu"}, {"Tên bộ tiêu chí", "Bộ thử"}, {}, {"Năm đánh giá", "2020"}, {"Kỳ báo cáo từ ngày", "15/12/{prev}"}, {"Kỳ báo cáo đến ngày", "44179"}}},
		{Name: "Tiêu chí", Rows: [][]string{
			{"Mã", "Tiêu chí", "Điểm tối đa", "Cấp", "Cách chấm", "Ghi chú"},
			{"1", "Lĩnh vực", "2,5"},
			{},
			{"1.1", "Kế hoạch", "2"},
			{"1.2000000000000002", "Hài lòng", "0.5", "", "dieu tra xhh"},
		}},
		{Name: "Tài liệu kiểm chứng", Rows: [][]string{
			{"Tài liệu kiểm chứng", "Mã tiêu chí", "Loại văn bản", "Nội dung (mỗi dòng một cách nói)", "Tính cho", "Ban hành đến ngày", "Không bắt buộc", "Số văn bản ít nhất"},
			{"Kế hoạch năm", "1.1", "KH, QĐ", "kế hoạch năm {year}\nchương trình năm {year}", "từng đơn vị", "31/1/{next}", "", "2"},
			{"Báo cáo", "1.1", "BC", "báo cáo năm", "", "", "X"},
		}},
		{Name: "Đơn vị", Rows: [][]string{{"Mã đơn vị", "Tên đơn vị", "Tên gọi khác", "Đã nhập vào đơn vị"}, {"vp", "Văn phòng", "VP\nVăn phòng Sở"}, {"tc", "Phòng Tài chính", "", "vp"}}},
	}}
}

func TestReadBook(t *testing.T) {
	w, cat, problems := ReadBook("thu.xlsx", smallBook())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	src, err := w.YAML()
	if err != nil {
		t.Fatal(err)
	}
	want := `id: thu
title: Bộ thử
year: 2020
period: {from: '{prev}-12-15', to: "2020-12-14"}
units:
  - id: vp
    name: Văn phòng
    aliases: [VP, Văn phòng Sở]
    succeeds:
      - id: tc
        name: Phòng Tài chính
criteria:
  - id: "1"
    title: Lĩnh vực
    points: 2.5
    children:
      - id: "1.1"
        title: Kế hoạch
        points: 2
        requires:
          - name: Kế hoạch năm
            kinds: [KH, QĐ]
            about:
              - kế hoạch năm {year}
              - chương trình năm {year}
            scope: unit
            issued: {to: '{next}-01-31'}
            min: 2
          - name: Báo cáo
            kinds: [BC]
            about:
              - báo cáo năm
            optional: true
      - id: "1.2"
        title: Hài lòng
        points: 0.5
        scored_by: survey
`
	if string(src) != want {
		t.Errorf("got\n%s", src)
	}
	if again, problems := Read("thu.yaml", src); len(problems) > 0 || again.Version != cat.Version {
		t.Errorf("version %s and %s, %v", cat.Version, again.Version, problems)
	}
}

func TestProblemsOfABookNameTheirCell(t *testing.T) {
	about, criteria, requires, units := 1, 2, 3, 4
	tests := []struct {
		name       string
		sheet      int
		row, col   int // from 0; row past the last adds one
		value      string
		code       string
		cell, near string
	}{
		{"unknown kind", requires, 1, 2, "KHH", "catalogue-unknown-value", "C2", "KH"},
		{"unknown scope", requires, 1, 4, "tung don vj", "catalogue-unknown-value", "E2", "từng đơn vị"},
		{"unknown criterion", requires, 2, 1, "1.l", "catalogue-unknown-criterion", "B3", "1.1"},
		{"no criterion", requires, 2, 1, "", "catalogue-missing-cell", "B3", ""},
		{"no phrase", requires, 2, 3, "", "catalogue-missing-cell", "D3", ""},
		{"bad date", requires, 1, 5, "31/02/2020", "catalogue-bad-date", "F2", ""},
		{"bad template", requires, 1, 3, "kế hoạch {yaer}", "catalogue-bad-template", "D2", "{year}"},
		{"bad tick", requires, 2, 6, "có lẽ", "catalogue-cell-flag", "G3", "x"},
		{"bad least number", requires, 1, 7, "0", "catalogue-bad-min", "H2", "1"},
		{"half a paper", requires, 1, 7, "1.5", "catalogue-cell-number", "H2", ""},
		{"requirement of a survey", requires, 2, 1, "1.2", "catalogue-survey-requires", "A3", ""},
		{"requirement of a branch", requires, 2, 1, "1", "catalogue-branch-requires", "A3", ""},
		{"cell outside", requires, 1, 9, "ghi lạc", "catalogue-cell-outside", "J2", ""},
		{"misspelt heading", requires, 0, 4, "Tính chi", "catalogue-unknown-heading", "E1", "Tính cho"},
		{"heading gone", requires, 0, 2, "", "catalogue-missing-heading", "", ""},
		{"heading twice", criteria, 0, 5, "Mã", "catalogue-duplicate-heading", "F1", ""},
		{"points in words", criteria, 3, 2, "hai", "catalogue-cell-number", "C4", ""},
		{"points missing", criteria, 3, 2, "", "catalogue-missing-cell", "C4", ""},
		{"too fine points", criteria, 3, 2, "2.123", "catalogue-bad-points", "C4", ""},
		{"sum differs", criteria, 1, 2, "3", "catalogue-bad-sum", "C2", "2.5"},
		{"id twice", criteria, 4, 0, "1.1", "catalogue-duplicate-id", "A5", ""},
		{"bad id", criteria, 4, 0, "1/2", "catalogue-bad-id", "A5", ""},
		{"level gap", criteria, 3, 3, "4", "catalogue-level-gap", "D4", "2"},
		{"unknown scoring", criteria, 4, 4, "điều tra XH", "catalogue-unknown-value", "E5", "điều tra XHH"},
		{"no evidence", criteria, 4, 4, "", "catalogue-no-requires", "A5", ""},
		{"unknown unit", units, 2, 3, "vpp", "catalogue-unknown-unit", "D3", "vp"},
		{"unit without name", units, 1, 1, "", "catalogue-missing-cell", "B2", ""},
		{"year far off", about, 3, 1, "20200", "catalogue-bad-year", "B4", ""},
		{"misspelt value", about, 3, 0, "Năm đánh gía", "", "", ""},
		{"unknown value", about, 3, 0, "Năm đánh số", "catalogue-unknown-heading", "A4", "Năm đánh giá"},
		{"id missing", about, 0, 1, "", "catalogue-missing-field", "", ""},
		{"period reversed", about, 5, 1, "2018-12-14", "catalogue-period-reversed", "B5", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := smallBook()
			row := &b.Sheets[tt.sheet].Rows[tt.row]
			for len(*row) <= tt.col {
				*row = append(*row, "")
			}
			(*row)[tt.col] = tt.value
			_, _, problems := ReadBook("thu.xlsx", b)
			if tt.code == "" {
				if len(problems) > 0 {
					t.Error(problems)
				}
				return
			}
			for _, p := range problems {
				if string(p.Reason.Code) != tt.code {
					continue
				}
				if p.Cell != tt.cell || p.Suggestion != tt.near || p.Sheet != b.Sheets[tt.sheet].Name {
					t.Errorf("sheet %q cell %q nearest %q", p.Sheet, p.Cell, p.Suggestion)
				}
				if s := p.Error(); tt.cell != "" && !strings.Contains(s, "ô "+tt.cell) || strings.Contains(s, "[0]") {
					t.Errorf("said: %s", s)
				}
				if w := messages.Words(p.Reason, messages.English); w.Remedy == "" {
					t.Error("no remedy")
				}
				return
			}
			t.Errorf("no %s among %v", tt.code, problems)
		})
	}
}

func TestBookWithoutASheet(t *testing.T) {
	for _, name := range []string{"Tiêu chí", "Tài liệu kiểm chứng", "thong tin"} {
		b := smallBook()
		for i := range b.Sheets {
			if b.Sheets[i].Name == name {
				b.Sheets[i].Name = "Trang khác"
			}
		}
		if IsBook(b) {
			t.Errorf("ours without %s", name)
		}
		if _, _, problems := ReadBook("x", b); len(problems) == 0 || problems[0].Reason.Code != "catalogue-missing-sheet" {
			t.Errorf("without %s: %v", name, problems)
		}
	}
}

func TestColumnName(t *testing.T) {
	for col, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(col); got != want {
			t.Errorf("%d: %s, want %s", col, got, want)
		}
	}
}

// A book that is accepted is accepted again after it went through the YAML form.
func FuzzReadBook(f *testing.F) {
	join := func(b Book) string {
		var out []string
		for _, s := range b.Sheets {
			var rows []string
			for _, r := range s.Rows {
				rows = append(rows, strings.ReplaceAll(strings.Join(r, "|"), "\n", "⏎"))
			}
			out = append(out, s.Name+"\n"+strings.Join(rows, "\n"))
		}
		return strings.Join(out, "\f")
	}
	f.Add(join(smallBook()))
	f.Add("Tiêu chí\nMã|Cấp\n1|99\fThông tin\fTài liệu kiểm chứng\nMã tiêu chí\nx")
	f.Fuzz(func(t *testing.T, text string) {
		var b Book
		for part := range strings.SplitSeq(text, "\f") {
			lines := strings.Split(part, "\n")
			s := Sheet{Name: lines[0]}
			for _, l := range lines[1:] {
				s.Rows = append(s.Rows, strings.Split(strings.ReplaceAll(l, "⏎", "\n"), "|"))
			}
			b.Sheets = append(b.Sheets, s)
		}
		w, cat, problems := ReadBook("x", b)
		if len(problems) > 0 {
			for _, p := range problems {
				if p.Error() == "" {
					t.Errorf("%#v", p)
				}
			}
			return
		}
		src, err := w.YAML()
		if err != nil {
			t.Fatal(err)
		}
		if again, problems := Read("x", src); len(problems) > 0 || again.Version != cat.Version {
			t.Errorf("%v\n%s", problems, src)
		}
	})
}
