package evidence

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
)

// paper is an invented document of the fictional Sở.
type paper struct {
	kind, name, subject string
	date                cchc.Date
	speaks              []int
	organ               string
	format              cchc.Format
	body                []string // passages; "## x" opens a heading
}

func (p paper) build(n int) (cchc.Document, []cchc.Passage) {
	id := cchc.NewDocumentID(cchc.FileID(fmt.Sprintf("%064x", n)), 1)
	d := cchc.Document{ID: id, File: id.File(), Path: "hồ sơ.docx", Format: p.format}
	d.Particulars = cchc.Particulars{Type: p.kind, TypeName: p.name, Subject: p.subject, IssuedDate: p.date, SpeaksOf: p.speaks, OrganName: p.organ}
	var out []cchc.Passage
	heading := ""
	for _, s := range append([]string{p.name + "\n" + p.subject}, p.body...) {
		if h, ok := strings.CutPrefix(s, "## "); ok {
			heading = h
			continue
		}
		if strings.TrimSpace(s) == "" {
			continue
		}
		out = append(out, cchc.Passage{ID: cchc.NewPassageID(id, len(out)+1), Page: 1 + len(out)/3, Paragraph: len(out) + 1, Heading: heading, Text: s})
	}
	return d, out
}

func sample(t testing.TB) *Proposer {
	t.Helper()
	cat, err := catalogue.Sample()
	if err != nil {
		t.Fatal(err)
	}
	w, err := DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	return Prepare(cat, w)
}

func day(y, m, d int) cchc.Date { return cchc.NewDate(y, m, d) }

var of2020 = []int{2020}

func codes(rs []cchc.Reason) string {
	var out []string
	for _, r := range rs {
		out = append(out, string(r.Code))
	}
	return strings.Join(out, " ")
}

