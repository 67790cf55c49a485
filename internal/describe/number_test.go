package describe

import (
	"testing"

	"minhchung/internal/vi"
)

// Number lines as offices write them and as readers and scans give them.
func TestParseNumberLine(t *testing.T) {
	for _, c := range []struct{ line, code, number, notation string }{
		// công văn: organ and unit
		{"Số: 581/BNV-CCHC", "581/BNV-CCHC", "581", "BNV-CCHC"},
		{"Số: 3759/BNV-CCHC", "3759/BNV-CCHC", "3759", "BNV-CCHC"},
		{"Số: 160/SNV-CCHC", "160/SNV-CCHC", "160", "SNV-CCHC"},
		{"Số 86/SNV-CCHC", "86/SNV-CCHC", "86", "SNV-CCHC"},
		{"Số: 2231/SNV-CCHC&PC", "2231/SNV-CCHC&PC", "2231", "SNV-CCHC&PC"},
		{"Số: 1245/UBND-VP", "1245/UBND-VP", "1245", "UBND-VP"},
		{"Số: 285/CCTTHC", "285/CCTTHC", "285", "CCTTHC"},
		// type and organ
		{"Số: 410/TTr-NV1", "410/TTr-NV1", "410", "TTr-NV1"},
		{"Số: 12/QĐ-BCĐCCHC", "12/QĐ-BCĐCCHC", "12", "QĐ-BCĐCCHC"},
		{"Số: 51/QĐ-BCĐCCHC", "51/QĐ-BCĐCCHC", "51", "QĐ-BCĐCCHC"},
		{"Số: 4851/KH-UBND", "4851/KH-UBND", "4851", "KH-UBND"},
		{"Số: 1833/KH-UBND", "1833/KH-UBND", "1833", "KH-UBND"},
		{"Số: 144/KH-UBND", "144/KH-UBND", "144", "KH-UBND"},
		{"Số: 1173/KH-UBND", "1173/KH-UBND", "1173", "KH-UBND"},
		{"Số: 1642/KH-UBND", "1642/KH-UBND", "1642", "KH-UBND"},
		{"Số: 667/KH-SKHDT", "667/KH-SKHDT", "667", "KH-SKHDT"},
		{"Số: 617/TTr-SNV", "617/TTr-SNV", "617", "TTr-SNV"},
		{"Số: 330/TTr-SNV", "330/TTr-SNV", "330", "TTr-SNV"},
		{"Số: 1494/TTr-SNV", "1494/TTr-SNV", "1494", "TTr-SNV"},
		{"Số: 18/BCTĐ-STP", "18/BCTĐ-STP", "18", "BCTĐ-STP"},
		{"Số: 3616/BC-BNV", "3616/BC-BNV", "3616", "BC-BNV"},
		{"Số: 2016/QĐ-UBND", "2016/QĐ-UBND", "2016", "QĐ-UBND"},
		{"Số: 1156/QĐ-UBND", "1156/QĐ-UBND", "1156", "QĐ-UBND"},
		{"Số: 876/QĐ-BNV", "876/QĐ-BNV", "876", "QĐ-BNV"},
		{"Số: 971/QĐ-BTTTT", "971/QĐ-BTTTT", "971", "QĐ-BTTTT"},
		{"Số: 225/QĐ-TTg", "225/QĐ-TTg", "225", "QĐ-TTg"},
		{"Số: 204/CTr-UBND", "204/CTr-UBND", "204", "CTr-UBND"},
		{"Số: 141/KH-BCĐTKNQ18", "141/KH-BCĐTKNQ18", "141", "KH-BCĐTKNQ18"},
		{"Số: 390/NQ-HĐND", "390/NQ-HĐND", "390", "NQ-HĐND"},
		// legal documents: the year in between
		{"Số: 19/2012/QĐ-UBND", "19/2012/QĐ-UBND", "19", "2012/QĐ-UBND"},
		{"Số: 30/2018/QĐ-UBND", "30/2018/QĐ-UBND", "30", "2018/QĐ-UBND"},
		{"Số: 06/2024/QĐ-UBND", "06/2024/QĐ-UBND", "06", "2024/QĐ-UBND"},
		{"Số: 07/2021/TT-BNV", "07/2021/TT-BNV", "07", "2021/TT-BNV"},
		{"Số: 55/2005/TTLT-BNV-VPCP", "55/2005/TTLT-BNV-VPCP", "55", "2005/TTLT-BNV-VPCP"},
		{"Số: 30/2020/NĐ-CP", "30/2020/NĐ-CP", "30", "2020/NĐ-CP"},
		{"Luật số: 45/2019/QH14", "45/2019/QH14", "45", "2019/QH14"},
		{"Số: 144/2002/QĐ/BTC", "144/2002/QĐ/BTC", "144", "2002/QĐ/BTC"},
		{"Số: 76/NQ-CP", "76/NQ-CP", "76", "NQ-CP"},
		{"Số: 30c/NQ-CP", "30c/NQ-CP", "30c", "NQ-CP"},
		{"Số: 03/VBHN-VPQH", "03/VBHN-VPQH", "03", "VBHN-VPQH"},
		// the Party
		{"Số 01-NQ/TU", "01-NQ/TU", "01", "NQ/TU"},
		{"Số 60-NQ/TW", "60-NQ/TW", "60", "NQ/TW"},
		{"Số 217-QĐ/TW", "217-QĐ/TW", "217", "QĐ/TW"},
		// noise
		{"Số581/BNV-CCHC", "581/BNV-CCHC", "581", "BNV-CCHC"},
		{"Số: 519 /QĐ-UBND", "519/QĐ-UBND", "519", "QĐ-UBND"},
		{"Số: 673/QĐUBND", "673/QĐUBND", "673", "QĐUBND"},
		{"Số : 15 / KH – STTTT", "15/KH-STTTT", "15", "KH-STTTT"},
		{"SỐ: 9 /KH- STTTT", "9/KH-STTTT", "9", "KH-STTTT"},
		{"(Số: 7/GM-STTTT)", "7/GM-STTTT", "7", "GM-STTTT"},
		{"Số.: 4/2020/NQ-ĐHĐCĐ", "4/2020/NQ-ĐHĐCĐ", "4", "2020/NQ-ĐHĐCĐ"},
		{"Số/ No.: 8/CV-VD", "8/CV-VD", "8", "CV-VD"},
		{"S9: 3588/QD-STTTT", "3588/QD-STTTT", "3588", "QD-STTTT"},
		{"Số: 2605 /QĐÐ-STTTT", "2605/QĐ-STTTT", "2605", "QĐ-STTTT"},
		{"Số: 21/KH-STTTT Sông Lam, ngày 5 tháng 3 năm 2020", "21/KH-STTTT", "21", "KH-STTTT"},
		// no number: notation only
		{"Số:      /QĐ-SGDĐT", "", "", "QĐ-SGDĐT"},
		{"Số: …/QĐ-STTTT", "", "", "QĐ-STTTT"},
		{"Số: ...../2020/QĐ-UBND", "", "", "2020/QĐ-UBND"},
		{"Số    - HD/BTCTU", "", "", "HD/BTCTU"},
		{"Số: 39 ? /STTTT-VP", "", "", "STTTT-VP"},
		{"Số: 36-2 /QĐ-STTTT", "", "", "QĐ-STTTT"},
		// no number line at all
		{"Số: 4707", "", "", ""},
		{"Số điện thoại: 0123/456789", "", "", ""},
		{"Số: 12/2020", "", "", ""},
		{"Số tài khoản 0011/VCB", "", "", ""},
		{"số 112/QĐ-STTTT ngày 02 tháng 3 năm 2020 của Giám đốc Sở", "", "", ""},
		{"Số 112/QĐ-STTTT ngày 02 tháng 3 năm 2020 của Giám đốc Sở", "", "", ""},
		{"Căn cứ Nghị định số 30/2020/NĐ-CP", "", "", ""},
		{"Sông Lam, ngày 5 tháng 3 năm 2020", "", "", ""},
		{"SỐ LIỆU/KẾT QUẢ-TỔNG HỢP", "", "", ""},
		{"", "", "", ""},
	} {
		text := clean(c.line)
		got, ok := parseNumberLine(text, vi.Fold(text), false)
		if ok != (c.notation != "") || got.String() != c.code || got.number != c.number || got.notation != c.notation {
			t.Errorf("%q: got %q (%q, %q) %v, want %q (%q, %q)", c.line, got.String(), got.number, got.notation, ok, c.code, c.number, c.notation)
		}
	}
}

