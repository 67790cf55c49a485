package describe

import (
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// headCase is a letterhead and what it says: type, code, date, organ and trích yếu, a field
// that must stay blank as "-". left and right are the columns, lines parted by " // "; an
// empty right is the motto with Sông Lam, 05/3/2020. rest is written like the papers of
// testdata.
type headCase struct {
	name, left, right, rest string
	want                    [5]string
}

const (
	usualRight = "<motto> // Sông Lam, ngày 05 tháng 3 năm 2020"
	usualDate  = "2020-03-05"
	snv        = "UBND TỈNH SÔNG LAM // SỞ NỘI VỤ"
	sttttOrgan = "UBND TỈNH SÔNG LAM // SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
)

func (c headCase) pages() []cchc.Page {
	right := c.right
	if right == "" {
		right = usualRight
	}
	if c.left == "" {
		return pagesOf(c.rest)
	}
	return pagesOf("| " + c.left + " | " + right + "\n" + c.rest)
}

func headOf(p cchc.Particulars) [5]string {
	code := p.Code
	if code == "" && p.CodeNotation != "" {
		code = "/" + p.CodeNotation
	}
	out := [5]string{strings.TrimSpace(p.Type + " " + p.TypeName), code, p.IssuedDate.String(), p.OrganName, p.Subject}
	for i := range out {
		if out[i] == "" {
			out[i] = "-"
		}
	}
	return out
}

func TestHeads(t *testing.T) {
	all := [][]headCase{typeHeads(), scanHeads(), draftHeads(), partyHeads(), numberHeads(), formHeads(), newsHeads(), trapHeads()}
	n := 0
	names := map[string]bool{}
	for _, group := range all {
		for _, c := range group {
			n++
			if names[c.name] {
				t.Errorf("two cases are called %q", c.name)
			}
			names[c.name] = true
			t.Run(c.name, func(t *testing.T) {
				pages := c.pages()
				if strings.HasPrefix(c.name, "scan") {
					for i := range pages {
						pages[i].Source, pages[i].Quality = cchc.SourceOCR, .9
					}
				}
				got := Describe(pages)
				if headOf(got) != c.want {
					t.Errorf("\n got %q\nwant %q", headOf(got), c.want)
				}
				checkConsistent(t, got)
			})
		}
	}
	if n < 150 {
		t.Errorf("only %d letterheads", n)
	}
}

// The 29 types of Nghị định 30/2020/NĐ-CP, Điều 7.
func typeHeads() []headCase {
	typed := func(abbr, name, title, subject string) headCase {
		return headCase{"type " + name, snv + " // Số: 12/" + abbr + "-SNV", "", "^ " + title + "\n^ " + subject + "\nNội dung của văn bản được trình bày tại đây.",
			[5]string{abbr + " " + name, "12/" + abbr + "-SNV", usualDate, "SỞ NỘI VỤ", subject}}
	}
	return []headCase{
		typed("NQ", "Nghị quyết", "NGHỊ QUYẾT", "Về chương trình công tác của Hội đồng"),
		typed("QĐ", "Quyết định", "QUYẾT ĐỊNH", "Về việc thành lập Tổ kiểm tra cải cách hành chính"),
		typed("CT", "Chỉ thị", "CHỈ THỊ", "Về tăng cường kỷ luật, kỷ cương hành chính"),
		typed("QC", "Quy chế", "QUY CHẾ", "Làm việc của Tổ giúp việc"),
		typed("QyĐ", "Quy định", "QUY ĐỊNH", "Sử dụng xe công của cơ quan"),
		typed("TC", "Thông cáo", "THÔNG CÁO", "Về kết quả kỳ họp của Hội đồng"),
		typed("TB", "Thông báo", "THÔNG BÁO", "Kết luận kiểm tra cải cách hành chính"),
		typed("HD", "Hướng dẫn", "HƯỚNG DẪN", "Tự chấm điểm Chỉ số cải cách hành chính"),
		typed("CTr", "Chương trình", "CHƯƠNG TRÌNH", "Công tác trọng tâm của Sở"),
		typed("KH", "Kế hoạch", "KẾ HOẠCH", "Tuyên truyền cải cách hành chính"),
		typed("PA", "Phương án", "PHƯƠNG ÁN", "Ứng phó sự cố mạng"),
		typed("ĐA", "Đề án", "ĐỀ ÁN", "Vị trí việc làm của Sở"),
		typed("DA", "Dự án", "DỰ ÁN", "Nâng cấp phòng máy chủ"),
		typed("BC", "Báo cáo", "BÁO CÁO", "Kết quả khắc phục tồn tại, hạn chế"),
		typed("BB", "Biên bản", "BIÊN BẢN", "Kiểm tra tại Phòng Bưu chính"),
		typed("TTr", "Tờ trình", "TỜ TRÌNH", "Về việc phê duyệt Đề án"),
		typed("HĐ", "Hợp đồng", "HỢP ĐỒNG", "Thuê đường truyền"),
		typed("CĐ", "Công điện", "CÔNG ĐIỆN", "Về việc trực bảo đảm thông tin"),
		typed("BGN", "Bản ghi nhớ", "BẢN GHI NHỚ", "Hợp tác đào tạo"),
		typed("BTT", "Bản thỏa thuận", "BẢN THỎA THUẬN", "Phối hợp công tác"),
		typed("GUQ", "Giấy ủy quyền", "GIẤY ỦY QUYỀN", "Ký văn bản của cơ quan"),
		typed("GM", "Giấy mời", "GIẤY MỜI", "Họp giao ban tháng"),
		typed("GGT", "Giấy giới thiệu", "GIẤY GIỚI THIỆU", "Cán bộ đến liên hệ công tác"),
		typed("GNP", "Giấy nghỉ phép", "GIẤY NGHỈ PHÉP", "Nghỉ phép hằng năm"),
		typed("PG", "Phiếu gửi", "PHIẾU GỬI", "Gửi tài liệu họp"),
		typed("PC", "Phiếu chuyển", "PHIẾU CHUYỂN", "Chuyển đơn của công dân"),
		typed("PB", "Phiếu báo", "PHIẾU BÁO", "Báo nhận hồ sơ"),
		{"type Công văn", snv + " // Số: 215/SNV-CCHC // V/v báo cáo kết quả tự chấm điểm", "", "^ Kính gửi: Các sở, ban, ngành",
			[5]string{"CV Công văn", "215/SNV-CCHC", usualDate, "SỞ NỘI VỤ", "báo cáo kết quả tự chấm điểm"}},
		{"type Thư công", "UBND TỈNH SÔNG LAM", "", "^ THƯ CÔNG\n^ Về việc cảm ơn sự phối hợp",
			[5]string{"Thư công", "-", usualDate, "UBND TỈNH SÔNG LAM", "Về việc cảm ơn sự phối hợp"}},
		{"type Giấy uỷ quyền, the other spelling", snv + " // Số: 3/GUQ-SNV", "", "^ GIẤY UỶ QUYỀN\n^ Ký hợp đồng",
			[5]string{"GUQ Giấy ủy quyền", "3/GUQ-SNV", usualDate, "SỞ NỘI VỤ", "Ký hợp đồng"}},
		{"type Bản thoả thuận, the other spelling", snv + " // Số: 4/BTT-SNV", "", "^ BẢN THOẢ THUẬN\n^ Phối hợp tuyên truyền",
			[5]string{"BTT Bản thỏa thuận", "4/BTT-SNV", usualDate, "SỞ NỘI VỤ", "Phối hợp tuyên truyền"}},
		{"type Bản sao y", snv + " // Số: 7/SY-SNV", "", "^ BẢN SAO Y\n^ Sao gửi các phòng",
			[5]string{"SY Bản sao y", "7/SY-SNV", usualDate, "SỞ NỘI VỤ", "Sao gửi các phòng"}},
		{"type Nghị định", "CHÍNH PHỦ // Số: 12/2020/NĐ-CP", "", "^ NGHỊ ĐỊNH\n^ Về công tác thử nghiệm",
			[5]string{"NĐ Nghị định", "12/2020/NĐ-CP", usualDate, "CHÍNH PHỦ", "Về công tác thử nghiệm"}},
		{"type Thông tư", "BỘ MẪU MỰC // Số: 02/2020/TT-BMM", "", "^ THÔNG TƯ\n^ Hướng dẫn lập sổ",
			[5]string{"TT Thông tư", "02/2020/TT-BMM", usualDate, "BỘ MẪU MỰC", "Hướng dẫn lập sổ"}},
		{"type Thông tư liên tịch", "BỘ MẪU MỰC - BỘ MẪU THỬ // Số: 03/2020/TTLT-BMM-BMT", "", "^ THÔNG TƯ LIÊN TỊCH\n^ Hướng dẫn phối hợp",
			[5]string{"TTLT Thông tư liên tịch", "03/2020/TTLT-BMM-BMT", usualDate, "BỘ MẪU MỰC - BỘ MẪU THỬ", "Hướng dẫn phối hợp"}},
		{"type Báo cáo thẩm định", "UBND TỈNH SÔNG LAM // SỞ TƯ PHÁP // Số: 18/BCTĐ-STP", "", "^ BÁO CÁO THẨM ĐỊNH\n^ Dự thảo Quyết định của Ủy ban",
			[5]string{"BCTĐ Báo cáo thẩm định", "18/BCTĐ-STP", usualDate, "SỞ TƯ PHÁP", "Dự thảo Quyết định của Ủy ban"}},
	}
}

// Scans: letters and tones wrong, columns torn.
func scanHeads() []headCase {
	scan := func(name, left, number, date, title, subject string, want [5]string) headCase {
		return headCase{"scan " + name, "", "", "<lines>\n" + left + "\n" + number + "→" + date + "\n\n" + title + "\n" + subject + "\n\nI. MỤC ĐÍCH\n", want}
	}
	const top = "UBND TỈNH SÔNG LAM→CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ→Độc lập - Tự do - Hạnh phúc"
	const place = "Sông Lam, ngày 05 tháng 3 năm 2020"
	return []headCase{
		scan("QUYÉT ĐỊNH", top, "Số: 12/QĐ-SNV", place, "QUYÉT ĐỊNH", "Về việc cử cán bộ", [5]string{"QĐ Quyết định", "12/QĐ-SNV", usualDate, "SỞ NỘI VỤ", "Về việc cử cán bộ"}),
		scan("KẺ HOẠCH", top, "Só: 12/KH-SNV", place, "KẺ HOẠCH", "Kiểm tra công vụ", [5]string{"KH Kế hoạch", "12/KH-SNV", usualDate, "SỞ NỘI VỤ", "Kiểm tra công vụ"}),
		scan("BAO CÁO", top, "Sô: 12/BC-SNV", place, "BAO CÁO", "Kết quả công tác", [5]string{"BC Báo cáo", "12/BC-SNV", usualDate, "SỞ NỘI VỤ", "Kết quả công tác"}),
		scan("TỜ TRINH", top, "Số; 12/TTr-SNV", place, "TỜ TRINH", "Về việc phê duyệt dự toán", [5]string{"TTr Tờ trình", "12/TTr-SNV", usualDate, "SỞ NỘI VỤ", "Về việc phê duyệt dự toán"}),
		scan("THÔNG BẢO", top, "Số: 12 /TB-SNV", place, "THÔNG BẢO", "Kết luận cuộc họp", [5]string{"TB Thông báo", "12/TB-SNV", usualDate, "SỞ NỘI VỤ", "Kết luận cuộc họp"}),
		scan("GIÁY MỜI", top, "Số: 12/GM-SNV", place, "GIÁY MỜI", "Họp tổ kiểm tra", [5]string{"GM Giấy mời", "12/GM-SNV", usualDate, "SỞ NỘI VỤ", "Họp tổ kiểm tra"}),
		scan("BIẾN BẢN", top, "Số: 12/BB-SNV", place, "BIẾN BẢN", "Kiểm tra thực tế", [5]string{"BB Biên bản", "12/BB-SNV", usualDate, "SỞ NỘI VỤ", "Kiểm tra thực tế"}),
		scan("HƯỚNG DÃN", top, "Số: 12/HD-SNV", place, "HƯỚNG DÃN", "Chấm điểm thi đua", [5]string{"HD Hướng dẫn", "12/HD-SNV", usualDate, "SỞ NỘI VỤ", "Chấm điểm thi đua"}),
		scan("CHƯƠNG TRINH", top, "Số: 12/CTr-SNV", place, "CHƯƠNG TRINH", "Công tác năm", [5]string{"CTr Chương trình", "12/CTr-SNV", usualDate, "SỞ NỘI VỤ", "Công tác năm"}),
		scan("CHỈ THI", top, "Số: 12/CT-SNV", place, "CHỈ THI", "Về phòng cháy", [5]string{"CT Chỉ thị", "12/CT-SNV", usualDate, "SỞ NỘI VỤ", "Về phòng cháy"}),
		scan("CÔNG ĐIÊN", top, "Số: 12/CĐ-SNV", place, "CÔNG ĐIÊN", "Về ứng phó bão", [5]string{"CĐ Công điện", "12/CĐ-SNV", usualDate, "SỞ NỘI VỤ", "Về ứng phó bão"}),
		scan("NGHI QUYẾT", top, "Số: 12/NQ-SNV", place, "NGHI QUYẾT", "Về công tác cán bộ", [5]string{"NQ Nghị quyết", "12/NQ-SNV", usualDate, "SỞ NỘI VỤ", "Về công tác cán bộ"}),
		scan("PHIẾU CHUYÊN", top, "Số: 12/PC-SNV", place, "PHIẾU CHUYÊN", "Chuyển đơn kiến nghị", [5]string{"PC Phiếu chuyển", "12/PC-SNV", usualDate, "SỞ NỘI VỤ", "Chuyển đơn kiến nghị"}),
		scan("a letter of the title wrong", top, "Số: 12/QĐ-SNV", place, "QUYẾT ĐỊNB", "Về việc khen thưởng", [5]string{"QĐ Quyết định", "12/QĐ-SNV", usualDate, "SỞ NỘI VỤ", "Về việc khen thưởng"}),
		scan("QĐĐ for QĐ", top, "Số: 12/QĐĐ-SNV", place, "QUYẾT ĐỊNH", "Về việc nâng lương", [5]string{"QĐ Quyết định", "12/QĐ-SNV", usualDate, "SỞ NỘI VỤ", "Về việc nâng lương"}),
		scan("a digit read twice in the notation", top, "Số: 12/SNV-Pó6", place, "KẾ HOẠCH", "Trực lễ", [5]string{"KH Kế hoạch", "12/SNV-P6", usualDate, "SỞ NỘI VỤ", "Trực lễ"}),
		scan("day glued to its word", top, "Số: 12/KH-SNV", "Sông Lam, ngày05 tháng3 năm 2020", "KẾ HOẠCH", "Trực lễ", [5]string{"KH Kế hoạch", "12/KH-SNV", usualDate, "SỞ NỘI VỤ", "Trực lễ"}),
		scan("strokes for ones", top, "Số: 12/KH-SNV", "Sông Lam, ngày l1 tháng I0 năm 2020", "KẾ HOẠCH", "Trực lễ", [5]string{"KH Kế hoạch", "12/KH-SNV", "2020-10-11", "SỞ NỘI VỤ", "Trực lễ"}),
		scan("day left open", top, "Số: 12/KH-SNV", "Sông Lam, ngày … tháng 3 năm 2020", "KẾ HOẠCH", "Trực lễ", [5]string{"KH Kế hoạch", "12/KH-SNV", "-", "SỞ NỘI VỤ", "Trực lễ"}),
		scan("number left open", top, "Số: … /KH-SNV", place, "KẾ HOẠCH", "Trực lễ", [5]string{"KH Kế hoạch", "/KH-SNV", usualDate, "SỞ NỘI VỤ", "Trực lễ"}),
		scan("number left open, a piece of it behind a stroke", top, "Số: …/2 /KH-SNV", place, "KẾ HOẠCH", "Trực lễ", [5]string{"KH Kế hoạch", "/KH-SNV", usualDate, "SỞ NỘI VỤ", "Trực lễ"}),
		scan("number by hand", top, "Số: 4B6Ể /KH-SNV", place, "KẾ HOẠCH", "Trực lễ", [5]string{"KH Kế hoạch", "/KH-SNV", usualDate, "SỞ NỘI VỤ", "Trực lễ"}),
		scan("number by hand with a space inside", top, "Số: 39 ? /KH-SNV", place, "KẾ HOẠCH", "Trực lễ", [5]string{"KH Kế hoạch", "/KH-SNV", usualDate, "SỞ NỘI VỤ", "Trực lễ"}),
		scan("first letter of the organ under a stamp", "HỘI MẪU THỬ TỈNH→CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nỘI ĐÔNG QUẢN LÝ QUỸ→Độc lập - Tự do - Hạnh phúc", "Số: 5/BB-HĐQL", place, "BIÊN BẢN", "Họp Hội đồng",
			[5]string{"BB Biên bản", "5/BB-HĐQL", usualDate, "HỘI ĐỒNG QUẢN LÝ QUỸ", "Họp Hội đồng"}),
		scan("tones of the organ", "ỦY BAN NHÂN DÂN→CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTHÀNH PHÓ SÔNG LAM→Độc lập - Tự do - Hạnh phúc", "Số: 5/BC-UBND", place, "BÁO CÁO", "Công tác tháng",
			[5]string{"BC Báo cáo", "5/BC-UBND", usualDate, "ỦY BAN NHÂN DÂN THÀNH PHỐ SÔNG LAM", "Công tác tháng"}),
		scan("an H read as II", "UBND TIIÀNH PHỐ SÔNG LAM→CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSO GIAO DVC VA ĐAO TAO→Độc lập - Tự do - Hạnh phúc", "Số: 5/BC-SGDĐT", place, "BÁO CÁO", "Công tác tháng",
			[5]string{"BC Báo cáo", "5/BC-SGDĐT", usualDate, "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Công tác tháng"}),
		scan("motto with letters wrong", "UBND TỈNH SÔNG LAM→CONG HOA XA HQI CIIU NGHIA VIET NAM\nSỞ NỘI VỤ→Dộc lâp - Tư do - Hanh phuc", "Số: 5/BC-SNV", place, "BÁO CÁO", "Công tác tháng",
			[5]string{"BC Báo cáo", "5/BC-SNV", usualDate, "SỞ NỘI VỤ", "Công tác tháng"}),
		scan("specks before the organ", "-Ý UBND TỈNH SÔNG LAM→CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n: SỞ NỘI VỤ→Độc lập - Tự do - Hạnh phúc", "Số: 5/BC-SNV", place, "BÁO CÁO", "Công tác tháng",
			[5]string{"BC Báo cáo", "5/BC-SNV", usualDate, "SỞ NỘI VỤ", "Công tác tháng"}),
		scan("month misread", "UBND TỈNH SÔNG LAM→CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ→Độc lập - Tự do - Hạnh phúc", "Số: 5/BC-SNV", "Sông Lam, ngày,94 thcing 5 nam 2020", "BÁO CÁO", "Công tác tháng",
			[5]string{"BC Báo cáo", "5/BC-SNV", "-", "SỞ NỘI VỤ", "Công tác tháng"}),
	}
}
