package describe

import (
	"strings"
	"testing"

	"minhchung/internal/vi"
)

func TestParseDateline(t *testing.T) {
	for _, c := range []struct{ line, place, date string }{
		{"Sông Lam, ngày 05 tháng 3 năm 2020", "Sông Lam", "2020-03-05"},
		{"Sông Lam, ngày  21  tháng   01  năm 2022", "Sông Lam", "2022-01-21"},
		{"Sông lam, ngày 5 tháng3 năm 2020", "Sông lam", "2020-03-05"},
		{"TP. Sông Lam, ngày 5 tháng 3 năm 2020", "TP. Sông Lam", "2020-03-05"},
		{"thành phố Sông Lam, ngày 5 tháng 3 năm 2020", "thành phố Sông Lam", "2020-03-05"},
		{"Sông Lam, ngày 5/3/2020", "Sông Lam", "2020-03-05"},
		{"Sông Lam ngày 05.03.2020", "Sông Lam", "2020-03-05"},
		{"Sông Lam, ngàyl6 tháng I0năm 2025", "Sông Lam", "2025-10-16"},
		{"Sông Lam, ngày ]] tháng 9 năm 2025", "Sông Lam", "2025-09-11"},
		{"Số 04-CV/HND Mẫu Giáp, ngày 17 tháng 12 năm 2025", "Mẫu Giáp", "2025-12-17"},
		{"Sông Lam, ngày     tháng 6 năm 2020", "Sông Lam", ""},
		{"Sông Lam, ngày ... tháng ... năm ...", "Sông Lam", ""},
		{"Sông Lam, ngày lô tháng 5 năm 2019", "Sông Lam", ""},
		{"Sông Lam, ngày 31 tháng 02 năm 2020", "Sông Lam", ""},
		{"Từ ngày 16 tháng 5 năm 2020 đến ngày 29 tháng 6 năm 2020", "", ""},
		{"(Kèm theo Quyết định số 5/QĐ-UBND ngày 16 tháng 5 năm 2020)", "", ""},
		{"Hạn hoàn tất là ngày 05/7/2026", "", ""},
		{"Hôm nay, ngày 5 tháng 3 năm 2020", "", ""},
		{"Không có gì ở đây", "", ""},
	} {
		text := clean(c.line)
		place, date, ok := parseDateline(text, vi.Fold(text))
		if !ok {
			place = ""
		}
		if place != c.place || ok && date.String() != c.date || !ok && c.place != "" {
			t.Errorf("%q: got %q %v %v, want %q %s", c.line, place, date, ok, c.place, c.date)
		}
	}
}

func TestOrganNames(t *testing.T) {
	for lines, want := range map[string]string{
		"ỦY BAN NHÂN DÂN/TỈNH SÔNG LAM":                              "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM",
		"UBND TỈNH SÔNG LAM/SỞ NỘI VỤ":                               "UBND TỈNH SÔNG LAM > SỞ NỘI VỤ",
		"ỦY BAN NHÂN DÂN/TỈNH SÔNG LAM/SỞ NỘI VỤ":                    "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM > SỞ NỘI VỤ",
		"VĂN PHÒNG/ỦY BAN NHÂN DÂN/TỈNH SÔNG LAM":                    "VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH SÔNG LAM",
		"CHỦ TỊCH/ỦY BAN NHÂN DÂN/TỈNH SÔNG LAM":                     "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SÔNG LAM",
		"SỞ NÔNG NGHIỆP/VÀ PHÁT TRIỂN NÔNG THÔN":                     "SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN",
		"SỞ VĂN HÓA,/THỂ THAO VÀ DU LỊCH":                            "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH",
		"SỞ NỘI VỤ/BAN TÔN GIÁO":                                     "SỞ NỘI VỤ > BAN TÔN GIÁO",
		"TỈNH ỦY SÔNG LAM/BAN TỔ CHỨC":                               "TỈNH ỦY SÔNG LAM > BAN TỔ CHỨC",
		"ĐẢNG BỘ TỈNH SÔNG LAM/HUYỆN ỦY BẾN THỬ":                     "ĐẢNG BỘ TỈNH SÔNG LAM > HUYỆN ỦY BẾN THỬ",
		"CHÍNH PHỦ/CHÍNH PHỦ":                                        "CHÍNH PHỦ",
		"BAN CHỈ ĐẠO/CẢI CÁCH HÀNH CHÍNH/TỈNH SÔNG LAM":              "BAN CHỈ ĐẠO CẢI CÁCH HÀNH CHÍNH TỈNH SÔNG LAM",
		"HỘI ĐỒNG NHÂN DÂN/XÃ MẪU GIÁP":                              "HỘI ĐỒNG NHÂN DÂN XÃ MẪU GIÁP",
		"UBND HUYỆN BẾN THỬ/TRUNG TÂM PHỤC VỤ/HÀNH CHÍNH CÔNG":       "UBND HUYỆN BẾN THỬ > TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
		"BỘ MẪU MỰC/TRƯỜNG ĐẠI HỌC SÔNG LAM/HỘI ĐỒNG TRƯỜNG ĐẠI HỌC": "BỘ MẪU MỰC > TRƯỜNG ĐẠI HỌC SÔNG LAM > HỘI ĐỒNG TRƯỜNG ĐẠI HỌC",
	} {
		var in []line
		for s := range strings.SplitSeq(lines, "/") {
			in = append(in, makeLine(s, leftColumn))
		}
		if got := strings.Join(organNames(in), " > "); got != want {
			t.Errorf("%s: got %q", lines, got)
		}
	}
}

