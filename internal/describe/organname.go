package describe

import (
	"strings"
	"sync"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// On scans and in the text layers scanners leave behind, letters of an organ's name are
// wrong or lost. Names of organs are made of few words everybody knows; where a scanned
// name differs from them by a letter or two, or in its tones only, it is written as it is
// called. Papers whose letters can be trusted are never touched.

// known are the words names of organs are made of, as they are written in capitals.
const known = `ỦY BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN|HỘI ĐỒNG|BAN CHẤP HÀNH|BAN CHỈ ĐẠO|BAN QUẢN LÝ|BAN TỔ CHỨC|VĂN PHÒNG|THANH TRA|CHI CỤC|TRUNG TÂM|TRƯỜNG ĐẠI HỌC|` +
	`TRƯỜNG CAO ĐẲNG|TRƯỜNG TRUNG HỌC PHỔ THÔNG|TRƯỜNG TRUNG HỌC CƠ SỞ|TRƯỜNG TIỂU HỌC|TRƯỜNG MẦM NON|BỆNH VIỆN|CÔNG TY CỔ PHẦN|THÀNH PHỐ|THỊ TRẤN|THỊ XÃ|CHÍNH PHỦ|QUỐC HỘI|` +
	`TÒA ÁN NHÂN DÂN|VIỆN KIỂM SÁT NHÂN DÂN|TỐI CAO|KIỂM TOÁN NHÀ NƯỚC|NGÂN HÀNG NHÀ NƯỚC|BẢO HIỂM XÃ HỘI|KHO BẠC NHÀ NƯỚC|MẶT TRẬN TỔ QUỐC|LIÊN ĐOÀN LAO ĐỘNG|` +
	`GIÁO DỤC VÀ ĐÀO TẠO|THÔNG TIN VÀ TRUYỀN THÔNG|KHOA HỌC VÀ CÔNG NGHỆ|TÀI NGUYÊN VÀ MÔI TRƯỜNG|NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN|NÔNG NGHIỆP VÀ MÔI TRƯỜNG|` +
	`VĂN HÓA, THỂ THAO VÀ DU LỊCH|VĂN HÓA VÀ THỂ THAO|LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI|GIAO THÔNG VẬN TẢI|KẾ HOẠCH VÀ ĐẦU TƯ|CÔNG THƯƠNG|XÂY DỰNG|TƯ PHÁP|NỘI VỤ|TÀI CHÍNH|` +
	`NGOẠI VỤ|DÂN TỘC VÀ TÔN GIÁO|QUỐC PHÒNG|CÔNG AN|Y TẾ|HỘI KHUYẾN HỌC`

// provinces are the names of provinces and cities before and after 01/07/2025. A district may
// differ from one in its tone only, so they are looked for behind "tỉnh" and "thành phố".
const provinces = `AN GIANG|BÀ RỊA - VŨNG TÀU|BẠC LIÊU|BẮC GIANG|BẮC KẠN|BẮC NINH|BẾN TRE|BÌNH DƯƠNG|BÌNH ĐỊNH|BÌNH PHƯỚC|BÌNH THUẬN|CÀ MAU|CAO BẰNG|CẦN THƠ|ĐÀ NẴNG|ĐẮK LẮK|ĐẮK NÔNG|` +
	`ĐIỆN BIÊN|ĐỒNG NAI|ĐỒNG THÁP|GIA LAI|HÀ GIANG|HÀ NAM|HÀ NỘI|HÀ TĨNH|HẢI DƯƠNG|HẢI PHÒNG|HẬU GIANG|HÒA BÌNH|HỒ CHÍ MINH|HƯNG YÊN|KHÁNH HÒA|KIÊN GIANG|KON TUM|LAI CHÂU|` +
	`LẠNG SƠN|LÀO CAI|LÂM ĐỒNG|LONG AN|NAM ĐỊNH|NGHỆ AN|NINH BÌNH|NINH THUẬN|PHÚ THỌ|PHÚ YÊN|QUẢNG BÌNH|QUẢNG NAM|QUẢNG NGÃI|QUẢNG NINH|QUẢNG TRỊ|SÓC TRĂNG|SƠN LA|TÂY NINH|` +
	`THÁI BÌNH|THÁI NGUYÊN|THANH HÓA|THỪA THIÊN HUẾ|TIỀN GIANG|TRÀ VINH|TUYÊN QUANG|VĨNH LONG|VĨNH PHÚC|YÊN BÁI`

// knownName is a phrase of names with its words folded.
type knownName struct {
	text     string
	words    int
	squeezed string
}

var (
	knownNames     = sync.OnceValue(func() []knownName { return namesOf(known) })
	knownProvinces = sync.OnceValue(func() []knownName { return namesOf(provinces) })
)

func namesOf(list string) []knownName {
	var all []knownName
	for text := range strings.SplitSeq(list, "|") {
		all = append(all, knownName{text, words(text), squeeze(vi.Fold(text))})
	}
	return all
}

// holdsNoWord reports whether some of the words are no syllables: "HỘI NÔNG", of two, is not
// a misread "HỘI ĐỒNG".
func holdsNoWord(fields []string) bool {
	for _, w := range fields {
		if w = strings.Trim(w, "-,."); w != "" && !vi.IsSyllable(strings.ToLower(w)) {
			return true
		}
	}
	return false
}

// lostLetter is the beginning of a name whose first letter was lost: under a stamp, at the
// edge of the page.
var lostLetter = sync.OnceValue(startsWith(`(?:oi dong|y ban nhan|bnd (?:tinh|huyen|xa|phuong|thanh)|an chap hanh|an chi dao|an quan ly|an to chuc|an phong|hanh tra|hi cuc|rung tam|ruong (?:dai|cao|trung|tieu|mam)|enh vien|ong ty|inh uy|uyen uy)\b`))

// firstLetters are those that may have been lost.
const firstLetters = "HỦUBVTCĐ"

// withFirstLetter gives a scanned name back the letter that was lost from its beginning.
func withFirstLetter(name, fold string) (string, string, bool) {
	if !lostLetter().matches(fold) || !shouted(name) {
		return name, fold, false
	}
	for _, r := range firstLetters {
		if f := vi.Fold(string(r)) + fold; wholeStart().matches(f) {
			return string(r) + name, f, true
		}
	}
	return name, fold, false
}

var wholeStart = sync.OnceValue(startsWith(`(?:hoi dong|uy ban nhan|ubnd|ban chap hanh|ban chi dao|ban quan ly|ban to chuc|van phong|thanh tra|chi cuc|trung tam|truong|benh vien|cong ty|tinh uy|huyen uy)\b`))

// bestSpelling writes the known words of a scanned name as they are written.
func bestSpelling(name string) string {
	if !shouted(name) {
		return name
	}
	fields := strings.Fields(name)
	var out []string
	for i := 0; i < len(fields); {
		before := ""
		if i > 0 {
			before = vi.Fold(lastWord(out[len(out)-1]))
		}
		names := knownNames()
		if before == "tinh" || before == "pho" || before == "tp" || before == "tp." {
			names = knownProvinces()
		}
		text, n := knownAt(names, fields[i:])
		if n == 0 {
			text, n = knownWord(fields[i], before), 1
		}
		out = append(out, text)
		i += n
	}
	return strings.Join(out, " ")
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// knownWord writes the words that stand before a name.
func knownWord(w, before string) string {
	switch fold := vi.Fold(w); {
	case fold == "so" && before == "":
		return "SỞ"
	case fold == "tinh" && before != "ha":
		return "TỈNH"
	case fold == "huyen":
		return "HUYỆN"
	}
	return w
}

// knownAt finds the longest of the names that words start with, tones wrong or letters.
func knownAt(names []knownName, fields []string) (text string, n int) {
	for _, k := range names {
		for _, take := range []int{k.words, k.words - 1, k.words + 1} {
			if take <= n || take > len(fields) || take < 1 {
				continue
			}
			read := strings.ReplaceAll(squeeze(vi.Fold(strings.Join(fields[:take], " "))), "ii", "h") // "TIIANH"
			limit := len(k.squeezed) / 6
			if take != k.words {
				limit = 0 // words run together or torn apart, nothing else
			}
			if read == k.squeezed || near(read, k.squeezed, limit) && holdsNoWord(fields[:take]) {
				text, n = k.text, take
			}
		}
	}
	return text, n
}

// torn are letters with a mark on a ký hiệu, which has none: recognition gives a digit twice,
// "P6" as "Pó6".
var torn = vi.Pattern(`\p{Ll}(\d)`)

// strayDigits are what is left of a number written by hand: no ký hiệu starts with them,
// but with the year of a legal document.
var strayDigits = vi.Pattern(`^\d{1,3}/`)

// mendNotation drops what recognition makes of a digit beside the digit, and what is left
// of a number before the notation.
func mendNotation(notation string) string {
	if rest := strayDigits().ReplaceAllString(notation, ""); len(rest) >= 2 {
		notation = rest
	}
	return torn().ReplaceAllStringFunc(notation, func(m string) string {
		r, n := utf8.DecodeRuneInString(m)
		if n == 1 || r == 'đ' {
			return m // "NV1", "Tr1": plain letters belong there
		}
		return m[n:]
	})
}
