package describe

import (
	"slices"
	"strings"
	"sync"

	"minhchung/internal/vi"
)

// Type is a type of paper.
type Type struct {
	Abbr   string // "KH"; "" where the rules give none
	Name   string // "Kế hoạch"
	Kind   Kind
	Source string // where the type and its abbreviation come from
}

// Kind groups the types.
type Kind string

// The kinds of types.
const (
	KindAdministrative Kind = "administrative" // the 29 of Nghị định 30/2020/NĐ-CP, Điều 7
	KindCopy           Kind = "copy"           // bản sao, Điều 25
	KindLegal          Kind = "legal"          // văn bản quy phạm pháp luật
	KindParty          Kind = "party"          // papers of the Party that the state has not
	KindForm           Kind = "form"           // forms and annexes people hand in
)

const (
	nd30   = "Nghị định 30/2020/NĐ-CP, Điều 7 và Phụ lục III"
	ndCopy = "Nghị định 30/2020/NĐ-CP, Phụ lục III mục I"
	law    = "Luật Ban hành văn bản quy phạm pháp luật"
	party3 = "Hướng dẫn 36-HD/VPTW (thể thức văn bản của Đảng)"
	seen   = "thường gặp, không có trong Nghị định 30/2020/NĐ-CP"
)

// annexName is the title of an annex, which may stand over the letterhead of a form.
const annexName = "Phụ lục"

// Types returns the types known: the 29 of Nghị định 30/2020/NĐ-CP in its order, the
// copies, legal documents, papers of the Party, and common forms. The slice is the
// caller's own.
func Types() []Type {
	return []Type{
		{"NQ", "Nghị quyết", KindAdministrative, nd30},
		{"QĐ", "Quyết định", KindAdministrative, nd30},
		{"CT", "Chỉ thị", KindAdministrative, nd30},
		{"QC", "Quy chế", KindAdministrative, nd30},
		{"QyĐ", "Quy định", KindAdministrative, nd30},
		{"TC", "Thông cáo", KindAdministrative, nd30},
		{"TB", "Thông báo", KindAdministrative, nd30},
		{"HD", "Hướng dẫn", KindAdministrative, nd30},
		{"CTr", "Chương trình", KindAdministrative, nd30},
		{"KH", "Kế hoạch", KindAdministrative, nd30},
		{"PA", "Phương án", KindAdministrative, nd30},
		{"ĐA", "Đề án", KindAdministrative, nd30},
		{"DA", "Dự án", KindAdministrative, nd30},
		{"BC", "Báo cáo", KindAdministrative, nd30},
		{"BB", "Biên bản", KindAdministrative, nd30},
		{"TTr", "Tờ trình", KindAdministrative, nd30},
		{"HĐ", "Hợp đồng", KindAdministrative, nd30},
		{"CĐ", "Công điện", KindAdministrative, nd30},
		{"BGN", "Bản ghi nhớ", KindAdministrative, nd30},
		{"BTT", "Bản thỏa thuận", KindAdministrative, nd30},
		{"GUQ", "Giấy ủy quyền", KindAdministrative, nd30},
		{"GM", "Giấy mời", KindAdministrative, nd30},
		{"GGT", "Giấy giới thiệu", KindAdministrative, nd30},
		{"GNP", "Giấy nghỉ phép", KindAdministrative, nd30},
		{"PG", "Phiếu gửi", KindAdministrative, nd30},
		{"PC", "Phiếu chuyển", KindAdministrative, nd30},
		{"PB", "Phiếu báo", KindAdministrative, nd30},
		{"CV", "Công văn", KindAdministrative, nd30 + "; ký hiệu CƠ QUAN-ĐƠN VỊ, Phụ lục I mục II.3"},
		{"", "Thư công", KindAdministrative, nd30},
		{"SY", "Bản sao y", KindCopy, ndCopy},
		{"TrS", "Bản trích sao", KindCopy, ndCopy},
		{"SL", "Bản sao lục", KindCopy, ndCopy},
		{"NĐ", "Nghị định", KindLegal, law},
		{"TT", "Thông tư", KindLegal, law},
		{"TTLT", "Thông tư liên tịch", KindLegal, law},
		{"", "Luật", KindLegal, law},
		{"", "Bộ luật", KindLegal, law},
		{"", "Hiến pháp", KindLegal, law},
		{"PL", "Pháp lệnh", KindLegal, law},
		{"L", "Lệnh", KindLegal, law},
		{"VBHN", "Văn bản hợp nhất", KindLegal, "Pháp lệnh Hợp nhất văn bản quy phạm pháp luật"},
		{"BCTĐ", "Báo cáo thẩm định", KindLegal, "thường gặp ở Sở Tư pháp"},
		{"KL", "Kết luận", KindParty, party3},
		{"", "Thông tri", KindParty, party3},
		{"", "Điều lệ", KindForm, seen},
		{"", "Nội quy", KindForm, seen},
		{"", "Quy trình", KindForm, seen},
		{"", annexName, KindForm, seen},
		{"", "Danh mục", KindForm, seen},
		{"", "Danh sách", KindForm, seen},
		{"", "Lịch công tác", KindForm, seen},
		{"", "Chương trình đào tạo", KindForm, seen},
		{"", "Tờ khai", KindForm, seen},
		{"", "Đơn", KindForm, seen},
		{"", "Đơn khởi kiện", KindForm, seen},
		{"", "Đơn yêu cầu", KindForm, seen},
		{"", "Giấy đề nghị", KindForm, seen},
		{"", "Giấy chứng nhận", KindForm, seen},
		{"", "Giấy xác nhận", KindForm, seen},
		{"", "Giấy phép", KindForm, seen},
		{"", "Phiếu trình", KindForm, seen},
		{"", "Phiếu đề xuất", KindForm, seen},
		{"", "Phiếu đề nghị", KindForm, seen},
		{"", "Phiếu đánh giá", KindForm, seen},
		{"", "Phiếu khảo sát", KindForm, seen},
		{"", "Thỏa thuận", KindForm, seen},
		{"", "Văn bản thỏa thuận", KindForm, seen},
		{"", "Bản cam kết", KindForm, seen},
		{"", "Giấy cam kết", KindForm, seen},
		{"", "Sơ yếu lý lịch", KindForm, seen},
	}
}