func TestPropose(t *testing.T) {
	own := "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
	tests := []struct {
		name        string
		paper       paper
		requirement string
		want        string // fulfils, proposed (related, to look at), near, none
		has         string // a reason or miss that has to be there
	}{
		{"the yearly plan", paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính năm 2020", date: day(2019, 12, 30), speaks: of2020, organ: own}, "1.1/1", "fulfils", "window-ok"},
		{"with filling and an abbreviation", paper{kind: "KH", name: "Kế hoạch", subject: "Thực hiện công tác CCHC năm 2020", date: day(2020, 1, 6), speaks: of2020, organ: own}, "1.1/1", "fulfils", "kind-match"},
		{"late", paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính năm 2020", date: day(2020, 3, 2), speaks: of2020, organ: own}, "1.1/1", "proposed", "late"},
		{"before the window", paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính năm 2020", date: day(2019, 9, 2), speaks: of2020, organ: own}, "1.1/1", "proposed", "early"},
		{"of another year", paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính năm 2019", date: day(2018, 12, 28), speaks: []int{2019}, organ: own}, "1.1/1", "near", "other-year"},
		{"of another level", paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính năm 2020", date: day(2019, 12, 20), speaks: of2020, organ: "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM"}, "1.1/1", "near", "other-issuer"},
		{"issued by a decision", paper{kind: "QĐ", name: "Quyết định", subject: "Về việc ban hành Kế hoạch cải cách hành chính năm 2020", date: day(2020, 1, 3), speaks: of2020, organ: own}, "1.1/1", "fulfils", "kind-issued-by"},
		{"a plan of several years", paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính giai đoạn 2016 - 2020", date: day(2020, 1, 3), speaks: []int{2016, 2020}, organ: own}, "1.1/1", "proposed", "other-span"},
		{"a plan to spread the word", paper{kind: "KH", name: "Kế hoạch", subject: "Tuyên truyền cải cách hành chính năm 2020", date: day(2020, 1, 3), speaks: of2020, organ: own}, "1.1/1", "none", ""},
		{"and what it is", paper{kind: "KH", name: "Kế hoạch", subject: "Tuyên truyền cải cách hành chính năm 2020", date: day(2020, 1, 3), speaks: of2020, organ: own}, "1.6/1", "fulfils", "subject-match"},
		{"a plan to score the index", paper{kind: "KH", name: "Kế hoạch", subject: "Triển khai xác định Chỉ số cải cách hành chính năm 2020", date: day(2020, 1, 3), speaks: of2020, organ: own}, "1.1/1", "none", ""},
		{"the report of a quarter", paper{kind: "BC", name: "Báo cáo", subject: "Công tác cải cách hành chính quý 1 năm 2020", date: day(2020, 3, 14), speaks: of2020, organ: own}, "1.3/1", "fulfils", "subject-match"},
		{"is not that of the year", paper{kind: "BC", name: "Báo cáo", subject: "Công tác cải cách hành chính quý 1 năm 2020", date: day(2020, 3, 14), speaks: of2020, organ: own}, "1.3/4", "proposed", "other-span"},
		{"six months with a zero", paper{kind: "BC", name: "Báo cáo", subject: "Kết quả cải cách hành chính 06 tháng đầu năm 2020", date: day(2020, 6, 12), speaks: of2020, organ: own}, "1.3/2", "fulfils", ""},
		{"a report needs no word for results", paper{kind: "BC", name: "Báo cáo", subject: "Công tác cải cách hành chính năm 2020", date: day(2020, 12, 4), speaks: of2020, organ: own}, "1.2/1", "fulfils", ""},
		{"a report on inspections is not that of the year", paper{kind: "BC", name: "Báo cáo", subject: "Kết quả kiểm tra công tác cải cách hành chính năm 2020", date: day(2020, 12, 4), speaks: of2020, organ: own}, "1.2/1", "none", ""},
		{"but the result of the inspection", paper{kind: "BC", name: "Báo cáo", subject: "Kết quả kiểm tra công tác cải cách hành chính năm 2020", date: day(2020, 12, 4), speaks: of2020, organ: own}, "1.4/3", "fulfils", ""},
		{"a team for something else", paper{kind: "QĐ", name: "Quyết định", subject: "Thành lập Đoàn kiểm tra an toàn lao động năm 2020", date: day(2020, 4, 4), speaks: of2020, organ: own}, "1.4/1", "near", "no-context"},
		{"a team for this", paper{kind: "QĐ", name: "Quyết định", subject: "Thành lập Đoàn kiểm tra công tác cải cách hành chính năm 2020", date: day(2020, 4, 4), speaks: of2020, organ: own}, "1.4/1", "fulfils", ""},
		{"only in the legal basis", paper{kind: "QĐ", name: "Quyết định", subject: "Bổ nhiệm Trưởng phòng", date: day(2020, 4, 4), organ: own,
			body: []string{"Căn cứ Quyết định số 15/QĐ-UBND quy định phân cấp quản lý đơn vị sự nghiệp;\nCăn cứ nhu cầu công tác;"}}, "4.2/1", "none", ""},
		{"functions only in the basis", paper{kind: "QĐ", name: "Quyết định", subject: "Bổ nhiệm Trưởng phòng", date: day(2020, 4, 4), speaks: of2020, organ: own,
			body: []string{"Căn cứ quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của Sở;"}}, "4.1/1", "none", ""},
		{"functions in the subject", paper{kind: "QĐ", name: "Quyết định", subject: "Quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của Văn phòng Sở", date: day(2020, 4, 4), speaks: of2020, organ: own}, "4.1/1", "fulfils", ""},
		{"the name of a department", paper{kind: "QĐ", name: "Quyết định", subject: "Điều động công chức", date: day(2020, 4, 4), speaks: of2020, organ: own,
			body: []string{"Điều động bà Trần Thị Mẫu về Phòng Tổ chức biên chế công chức từ ngày 01/5/2020."}}, "4.3/1", "none", ""},
		{"moving rooms", paper{kind: "TB", name: "Thông báo", subject: "Về việc chuyển đổi vị trí làm việc", date: day(2020, 4, 4), speaks: of2020, organ: own}, "5.2/1", "none", ""},
		{"no post is a room", paper{kind: "QĐ", name: "Quyết định", subject: "Về việc chuyển đổi vị trí làm việc", date: day(2020, 4, 4), speaks: of2020, organ: own}, "5.1/1", "none", ""},
		{"a letter that asks", paper{kind: "CV", name: "Công văn", subject: "V/v đề nghị báo cáo kết quả đào tạo, bồi dưỡng công chức, viên chức năm 2020", date: day(2020, 10, 4), speaks: of2020, organ: own}, "5.4/2", "near", "asks-for-it"},
		{"guidance", paper{kind: "HD", name: "Hướng dẫn", subject: "Xây dựng vị trí việc làm năm 2020", date: day(2020, 10, 4), speaks: of2020, organ: own}, "5.1/1", "near", "teaches-it"},
		{"a draft", paper{kind: "ĐA", name: "Đề án", subject: "Dự thảo vị trí việc làm năm 2020", date: day(2020, 10, 4), speaks: of2020, organ: own}, "5.1/1", "near", "draft-or-form"},
		{"older but in force", paper{kind: "QĐ", name: "Quyết định", subject: "Ban hành Quy chế chi tiêu nội bộ", date: day(2018, 2, 1), organ: own}, "6.1/1", "fulfils", "in-force"},
		{"a superior's decision where allowed", paper{kind: "QĐ", name: "Quyết định", subject: "Công bố Danh mục thủ tục hành chính mới ban hành", date: day(2020, 5, 5), speaks: of2020, organ: "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM"}, "3.2/1", "fulfils", ""},
		{"a part of an enumeration", paper{kind: "KH", name: "Kế hoạch", subject: "Rà soát thủ tục hành chính năm 2020", date: day(2020, 2, 5), speaks: of2020, organ: own}, "3.1/1", "fulfils", ""},
		{"the enumeration turned round", paper{kind: "CT", name: "Chỉ thị", subject: "Tăng cường kỷ cương, kỷ luật hành chính", date: day(2020, 2, 5), speaks: of2020, organ: own}, "5.6/2", "fulfils", ""},
		{"a passage of a report", paper{kind: "BC", name: "Báo cáo", subject: "Kết quả công tác tháng 6 năm 2020", date: day(2020, 6, 25), speaks: of2020, organ: own,
			body: []string{"Duy trì cập nhật tin, ảnh lên Trang thông tin điện tử của Sở, trung bình năm tin mỗi tuần."}}, "7.4/1", "fulfils", "body-match"},
		{"what is still to be done", paper{kind: "BC", name: "Báo cáo", subject: "Kết quả công tác tháng 6 năm 2020", date: day(2020, 6, 25), speaks: of2020, organ: own,
			body: []string{"## II. Phương hướng, nhiệm vụ tháng 7", "Nâng cấp Trang thông tin điện tử của Sở."}}, "7.4/1", "proposed", "only-planned"},
		{"a mention in another paper", paper{kind: "QĐ", name: "Quyết định", subject: "Phê duyệt quy hoạch mạng bưu chính năm 2020", date: day(2020, 6, 25), speaks: of2020, organ: own,
			body: []string{"Đăng quyết định này trên Trang thông tin điện tử của Sở."}}, "7.4/1", "near", "only-mentioned"},
		{"a news piece", paper{format: cchc.FormatText, date: day(2020, 9, 1), speaks: of2020, body: []string{"Sở Thông tin và Truyền thông tổ chức hội nghị về cải cách hành chính năm 2020", "Sáng nay, hội nghị đã diễn ra."}}, "1.6/2", "fulfils", "opening-match"},
		{"a news piece that names its year in the opening", paper{format: cchc.FormatText, body: []string{"Sở Thông tin và Truyền thông tổ chức hội nghị về cải cách hành chính năm 2020"}}, "1.6/2", "fulfils", "year-match"},
		{"a news piece of another year", paper{format: cchc.FormatText, body: []string{"Sở Thông tin và Truyền thông tổ chức hội nghị về cải cách hành chính năm 2018"}}, "1.6/2", "near", "other-year"},
		{"news on something else", paper{format: cchc.FormatText, date: day(2020, 9, 1), speaks: of2020, body: []string{"Khai mạc giải bóng bàn năm 2020", "Sáng nay, giải đấu đã khai mạc."}}, "1.6/2", "none", ""},
		{"without diacritics", paper{kind: "KH", name: "Ke hoach", subject: "Cai cach hanh chinh nam 2020", date: day(2019, 12, 30), speaks: of2020, organ: own}, "1.1/1", "fulfils", ""},
		{"other tone placement", paper{kind: "BC", name: "Báo cáo", subject: "Kết quả theo dõi tình hình thi hành pháp luật và kỷ luật hành chánh năm 2020", date: day(2020, 11, 30), speaks: of2020, organ: own}, "2.2/2", "fulfils", ""},
		{"no date, no year", paper{kind: "QĐ", name: "Quyết định", subject: "Về việc nâng bậc lương thường xuyên", organ: own}, "5.5/1", "proposed", "year-unknown"},
		{"no date in the particulars", paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính năm 2020", speaks: of2020, organ: own}, "1.1/1", "fulfils", "date-unknown"},
		{"December counts for the next year", paper{kind: "QĐ", name: "Quyết định", subject: "Về việc nâng bậc lương thường xuyên", date: day(2019, 12, 20), organ: own}, "5.5/1", "fulfils", "issued-in-period"},
		{"initials of other words", paper{kind: "KH", name: "Kế hoạch", subject: "Công tác CCHC năm 2020", date: day(2020, 8, 20), speaks: of2020, organ: own}, "1.5/1", "absent", ""},
		{"a sentence in a plan", paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính năm 2020", date: day(2020, 1, 6), speaks: of2020, organ: own,
			body: []string{"Rà soát vị trí việc làm; cập nhật Trang thông tin điện tử."}}, "7.4/1", "near", "wrong-type"},
		{"the plan of the office is not that of a unit", paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính năm 2020", date: day(2020, 1, 6), speaks: of2020, organ: own,
			body: []string{"Phòng Công nghệ thông tin chủ trì."}}, "1.1/2", "proposed", "not-of-unit"},
		{"the plan of a unit", paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính năm 2020 của Phòng CNTT", date: day(2020, 1, 6), speaks: of2020, organ: own}, "1.1/2", "fulfils", "unit-named"},
		{"a news piece dated in its opening", paper{format: cchc.FormatHTML, body: []string{"Hội nghị cải cách hành chính của Sở", "Thứ Tư, 14/10/2020, 15:20"}}, "1.6/2", "fulfils", "year-match"},
		{"the wrong kind", paper{kind: "BC", name: "Báo cáo", subject: "Tuyển dụng viên chức năm 2020", date: day(2020, 8, 20), speaks: of2020, organ: own}, "5.3/1", "near", "wrong-type"},
	}
	p := sample(t)
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			links := p.Propose(tt.paper.build(i + 1))
			var l cchc.Link
			for _, x := range links {
				if x.Requirement == tt.requirement {
					l = x
				}
			}
			got := "none"
			switch {
			case l.ID == "":
			case l.Proposed && l.Fulfils:
				got = "fulfils"
			case l.Proposed:
				got = "proposed"
			default:
				got = "near"
			}
			if tt.want == "absent" && l.ID == "" {
				got = "absent"
			}
			if tt.want == "none" && got == "near" {
				got = "none" // a near miss is no proposal
			}
			if got != tt.want {
				t.Fatalf("%s, want %s: score %.2f reasons %v misses %v", got, tt.want, l.Score, l.Reasons, l.Misses)
			}
			if tt.has != "" && !strings.Contains(" "+codes(l.Reasons)+" "+codes(l.Misses)+" ", " "+tt.has+" ") {
				t.Errorf("no %s in %s; %s", tt.has, codes(l.Reasons), codes(l.Misses))
			}
		})
	}
}

// What holds of every link, whatever the paper.
func TestLinksAreWellFormed(t *testing.T) {
	p := sample(t)
	long := strings.Repeat("Công tác văn thư được thực hiện đúng quy định và kịp thời. ", 20)
	x := paper{kind: "BC", name: "Báo cáo", subject: "Kết quả cải cách hành chính năm 2020", date: day(2020, 12, 1), speaks: of2020,
		body: []string{long + "Trang thông tin điện tử được cập nhật hằng ngày " + strings.Repeat("với nhiều tin bài phong phú ", 30) + ". " + long}}
	links := p.Propose(x.build(7))
	if len(links) == 0 {
		t.Fatal("no links")
	}
	order := map[string]int{}
	for i, r := range p.requirements {
		order[r.ID] = i
	}
	for i, l := range links {
		if l.Score < 0 || l.Score > 1 || l.State != cchc.LinkSuggested || len(l.Quotes) == 0 || len(l.Reasons) == 0 {
			t.Errorf("%+v", l)
		}
		if l.Fulfils && (len(l.Misses) > 0 || !l.Related) {
			t.Errorf("%s fulfils with %v", l.Requirement, l.Misses)
		}
		if l.ID != cchc.NewLinkID(l.Catalogue, l.Requirement, l.Document) || l.Catalogue != p.cat.Ref() {
			t.Errorf("identity %s", l.ID)
		}
		for _, q := range l.Quotes {
			if n := utf8.RuneCountInString(q.Text); n == 0 || n > maxQuote || strings.Contains(q.Text, "\n") {
				t.Errorf("%s: quote of %d characters", l.Requirement, n)
			}
			if q.Passage == "" || q.Page == 0 {
				t.Errorf("%s: quote without place", l.Requirement)
			}
		}
		if i > 0 && order[l.Requirement] <= order[links[i-1].Requirement] {
			t.Error("not in the order of the catalogue")
		}
		if l.Requirement == "7.4/1" && !strings.Contains(l.Quotes[0].Text, "Trang thông tin điện tử") {
			t.Errorf("the quote does not show the phrase: %q", l.Quotes[0].Text)
		}
	}
}

func TestUnitsAreNamed(t *testing.T) {
	p := sample(t)
	x := paper{kind: "BB", name: "Biên bản", subject: "Kiểm tra cải cách hành chính năm 2020 tại Phòng CNTT", date: day(2020, 10, 1), speaks: of2020,
		body: []string{"Thành phần: đại diện Văn phòng Sở, Phòng Bưu chính - Viễn thông."}}
	for _, l := range p.Propose(x.build(9)) {
		if l.Requirement == "1.4/2" {
			if !l.Fulfils || !strings.Contains(codes(l.Reasons), "unit-named") || l.Reasons[len(l.Reasons)-1].Args[0] != "cntt" {
				t.Errorf("%v %v", l.Reasons, l.Misses)
			}
			return
		}
	}
	t.Error("no link")
}

func TestUnrelatedGivesNothing(t *testing.T) {
	x := paper{kind: "QĐ", name: "Quyết định", subject: "Phân công trực cơ quan dịp lễ", date: day(2020, 4, 20), speaks: of2020,
		body: []string{"Điều 1. Phân công trực từ ngày 30/4/2020 đến hết ngày 03/5/2020.", "Điều 2. Lãnh đạo phòng bố trí người trực."}}
	if links := sample(t).Propose(x.build(3)); len(links) != 0 {
		t.Errorf("%v", links)
	}
	if links := sample(t).Propose(cchc.Document{}, nil); len(links) != 0 {
		t.Errorf("an empty document gives %v", links)
	}
}

// The order passages and documents come in is of no consequence, and proposing changes
// none of its inputs.
func TestOrderIsOfNoConsequence(t *testing.T) {
	p := sample(t)
	sentences := []string{
		"Trang thông tin điện tử của Sở đăng tin bài về CCHC.", "Rà soát, đơn giản hóa TTHC đạt 20%.", "Văn phòng Sở tổng hợp.",
		"Cử công chức đi đào tạo, bồi dưỡng.", "Quyết định nâng bậc lương.", "Căn cứ Kế hoạch số 12/KH-UBND về cải cách hành chính.",
		"## Phương hướng", "## Cải cách thủ tục hành chính", "Hồ sơ lưu trữ được chỉnh lý.", "Ứng dụng CNTT trong xử lý văn bản.", "Nơi nhận: Như trên.",
	}
	rapid.Check(t, func(t *rapid.T) {
		x := paper{kind: rapid.SampledFrom([]string{"BC", "KH", "QĐ", ""}).Draw(t, "kind"), name: "Báo cáo",
			subject: rapid.SampledFrom([]string{"Kết quả cải cách hành chính năm 2020", "Công tác tháng 6 năm 2020", ""}).Draw(t, "subject"),
			speaks:  of2020, body: rapid.SliceOfN(rapid.SampledFrom(sentences), 0, 30).Draw(t, "body")}
		doc, passages := x.build(5)
		want := p.Propose(doc, passages)
		mixed := rapid.Permutation(passages).Draw(t, "order")
		before := append([]cchc.Passage(nil), mixed...)
		got := p.Propose(doc, mixed)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("other links for another order:\n%v\n%v", got, want)
		}
		if !reflect.DeepEqual(mixed, before) {
			t.Fatal("the passages were changed")
		}
		// Another document in between leaves no trace.
		other, op := paper{kind: "KH", name: "Kế hoạch", subject: "Ứng dụng CNTT năm 2020", speaks: of2020}.build(6)
		p.Propose(other, op)
		if !reflect.DeepEqual(p.Propose(doc, passages), want) {
			t.Fatal("a document in between changed the links")
		}
	})
}

func TestWeightsAreFewAndExplained(t *testing.T) {
	w, err := DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	var comment bool
	for line := range strings.Lines(string(weightsYAML)) {
		switch {
		case strings.HasPrefix(line, "#"):
			comment = true
		case strings.TrimSpace(line) == "":
			comment = false
		default:
			if n++; !comment {
				t.Errorf("no reason above %q", strings.TrimSpace(line))
			}
			comment = false
		}
	}
	if n == 0 || n > 10 {
		t.Errorf("%d weights", n)
	}
	if w.Subject <= w.Heading || w.Heading <= w.Body || w.Body+w.Year+w.Window+w.Issuer >= w.Threshold {
		t.Error("a lone mention would be proposed, or the places are out of order")
	}
}

func FuzzPropose(f *testing.F) {
	p := sample(f)
	f.Add("Kế hoạch CCHC năm 2020", "Căn cứ; Quyết định số 12/QĐ-UBND về TTHC, BCCC", "II. Phương hướng")
	f.Add("", "\xff\xfe CCHC \x00", "quý 1")
	f.Add("chỉ số CCHC", strings.Repeat("cải cách hành chính ", 200), "")
	f.Fuzz(func(t *testing.T, subject, body, heading string) {
		id := cchc.DocumentID("d")
		d := cchc.Document{ID: id, Particulars: cchc.Particulars{Type: "BC", TypeName: "Báo cáo", Subject: subject, SpeaksOf: of2020}}
		ps := []cchc.Passage{{ID: cchc.NewPassageID(id, 1), Text: body, Heading: heading}, {ID: cchc.NewPassageID(id, 2), Text: subject + body}}
		for _, l := range p.Propose(d, ps) {
			for _, q := range l.Quotes {
				if utf8.RuneCountInString(q.Text) > maxQuote {
					t.Error("quote too long")
				}
			}
		}
	})
}

func BenchmarkPropose(b *testing.B) {
	p := sample(b)
	var body []string
	for i := range 200 {
		body = append(body, fmt.Sprintf("%d. Trang thông tin điện tử của Sở đăng tin về CCHC; công tác rà soát TTHC, đào tạo, bồi dưỡng công chức, viên chức, ứng dụng CNTT được duy trì theo kế hoạch đã ban hành, không để chậm.", i))
	}
	doc, passages := paper{kind: "BC", name: "Báo cáo", subject: "Kết quả cải cách hành chính năm 2020", speaks: of2020, body: body}.build(1)
	for b.Loop() {
		p.Propose(doc, passages)
	}
}
