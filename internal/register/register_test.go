package register

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minhchung/internal/cchc"
)

func sheet(lines ...string) [][]string {
	out := make([][]string, len(lines))
	for i, l := range lines {
		out[i] = strings.Split(l, "|")
	}
	return out
}

func TestFindColumns(t *testing.T) {
	for name, c := range map[string]struct {
		rows  [][]string
		first int
		want  Mapping
	}{
		"the form of the decree": {
			sheet("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "SỔ ĐĂNG KÝ VĂN BẢN ĐI NĂM 2020", "",
				"Số, ký hiệu văn bản|Ngày, tháng văn bản|Tên loại và trích yếu nội dung văn bản|Người ký|Nơi nhận văn bản|Đơn vị, người nhận bản lưu|Số lượng bản|Ghi chú",
				"(1)|(2)|(3)|(4)|(5)|(6)|(7)|(8)"),
			5, Mapping{ColumnCode: 0, ColumnDate: 1, ColumnSubject: 2, ColumnSigner: 3, ColumnRecipients: 4, ColumnNote: 7},
		},
		"number and sign apart": {
			sheet("STT|Số|Ký hiệu|Ngày ban hành|Trích yếu|Đơn vị soạn thảo"),
			1, Mapping{ColumnNumber: 1, ColumnNotation: 2, ColumnDate: 3, ColumnSubject: 4, ColumnDrafter: 5},
		},
		"no capitals, no tones": {
			sheet("so ky hieu|ngay|noi dung"), 1, Mapping{ColumnCode: 0, ColumnDate: 1, ColumnSubject: 2},
		},
		"a list of other things": {sheet("Họ và tên|Chức vụ|Điện thoại"), 0, nil},
	} {
		first, got, ok := FindColumns(c.rows)
		if ok != (c.want != nil) || ok && (first != c.first || fmt.Sprint(got) != fmt.Sprint(c.want)) {
			t.Errorf("%s: from %d, %v, %v", name, first, got, ok)
		}
	}
}

