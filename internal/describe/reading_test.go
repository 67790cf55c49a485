package describe

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// What reading real papers by eye showed to go wrong, each on a paper of our own.

// endOf is the end of a paper with a list of recipients.
func endOf(list string) string {
	return "| Nơi nhận: // - Như trên; // - " + list + " | GIÁM ĐỐC // // Nguyễn Văn Mẫu"
}

func TestDrafterOfTheNotation(t *testing.T) {
	for name, c := range map[string]struct{ notation, list, want string }{
		"named by the notation, behind another": {"SNV-CCHC", "Lưu: VT, KT, CCHC.Mẫu", "CCHC"},
		"another than the notation":             {"SNV-CCHC", "Lưu: VT, KT", "KT"},
		"a type and the organ itself":           {"CĐ-SNV", "Lưu: VT, hồ sơ", ""},
		"the office keeps, the unit wrote":      {"SNV-CCHC", "Lưu: VP, TH", "TH"},
		"the office wrote":                      {"SNV-CCHC", "Lưu: VT, VP", "VP"},
		"copies of the office":                  {"TB-SNV", "Lưu: VP (HC, TH), TCT (HC)", "TCT"},
		"copies of the office alone":            {"TB-SNV", "Lưu: VP (HC, TH)", ""},
		"the office alone":                      {"TB-SNV", "Lưu: VP", ""},
		"an office in words":                    {"TB-SNV", "Lưu Văn phòng Sở Nội vụ", ""},
	} {
		text := "| " + snv + " // Số: 12/" + c.notation + " // V/v báo cáo | " + usualRight + "\n^ Kính gửi: Các sở\nNội dung báo cáo như sau.\n" + endOf(c.list)
		if got := Describe(pagesOf(text)).Drafter; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestYearsOfDatesAndNumbers(t *testing.T) {
	for subject, want := range map[string][]int{
		"Về việc thực hiện Nghị định số 94 /1998/NĐ-CP của Chính phủ": nil,
		"Áp dụng tiêu chuẩn TCVN 5687 : 2010 trong thiết kế":          nil,
		"Về việc thực hiện Kế hoạch số 5/KH-SNV năm 2020":             {2020},
		"Tổng kết công tác năm 2019, phương hướng năm 2020":           {2019},
	} {
		if got := yearsIn(subject); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", subject, got, want)
		}
	}
	p := headed("^ HƯỚNG DẪN\n^ Cài đặt phần mềm\n^ 26/9/2027\n^ 1. Tải phần mềm")
	if len(p.SpeaksOf) > 0 {
		t.Errorf("a day is no heading: %v", p.SpeaksOf)
	}
	if p = headed("^ HƯỚNG DẪN\n^ Cài đặt phần mềm\n^ 1. KẾT QUẢ NĂM 2020"); !slices.Equal(p.SpeaksOf, []int{2020}) {
		t.Errorf("of the heading: %v", p.SpeaksOf)
	}
}

func TestSubjectLeavesOut(t *testing.T) {
	for text, want := range map[string]string{
		"^ QUY ĐỊNH\n^ Về chức năng của Đội kiểm tra\n^ ( Ban hành kèm theo Quyết định số …../2020/ QĐ-UBND, ngày ….. tháng 01 năm 2020 )\nĐiều 1. Phạm vi": "Về chức năng của Đội kiểm tra",
		"^ CÔNG ĐIỆN\n^ Về việc ứng phó với bão số 9 (bão Mẫu)\n^ Giám đốc Sở Mẫu điện:\n- Các phòng;":                                                      "Về việc ứng phó với bão số 9 (bão Mẫu)",
		"DN: C=VN, L=SÔNG LAM, CN=CÔNG TY MẪU, OID.0.9.2342.19200300.100.1.1=MST:0123456789 CÔNG TY MẪU SÔNG LAM\nNội dung":                                 "",
		"^ L?p: CNTT 4 B\n^ H? và tên: Nguy?n V?n M?u": "",
	} {
		if got := Describe(pagesOf(text)).Subject; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]bool{"K? ho?ch c?i cách": true, "Vì sao phải cải cách?": false, "Hỏi - đáp: Thủ tục nào? Ở đâu?": false, "": false, "?": false} {
		if lostLetters(text) != want {
			t.Errorf("%q: lost letters %v", text, !want)
		}
	}
}

func TestHeadingOfALeaflet(t *testing.T) {
	p := Describe(pagesOf("^ [TÊN CÔNG TY SÔNG LAM]\n^ TRÂN TRỌNG KÍNH MỜI\n^ Tham dự lễ khai trương\n^ 🎁 CHƯƠNG TRÌNH\n• Cắt băng"))
	if p.TypeName != "" || strings.Contains(p.Subject, "[") {
		t.Errorf("type %q, about %q", p.TypeName, p.Subject)
	}
}

func TestUnitsThatAreNone(t *testing.T) {
	for text, want := range map[string]string{
		"IV. SƠ ĐỒ BỐ TRÍ CÁC THÀNH PHẦN":                    "",
		"IV. SỞ TƯ PHÁP":                                     "SỞ TƯ PHÁP",
		"1. Công ty cổ phần":                                 "",
		"1. Công ty Cổ phần":                                 "",
		"1. Công ty TNHH Một thành viên":                     "",
		"1. Công ty TNHH Một thành viên Thoát nước Sông Lam": "Công ty TNHH Một thành viên Thoát nước Sông Lam",
		"1. Công ty Cổ phần Thoát nước Sông Lam":             "Công ty Cổ phần Thoát nước Sông Lam",
	} {
		var names []string
		for _, u := range headed("^ KẾ HOẠCH\n^ Kiểm tra\n" + text).Units {
			names = append(names, u.Name)
		}
		if got := strings.Join(names, ";"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAnnexesOfALongPage(t *testing.T) {
	text := "PHỤ LỤC J\n" + strings.Repeat("Biểu mẫu để các phòng ghi kết quả.\n", 30)
	pages := pagesOf("| " + snv + " // Số: 12/KH-SNV | " + usualRight + "\n^ KẾ HOẠCH\n^ Kiểm tra\nNội dung")
	pages[0].Blocks = append(pages[0].Blocks, cchc.Block{Kind: cchc.BlockBody, Text: text})
	if got := Describe(pages).Attachments; !slices.Equal(got, []string{"PHỤ LỤC J"}) {
		t.Errorf("%q", got)
	}
}

func TestCitedOrganEnds(t *testing.T) {
	for text, want := range map[string]string{
		"Căn cứ Quy định số 12-QĐ/TU ngày 02/3/2020 của Ban Thường vụ “Về công tác cán bộ”;":                "basis Ban Thường vụ",
		"đã được duyệt tại Quyết định số 34/QĐ-UBND ngày 02/3/2020 của Chủ tịch UBND tỉnh và theo Điều lệ;": "mentions Chủ tịch UBND tỉnh",
		"Theo Thông tư số 5/2020/TT-BTC ngày 02/3/2020 của Bộ trưởng Bộ Tài chính đối với tài sản công.":    "mentions Bộ trưởng Bộ Tài chính",
		"Mẫu số 01a/CCGT":              "",
		"theo Mẫu số 02/CCHC kèm theo": "",
		"Căn cứ Luật Mẫu số 45/2019/QH14; Nghị định số 11/2020/NĐ-CP ngày 01/02/2020 của Chính phủ;": "basis ; basis Chính phủ",
		"Căn cứ Luật Mẫu số 45/2019/QH14; Sở đề nghị thực hiện Kế hoạch số 5/KH-SNV;":                "basis ; mentions ",
	} {
		var got []string
		for _, c := range Citations([]cchc.Page{{Number: 1, Blocks: []cchc.Block{{Text: text}}}}) {
			got = append(got, fmt.Sprintf("%s %s", c.Relation, c.Organ))
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("%q: %q, want %q", text, g, want)
		}
	}
}

func TestRecipientsBesideTheName(t *testing.T) {
	p := headed("^ KẾ HOẠCH\n^ Kiểm tra\nNội dung.\nNơi nhận: → GIÁM ĐỐC\n- UBND các huyện,\nthành phố thuộc tỉnh; → Nguyễn Văn Mẫu\n- Lưu: VT.")
	if len(p.Recipients) == 0 || !strings.Contains(p.Recipients[0], "thành phố thuộc tỉnh") {
		t.Errorf("%q, signed by %q", p.Recipients, p.Signer.FullName)
	}
}

func TestMonthAndMonths(t *testing.T) {
	for subject, want := range map[string]string{
		"Ước thực hiện xuất khẩu tháng 2 và 2 tháng năm 2020": "[{month 2 2020}]",
		"Tình hình xuất khẩu tháng 9 và 9 tháng đầu năm 2020": "[{month 9 2020} {nine_months 1 2020}]",
		"Kết quả tháng 2/2020 và 2 tháng đầu năm 2020":        "[{month 2 2020}]",
		"Kế hoạch 12 tháng năm 2020":                          "[{year 1 2020}]",
	} {
		if got := fmt.Sprint(periodsIn(subject, []int{2020})); got != want {
			t.Errorf("%q: %s, want %s", subject, got, want)
		}
	}
}

func TestSheetsAreNoApplications(t *testing.T) {
	for text, want := range map[string]string{"^ ĐƠN THƯ THEO ĐỊA BÀN": "", "^ ĐƠN ĐỀ NGHỊ CẤP LẠI GIẤY PHÉP": "Đơn"} {
		if got := Describe(pagesOf(text + "\nNội dung")).TypeName; got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
