package catalogue

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minhchung/internal/cchc"
)

var update = flag.Bool("update", false, "write the goldens of drafts")

// annex reads a table of testdata: a row a line, cells with | between, ⏎ a line break in a
// cell; a line without | is a paragraph.
func annex(t testing.TB, name string) []Row {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var out []Row
	number := 0
	for line := range strings.SplitSeq(strings.TrimRight(string(b), "\n"), "\n") {
		r := Row{Cells: strings.Split(strings.ReplaceAll(line, "⏎", "\n"), "|")}
		if len(r.Cells) > 1 {
			number++
			r.Number = number
		}
		out = append(out, r)
	}
	return out
}

// Three annexes of different shape: numbers in a column under Roman groups, with steps of
// scoring, a total and a survey; numbers inside the titles with joined cells, rows that go
// on and no year; no numbers at all but three columns of titles.
func TestDraftsOfAnnexes(t *testing.T) {
	for _, name := range []string{"a", "b", "c"} {
		t.Run(name, func(t *testing.T) {
			d := Draft(annex(t, "phu-luc-"+name+".txt"), DraftSettings{})
			got, err := d.YAML()
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "phu-luc-"+name+".yaml")
			if *update {
				if err := os.WriteFile(golden, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Error(diff)
			}
			w, _, problems := ReadWritten(golden, got)
			if len(problems) > 0 {
				t.Errorf("the draft cannot be read: %v", problems)
			}
			if diff := cmp.Diff(d.Catalogue, w); diff != "" {
				t.Errorf("the draft is read as another catalogue:\n%s", diff)
			}
			open := 0
			for _, q := range d.Questions {
				if q.Open {
					open++
				}
			}
			if n := len(OpenQuestions(got)); n != open {
				t.Errorf("%d open questions in the file, %d asked", n, open)
			}
		})
	}
}

