package passage

import "testing"

func TestParseMarker(t *testing.T) {
	for s, want := range map[string]marker{
		"Điều 5. Phạm vi điều chỉnh": {markArticle, "5"},
		"ĐIỀU 12: TỔ CHỨC":           {markArticle, "12"},
		"Điều 5a. Bổ sung":           {markArticle, "5a"},
		"Điều 7":                     {markArticle, "7"},
		"Điều 5 Nghị định này":       {},
		"Điều tra xã hội học":        {},
		"“Điều 5. Sửa đổi":           {},
		"Chương II":                  {markChapter, "Chương II"},
		"CHƯƠNG I. QUY ĐỊNH CHUNG":   {markChapter, "CHƯƠNG I"},
		"Chương trình công tác":      {},
		"Mục 1":                      {markSection, "Mục 1"},
		"Mục tiêu chung":             {},
		"Mục 1 Điều 5 Nghị định này": {},
		"Phần thứ nhất":              {markPart, "Phần thứ nhất"},
		"PHẦN II: KẾT QUẢ":           {markPart, "PHẦN II"},
		"Phần mềm quản lý":           {},
		"Phụ lục I":                  {markAnnex, "Phụ lục I"},
		"PHỤ LỤC":                    {markAnnex, "PHỤ LỤC"},
		"Phụ lục kèm theo":           {},
		"A. KẾT QUẢ":                 {markAlpha, "A"},
		"II. NHIỆM VỤ":               {markRoman, "II"},
		"IV/ Kiến nghị":              {markRoman, "IV"},
		"III - Tổ chức":              {markRoman, "III"},
		"I.Tình hình":                {markRoman, "I"},
		"IIII. Sai":                  {},
		"V/v kiểm tra":               {},
		"Xã Sông Lam":                {},
		"1. Mục đích":                {markNumber, "1"},
		"2) yêu cầu":                 {markNumber, "2"},
		"3/ Tiến độ":                 {markNumber, "3"},
		"1.Công tác":                 {markNumber, "1"},
		"2020. Năm":                  {},
		"15/KH-STTTT":                {},
		"1.500.000 đồng":             {},
		"3.5 tỷ đồng":                {},
		"3.1 Nhiệm vụ":               {markDotted, "3.1"},
		"3.1.2. Giải pháp":           {markDotted, "3.1.2"},
		"12 tháng":                   {},
		"a) nội dung":                {markLetter, "a"},
		"đ) nội dung":                {markLetter, "đ"},
		"b. Nội dung":                {markLetter, "b"},
		"v.v. và":                    {},
		"- gạch đầu dòng":            {},
		"":                           {},
		"(1) trong ngoặc":            {},
		"15.3.2020 Ngày":             {},
	} {
		if got := parseMarker(s); got != want {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	p := func(article bool, parts ...string) path { return path{parts: parts, article: article} }
	for want, ab := range map[string][2]path{
		"II.3–5":                  {p(false, "II", "3"), p(false, "II", "5")},
		"II":                      {p(false, "II", "3", "a"), p(false, "II")},
		"II.3–4":                  {p(false, "II", "3", "b"), p(false, "II", "4")},
		"I–III":                   {p(false, "I", "1"), p(false, "III")},
		"IX–X":                    {p(false, "IX"), p(false, "X")},
		"Điều 5 khoản 1–3":        {p(true, "5", "1"), p(true, "5", "3")},
		"Điều 5 khoản 1 điểm a–c": {p(true, "5", "1", "a"), p(true, "5", "1", "c")},
		"Điều 5 điểm a–b":         {p(true, "5", "a"), p(true, "5", "b")},
		"Điều 5 khoản 1.1–2":      {p(true, "5", "1", "1"), p(true, "5", "1", "2", "3")},
		"Điều 5":                  {p(true, "5"), p(true, "5", "2")},
		"II.4":                    {p(false, "II", "4"), p(false, "II", "4")},
		"III":                     {p(false, "III", "4"), p(false, "III", "1")},
		"":                        {p(false), p(true, "5")},
	} {
		if got := span(ab[0], ab[1]); got != want {
			t.Errorf("span(%v, %v) = %q, want %q", ab[0], ab[1], got, want)
		}
	}
}
