package describe

import (
	"testing"

	"minhchung/internal/vi"
)

func TestTypes(t *testing.T) {
	// Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III; CV is the common short form of
	// công văn, which has none of its own there, as thư công.
	want := []string{"NQ", "QĐ", "CT", "QC", "QyĐ", "TC", "TB", "HD", "CTr", "KH", "PA", "ĐA", "DA", "BC", "BB", "TTr", "HĐ", "CĐ",
		"BGN", "BTT", "GUQ", "GM", "GGT", "GNP", "PG", "PC", "PB", "CV", ""}
	all := Types()
	for i, abbr := range want {
		if all[i].Abbr != abbr || all[i].Kind != KindAdministrative {
			t.Errorf("type %d: %+v, want %q", i+1, all[i], abbr)
		}
	}
	names, abbrs := map[string]bool{}, map[string]bool{}
	for i, x := range all {
		name := vi.Fold(x.Name)
		if x.Name == "" || x.Source == "" || names[name] || x.Abbr != "" && abbrs[x.Abbr] {
			t.Errorf("type %d: %+v is doubtful or there twice", i, x)
		}
		if i >= len(want) && x.Kind == KindAdministrative {
			t.Errorf("type %d: %+v is not of the 29", i, x)
		}
		names[name], abbrs[x.Abbr] = true, true
		if x.Abbr != "" && TypeName(x.Abbr) != x.Name {
			t.Errorf("%s is called %q", x.Abbr, TypeName(x.Abbr))
		}
	}
	all[0] = Type{}
	if Types()[0].Abbr != "NQ" {
		t.Error("the slice is shared")
	}
}

func TestTypeName(t *testing.T) {
	for abbr, want := range map[string]string{
		"KH": "Kế hoạch", "CTr": "Chương trình", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định", "TT": "Thông tư", "TTr": "Tờ trình",
		"SY": "Bản sao y", "": "", "kh": "", "CTR": "", "XX": "", "STTTT": "",
	} {
		if got := TypeName(abbr); got != want {
			t.Errorf("%q is called %q, want %q", abbr, got, want)
		}
	}
}

func TestParseTitle(t *testing.T) {
	for text, want := range map[string]string{
		"KẾ HOẠCH": "Kế hoạch", "KÊ HOẠCH": "Kế hoạch", "BÁO CÁO THẨM ĐỊNH": "Báo cáo thẩm định", "THÔNG TƯ LIÊN TỊCH": "Thông tư liên tịch",
		"PHỤ LỤC III": "Phụ lục", "QUYẾT ĐỊNH (1)": "Quyết định", "BẢN THOẢ THUẬN": "Bản thỏa thuận",
		"QUYẾT ĐỊNH:": "", "ĐƠN VỊ": "", "LUẬT SƯ": "", "QUY ĐỊNH CHUNG": "", "BÁO CÁO VIÊN": "", "THÔNG TIN": "", "": "",
	} {
		got, _, ok := parseTitle(text, vi.Fold(text))
		if got.Name != want || ok != (want != "") {
			t.Errorf("%q is read as %q %v, want %q", text, got.Name, ok, want)
		}
	}
}

func TestYearsIn(t *testing.T) {
	for text, want := range map[string][]int{
		"Kết quả năm 2020, phương hướng năm 2021":                   {2020},
		"Kế hoạch công tác năm 2021":                                {2021},
		"Cải cách hành chính giai đoạn 2021 - 2025":                 {2021, 2025},
		"Quý III và 9 tháng năm 2020":                               {2020},
		"Thi hành pháp luật năm 2020":                               {2020},
		"Chấp hành kỷ luật, kỷ cương năm 2020":                      {2020},
		"Triển khai Luật Đầu tư năm 2020":                           nil,
		"Thực hiện Nghị định số 30/2020/NĐ-CP":                      nil,
		"Áp dụng TCVN ISO 9001:2015 tại cơ quan":                    nil,
		"Thực hiện Công văn ngày 05/3/2020":                         nil,
		"Thực hiện Kế hoạch số 15/KH-STTTT ngày 5 tháng 3 năm 2020": nil,
		"So sánh năm 2020 với năm 2019 và năm 2020":                 {2019, 2020},
		"": nil,
	} {
		got := yearsIn(text)
		if len(got) != len(want) {
			t.Errorf("%q speaks of %v, want %v", text, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q speaks of %v, want %v", text, got, want)
			}
		}
	}
}