// leafPoints lists the leaves of a draft with their points, marks for surveys.
func leafPoints(cs []WrittenCriterion) string {
	var out []string
	for _, x := range cs {
		if len(x.Children) > 0 {
			out = append(out, x.ID+"("+leafPoints(x.Children)+")")
			continue
		}
		s := fmt.Sprintf("%s=%g", x.ID, x.Points)
		if x.ScoredBy != "" {
			s += "?"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestTreeOfADraft(t *testing.T) {
	const head = "STT|Tiêu chí|Điểm tối đa|Tài liệu kiểm chứng\n"
	tests := []struct{ name, rows, want, ask string }{
		{"letters below numbers", "1|Một|2|\na|Ý a|0,5|Kế hoạch A\nb|Ý b|1.5|Báo cáo B", "1(1.a=0.5 1.b=1.5)", ""},
		{"letters above Roman", "A|Phần|1|\nI|Mục|1|\n1|Một|1|Kế hoạch X", "A(A.I(A.I.1=1))", ""},
		{"domain by ordinal", "II|Lĩnh vực|1|\n2.1|Một|1|Kế hoạch X", "II(2.1=1)", ""},
		{"ordinal differs", "II|Lĩnh vực|1|\n3.1|Một|1|Kế hoạch X", "II(3.1=1)", "draft-number-order"},
		{"numbers of a spreadsheet", "1|Một|3|\n1.1000000000000001|Hai|3|Kế hoạch X", "1(1.1=3)", ""},
		{"number twice", "1|Một|1|Kế hoạch X\n1|Hai|1|Báo cáo Y", "1=1 1-2=1", "draft-number-twice"},
		{"sum differs", "1|Một|5|\n1.1|Hai|3|Kế hoạch X", "1(1.1=3)", "draft-sum"},
		{"sum agrees", "1|Một|0,3|\n1.1|Hai|0,1|Kế hoạch X\n1.2|Ba|0,2|Kế hoạch X", "1(1.1=0.1 1.2=0.2)", ""},
		{"rest of the points", "1|Một|5|\n1.1|Hai|3|Kế hoạch X\n1.2|Ba||Kế hoạch Y", "1(1.1=3 1.2=2)", "draft-points-rest"},
		{"no points", "1|Một||Kế hoạch X", "1=0", "draft-no-points"},
		{"parts without points", "1|Một|5|\na|Ý|| Kế hoạch X\nb|Ý||Báo cáo X", "1=5", "draft-folded"},
		{"unnumbered rows that make the sum", "1|Một|5|\n|Phần đầu|2|Kế hoạch X\n|Phần sau|3|Báo cáo X", "1(1.1=2 1.2=3)", "draft-number-made"},
		{"steps of scoring", "1|Một|2|Kế hoạch X\n|Đúng hạn|2|\n|Muộn|1|", "1=2", "draft-steps"},
		{"deduction", "1|Một|2|Kế hoạch X\n2|Vi phạm|-1|Quyết định xử lý", "1=2 2=0", "draft-penalty"},
		{"survey in words", "1|Sự hài lòng (điều tra xã hội học)|10|", "1=10?", ""},
		{"survey of the group", "1|Đánh giá qua điều tra XHH|5|\n1.1|Người dân|3|\n1.2|Doanh nghiệp|2|", "1(1.1=3? 1.2=2?)", ""},
		{"survey with papers", "1|Sự hài lòng (ĐTXHH)|10|Báo cáo khảo sát", "1=10?", "draft-survey-evidence"},
		{"total differs", "1|Một|2|Kế hoạch X\n|Tổng cộng|3|", "1=2", "draft-total"},
		{"headings again", "1|Một|2|Kế hoạch X\nSTT|Tiêu chí|Điểm tối đa|Tài liệu kiểm chứng\n2|Hai|2|Kế hoạch Y", "1=2 2=2", ""},
		{"signature", "1|Một|2|Kế hoạch X\nNơi nhận:|KT. GIÁM ĐỐC||\n9|Không phải|2|Kế hoạch Z", "1=2", ""},
		{"named groups", "Lĩnh vực 1|Nhóm|2|\n1.1|Một|2|Kế hoạch X", "1(1.1=2)", ""},
		{"row before any criterion", "||2|Kế hoạch X\n1|Một|2|Kế hoạch X", "1=2", "draft-row-unread"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Draft(cellsOf(head+tt.rows), DraftSettings{ID: "x", Year: 2020})
			if got := leafPoints(d.Catalogue.Criteria); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			asked := map[string]bool{}
			for _, q := range d.Questions {
				asked[string(q.Reason.Code)] = true
			}
			if tt.ask != "" && !asked[tt.ask] {
				t.Errorf("%s is not asked: %v", tt.ask, asked)
			}
			for _, code := range []string{"draft-sum", "draft-total", "draft-no-points", "draft-number-order"} {
				if asked[code] && code != tt.ask && tt.name != "deduction" {
					t.Errorf("%s is asked for nothing", code)
				}
			}
		})
	}
}

func cellsOf(text string) []Row {
	var out []Row
	for i, line := range strings.Split(text, "\n") {
		out = append(out, Row{Number: i + 1, Cells: strings.Split(strings.ReplaceAll(line, "⏎", "\n"), "|")})
	}
	return out
}

// The trích yếu of the decision before the annex names the catalogue without its verb.
func TestTitleOfADraft(t *testing.T) {
	rows := append([]Row{{Cells: []string{"Về việc ban hành Bộ tiêu chí đánh giá cải cách hành chính năm 2020"}}},
		cellsOf("STT|Tiêu chí|Điểm tối đa|Tài liệu kiểm chứng\n1|Kế hoạch|2|Kế hoạch CCHC")...)
	if got := Draft(rows, DraftSettings{}).Catalogue.Title; got != "Bộ tiêu chí đánh giá cải cách hành chính năm 2020" {
		t.Errorf("the title is %q", got)
	}
}

func TestPapersOfADraft(t *testing.T) {
	tests := []struct{ evidence, want string }{
		{"Kế hoạch CCHC năm 2020", "KH cải cách hành chính năm {year}"},
		{"Kế hoạch hoặc công văn triển khai kiểm tra", "KH,CV triển khai kiểm tra"},
		{"Báo cáo và biên bản tự kiểm tra", "BC tự kiểm tra; BB tự kiểm tra"},
		{"Kế hoạch đào tạo, bồi dưỡng; Quyết định cử đi học", "KH đào tạo, bồi dưỡng; QĐ cử đi học"},
		{"- Kế hoạch rà soát⏎- Báo cáo rà soát năm 2019", "KH rà soát; BC rà soát năm {prev}"},
		{"Kế hoạch kiểm tra của⏎cơ quan", "KH kiểm tra"},
		{"02 báo cáo chuyên đề", "BC chuyên đề ×2"},
		{"Quy chế làm việc", "QĐ,QC làm việc hiệu lực"},
		{"Biên bản họp từng phòng; Kế hoạch của từng đơn vị", "BB công việc chung each_unit_concerned; KH công việc chung unit"},
		{"Quyết định giao biên chế của UBND tỉnh", "QĐ giao biên chế any"},
		{"Báo cáo gửi Sở Nội vụ (trước 15/12/2020)", "BC công việc chung đến {year}-12-15"},
		{"Kế hoạch kiểm tra hoặc Quyết định thành lập tổ kiểm tra", "KH,QĐ kiểm tra | thành lập tổ kiểm tra"},
		{"Quyết định khen thưởng hoặc hình thức khác", "QĐ khen thưởng hoặc hình thức khác"},
		{"Báo cáo công tác quý I", "BC quý I"},
		{"Báo cáo quý I, 6 tháng, quý III và năm về CCHC", "BC cải cách hành chính quý I năm {year}; BC cải cách hành chính 6 tháng đầu năm {year} | cải cách hành chính quý II năm {year}; " +
			"BC cải cách hành chính quý III năm {year} | cải cách hành chính 9 tháng năm {year}; BC cải cách hành chính năm {year}"},
		{"Báo cáo quý 2 và quý 4 về CCHC", "BC cải cách hành chính quý II năm {year} | cải cách hành chính 6 tháng đầu năm {year}; BC cải cách hành chính quý IV năm {year} | cải cách hành chính năm {year}"},
		{"Báo cáo quý về kiểm soát TTHC", "BC kiểm soát thủ tục hành chính quý I năm {year}; BC kiểm soát thủ tục hành chính quý II năm {year} | kiểm soát thủ tục hành chính 6 tháng đầu năm {year}; " +
			"BC kiểm soát thủ tục hành chính quý III năm {year} | kiểm soát thủ tục hành chính 9 tháng năm {year}; BC kiểm soát thủ tục hành chính quý IV năm {year} | kiểm soát thủ tục hành chính năm {year}"},
		{"Ảnh chụp bảng niêm yết; đường dẫn bài đăng", "ANH bảng niêm yết; WEB bài đăng"},
		{"Danh sách (nếu có); Kế hoạch tuyển dụng", "BIEU công việc chung tùy; KH tuyển dụng"},
		{"Vật phẩm lưu niệm", "KH,BC,QĐ,CV,TB vật phẩm lưu niệm"},
		{"biểu dương người tốt", "KH,BC,QĐ,CV,TB biểu dương người tốt"},
		{"", "KH,BC,QĐ,CV,TB công việc chung"},
	}
	for _, tt := range tests {
		t.Run(tt.evidence, func(t *testing.T) {
			d := Draft(cellsOf("STT|Tiêu chí|Điểm tối đa|Tài liệu kiểm chứng\n1|Công việc chung|2|"+tt.evidence), DraftSettings{ID: "x", Year: 2020})
			var out []string
			for _, r := range d.Catalogue.Criteria[0].Requires {
				s := strings.Join(r.Kinds, ",") + " " + strings.Join(r.About, " | ")
				if r.Min > 0 {
					s += fmt.Sprintf(" ×%d", r.Min)
				}
				if r.InForce {
					s += " hiệu lực"
				}
				if r.Optional {
					s += " tùy"
				}
				if r.Issued != nil {
					s += " đến " + r.Issued.To
				}
				for _, x := range []string{r.Scope, r.By} {
					if x != "" {
						s += " " + x
					}
				}
				out = append(out, s)
			}
			if got := strings.Join(out, "; "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestRowsOfAReading(t *testing.T) {
	rows := Rows([]cchc.Page{{Number: 3, Blocks: []cchc.Block{
		{Text: "12", Kind: cchc.BlockHeader}, {Text: " Tên "}, {Kind: cchc.BlockRow, Cells: []string{"1", "a\nb"}, Text: "1\ta b"}, {Kind: cchc.BlockRow, Text: "2\tc"},
	}}})
	want := []Row{{Page: 3, Cells: []string{"Tên"}}, {Number: 1, Page: 3, Cells: []string{"1", "a\nb"}}, {Number: 2, Page: 3, Cells: []string{"2", "c"}}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

// Whatever an annex holds, its draft is a file that can be read again, and every leaf has
// something to be looked for.
func FuzzDraft(f *testing.F) {
	for _, name := range []string{"a", "b", "c"} {
		b, err := os.ReadFile(filepath.Join("testdata", "phu-luc-"+name+".txt"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	f.Add("STT|Tiêu chí|Điểm\n1|x|1e9\n1.1.1.1.1.1.1|y|-5\n|{year}|2\n{|}|\x00|")
	f.Fuzz(func(t *testing.T, text string) {
		var rows []Row
		for i, line := range strings.Split(text, "\n") {
			r := Row{Cells: strings.Split(line, "|")}
			if len(r.Cells) > 1 {
				r.Number = i + 1
			}
			rows = append(rows, r)
		}
		d := Draft(rows, DraftSettings{})
		src, err := d.YAML()
		if err != nil {
			t.Fatal(err)
		}
		_, problems := Read("x", src)
		for _, p := range problems {
			switch p.Reason.Code {
			case "catalogue-missing-field", "catalogue-bad-points", "catalogue-too-large", "catalogue-template-needs-year", "catalogue-bad-min":
				// what the questions ask for, or what no annex of an office holds
			default:
				t.Errorf("%v\n%s", p, src)
			}
		}
	})
}
