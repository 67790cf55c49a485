package describe

import (
	"fmt"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

func headed(rest string) cchc.Particulars {
	return Describe(pagesOf("| " + snv + " // Số: 12/KH-SNV | " + usualRight + "\n" + rest))
}

func TestDraftMark(t *testing.T) {
	for text, want := range map[string]bool{
		"DỰ THẢO": true, "Dự thảo": true, "(Dự thảo)": true, "DỰ THẢO LẦN 2": true, "Dự thảo lần thứ hai": true, "BẢN DỰ THẢO": true, "DỰ THẢO 05/3": true, "Dự thảo ngày 05/3/2020": true,
		"Dự thảo Quyết định ban hành Quy chế": false, "Góp ý dự thảo": false, "DỰ THẢO KẾ HOẠCH KIỂM TRA": false, "dự thảo đã được gửi": false,
	} {
		if got := headed(text + "\n^ KẾ HOẠCH\n^ Kiểm tra").Draft; got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if headed("^ KẾ HOẠCH\n^ Kiểm tra\nI. NỘI DUNG\nDự thảo").Draft {
		t.Error("a heading of the text makes a draft")
	}
	p := pagesOf("^ KẾ HOẠCH\n^ Kiểm tra\n<page>\nNội dung")
	p[0].Blocks = append(p[0].Blocks, cchc.Block{Kind: cchc.BlockHeader, Text: "DỰ THẢO"})
	if !Describe(p).Draft {
		t.Error("the running header says it is a draft")
	}
}

func TestUrgency(t *testing.T) {
	for text, want := range map[string]string{
		"HỎA TỐC": "Hỏa tốc", "HOẢ TỐC": "Hỏa tốc", "HỎA TỐC HẸN GIỜ 17h": "Hỏa tốc", "THƯỢNG KHẨN": "Thượng khẩn", "KHẨN": "Khẩn", "ĐỘ KHẨN: HỎA TỐC": "Hỏa tốc", "[KHẨN]": "Khẩn",
		"Khẩn trương thực hiện": "", "khẩn": "", "KHẨN TRƯƠNG THỰC HIỆN": "", "HỎA TỐC ĐƯỢC GỬI ĐI": "",
	} {
		if got := headed(text + "\n^ KẾ HOẠCH\n^ Kiểm tra").Urgency; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestDrafter(t *testing.T) {
	for list, want := range map[string]string{
		"Lưu: VT, CCHC": "CCHC", "Lưu: VT, CCHC.": "CCHC", "Lưu: VT, P.CCHC (3b)": "P.CCHC", "Lưu VT, TH": "TH", "Lưu: VT; CCHC": "CCHC", "Lưu: VT, KGVX.Mẫu": "KGVX", "Lưu: VT, CCHC, NVM.05": "CCHC",
		"Lưu: VT, Phòng Cải cách hành chính": "Phòng Cải cách hành chính", "Lưu: HS, VT, XDCQ": "XDCQ", "Lưu: VT": "", "Lưu: VT, NVM05": "", "Lưu: VT (05b)": "", "Lưu: Văn thư, TCCB": "TCCB",
		"Lưu: VT, A.XX": "", "Lưu:": "",
	} {
		p := headed("^ KẾ HOẠCH\n^ Kiểm tra\nI. NỘI DUNG\n| Nơi nhận: // - Như trên; // - " + list + " | GIÁM ĐỐC // // Nguyễn Văn Mẫu")
		if p.Drafter != want {
			t.Errorf("%q: %q, want %q (recipients %q)", list, p.Drafter, want, p.Recipients)
		}
	}
	letter := "| " + snv + " // Số: 12/SNV-CCHC // V/v báo cáo | " + usualRight + "\n^ Kính gửi: Các sở\n"
	if p := Describe(pagesOf(letter)); p.Drafter != "CCHC" || p.Confidence["drafter"] >= .9 {
		t.Errorf("of the notation: %q %v", p.Drafter, p.Confidence["drafter"])
	}
	p := Describe(pagesOf(letter + "| Nơi nhận: // - Như trên; // - Lưu: VT, TH | GIÁM ĐỐC // // Nguyễn Văn Mẫu"))
	if p.Drafter != "TH" || p.Spans["drafter"].Text != "Lưu: VT, TH" || p.Spans["drafter"].Page != 1 {
		t.Errorf("the list goes before the notation: %q %+v", p.Drafter, p.Spans["drafter"])
	}
}

func TestAttachments(t *testing.T) {
	for text, want := range map[string]string{
		"Điều 1. Ban hành kèm theo Quyết định này Quy chế tiếp công dân của Sở.":                "Quy chế tiếp công dân của Sở",
		"Điều 1. Ban hành kèm theo Quyết định này Danh mục tài liệu; Phụ lục là một phần.":      "Danh mục tài liệu",
		"Gửi báo cáo trước ngày 15 (có Phụ lục kèm theo).":                                      "Phụ lục",
		"Các phòng thực hiện (Đề cương báo cáo gửi kèm).":                                       "Đề cương báo cáo",
		"Nội dung (Danh sách các đơn vị đính kèm) được gửi tới các phòng (Biểu mẫu kèm theo).":  "Danh sách các đơn vị; Biểu mẫu",
		"(Kèm theo Kế hoạch số 5/KH-SNV ngày 02/3/2020)":                                        "",
		"theo mẫu (Mẫu số 02 ban hành kèm theo Thông tư này)":                                   "",
		"Hồ sơ phải gửi kèm theo bản gốc (trường hợp gửi kèm phải có công chứng ở nơi cư trú).": "",
	} {
		p := headed("^ KẾ HOẠCH\n^ Kiểm tra\n" + text)
		if got := strings.Join(p.Attachments, "; "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	p := headed("^ KẾ HOẠCH\n^ Kiểm tra\nI. MỤC ĐÍCH\n<page>\n^ PHỤ LỤC I\n^ DANH SÁCH\n<page>\n^ PHỤ LỤC II\n^ BIỂU MẪU\n<page>\nPhụ lục này gồm ba phần.")
	if got := strings.Join(p.Attachments, "; "); got != "PHỤ LỤC I; PHỤ LỤC II" || p.Spans["attachments"].Page != 2 {
		t.Errorf("annexes: %q %+v", got, p.Spans["attachments"])
	}
}

func TestUnits(t *testing.T) {
	mentions := func(p cchc.Particulars) string {
		var out []string
		for _, u := range p.Units {
			out = append(out, fmt.Sprintf("%s %d", u.Name, u.Page))
		}
		return strings.Join(out, "; ")
	}
	for rest, want := range map[string]string{
		"^ BIÊN BẢN\n^ Kiểm tra cải cách hành chính tại Phòng Bưu chính năm 2020":                                                               "Phòng Bưu chính 1",
		"^ KẾ HOẠCH\n^ Kiểm tra đối với Phòng Bưu chính và Trung tâm Dữ liệu":                                                                   "Phòng Bưu chính 1; Trung tâm Dữ liệu 1",
		"^ BÁO CÁO\n^ Kết quả\nI. KẾT QUẢ\n<page>\n1. Phòng Bưu chính\nĐã làm tốt.\n<page>\n2. Trung tâm Dữ liệu:\nCòn chậm.":                   "Phòng Bưu chính 2; Trung tâm Dữ liệu 3",
		"^ KẾ HOẠCH\n^ Kiểm tra\n| TT | Đơn vị | Thời gian\n| 1 | Phòng Bưu chính | 05/9\n| 2 | Thanh tra Sở | 06/9\n| 3 | Văn phòng Sở | 07/9": "Phòng Bưu chính 1; Thanh tra Sở 1; Văn phòng Sở 1",
		"^ KẾ HOẠCH\n^ Kiểm tra\nI. NỘI DUNG\nCác phòng, đơn vị phối hợp với Phòng Bưu chính thực hiện.":                                        "",
		"^ KẾ HOẠCH\n^ Phòng, chống bão\n| 1 | Phòng chống cháy nổ | 5\n| 2 | Số lượng hồ sơ | 6\n| 3 | Hội nghị tổng kết | 7":                  "",
		"^ KẾ HOẠCH\n^ Kiểm tra\n| 1 | Ủy ban nhân dân cấp xã | 5\n| 2 | các sở, ban, ngành | 6\n| 3 | Trưởng phòng | 7":                        "",
	} {
		if got := mentions(headed(rest)); got != want {
			t.Errorf("%q:\n got %q\nwant %q", rest, got, want)
		}
	}
	if got := mentions(headed("^ BÁO CÁO\n^ Công tác của Sở Nội vụ\n| 1 | SỞ NỘI VỤ | 5 | 6")); got != "" {
		t.Errorf("the organ itself is a unit concerned: %q", got)
	}
}

func TestPeriods(t *testing.T) {
	for subject, want := range map[string]string{
		"Công tác cải cách hành chính quý III năm 2020":                         "quarter 3/2020",
		"Công tác quý I/2020":                                                   "quarter 1/2020",
		"Công tác quý 2 năm 2020":                                               "quarter 2/2020",
		"Công tác quý III và 9 tháng năm 2020":                                  "nine_months 1/2020; quarter 3/2020",
		"Công tác 6 tháng đầu năm 2020":                                         "half_year 1/2020",
		"Công tác 6 tháng cuối năm 2020":                                        "half_year 2/2020",
		"Công tác 6 tháng năm 2020":                                             "half_year 1/2020",
		"Công tác 9 tháng đầu năm 2020":                                         "nine_months 1/2020",
		"Công tác tháng 9 năm 2020":                                             "month 9/2020",
		"Công tác tháng 9/2020":                                                 "month 9/2020",
		"Công tác năm 2020":                                                     "year 1/2020",
		"Công tác quý IV và cả năm 2020":                                        "quarter 4/2020; year 1/2020",
		"Kết quả quý III năm 2020, phương hướng quý IV năm 2020":                "quarter 3/2020",
		"Kết quả tháng 6 năm 2020 và phương hướng, nhiệm vụ tháng 7 năm 2020":   "month 6/2020",
		"Kết quả năm 2020, phương hướng năm 2021":                               "year 1/2020",
		"Triển khai giai đoạn 2021 - 2025":                                      "year 1/2021; year 1/2025",
		"Thực hiện Quyết định số 5/QĐ-UBND ngày 02 tháng 9 năm 2020 của Ủy ban": "",
		"Công tác văn thư":                                                      "",
		"Công tác tháng 13 năm 2020":                                            "year 1/2020",
	} {
		p := headed("^ BÁO CÁO\n^ " + subject)
		var got []string
		for _, x := range p.Periods {
			got = append(got, fmt.Sprintf("%s %d/%d", x.Unit, x.Number, x.Year))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q: %q, want %q (years %v)", subject, got, want, p.SpeaksOf)
		}
	}
}

func TestDaysOfAPeriod(t *testing.T) {
	for p, want := range map[cchc.SpokenPeriod]string{
		{Unit: cchc.SpokenMonth, Number: 2, Year: 2020}: "2020-02-01 2020-02-29", {Unit: cchc.SpokenMonth, Number: 12, Year: 2020}: "2020-12-01 2020-12-31",
		{Unit: cchc.SpokenQuarter, Number: 1, Year: 2020}: "2020-01-01 2020-03-31", {Unit: cchc.SpokenQuarter, Number: 4, Year: 2020}: "2020-10-01 2020-12-31",
		{Unit: cchc.SpokenHalfYear, Number: 2, Year: 2020}: "2020-07-01 2020-12-31", {Unit: cchc.SpokenNineMonths, Number: 1, Year: 2020}: "2020-01-01 2020-09-30",
		{Unit: cchc.SpokenYear, Number: 1, Year: 2020}: "2020-01-01 2020-12-31",
	} {
		if d := p.Days(); d.From.String()+" "+d.To.String() != want {
			t.Errorf("%+v: %v, want %s", p, d, want)
		}
	}
}

// A field says where it was read.
func TestSpans(t *testing.T) {
	p := headed("^ KẾ HOẠCH\n^ Kiểm tra công vụ\nI. NỘI DUNG\n<page>\nDòng một\n| Nơi nhận: // - Như trên; // - Lưu: VT, TH | GIÁM ĐỐC // // Nguyễn Văn Mẫu")
	for field, want := range map[string]string{
		"code": "1:3 Số: 12/KH-SNV", "issued_date": "1:5 Sông Lam, ngày 05 tháng 3 năm 2020", "organ_name": "1:2 SỞ NỘI VỤ", "parent_organ": "1:1 UBND TỈNH SÔNG LAM",
		"type_name": "1:6 KẾ HOẠCH", "subject": "1:7 Kiểm tra công vụ", "recipients": "2:2 Nơi nhận:",
	} {
		s := p.Spans[field]
		if got := fmt.Sprintf("%d:%d %s", s.Page, s.Line, s.Text); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
}

// A scan whose date was written by hand takes it from its own annex, never from another's.
func TestDateOfAnnex(t *testing.T) {
	annexed := func(date, annex string, source cchc.Source) string {
		pages := pagesOf("<lines>\nUBND TỈNH SÔNG LAM→CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ→Độc lập - Tự do - Hạnh phúc\nSố: …/SNV-CCHC→Sông Lam, " + date + "\nV/v báo cáo\n\nKính gửi: Các sở\n<page>\n" + annex)
		for i := range pages {
			pages[i].Source, pages[i].Quality = source, .9
		}
		return Describe(pages).IssuedDate.String()
	}
	const own = "(Kèm theo Công văn số 4Đ /SNV-CCHC ngày 21/11/2020 của Sở Nội vụ)"
	for _, c := range []struct {
		name, date, annex string
		source            cchc.Source
		want              string
	}{
		{"own annex", "ngày … tháng 11 năm 2020", own, cchc.SourceOCR, "2020-11-21"},
		{"month open too", "ngày … tháng … năm 2020", own, cchc.SourceOCR, "2020-11-21"},
		{"another month", "ngày … tháng 10 năm 2020", own, cchc.SourceOCR, ""},
		{"another year", "ngày … tháng 11 năm 2021", own, cchc.SourceOCR, ""},
		{"another notation", "ngày … tháng 11 năm 2020", strings.Replace(own, "CCHC", "TH", 1), cchc.SourceOCR, ""},
		{"annexes that disagree", "ngày … tháng 11 năm 2020", own + "\n\n" + strings.Replace(own, "21/11", "22/11", 1), cchc.SourceOCR, ""},
		{"a draft with text of its own", "ngày … tháng 11 năm 2020", own, cchc.SourceText, ""},
	} {
		if got := annexed(c.date, c.annex, c.source); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Names are mended on scans only.
func TestBestSpelling(t *testing.T) {
	for name, want := range map[string]string{
		"SO GIAO DVC VA DAO TAO": "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "ỦY BAN NHÂN DÂN THÀNH PHÓ ĐÀ NĂNG": "ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG", "TÒA ÁN NHÂN DÂN TÓICAO": "TÒA ÁN NHÂN DÂN TỐI CAO",
		"UBND TINH QUANG NAM": "UBND TỈNH QUẢNG NAM", "SỞ NỘI VU": "SỞ NỘI VỤ", "TRƯỜNG ĐẠI HỌC MẪU": "TRƯỜNG ĐẠI HỌC MẪU", "CÔNG TY MẪU THỬ": "CÔNG TY MẪU THỬ", "Sở Nội vu": "Sở Nội vu",
		// what is right stays
		"HỘI NÔNG DÂN TỈNH SÔNG LAM": "HỘI NÔNG DÂN TỈNH SÔNG LAM", "UBND HUYỆN PHÙ YÊN": "UBND HUYỆN PHÙ YÊN", "TRƯỜNG TIỂU HỌC SỐ 1": "TRƯỜNG TIỂU HỌC SỐ 1", "CÔNG AN HÀ TĨNH": "CÔNG AN HÀ TĨNH",
		"UBND TỈNH PHÙ YEN": "UBND TỈNH PHÚ YÊN", "ỦY BAN NHÂN DÂN TIIANH PHO DA NANG": "ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG",
	} {
		if got := bestSpelling(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	text := Describe(pagesOf("| UBND TỈNH SÔNG LAM // SỞ NỘI VU // Số: 12/KH-SNV | " + usualRight + "\n^ KẾ HOẠCH"))
	if text.OrganName != "SỞ NỘI VU" {
		t.Errorf("text that can be trusted was changed: %q", text.OrganName)
	}
}
