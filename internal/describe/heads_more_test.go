package describe

import (
	"strings"
	"testing"
)

// Drafts and papers whose number or date is in a stamp.
func draftHeads() []headCase {
	plan := "^ KẾ HOẠCH\n^ Kiểm tra công vụ"
	type w = [5]string
	return []headCase{
		{"draft, spaces for the number", snv + " // Số:      /KH-SNV", "<motto> // Sông Lam, ngày     tháng 3 năm 2020", plan, w{"KH Kế hoạch", "/KH-SNV", "-", "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"draft, dots for the number", snv + " // Số: ....../KH-SNV", "<motto> // Sông Lam, ngày ... tháng ... năm 2020", plan, w{"KH Kế hoạch", "/KH-SNV", "-", "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"draft, one sign for dots", snv + " // Số: …/KH-SNV", "<motto> // Sông Lam, ngày … tháng … năm 2020", plan, w{"KH Kế hoạch", "/KH-SNV", "-", "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"draft, underscores", snv + " // Số: ____/KH-SNV", "<motto> // Sông Lam, ngày __ tháng __ năm 2020", plan, w{"KH Kế hoạch", "/KH-SNV", "-", "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"draft, no colon", snv + " // Số      /KH-SNV", "<motto> // Sông Lam, ngày    tháng 3 năm 2020", plan, w{"KH Kế hoạch", "/KH-SNV", "-", "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"draft, year given", "ỦY BAN NHÂN DÂN // TỈNH SÔNG LAM // Số: ..../2020/QĐ-UBND", "<motto> // Sông Lam, ngày    tháng    năm 2020", "^ QUYẾT ĐỊNH\n^ Ban hành Quy định mẫu", w{"QĐ Quyết định", "/2020/QĐ-UBND", "-", "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", "Ban hành Quy định mẫu"}},
		{"draft, DỰ THẢO over the number", snv + " // DỰ THẢO // Số:    /KH-SNV", "<motto> // Sông Lam, ngày    tháng 3 năm 2020", plan, w{"KH Kế hoạch", "/KH-SNV", "-", "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"draft, DỰ THẢO over the letterhead", snv + " // Số:    /KH-SNV", "<motto> // Sông Lam, ngày    tháng 3 năm 2020", plan, w{"KH Kế hoạch", "/KH-SNV", "-", "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"draft of a công văn", snv + " // Số:    /SNV-CCHC // V/v góp ý dự thảo", "<motto> // Sông Lam, ngày    tháng 3 năm 2020", "^ Kính gửi: Các sở", w{"CV Công văn", "/SNV-CCHC", "-", "SỞ NỘI VỤ", "góp ý dự thảo"}},
		{"draft cites another of the same notation", "ỦY BAN NHÂN DÂN // TỈNH SÔNG LAM // Số:    /QĐ-UBND", "<motto> // Sông Lam, ngày    tháng 3 năm 2020", "^ QUYẾT ĐỊNH\n^ Thành lập Tổ giúp việc\nCăn cứ Quyết định số 19/QĐ-UBND ngày 02 tháng 01 năm 2020;", w{"QĐ Quyết định", "/QĐ-UBND", "-", "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", "Thành lập Tổ giúp việc"}},
		{"draft with an annex of another paper", "ỦY BAN NHÂN DÂN // TỈNH SÔNG LAM // Số:    /QĐ-UBND", "<motto> // Sông Lam, ngày    tháng 3 năm 2020", "^ QUYẾT ĐỊNH\n^ Thành lập Tổ giúp việc\n<page>\n^ PHỤ LỤC\n^ (Kèm theo Quyết định số 19/QĐ-UBND ngày 02/3/2020 của Ủy ban nhân dân tỉnh)", w{"QĐ Quyết định", "/QĐ-UBND", "-", "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", "Thành lập Tổ giúp việc"}},
		{"stamp has the whole number", snv + " // Số:    /KH-SNV", "", plan + "\n<stamp> Số: 31/KH-SNV", w{"KH Kế hoạch", "31/KH-SNV", usualDate, "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"stamp has number, day and month", snv + " // Số:    /KH-SNV", "<motto> // Sông Lam, ngày    tháng    năm 2020", plan + "\n<stamp> 31→5→3", w{"KH Kế hoạch", "31/KH-SNV", usualDate, "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"stamp has number and day", snv + " // Số:    /KH-SNV", "<motto> // Sông Lam, ngày    tháng 3 năm 2020", plan + "\n<stamp> 31→5", w{"KH Kế hoạch", "31/KH-SNV", usualDate, "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"stamp of another paper", snv + " // Số:    /KH-SNV", "", plan + "\n<stamp> Số: 31/QĐ-SNV", w{"KH Kế hoạch", "/KH-SNV", usualDate, "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"stamp of the signature only", snv + " // Số:    /KH-SNV", "<motto> // Sông Lam, ngày    tháng 3 năm 2020", plan + "\n<stamp> Người ký: Sở Nội vụ\n<stamp> Thời gian ký: 05/03/2020 10:00:00", w{"KH Kế hoạch", "/KH-SNV", "-", "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"stamp with a day that is none", snv + " // Số:    /KH-SNV", "<motto> // Sông Lam, ngày    tháng 2 năm 2020", plan + "\n<stamp> 31→30", w{"KH Kế hoạch", "31/KH-SNV", "-", "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
	}
}

// Papers of the Party (Hướng dẫn 36-HD/VPTW): number, hyphen, type, stroke, organ.
func partyHeads() []headCase {
	const right = "ĐẢNG CỘNG SẢN VIỆT NAM // Sông Lam, ngày 05 tháng 3 năm 2020"
	type w = [5]string
	return []headCase{
		{"party NQ", "TỈNH ỦY SÔNG LAM // * // Số 01-NQ/TU", right, "^ NGHỊ QUYẾT\n^ về công tác cán bộ", w{"NQ Nghị quyết", "01-NQ/TU", usualDate, "TỈNH ỦY SÔNG LAM", "về công tác cán bộ"}},
		{"party CT", "TỈNH ỦY SÔNG LAM // * // Số 12-CT/TU", right, "^ CHỈ THỊ\n^ về đại hội các cấp", w{"CT Chỉ thị", "12-CT/TU", usualDate, "TỈNH ỦY SÔNG LAM", "về đại hội các cấp"}},
		{"party KL", "TỈNH ỦY SÔNG LAM // * // Số 40-KL/TU", right, "^ KẾT LUẬN\n^ của Ban Thường vụ về sắp xếp bộ máy", w{"KL Kết luận", "40-KL/TU", usualDate, "TỈNH ỦY SÔNG LAM", "của Ban Thường vụ về sắp xếp bộ máy"}},
		{"party QĐ", "TỈNH ỦY SÔNG LAM // * // Số 217-QĐ/TU", right, "^ QUYẾT ĐỊNH\n^ về thành lập Ban Chỉ đạo", w{"QĐ Quyết định", "217-QĐ/TU", usualDate, "TỈNH ỦY SÔNG LAM", "về thành lập Ban Chỉ đạo"}},
		{"party QyĐ", "TỈNH ỦY SÔNG LAM // * // Số 30-QyĐ/TU", right, "^ QUY ĐỊNH\n^ về tiêu chuẩn chức danh", w{"QyĐ Quy định", "30-QyĐ/TU", usualDate, "TỈNH ỦY SÔNG LAM", "về tiêu chuẩn chức danh"}},
		{"party HD", "ĐẢNG BỘ TỈNH SÔNG LAM // BAN TỔ CHỨC // * // Số 05-HD/BTCTU", right, "^ HƯỚNG DẪN\n^ về kiểm điểm cuối năm", w{"HD Hướng dẫn", "05-HD/BTCTU", usualDate, "BAN TỔ CHỨC", "về kiểm điểm cuối năm"}},
		{"party TB", "HUYỆN ỦY BẾN THỬ // * // Số 88-TB/HU", right, "^ THÔNG BÁO\n^ kết luận của Thường trực", w{"TB Thông báo", "88-TB/HU", usualDate, "HUYỆN ỦY BẾN THỬ", "kết luận của Thường trực"}},
		{"party CTr", "TỈNH ỦY SÔNG LAM // * // Số 17-CTr/TU", right, "^ CHƯƠNG TRÌNH\n^ hành động thực hiện Nghị quyết", w{"CTr Chương trình", "17-CTr/TU", usualDate, "TỈNH ỦY SÔNG LAM", "hành động thực hiện Nghị quyết"}},
		{"party BC", "ĐẢNG ỦY SỞ NỘI VỤ // * // Số 9-BC/ĐU", right, "^ BÁO CÁO\n^ công tác xây dựng Đảng quý I năm 2020", w{"BC Báo cáo", "9-BC/ĐU", usualDate, "ĐẢNG ỦY SỞ NỘI VỤ", "công tác xây dựng Đảng quý I năm 2020"}},
		{"party KH", "ĐẢNG ỦY XÃ MẪU GIÁP // * // Số 21-KH/ĐU", right, "^ KẾ HOẠCH\n^ kiểm tra, giám sát năm 2020", w{"KH Kế hoạch", "21-KH/ĐU", usualDate, "ĐẢNG ỦY XÃ MẪU GIÁP", "kiểm tra, giám sát năm 2020"}},
		{"party CV", "TỈNH ỦY SÔNG LAM // VĂN PHÒNG // * // Số 512-CV/VPTU // V/v gửi tài liệu họp", right, "^ Kính gửi: Các ban đảng", w{"CV Công văn", "512-CV/VPTU", usualDate, "VĂN PHÒNG", "gửi tài liệu họp"}},
		{"party Số with a colon", "TỈNH ỦY SÔNG LAM // * // Số: 01-NQ/TU", right, "^ NGHỊ QUYẾT\n^ về chuyển đổi số", w{"NQ Nghị quyết", "01-NQ/TU", usualDate, "TỈNH ỦY SÔNG LAM", "về chuyển đổi số"}},
		{"party draft", "TỈNH ỦY SÔNG LAM // * // Số      -NQ/TU", "ĐẢNG CỘNG SẢN VIỆT NAM // Sông Lam, ngày    tháng    năm 2020", "^ NGHỊ QUYẾT\n^ về chuyển đổi số", w{"NQ Nghị quyết", "/NQ/TU", "-", "TỈNH ỦY SÔNG LAM", "về chuyển đổi số"}},
		{"party spaces around the hyphen", "TỈNH ỦY SÔNG LAM // * // Số 01 - NQ/TU", right, "^ NGHỊ QUYẾT\n^ về chuyển đổi số", w{"NQ Nghị quyết", "01-NQ/TU", usualDate, "TỈNH ỦY SÔNG LAM", "về chuyển đổi số"}},
		{"party youth union", "TỈNH ĐOÀN SÔNG LAM // BAN TUYÊN GIÁO // *** // Số: 7-KH/TĐTN-BTG", "ĐOÀN TNCS HỒ CHÍ MINH // Sông Lam, ngày 05 tháng 3 năm 2020", "^ KẾ HOẠCH\n^ Tuyên truyền tháng thanh niên", w{"KH Kế hoạch", "7-KH/TĐTN-BTG", usualDate, "BAN TUYÊN GIÁO", "Tuyên truyền tháng thanh niên"}},
	}
}

// Number lines as they are met: spaces, letters, years, lost hyphens.
func numberHeads() []headCase {
	number := func(name, line, code string) headCase {
		return headCase{"number " + name, snv + " // " + line, "", "^ KẾ HOẠCH\n^ Kiểm tra công vụ", [5]string{"KH Kế hoạch", code, usualDate, "SỞ NỘI VỤ", "Kiểm tra công vụ"}}
	}
	return []headCase{
		number("padded", "Số: 05/KH-SNV", "05/KH-SNV"),
		number("of five digits", "Số: 12345/KH-SNV", "12345/KH-SNV"),
		number("space before the stroke", "Số: 519 /KH-SNV", "519/KH-SNV"),
		number("space behind the stroke", "Số: 519/ KH-SNV", "519/KH-SNV"),
		number("spaces around the hyphen", "Số: 519/KH - SNV", "519/KH-SNV"),
		number("a long dash", "Số: 519/KH–SNV", "519/KH-SNV"),
		number("no space behind the colon", "Số:519/KH-SNV", "519/KH-SNV"),
		number("no colon", "Số 519/KH-SNV", "519/KH-SNV"),
		number("no colon, no space", "Số519/KH-SNV", "519/KH-SNV"),
		number("in capitals", "SỐ: 519/KH-SNV", "519/KH-SNV"),
		number("in brackets", "(Số: 519/KH-SNV)", "519/KH-SNV"),
		number("with a letter", "Số: 30c/KH-SNV", "30c/KH-SNV"),
		number("with a letter behind the organ", "Số: 12/KH-BCĐTKNQ18", "12/KH-BCĐTKNQ18"),
		number("of a steering committee", "Số: 12/KH-BCĐCCHC", "12/KH-BCĐCCHC"),
		number("lost hyphen", "Số: 673/KHUBND", "673/KHUBND"),
		number("that looks like a year", "Số: 2020/KH-SNV", "2020/KH-SNV"),
		number("year inside", "Số: 19/2020/KH-SNV", "19/2020/KH-SNV"),
		number("two strokes", "Số: 14/KH/SNV", "14/KH/SNV"),
		number("ampersand", "Số: 22/SNV-CCHC&PC", "22/SNV-CCHC&PC"),
		number("three parts", "Số: 51/QĐ-SNV-P2", "51/QĐ-SNV-P2"),
		number("no-break space", "Số:\u00a0519/KH-SNV", "519/KH-SNV"),
		number("full stop behind the label", "Số. 519/KH-SNV", "519/KH-SNV"),
		number("bilingual label", "Số/No.: 519/KH-SNV", "519/KH-SNV"),
	}
}

// Forms, annexes and what people hand in.
func formHeads() []headCase {
	const top = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
	type w = [5]string
	return []headCase{
		{"form TỜ KHAI", "", "", top + "^ TỜ KHAI\n^ ĐĂNG KÝ SỬ DỤNG DỊCH VỤ\nKính gửi: ....", w{"Tờ khai", "-", "-", "-", "ĐĂNG KÝ SỬ DỤNG DỊCH VỤ"}},
		{"form of a circular", "", "", "Mẫu số 01\n(Ban hành kèm theo Thông tư số 04/2020/TT-BMM ngày 28/12/2020 của Bộ)\n" + top + "^ ĐƠN\n^ XIN CẤP BẢN SAO", w{"Đơn", "-", "-", "-", "XIN CẤP BẢN SAO"}},
		{"form contract", "", "", top + "^ HỢP ĐỒNG\n^ THUÊ THIẾT BỊ\n^ Số: ....../HĐTB", w{"HĐ Hợp đồng", "/HĐTB", "-", "-", "THUÊ THIẾT BỊ"}},
		{"form contract, all dots", "", "", top + "^ HỢP ĐỒNG\n^ THUÊ THIẾT BỊ\n^ Số: ............", w{"HĐ Hợp đồng", "-", "-", "-", "THUÊ THIẾT BỊ"}},
		{"form minutes to fill in", "", "", top + "^ BIÊN BẢN\n^ BÀN GIAO TÀI SẢN\nHôm nay, ngày ... tháng ... năm ..., chúng tôi gồm:", w{"BB Biên bản", "-", "-", "-", "BÀN GIAO TÀI SẢN"}},
		{"form minutes with their date in the text", "SỞ NỘI VỤ // TỔ KIỂM TRA", "<motto>", "^ BIÊN BẢN\n^ Kiểm tra tại Phòng Mẫu\nHôm nay, ngày 09 tháng 9 năm 2020, tại Phòng Mẫu, Tổ kiểm tra gồm có:", w{"BB Biên bản", "-", "2020-09-09", "TỔ KIỂM TRA", "Kiểm tra tại Phòng Mẫu"}},
		{"form annex table", "", "", "^ PHỤ LỤC II\n^ DANH SÁCH CÁC ĐƠN VỊ\n^ (Kèm theo Kế hoạch số 12/KH-SNV ngày 05 tháng 3 năm 2020 của Sở)\n| TT | Đơn vị | Thời gian\n| 1 | Phòng A | Tháng 9", w{"Phụ lục", "-", "-", "-", "DANH SÁCH CÁC ĐƠN VỊ"}},
		{"form BIỂU of numbers", "", "", "Biểu số 03/CCHC\n^ TỔNG HỢP SỐ LIỆU THỦ TỤC HÀNH CHÍNH\n^ (Kèm theo Báo cáo số 44/BC-SNV ngày 02/6/2020)\n| STT | Lĩnh vực | Số lượng\n| 1 | Văn thư | 12", w{"-", "-", "-", "-", "TỔNG HỢP SỐ LIỆU THỦ TỤC HÀNH CHÍNH"}},
		{"form slip", "SỞ NỘI VỤ // VĂN PHÒNG", "<motto> // Sông Lam, ngày 05 tháng 3 năm 2020", "^ PHIẾU TRÌNH\n^ Giải quyết công việc", w{"Phiếu trình", "-", usualDate, "VĂN PHÒNG", "Giải quyết công việc"}},
		{"form evaluation", snv, "<motto>", "^ PHIẾU ĐÁNH GIÁ\n^ Xếp loại công chức", w{"Phiếu đánh giá", "-", "-", "SỞ NỘI VỤ", "Xếp loại công chức"}},
		{"form charter of a decision", "", "", top + "^ ĐIỀU LỆ\n^ HỘI MẪU THỬ TỈNH SÔNG LAM\n^ (Kèm theo Quyết định số    /QĐ-UBND ngày    tháng 6 năm 2020)", w{"Điều lệ", "-", "-", "-", "HỘI MẪU THỬ TỈNH SÔNG LAM"}},
		{"form regulation of a decision", "ỦY BAN NHÂN DÂN // TỈNH SÔNG LAM", "<motto>", "^ QUY CHẾ\n^ Tiếp công dân\n^ (Ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 02 tháng 3 năm 2020)\nChương I", w{"QC Quy chế", "-", "-", "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", "Tiếp công dân"}},
	}
}

// Pages of the net, letters, lists: what has no letterhead says nothing.
func newsHeads() []headCase {
	type w = [5]string
	none := w{"-", "-", "-", "-", "-"}
	return []headCase{
		{"news page", "", "", "Sở kiểm tra công tác cải cách hành chính tại năm đơn vị\nNgày 15/9/2020, đoàn kiểm tra đã làm việc với Phòng Mẫu theo Kế hoạch số 12/KH-SNV.\nTheo báo cáo, kết quả đạt 80% điểm.", none},
		{"news page with a date line", "", "", "Thứ ba, 15/09/2020 | 10:30\nKết quả kiểm tra tại các đơn vị\nĐoàn kiểm tra đã ghi nhận nhiều kết quả.", none},
		{"news of a decision", "", "", "Ngày 05 tháng 3 năm 2020, Ủy ban nhân dân tỉnh ban hành Quyết định số 15/QĐ-UBND về việc thành lập Tổ kiểm tra.\nQuyết định có hiệu lực từ ngày ký.", none},
		{"mail", "", "", "Kính gửi anh chị,\nEm gửi báo cáo số 12/BC-SNV ngày 05/3/2020.\nTrân trọng.", none},
		{"list of numbers", "", "", "12/KH-SNV\n13/KH-SNV\n14/KH-SNV", none},
		{"sum with a stroke", "", "", "Số tài khoản: 0011/VCB\nSố điện thoại: 0238/123456", none},
		{"sentence about a plan", "", "", "Kế hoạch của chúng tôi là đi chơi vào ngày 5 tháng 3 năm 2020.", none},
	}
}

// Traps of real letterheads.
func trapHeads() []headCase {
	type w = [5]string
	plan := "^ KẾ HOẠCH\n^ Kiểm tra công vụ"
	all := w{"KH Kế hoạch", "12/KH-SNV", usualDate, "SỞ NỘI VỤ", "Kiểm tra công vụ"}
	return []headCase{
		{"trap arrival stamp", snv + " // Số: 12/KH-SNV", "", "ĐẾN // Số: 4707 // Ngày: 13/03/2020\n" + plan, all},
		{"trap page number over the letterhead", "", "", "2\n| " + snv + " // Số: 12/KH-SNV | " + usualRight + "\n" + plan, all},
		{"trap motto misprinted", snv + " // Số: 12/KH-SNV", "CỘNG HÒA XÃ HỘI NGHĨA VIỆT NAM // Độc lập - Tự do - Hạnh phức // Sông Lam, ngày 05 tháng 3 năm 2020", plan, all},
		{"trap motto with the other tone", snv + " // Số: 12/KH-SNV", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM // Độc lập - Tự do - Hạnh phúc // Sông Lam, ngày 05 tháng 3 năm 2020", plan, all},
		{"trap year in the trích yếu", snv + " // Số: 12/KH-SNV", "", "^ KẾ HOẠCH\n^ Công tác năm 2021", w{"KH Kế hoạch", "12/KH-SNV", usualDate, "SỞ NỘI VỤ", "Công tác năm 2021"}},
		{"trap date of a cited paper in the trích yếu", snv + " // Số: 12/KH-SNV", "", "^ KẾ HOẠCH\n^ Thực hiện Quyết định số 15/QĐ-UBND ngày 02/01/2020 của Ủy ban nhân dân tỉnh", w{"KH Kế hoạch", "12/KH-SNV", usualDate, "SỞ NỘI VỤ", "Thực hiện Quyết định số 15/QĐ-UBND ngày 02/01/2020 của Ủy ban nhân dân tỉnh"}},
		{"trap QUYẾT ĐỊNH: before the articles", snv + " // Số: 12/QĐ-SNV", "", "^ QUYẾT ĐỊNH\n^ Về việc thành lập Tổ\n^ GIÁM ĐỐC SỞ NỘI VỤ\nCăn cứ Luật Mẫu;\n^ QUYẾT ĐỊNH:\nĐiều 1. Thành lập Tổ.", w{"QĐ Quyết định", "12/QĐ-SNV", usualDate, "SỞ NỘI VỤ", "Về việc thành lập Tổ"}},
		{"trap decision of a chairman", "CHỦ TỊCH // ỦY BAN NHÂN DÂN // TỈNH SÔNG LAM // Số: 12/QĐ-CTUBND", "", "^ QUYẾT ĐỊNH\n^ Về việc tặng Bằng khen", w{"QĐ Quyết định", "12/QĐ-CTUBND", usualDate, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", "Về việc tặng Bằng khen"}},
		{"trap organ on two lines", "ỦY BAN NHÂN DÂN // HUYỆN BẾN THỬ // Số: 12/KH-UBND", "", plan, w{"KH Kế hoạch", "12/KH-UBND", usualDate, "ỦY BAN NHÂN DÂN HUYỆN BẾN THỬ", "Kiểm tra công vụ"}},
		{"trap office of the committee", "UBND TỈNH SÔNG LAM // VĂN PHÒNG // Số: 12/KH-VP", "", plan, w{"KH Kế hoạch", "12/KH-VP", usualDate, "VĂN PHÒNG", "Kiểm tra công vụ"}},
		{"trap organ with a comma", "UBND TỈNH SÔNG LAM // SỞ VĂN HÓA, // THỂ THAO VÀ DU LỊCH // Số: 12/KH-SVHTTDL", "", plan, w{"KH Kế hoạch", "12/KH-SVHTTDL", usualDate, "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Kiểm tra công vụ"}},
		{"trap organ with a hyphen", "UBND TỈNH SÔNG LAM // SỞ LAO ĐỘNG - THƯƠNG BINH // VÀ XÃ HỘI // Số: 12/KH-SLĐTBXH", "", plan, w{"KH Kế hoạch", "12/KH-SLĐTBXH", usualDate, "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Kiểm tra công vụ"}},
		{"trap court", "TÒA ÁN NHÂN DÂN // TỈNH SÔNG LAM // Số: 12/KH-TA", "", plan, w{"KH Kế hoạch", "12/KH-TA", usualDate, "TÒA ÁN NHÂN DÂN TỈNH SÔNG LAM", "Kiểm tra công vụ"}},
		{"trap school", "SỞ GIÁO DỤC VÀ ĐÀO TẠO // TRƯỜNG THPT MẪU THỬ // Số: 12/KH-THPTMT", "", plan, w{"KH Kế hoạch", "12/KH-THPTMT", usualDate, "TRƯỜNG THPT MẪU THỬ", "Kiểm tra công vụ"}},
		{"trap rules between the lines", snv + " // ------- // Số: 12/KH-SNV", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM // Độc lập - Tự do - Hạnh phúc // --------------- // Sông Lam, ngày 05 tháng 3 năm 2020", plan, all},
		{"trap line break lost at the rule", "SỞ NỘI VỤ-------- // Số: 12/KH-SNV", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập - Tự do - Hạnh phúc // Sông Lam, ngày 05 tháng 3 năm 2020", plan, all},
		{"trap urgency over the title", snv + " // Số: 12/KH-SNV", "", "HỎA TỐC\n" + plan, all},
		{"trap title and trích yếu on one line", snv + " // Số: 12/KH-SNV", "", "^ KẾ HOẠCH KIỂM TRA CÔNG VỤ", w{"KH Kế hoạch", "12/KH-SNV", usualDate, "SỞ NỘI VỤ", "KIỂM TRA CÔNG VỤ"}},
		{"trap title in small letters", snv + " // Số: 12/KH-SNV", "", "^ Kế hoạch\n^ Kiểm tra công vụ", all},
		{"trap công văn with a type in its notation", snv + " // Số: 12/BC-SNV // V/v báo cáo nhanh", "", "^ Kính gửi: Ủy ban nhân dân tỉnh", w{"CV Công văn", "12/BC-SNV", usualDate, "SỞ NỘI VỤ", "báo cáo nhanh"}},
		{"trap CT of a directive, CTr of a programme", snv + " // Số: 12/CTr-SNV", "", "^ CHƯƠNG TRÌNH\n^ Công tác", w{"CTr Chương trình", "12/CTr-SNV", usualDate, "SỞ NỘI VỤ", "Công tác"}},
		{"trap date with slashes", snv + " // Số: 12/KH-SNV", "<motto> // Sông Lam, ngày 5/3/2020", plan, all},
		{"trap date without comma", snv + " // Số: 12/KH-SNV", "<motto> // Sông Lam ngày 05 tháng 3 năm 2020", plan, all},
		{"trap day the calendar has not", snv + " // Số: 12/KH-SNV", "<motto> // Sông Lam, ngày 31 tháng 02 năm 2020", plan, w{"KH Kế hoạch", "12/KH-SNV", "-", "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"trap span of days is no date", snv + " // Số: 12/KH-SNV", "<motto>", plan + "\n(Từ ngày 16 tháng 5 năm 2020 đến ngày 29 tháng 6 năm 2020)", w{"KH Kế hoạch", "12/KH-SNV", "-", "SỞ NỘI VỤ", "Kiểm tra công vụ"}},
		{"trap address in the letterhead", snv + " // Số: 12/KH-SNV // Địa chỉ: Số 1 đường Mẫu, Sông Lam", "", plan, all},
		{"trap Số: of a telephone", snv + " // Điện thoại: 0238.123456 // Số: 12/KH-SNV", "", plan, all},
	}
}

// Files of several papers: what each part is, in turn. A part of a file starts where a page
// opens with a letterhead of its own.
func TestSeveralPapersInAFile(t *testing.T) {
	letter := "| " + snv + " // Số: 86/SNV-CCHC // V/v gửi kế hoạch | " + usualRight + "\n^ Kính gửi: Các sở\n"
	plan := "| " + snv + " // Số: 05/KH-SNV | <motto> // Sông Lam, ngày 03 tháng 02 năm 2020\n^ KẾ HOẠCH\n^ Đào tạo\n"
	report := "| " + snv + " // Số: 07/BC-SNV | <motto> // Sông Lam, ngày 04 tháng 02 năm 2020\n^ BÁO CÁO\n^ Kết quả\n"
	draft := "| " + snv + " // Số:    /KH-SNV | <motto> // Sông Lam, ngày    tháng 02 năm 2020\n^ KẾ HOẠCH\n^ Đào tạo\n"
	form := "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n^ TỜ KHAI\n^ Đăng ký\n"
	annex := "^ PHỤ LỤC\n^ DANH SÁCH\n^ (Kèm theo Kế hoạch số 05/KH-SNV ngày 03 tháng 02 năm 2020)\n"
	const more = "Nội dung tiếp theo của văn bản.\n"
	for name, c := range map[string]struct {
		pages []string
		want  string
	}{
		"one":                          {[]string{plan, more}, "05/KH-SNV"},
		"letter and plan":              {[]string{letter, plan, more}, "86/SNV-CCHC 05/KH-SNV"},
		"three":                        {[]string{letter, plan, more, report}, "86/SNV-CCHC 05/KH-SNV 07/BC-SNV"},
		"an annex stays":               {[]string{plan, annex}, "05/KH-SNV"},
		"a blank form stays":           {[]string{plan, form}, "05/KH-SNV"},
		"a draft behind stays":         {[]string{letter, draft}, "86/SNV-CCHC"},
		"plan, its annex, a report":    {[]string{plan, annex, report}, "05/KH-SNV 07/BC-SNV"},
		"a page before the first":      {[]string{more, plan}, "- 05/KH-SNV"},
		"the same letterhead twice":    {[]string{plan, plan}, "05/KH-SNV 05/KH-SNV"},
		"text that cites a letterhead": {[]string{plan, "Số: 05/KH-SNV ngày 03 tháng 02 năm 2020 của Sở Nội vụ\n" + more}, "05/KH-SNV"},
	} {
		pages := pagesOf(strings.Join(c.pages, "<page>\n"))
		var got []string
		for _, part := range Split("0123", pages) {
			code := Describe(pages[part.First : part.Last+1]).Code
			if code == "" {
				code = "-"
			}
			got = append(got, code)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
