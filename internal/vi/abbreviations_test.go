package vi

import (
	"slices"
	"strings"
	"testing"
)

func found(list []Expansion) []string {
	var out []string
	for _, e := range list {
		form := e.Short
		if e.FromLong {
			form = e.Long
		}
		out = append(out, form+" → "+e.Other())
	}
	return out
}

func TestExpand(t *testing.T) {
	for text, want := range map[string][]string{
		"kế hoạch CCHC 2020":           {"kế hoạch → KH", "CCHC → cải cách hành chính"},
		"bộ tthc":                      {"TTHC → thủ tục hành chính"},
		"ứng dụng công nghệ thông tin": {"công nghệ thông tin → CNTT"},
		"cong nghe thong tin":          {"công nghệ thông tin → CNTT"},
		"chuyển đổi số cds":            {"chuyển đổi số → CĐS", "CĐS → chuyển đổi số"},
		"Uỷ ban nhân dân":              {"ủy ban nhân dân → UBND"},
		"kiểm soát thủ tục hành chính": {"kiểm soát thủ tục hành chính → KSTTHC", "thủ tục hành chính → TTHC"},
		"Sở TT&TT":                     {"TT&TT → thông tin và truyền thông"},
		"par index":                    {"PAR INDEX → chỉ số cải cách hành chính"},
		"BC tự kiểm tra":               {"BC → báo cáo"},
		"bc tự kiểm tra":               nil,
		"cong nghệ thong tín":          nil,
		"không có gì":                  nil,
		"":                             nil,
		"CCHC và CCHC":                 {"CCHC → cải cách hành chính"},
	} {
		if got := found(DefaultAbbreviations().Expand(text)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestExpandSaysWhere(t *testing.T) {
	text := "rà soát TTHC năm 2020"
	for _, e := range DefaultAbbreviations().Expand(text) {
		if text[e.Start:e.End] != "TTHC" {
			t.Errorf("%+v stands at %q", e, text[e.Start:e.End])
		}
	}
}

func TestSeveralMeanings(t *testing.T) {
	a := NewAbbreviations([]Abbreviation{
		{Short: "CCVC", Long: "công chức, viên chức"}, {Short: "CCVC", Long: "cải cách viên chức"}, {Long: "x"}, {Short: "-", Long: "dấu"},
		{Short: "CCVC", Long: "công chức vụ", Off: true},
	})
	if got := a.Expand("đội ngũ ccvc"); len(got) != 2 || got[0].Long != "công chức, viên chức" {
		t.Errorf("got %+v", got)
	}
	if got := (Abbreviations{}).Expand("CCHC"); got != nil {
		t.Errorf("an empty list found %+v", got)
	}
}

// The embedded list: every line whole, nothing twice, long forms in good Vietnamese.
func TestEmbeddedList(t *testing.T) {
	pairs := parseAbbreviations(abbreviationsTSV)
	lines := 0
	for line := range strings.Lines(abbreviationsTSV) {
		if !strings.HasPrefix(line, "#") && strings.TrimSpace(line) != "" {
			lines++
		}
	}
	if len(pairs) != lines || lines < 100 {
		t.Fatalf("%d pairs of %d lines", len(pairs), lines)
	}
	seen := map[Abbreviation]bool{}
	for _, p := range pairs {
		if seen[p] {
			t.Errorf("%v stands twice", p)
		}
		seen[p] = true
		for _, w := range Tokens(p.Long) {
			if !IsSyllable(w.Text) {
				t.Errorf("%v: %q is no syllable", p, w.Text)
			}
		}
		if got := DefaultAbbreviations().Expand(p.Short); !slices.ContainsFunc(got, func(e Expansion) bool { return e.Long == p.Long }) {
			t.Errorf("%v is not found by its short form", p)
		}
		if got := DefaultAbbreviations().Expand(strings.ToUpper(p.Long)); !slices.ContainsFunc(got, func(e Expansion) bool { return e.Short == p.Short && e.FromLong }) {
			t.Errorf("%v is not found by its long form", p)
		}
	}
}