// TypeName returns the name of an abbreviation, "" for an unknown one. Capitals count:
// CTr is a programme, CT a directive.
func TypeName(abbr string) string {
	t, _ := typeByAbbr(abbr)
	return t.Name
}

func typeByAbbr(abbr string) (Type, bool) {
	for _, t := range typeIndex() {
		if t.Abbr == abbr && abbr != "" {
			return t.Type, true
		}
	}
	return Type{}, false
}

func typeByName(fold string) Type {
	for _, t := range typeIndex() {
		if t.phrase == fold {
			return t.Type
		}
	}
	return Type{}
}

// typePhrase is a type with its folded name.
type typePhrase struct {
	Type
	phrase, squeezed string
}

// typeIndex holds the types, the longest name first, so that "thông tư liên tịch" is
// tried before "thông tư". Read only.
var typeIndex = sync.OnceValue(func() []typePhrase {
	var all []typePhrase
	for _, t := range Types() {
		f := vi.Fold(t.Name)
		all = append(all, typePhrase{t, f, squeeze(f)})
	}
	slices.SortStableFunc(all, func(a, b typePhrase) int { return len(b.phrase) - len(a.phrase) })
	return all
})

// typesFrom returns the types whose folded name starts with a letter, in the order of
// typeIndex.
func typesFrom(letter byte) []typePhrase {
	if letter < 'a' || letter > 'z' {
		return nil
	}
	return typesByLetter()[letter-'a']
}

var typesByLetter = sync.OnceValue(func() *[26][]typePhrase {
	var by [26][]typePhrase
	for _, t := range typeIndex() {
		by[t.phrase[0]-'a'] = append(by[t.phrase[0]-'a'], t)
	}
	return &by
})

// hasAbbr reports whether a notation starts with the abbreviation of a type.
func hasAbbr(notation string) bool {
	_, ok := typeOfNotation(notation)
	return ok
}

// typeOfNotation returns the type a notation names: "KH-STTTT", "2012/QĐ-UBND", "NQ/TU",
// "QĐUBND" with its hyphen lost, "QD-BTC" with its diacritics lost.
func typeOfNotation(notation string) (Type, bool) {
	_, rest := splitYear(notation)
	first := rest
	if i := strings.IndexAny(rest, "-/"); i >= 0 {
		first = rest[:i]
	}
	if t, ok := typeByAbbr(first); ok {
		return t, true
	}
	switch first {
	case "QD":
		return typeByAbbr("QĐ")
	case "ND":
		return typeByAbbr("NĐ")
	case "TTR":
		return typeByAbbr("TTr")
	case "CTR":
		return typeByAbbr("CTr")
	}
	if strings.HasPrefix(first, "QH") && strings.Trim(first[2:], "0123456789") == "" && len(first) > 2 {
		return typeByName("luat"), true
	}
	if first == rest {
		return lostHyphen(rest)
	}
	return Type{}, false
}

// issuer is the opening of an organ that follows a type in a notation.
var issuer = sync.OnceValue(startsWith(`(?:UBND|HĐND|BCĐ|TTg|CP\b)`))

func lostHyphen(notation string) (Type, bool) {
	for _, t := range typeIndex() {
		if t.Abbr == "" || !strings.HasPrefix(notation, t.Abbr) {
			continue
		}
		if issuer().matches(notation[len(t.Abbr):]) {
			return t.Type, true
		}
	}
	return Type{}, false
}
