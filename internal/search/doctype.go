package search

import (
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
	law   bool // of the National Assembly and its Standing Committee; documents are filed under the name
}

// docTypes are those numbers are asked for by, longer names before what they begin with.
// A công văn bears organ and unit in its sign, a law the term of the National Assembly.
var docTypes = [...]docType{
	{"TTLT", "thông tư liên tịch", true, false, false},
	{"NQ", "nghị quyết", true, false, false},
	{"NĐ", "nghị định", true, false, false},
	{"TT", "thông tư", true, false, false},
	{"QĐ", "quyết định", true, false, false},
	{"CT", "chỉ thị", true, false, false},
	{"QC", "quy chế", true, false, false},
	{"QyĐ", "quy định", true, false, false},
	{"TC", "thông cáo", true, false, false},
	{"TB", "thông báo", true, true, false},
	{"HD", "hướng dẫn", true, true, false},
	{"CTr", "chương trình", true, true, false},
	{"KH", "kế hoạch", true, true, false},
	{"PA", "phương án", true, true, false},
	{"ĐA", "đề án", true, true, false},
	{"DA", "dự án", true, true, false},
	{"BC", "báo cáo", true, true, false},
	{"BB", "biên bản", true, true, false},
	{"TTr", "tờ trình", true, true, false},
	{"HĐ", "hợp đồng", true, true, false},
	{"CĐ", "công điện", true, false, false},
	{"BGN", "bản ghi nhớ", true, false, false},
	{"BTT", "bản thỏa thuận", true, false, false},
	{"GUQ", "giấy ủy quyền", true, false, false},
	{"GM", "giấy mời", true, false, false},
	{"GGT", "giấy giới thiệu", true, false, false},
	{"GNP", "giấy nghỉ phép", true, true, false},
	{"PG", "phiếu gửi", true, false, false},
	{"PC", "phiếu chuyển", true, false, false},
	{"PB", "phiếu báo", true, false, false},
	{"KL", "kết luận", true, true, false},
	{"CV", "công văn", false, true, false},
	{"", "luật", false, false, true},
	{"", "bộ luật", false, false, true},
	{"", "pháp lệnh", false, false, true},
	{"", "hiến pháp", false, false, true},
	{"", "văn bản", false, true, false},
}

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
		case t.abbr == "" && fold == t.fold && t.law:
			return []string{ExactForm(t.name)}, true
		case t.abbr == "":
		case exact == t.exact:
			return []string{ExactForm(t.abbr)}, true
		case fold == t.fold:
			types = append(types, ExactForm(t.abbr))
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
		if t.abbr != "" && fold == t.short || (t.abbr != "" || t.law) && fold == t.fold {
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
