package catalogue

import (
	"strings"

	"minhchung/internal/cchc"
)

// unknownTemplate returns what stands in braces and is no template, or a lone brace.
func unknownTemplate(s string) (string, bool) {
	rest := strings.NewReplacer("{year}", "", "{prev}", "", "{next}", "").Replace(s)
	i := strings.IndexAny(rest, "{}")
	if i < 0 {
		return "", false
	}
	if j := strings.IndexByte(rest[i:], '}'); j > 0 {
		return rest[i : i+j+1], true
	}
	return rest[i : i+1], true
}

// Kinds returns the kinds of evidence a requirement may name: the abbreviations of the
// types of Nghị định 30/2020/NĐ-CP (Phụ lục III), CV for công văn, a few types of legal
// papers, and BIEU (biểu số liệu), TIN (tin bài), ANH (ảnh), WEB (trang web), HTHONG
// (số liệu hệ thống).
func Kinds() []string {
	return []string{
		"NQ", "QĐ", "CT", "QC", "QyĐ", "TC", "TB", "HD", "CTr", "KH", "PA", "ĐA", "DA", "BC", "BB",
		"TTr", "HĐ", "CĐ", "BGN", "BTT", "GUQ", "GM", "GGT", "GNP", "PG", "PC", "PB", "CV",
		"NĐ", "TT", "TTLT", "VBHN", "BIEU", "TIN", "ANH", "WEB", "HTHONG",
	}
}

func scopes() []string {
	return []string{string(cchc.ScopeAgency), string(cchc.ScopeUnit), string(cchc.ScopeEachUnitConcerned)}
}

func issuers() []string {
	return []string{string(cchc.ByOwn), string(cchc.BySuperior), string(cchc.ByAny)}
}
