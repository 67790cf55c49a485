package evidence

import (
	"strings"
	"testing"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
)

// stand says where a paper stands with a requirement: fulfils, proposed, near or none.
func stand(p *Proposer, n int, x paper, requirement string) (string, cchc.Link) {
	for _, l := range p.Propose(x.build(n)) {
		switch {
		case l.Requirement != requirement:
		case l.Proposed && l.Fulfils:
			return "fulfils", l
		case l.Proposed:
			return "proposed", l
		default:
			return "near", l
		}
	}
	return "none", cchc.Link{}
}

// Papers around the one asked for.
func TestPapersAround(t *testing.T) {
	own, blank := "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Họ tên: ……… Đơn vị: ……… Ngày …… tháng …… Kết quả: ……… Ghi chú: ………"
	p := sample(t)
	for i, tt := range []struct {
		name        string
		paper       paper
		requirement string
		want, has   string
	}{
		{"a council that will judge", paper{kind: "QĐ", name: "Quyết định", subject: "Về việc thành lập Hội đồng công nhận sáng kiến năm 2020", organ: own, speaks: of2020}, "1.7/1", "near", "other-act"},
		{"the judgement", paper{kind: "QĐ", name: "Quyết định", subject: "Về việc công nhận sáng kiến năm 2020", organ: own, speaks: of2020}, "1.7/1", "fulfils", ""},
		{"a rule annulled", paper{kind: "QĐ", name: "Quyết định", subject: "Bãi bỏ Quy chế chi tiêu nội bộ", organ: own, date: day(2020, 3, 1)}, "6.1/1", "near", "other-act"},
		{"a team that is asked for is no other act", paper{kind: "QĐ", name: "Quyết định", subject: "Thành lập Tổ kiểm tra cải cách hành chính năm 2020", organ: own, speaks: of2020}, "1.4/1", "fulfils", ""},
		{"a tờ trình asks by its nature", paper{kind: "TTr", name: "Tờ trình", subject: "Đề nghị phê duyệt Đề án vị trí việc làm năm 2020", organ: own, speaks: of2020}, "5.1/1", "fulfils", ""},
		{"a letter that opens with a request", paper{kind: "CV", name: "Công văn", subject: "V/v đề nghị cử công chức đi đào tạo, bồi dưỡng năm 2020", organ: own, speaks: of2020}, "5.4/2", "near", "asks-for-it"},
		{"a form with its blanks", paper{kind: "QĐ", name: "Quyết định", subject: "Nâng bậc lương công chức năm 2020", organ: own, speaks: of2020, body: []string{blank}}, "5.5/1", "near", "draft-or-form"},
		{"the period before the subject", paper{kind: "BC", name: "Báo cáo", subject: "Quý III năm 2020 về công tác cải cách hành chính", organ: own, speaks: of2020}, "1.3/3", "fulfils", ""},
		{"another matter between", paper{kind: "QĐ", name: "Quyết định", subject: "Công nhận các giải pháp cải cách hành chính năm 2020 là sáng kiến", organ: own, speaks: of2020}, "1.7/1", "fulfils", ""},
		{"a phòng whose name is a look-alike", paper{kind: "QĐ", name: "Quyết định", subject: "Sáp nhập Phòng Kế hoạch vào Văn phòng Sở năm 2020", organ: own, speaks: of2020}, "4.1/1", "fulfils", ""},
		{"people of companies", paper{kind: "BC", name: "Báo cáo", subject: "Số lượng người làm việc trong các doanh nghiệp bưu chính năm 2020", organ: own, speaks: of2020}, "4.3/1", "near", "no-context"},
		{"one-stop is its own context", paper{kind: "BC", name: "Báo cáo", subject: "Thực hiện cơ chế một cửa năm 2020", organ: own, speaks: of2020}, "3.3/1", "fulfils", ""},
		{"figures without a kind", paper{format: cchc.FormatText, body: []string{"Bảng tổng hợp kết quả giải quyết thủ tục hành chính năm 2020", "Bưu chính: 12 hồ sơ"}}, "3.3/1", "fulfils", "kind-match"},
		{"a sheet is figures whatever its title", paper{format: cchc.FormatXLSX, kind: "PL", name: "Phụ lục", subject: "Kết quả giải quyết thủ tục hành chính năm 2020", speaks: of2020}, "3.3/1", "fulfils", "kind-match"},
		{"a fine over a website", paper{kind: "QĐ", name: "Quyết định", subject: "Xử phạt vi phạm hành chính về trang thông tin điện tử năm 2020", organ: own, speaks: of2020}, "7.4/1", "near", "other-act"},
		{"a self-check is a check", paper{kind: "BC", name: "Báo cáo", subject: "Kết quả tự kiểm tra công tác cải cách hành chính năm 2020", organ: own, speaks: of2020}, "1.4/3", "fulfils", ""},
		{"what a check led to", paper{kind: "KH", name: "Kế hoạch", subject: "Khắc phục tồn tại, hạn chế sau kiểm tra công tác cải cách hành chính năm 2020", organ: own, speaks: of2020}, "1.4/1", "none", ""},
		{"what a check led to, where that is asked for", paper{kind: "KH", name: "Kế hoạch", subject: "Khắc phục tồn tại, hạn chế sau kiểm tra công tác cải cách hành chính năm 2020", organ: own, speaks: of2020}, "1.5/1", "fulfils", ""},
		{"the plan of a unit is not that of the office", paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính năm 2020", organ: "TRUNG TÂM CÔNG NGHỆ THÔNG TIN VÀ TRUYỀN THÔNG", date: day(2020, 1, 20), speaks: of2020}, "1.1/1", "near", "other-issuer"},
		{"the plan of a unit", paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính năm 2020", organ: "TRUNG TÂM CÔNG NGHỆ THÔNG TIN VÀ TRUYỀN THÔNG", date: day(2020, 1, 20), speaks: of2020}, "1.1/2", "fulfils", ""},
		{"by the title of the criterion", paper{kind: "BC", name: "Báo cáo", subject: "Mức độ hoàn thành Kế hoạch cải cách hành chính năm 2020", organ: own, date: day(2020, 12, 20), speaks: of2020}, "1.2/1", "fulfils", "subject-match"},
		{"of a centre, which is a unit that serves", paper{kind: "QĐ", name: "Quyết định", subject: "Phân cấp quản lý đối với Trung tâm Công nghệ thông tin năm 2020", organ: own, speaks: of2020}, "4.2/1", "fulfils", ""},
		{"of roads, though a unit is named further down", paper{kind: "QĐ", name: "Quyết định", subject: "Quy định phân cấp quản lý đường bộ năm 2020", organ: own, speaks: of2020, body: []string{"Đơn vị sự nghiệp trực thuộc kiểm tra việc phân cấp quản lý."}}, "4.2/1", "near", "no-context"},
		{"the sign of a disclosure form", paper{format: cchc.FormatXLSX, body: []string{"Biểu số 2/CK-NSNN. Dự toán thu, chi năm 2020", "Thu: 12"}}, "6.2/2", "fulfils", ""},
	} {
		got, l := stand(p, i+1, tt.paper, tt.requirement)
		if got != tt.want {
			t.Errorf("%s: %s, want %s: score %.2f reasons %v misses %v", tt.name, got, tt.want, l.Score, l.Reasons, l.Misses)
		}
		if tt.has != "" && !strings.Contains(" "+codes(l.Reasons)+" "+codes(l.Misses)+" ", " "+tt.has+" ") {
			t.Errorf("%s: no %s in %s; %s", tt.name, tt.has, codes(l.Reasons), codes(l.Misses))
		}
		if got == "near" && l.Score >= p.w.Threshold {
			t.Errorf("%s: not proposed with a score of %.2f", tt.name, l.Score)
		}
	}
}

// A draft says so of itself; the describer tells.
func TestDraftIsNotTheEvidence(t *testing.T) {
	doc, passages := paper{kind: "KH", name: "Kế hoạch", subject: "Cải cách hành chính năm 2020", speaks: of2020}.build(1)
	doc.Particulars.Draft = true
	for _, l := range sample(t).Propose(doc, passages) {
		if l.Proposed || l.Fulfils {
			t.Errorf("%s is proposed: %v", l.Requirement, l.Misses)
		}
	}
}

// Whose paper it is, with the names of the office and without.
func TestWhosePaper(t *testing.T) {
	cat, err := catalogue.Sample()
	if err != nil {
		t.Fatal(err)
	}
	w, err := DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	known := Prepare(cat, w, "Sở Thông tin và Truyền thông", " ", "STTTT")
	unknown := Prepare(cat, w)
	for _, tt := range []struct {
		name                    string
		organ, parent, notation string
		by                      cchc.Issuer
		known, unknown          bool
	}{
		{"the office", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "UBND TỈNH SÔNG LAM", "KH-STTTT", cchc.ByOwn, true, true},
		{"the office, badly read", "SỞ THONG TlN", "", "KH-STTTT", cchc.ByOwn, true, true},
		{"another of its level", "SỞ XÂY DỰNG", "UBND TỈNH SÔNG LAM", "KH-SXD", cchc.ByOwn, false, true},
		{"another of its level, any asked for", "SỞ XÂY DỰNG", "UBND TỈNH SÔNG LAM", "KH-SXD", cchc.ByAny, false, true},
		{"the province", "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", "", "KH-UBND", cchc.ByOwn, false, false},
		{"the province, any asked for", "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", "", "QĐ-UBND", cchc.ByAny, true, true},
		{"the province, a superior asked for", "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", "", "QĐ-UBND", cchc.BySuperior, true, true},
		{"the office, a superior asked for", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "", "KH-STTTT", cchc.BySuperior, false, false},
		{"a huyện, any asked for", "ỦY BAN NHÂN DÂN HUYỆN HẠ LAM", "", "BC-UBND", cchc.ByAny, false, true},
		{"a part of the office", "TRUNG TÂM CÔNG NGHỆ THÔNG TIN", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "KH-TTCNTT", cchc.ByOwn, true, true},
		{"a part of another", "TRUNG TÂM KIỂM ĐỊNH", "SỞ XÂY DỰNG", "KH-TTKĐ", cchc.ByOwn, false, true},
		{"a part of who knows what", "TRUNG TÂM KIỂM ĐỊNH", "", "KH-TTKĐ", cchc.ByOwn, true, true},
		{"nobody named", "", "", "", cchc.ByOwn, true, true},
	} {
		d := cchc.Particulars{OrganName: tt.organ, ParentOrgan: tt.parent, CodeNotation: tt.notation}
		if got := known.issuerFits(tt.by, d); got != tt.known {
			t.Errorf("%s: fits %v where the office is known", tt.name, got)
		}
		if got := unknown.issuerFits(tt.by, d); got != tt.unknown {
			t.Errorf("%s: fits %v where it is not", tt.name, got)
		}
	}
}

// A trích yếu can be dots and dashes, of a form or a bad scan.
func TestTitleWithoutWords(t *testing.T) {
	x := paper{subject: "…… / ……", speaks: of2020, body: []string{"Kế hoạch kiểm tra công tác cải cách hành chính năm 2020."}}
	doc, passages := x.build(1)
	for _, kind := range []string{"", "KH", "GM"} {
		doc.Particulars.Type = kind
		for _, l := range sample(t).Propose(doc, passages) {
			if l.Proposed {
				t.Errorf("%s is proposed: %v", l.Requirement, l.Reasons)
			}
		}
	}
}

func TestOpenBlanks(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "Họ tên: ………": 1, "Quý …./Năm …….": 2, "1 | … | … | …": 3, "Ngày .... tháng .... năm ....": 3,
		"sách, báo…": 0, "v.v...": 0, "Đúng hạn ..... 15": 0, "Mục lục ............ 3\nPhụ lục ......": 1, "A. B. C.": 0,
	} {
		if got := openBlanks(s); got != want {
			t.Errorf("%q has %d blanks, want %d", s, got, want)
		}
	}
}

// Whose matters the trích yếu says the paper is about.
func TestMattersOfAnotherOffice(t *testing.T) {
	cat, err := catalogue.Sample()
	if err != nil {
		t.Fatal(err)
	}
	w, err := DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	told, untold := Prepare(cat, w, "Sở Thông tin và Truyền thông"), Prepare(cat, w)
	for i, tt := range []struct {
		of           string
		told, untold string
	}{
		{" thuộc phạm vi quản lý của Sở Y tế", "near", "fulfils"},
		{" thuộc thẩm quyền giải quyết của Sở Thông tin và Truyền thông", "fulfils", "fulfils"},
		{" thuộc phạm vi quản lý của Sở", "fulfils", "fulfils"},
		{" thuộc phạm vi quản lý của Sở trên địa bàn tỉnh", "fulfils", "fulfils"},
		{" thuộc phạm vi quản lý của ngành", "fulfils", "fulfils"},
		{"", "fulfils", "fulfils"},
	} {
		x := paper{kind: "QĐ", name: "Quyết định", subject: "Công bố danh mục thủ tục hành chính năm 2020" + tt.of, organ: "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", speaks: of2020}
		if got, l := stand(told, i+1, x, "3.2/1"); got != tt.told || (got == "near") != hasCode(l.Misses, "other-office") {
			t.Errorf("%q: %s, want %s: %v", tt.of, got, tt.told, l.Misses)
		}
		if got, l := stand(untold, i+1, x, "3.2/1"); got != tt.untold {
			t.Errorf("%q, the office not told: %s, want %s: %v", tt.of, got, tt.untold, l.Misses)
		}
	}
}