func TestRead(t *testing.T) {
	rows := sheet(
		"Số ký hiệu|Ngày|Trích yếu|Người ký",
		"01/KH-STTTT|02/01/2020|Kế hoạch công tác văn thư|Nguyễn Văn Ví Dụ",
		"Tháng 2|||",
		"Số: 15 / KH–STTTT|10-2-20|Kế hoạch tuyên truyền|",
		"16|43872|Thông báo nghỉ|",
		"17/BC-STTTT|11/2|Báo cáo tháng|",
		"|12/02/2020|Quên ghi số|",
		"abc|12/02/2020|Số viết sai|",
		"18/TB-STTTT|30/02/2020|Ngày viết sai|",
		"|||",
	)
	first, m, ok := FindColumns(rows)
	if !ok {
		t.Fatal("no heading")
	}
	r := Read(rows, first, m, 0)
	if r.Year != 2020 {
		t.Errorf("year %d", r.Year)
	}
	var got []string
	for _, e := range r.Entries {
		c := codeOf(e.Code)
		got = append(got, fmt.Sprintf("%d %s %s %s", e.Line, c.Number, c.Notation, e.IssuedDate))
	}
	want := []string{
		"2 1 khstttt 2020-01-02", "4 15 khstttt 2020-02-10", "5 16  2020-02-11", "6 17 bcstttt 2020-02-11", "9 18 tbstttt ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("entries\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	var problems []string
	for _, p := range r.Problems {
		problems = append(problems, fmt.Sprint(p.Line, " ", p.Reason.Code))
	}
	if want := []string{"7 register-no-number", "8 register-bad-number", "9 register-bad-date"}; !slices.Equal(problems, want) {
		t.Errorf("problems %q", problems)
	}
}

func paper(id, code, subject string, day cchc.Date) Paper {
	number, notation, _ := strings.Cut(code, "/")
	return Paper{cchc.DocumentID(id), cchc.Particulars{Code: code, CodeNumber: number, CodeNotation: notation, Subject: subject, IssuedDate: day}}
}

func TestCompare(t *testing.T) {
	day := func(m, d int) cchc.Date { return cchc.NewDate(2020, m, d) }
	r := Register{Year: 2020, Entries: []cchc.RegisterEntry{
		{Line: 2, Code: "1/KH-STTTT", IssuedDate: day(1, 2), Subject: "Kế hoạch công tác văn thư năm 2020"},
		{Line: 3, Code: "2/BC-STTTT", IssuedDate: day(1, 9), Subject: "Báo cáo kết quả tự kiểm tra cải cách"},
		{Line: 4, Code: "3", IssuedDate: day(1, 15), Subject: "Thông báo lịch tiếp dân"},
		{Line: 5, Code: "4/TB-STTTT", IssuedDate: day(2, 1), Subject: "Thông báo kết luận họp"},
		{Line: 6, Code: "4/TB-STTTT", IssuedDate: day(2, 2), Subject: "Ghi trùng số"},
		{Line: 7, Code: "9/KH-STTTT", IssuedDate: day(6, 1), Subject: "Kế hoạch hè"},
	}}
	papers := []Paper{
		paper("a", "01/KH–STTTT", "Công tác văn thư năm 2020", day(1, 3)),
		paper("b", "1/KH-STTTT", "Kế hoạch khác hẳn của năm trước đó", cchc.NewDate(2019, 1, 2)),
		paper("c", "3/TB-STTTT", "Lịch tiếp dân", day(1, 15)),
		paper("d", "", "Kết quả tự kiểm tra cải cách của đơn vị", cchc.Date{}),
		paper("e", "5/QĐ-STTTT", "Cử cán bộ đi học", day(3, 1)),
		paper("f", "7/QĐ-UBND", "Của cơ quan cấp trên", day(3, 1)),
		paper("g", "50/KH-STTTT", "Sau ngày cuối của sổ", day(12, 1)),
	}
	got := Compare(r, papers)
	var said []string
	for _, p := range got.Received {
		said = append(said, fmt.Sprintln("received", p.Entry.Line, p.Papers, p.Differs))
	}
	for _, g := range got.Missing {
		said = append(said, fmt.Sprintln("missing", g.Entry.Line, g.Maybe))
	}
	said = append(said, fmt.Sprintln("unregistered", got.Unregistered))
	for _, e := range got.Doubled {
		said = append(said, fmt.Sprintln("doubled", e.Line))
	}
	want := []string{
		"received 2 [a] [date]", "received 4 [c] []", "missing 3 [d]", "missing 5 []", "missing 6 []", "missing 7 []",
		"unregistered [e]", "doubled 6",
	}
	for i := range said {
		said[i] = strings.TrimSpace(said[i])
	}
	if !slices.Equal(said, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
}

// Every entry is received or missing, once, whatever the papers.
func TestEveryEntryIsAnsweredOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom([]string{"1/KH-STTTT", "01/KH-STTTT", "2/BC-STTTT", "3", "4a/QĐ-STTTT", ""})
		r := Register{Year: 2020}
		for i := range rapid.IntRange(0, 8).Draw(t, "entries") {
			r.Entries = append(r.Entries, cchc.RegisterEntry{Line: i + 2, Code: code.Draw(t, "code"), IssuedDate: cchc.NewDate(2020, 1, 1+i)})
		}
		var papers []Paper
		for i := range rapid.IntRange(0, 8).Draw(t, "papers") {
			papers = append(papers, paper(fmt.Sprint(i), code.Draw(t, "own"), "", cchc.NewDate(2020, 1, 1+i)))
		}
		got := Compare(r, papers)
		if n := len(got.Received) + len(got.Missing); n != len(r.Entries) {
			t.Fatalf("%d of %d entries are answered", n, len(r.Entries))
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("Số ký hiệu|Ngày|Trích yếu\n15/KH-STTTT|1/2/2020|Kế hoạch\nsố|x|y\n")
	f.Add("Số|Ngày\n1|99999999999999999999\n|\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows := sheet(strings.Split(text, "\n")...)
		first, m, ok := FindColumns(rows)
		if !ok {
			first, m = 0, Mapping{ColumnCode: 0, ColumnDate: 1}
		}
		r := Read(rows, first, m, 0)
		Compare(r, []Paper{paper("a", "15/KH-STTTT", text, cchc.NewDate(2020, 2, 1))})
	})
}
