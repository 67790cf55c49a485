package search

import (
	"cmp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// docType is a type of paper as people name it before its number.
type docType struct {
	abbr  string // of Nghị định 30/2020/NĐ-CP, Phụ lục III, or of legal documents; "" for none
	name  string
	sign  bool // the sign of the number begins with abbr, so that type and number find it
	spans bool // "kế hoạch 5 năm", "báo cáo 6 tháng": a number behind it need not be its own
}

// docTypes are those numbers are asked for by, longer names before what they begin with.
// A công văn bears organ and unit in its sign, a law the term of the National Assembly.
var docTypes = [...]docType{
	{"TTLT", "thông tư liên tịch", true, false},
	{"NQ", "nghị quyết", true, false},
	{"NĐ", "nghị định", true, false},
	{"TT", "thông tư", true, false},
	{"QĐ", "quyết định", true, false},
	{"CT", "chỉ thị", true, false},
	{"QC", "quy chế", true, false},
	{"QyĐ", "quy định", true, false},
	{"TC", "thông cáo", true, false},
	{"TB", "thông báo", true, true},
	{"HD", "hướng dẫn", true, true},
	{"CTr", "chương trình", true, true},
	{"KH", "kế hoạch", true, true},
	{"PA", "phương án", true, true},
	{"ĐA", "đề án", true, true},
	{"DA", "dự án", true, true},
	{"BCTĐ", "báo cáo thẩm định", true, true},
	{"BC", "báo cáo", true, true},
	{"BB", "biên bản", true, true},
	{"TTr", "tờ trình", true, true},
	{"HĐ", "hợp đồng", true, true},
	{"CĐ", "công điện", true, false},
	{"BGN", "bản ghi nhớ", true, false},
	{"BTT", "bản thỏa thuận", true, false},
	{"GUQ", "giấy ủy quyền", true, false},
	{"GM", "giấy mời", true, false},
	{"GGT", "giấy giới thiệu", true, false},
	{"GNP", "giấy nghỉ phép", true, true},
	{"PG", "phiếu gửi", true, false},
	{"PC", "phiếu chuyển", true, false},
	{"PB", "phiếu báo", true, false},
	{"KL", "kết luận", true, true},
	{"CV", "công văn", false, true},
	{"", "luật", false, false},
	{"", "bộ luật", false, false},
	{"PL", "pháp lệnh", false, false},
	{"", "hiến pháp", false, false},
	{"VBHN", "văn bản hợp nhất", true, false},
	{"", anyPaper, false, true},
}

// anyPaper is no type but what people call every paper.
const anyPaper = "văn bản"

// filed is what documents of the type are filed under: its abbreviation, of laws the name.
func (t docType) filed() string { return ExactForm(cmp.Or(t.abbr, t.name)) }

// readyType is a docType with the forms it is compared in.
type readyType struct {
	docType
	exact, fold string   // of the name
	words       []string // of the name, with tones
	short       string   // fold of the abbreviation
}

var readyTypes = sync.OnceValue(func() []readyType {
	var out []readyType
	for _, t := range docTypes {
		r := readyType{docType: t, exact: spelled(t.name), fold: folded(t.name), short: vi.Fold(t.abbr)}
		r.words = strings.Fields(r.exact)
		out = append(out, r)
	}
	return out
})

// TypesOf returns what documents of a type that people name are filtered by: its
// abbreviation in small letters, of two types whose names differ by their tones only both.
// What is no name in the table is given back.
func TypesOf(value string) []string {
	if types, ok := typesOf(value); ok && types[0] != ExactForm(value) {
		return types
	}
	return []string{value}
}

// typesOf returns the abbreviations, in small letters, of what a value of "loại:" names:
// an abbreviation in any case, or a name with or without diacritics.
func typesOf(value string) (types []string, ok bool) {
	exact, fold := spelled(value), folded(value)
	for _, t := range readyTypes() {
		switch {
		case t.name == anyPaper:
		case exact == t.exact:
			return []string{t.filed()}, true
		case fold == t.fold:
			types = append(types, t.filed())
		}
	}
	if len(types) > 0 {
		return types, true
	}
	return []string{ExactForm(value)}, shortName(value)
}

// shortName reports whether a value can be an abbreviation of a type, known or not: offices
// have some of their own (BCTĐ).
func shortName(value string) bool {
	n := utf8.RuneCountInString(value)
	return n > 0 && n <= 8 && !strings.ContainsFunc(value, func(r rune) bool { return !unicode.IsLetter(r) })
}

// knownType reports whether a value is an abbreviation or name in the table.
func knownType(value string) bool {
	fold := folded(value)
	for _, t := range readyTypes() {
		if t.name != anyPaper && (fold == t.fold || fold == t.short && fold != "") {
			return true
		}
	}
	return false
}

// maxNearTypes bounds the types offered instead of one nobody knows.
const maxNearTypes = 3

// NearTypes returns the types a value of "loại:" was perhaps meant as, "KH (kế hoạch)", the
// nearest only, and whether the value is itself one of the table. Offices have types of
// their own, so that one that is not known need not be wrong.
func NearTypes(value string) (near []string, known bool) {
	if value = strings.TrimSpace(value); knownType(value) {
		return nil, true
	}
	fold := folded(head(value, 40))
	least := 2.0 // farther than that nobody meant it
	for _, t := range readyTypes() {
		if t.abbr == "" {
			continue
		}
		switch d := min(Distance(fold, t.short), Distance(fold, t.fold)); {
		case d < least:
			least, near = d, nil
			fallthrough
		case d == least:
			near = append(near, t.abbr+" ("+t.name+")")
		}
	}
	return near[:min(len(near), maxNearTypes)], false
}

// spelled brings a value to small letters with one form of its tones, words by one space.
func spelled(s string) string {
	var keys []string
	for _, t := range vi.Tokens(s) {
		keys = append(keys, t.Key)
	}
	return strings.Join(keys, " ")
}

// folded is [spelled] without diacritics.
func folded(s string) string {
	var keys []string
	for _, t := range vi.Tokens(s) {
		keys = append(keys, foldOf(t))
	}
	return strings.Join(keys, " ")
}
