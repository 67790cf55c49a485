package describe

import (
	"testing"

	"minhchung/internal/cchc"
)

func TestWorkID(t *testing.T) {
	of := func(organ, number, notation string, year int) cchc.WorkID {
		p := cchc.Particulars{OrganName: organ, CodeNumber: number, CodeNotation: notation}
		if year > 0 {
			p.IssuedDate = cchc.NewDate(year, 3, 5)
		}
		return WorkID(p)
	}
	plan := of("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "08", "KH-STTTT", 2020)
	if plan == "" {
		t.Fatal("a paper with all particulars has no identity")
	}
	for name, same := range map[string]cchc.WorkID{
		"small letters": of("Sở Thông tin và Truyền thông", "08", "KH-STTTT", 2020),
		"no zero":       of("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "8", "KH-STTTT", 2020),
		"hyphen lost":   of("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "08", "KHSTTTT", 2020),
		"decomposed":    of("SƠ\u0309 THO\u0302NG TIN VA\u0300 TRUYE\u0302\u0300N THO\u0302NG", "08", "KH-STTTT", 2020),
	} {
		if same != plan {
			t.Errorf("%s: %q is not %q", name, same, plan)
		}
	}
	for name, other := range map[string]cchc.WorkID{
		"another number":     of("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "80", "KH-STTTT", 2020),
		"letter at number":   of("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "08c", "KH-STTTT", 2020),
		"another type":       of("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "08", "BC-STTTT", 2020),
		"another year":       of("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "08", "KH-STTTT", 2021),
		"another organ":      of("SỞ NỘI VỤ", "08", "KH-STTTT", 2020),
		"numbers run into 8": of("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "0", "8KH-STTTT", 2020),
	} {
		if other == plan {
			t.Errorf("%s: the same %q", name, plan)
		}
	}
	for name, none := range map[string]cchc.WorkID{
		"draft without number": of("SỞ NỘI VỤ", "", "KH-SNV", 2020),
		"number of zeros":      of("SỞ NỘI VỤ", "00", "KH-SNV", 2020),
		"no notation":          of("SỞ NỘI VỤ", "8", "", 2020),
		"no organ":             of("", "8", "KH-SNV", 2020),
		"no year":              of("SỞ NỘI VỤ", "8", "KH-SNV", 0),
		"nothing":              WorkID(cchc.Particulars{}),
	} {
		if none != "" {
			t.Errorf("%s: %q", name, none)
		}
	}
}

func TestWorkIDWritesOneWay(t *testing.T) {
	for _, pair := range [][2]cchc.Particulars{
		{ // abbreviation and full name, both placements of the tone
			{OrganName: "UBND TỈNH SÔNG LAM", CodeNumber: "144", CodeNotation: "KH-UBND", IssuedDate: cchc.NewDate(2020, 2, 19)},
			{OrganName: "UỶ BAN NHÂN DÂN TỈNH SÔNG LAM", CodeNumber: "144", CodeNotation: "KH-UBND", IssuedDate: cchc.NewDate(2020, 12, 1)},
		},
		{ // the year in the number stands for a date not read
			{OrganName: "Ủy ban nhân dân tỉnh Sông Lam", CodeNumber: "19", CodeNotation: "2012/QĐ-UBND"},
			{OrganName: "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", CodeNumber: "19", CodeNotation: "2012/QĐ-UBND", IssuedDate: cchc.NewDate(2012, 5, 2)},
		},
	} {
		a, b := WorkID(pair[0]), WorkID(pair[1])
		if a == "" || a != b {
			t.Errorf("%q and %q", a, b)
		}
	}
}

// The signed copy as PDF and the DOCX it was made from are one work; the file without
// number is none.
func TestWorkIDOfPapers(t *testing.T) {
	docx := WorkID(Describe(pagesOf("| UBND TỈNH SÔNG LAM // SỞ NỘI VỤ | <motto>\n| Số: 5/KH-SNV | Sông Lam, ngày 03 tháng 02 năm 2020\n^ KẾ HOẠCH\n^ Đào tạo")))
	pdf := WorkID(Describe(pagesOf("<lines>\nUBND TỈNH SÔNG LAM→CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ→Độc lập - Tự do - Hạnh phúc\nSố: 05 /KH-SNV→Sông Lam, ngày 3 tháng 2 năm 2020\n\nKẾ HOẠCH\nĐào tạo")))
	draft := WorkID(Describe(pagesOf("| UBND TỈNH SÔNG LAM // SỞ NỘI VỤ | <motto>\n| Số:     /KH-SNV | Sông Lam, ngày 03 tháng 02 năm 2020\n^ KẾ HOẠCH\n^ Đào tạo")))
	if docx == "" || docx != pdf || draft != "" {
		t.Errorf("docx %q, pdf %q, draft %q", docx, pdf, draft)
	}
}