func TestTypeOfNotation(t *testing.T) {
	for notation, want := range map[string]string{
		"KH-STTTT": "Kế hoạch", "2012/QĐ-UBND": "Quyết định", "NQ/TU": "Nghị quyết", "QĐUBND": "Quyết định",
		"CTr-UBND": "Chương trình", "CT-UBND": "Chỉ thị", "TTr-SNV": "Tờ trình", "TT-BNV": "Thông tư", "2005/TTLT-BNV-VPCP": "Thông tư liên tịch",
		"QyĐ-STTTT": "Quy định", "HĐ-STTTT": "Hợp đồng", "HD-STTTT": "Hướng dẫn", "2019/QH14": "Luật", "QD-BTC": "Quyết định",
		"VBHN-VPQH": "Văn bản hợp nhất", "CV/HND": "Công văn", "2020/CV-VD": "Công văn",
		"STTTT-CNTT": "", "CCTTHC": "", "BNV-CCHC": "", "": "", "ctr-ubnd": "",
	} {
		if got, _ := typeOfNotation(notation); got.Name != want {
			t.Errorf("%q: got %q, want %q", notation, got.Name, want)
		}
	}
}

func TestStampedParts(t *testing.T) {
	lines := func(texts ...string) (out []line) {
		for _, x := range texts {
			out = append(out, makeLine(x, rightColumn))
		}
		return out
	}
	for _, c := range []struct {
		stamp []line
		want  int
	}{
		{nil, 0}, {lines("11410\t23 7"), 3}, {lines("215", "23", "7"), 3}, {lines("215"), 1},
		{lines("Người ký: Sở", "215"), 1}, {lines("1 2 3 4"), 0}, {lines("0123456789"), 0}, {lines("19/10/2020"), 0},
	} {
		if got := stampedParts(c.stamp); len(got) != c.want {
			t.Errorf("%v: got %q, want %d parts", c.stamp, got, c.want)
		}
	}
}