func TestPersonName(t *testing.T) {
	for text, want := range map[string]string{
		"Nguyễn Văn Mẫu": "Nguyễn Văn Mẫu", "Đại tướng Tô Hư Ảo": "Tô Hư Ảo", "PGS.TS Lê Thị Thử": "Lê Thị Thử", "ThS. Lê Thị Thử": "Lê Thị Thử",
		"Th.s Bùi Văn Giả": "Bùi Văn Giả", "NGUYỄN VĂN MẪU": "NGUYỄN VĂN MẪU", "JOHN SAMPLE": "JOHN SAMPLE",
	} {
		l := makeLine(text, rightColumn)
		if !isPerson(&l, signer{position: "GIÁM ĐỐC"}) || personName(text) != want {
			t.Errorf("%q: %v %q", text, isPerson(&l, signer{position: "GIÁM ĐỐC"}), personName(text))
		}
	}
	for _, text := range []string{"", "GIÁM ĐỐC", "PHÓ CHỦ TỊCH", "(Đã ký)", "- Như trên;", "Lưu: VT", "KT. GIÁM ĐỐC", "SỞ NỘI VỤ", "Sở Nội vụ tỉnh Sông Lam", "CỦA CƠ QUAN ĐỀ NGHỊ", "Nguyễn", "Căn cứ Luật Mẫu;"} {
		if l := makeLine(text, rightColumn); isPerson(&l, signer{position: "GIÁM ĐỐC"}) {
			t.Errorf("%q is taken for a person", text)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		s, fold    string
		from, to   int
		want       string
		differsToo bool
	}{
		{s: "KẾ HOẠCH Năm", fold: "ke hoach nam", from: 9, to: 12, want: "Năm"},
		{s: "abc", fold: "abc", from: 1, to: 2, want: "b"},
		{s: "Đắk", fold: "dak", from: 0, to: 3, want: "Đắk"},
		{s: "ắ", fold: "a", from: 1, to: 1, want: ""},
		{s: "ắ…", fold: "ab", from: 1, to: 2, want: "…"},
		{s: "ắắắ", fold: "aa", from: 0, to: 1, want: "a"}, // not the same letters: the folded ones
	} {
		if got := cut(c.s, c.fold, c.from, c.to); got != c.want {
			t.Errorf("cut(%q, %d, %d) = %q, want %q", c.s, c.from, c.to, got, c.want)
		}
	}
}

func TestNear(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		limit int
		want  bool
	}{
		{"baocao", "baocao", 0, true}, {"baocao", "baocac", 1, true}, {"baoca", "baocao", 1, true}, {"baocaoo", "baocao", 1, true},
		{"kehoach", "quyche", 1, false}, {"quydinh", "quyetdinh", 1, false}, {"quydinh", "quyetdinh", 2, true}, {"", "a", 1, true}, {"", "ab", 1, false},
	} {
		if near(c.a, c.b, c.limit) != c.want || near(c.b, c.a, c.limit) != c.want {
			t.Errorf("near(%q, %q, %d) is not %v", c.a, c.b, c.limit, c.want)
		}
	}
}
