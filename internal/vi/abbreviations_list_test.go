package vi

import (
	"slices"
	"strings"
	"testing"
)

func TestParseAbbreviations(t *testing.T) {
	list, problems := ParseAbbreviations("\ufeff# của Sở\n\nTTDL\ttrung tâm dữ liệu\tdùng từ 2020\r\nKCN = khu công nghiệp\nCBCC, VC;cán bộ, công chức, viên chức\n" +
		"-TC\ttiêu chí\n-SIPAS\n")
	want := []Abbreviation{
		{Short: "TTDL", Long: "trung tâm dữ liệu", Comment: "dùng từ 2020"},
		{Short: "KCN", Long: "khu công nghiệp"},
		{Short: "CBCC, VC", Long: "cán bộ, công chức, viên chức"},
		{Short: "TC", Long: "tiêu chí", Off: true},
		{Short: "SIPAS", Off: true},
	}
	if !slices.Equal(list, want) || problems != nil {
		t.Errorf("%+v, problems %+v", list, problems)
	}
	again, problems := ParseAbbreviations(FormatAbbreviations(want))
	if !slices.Equal(again, want) || problems != nil {
		t.Errorf("written and read again: %+v, %+v", again, problems)
	}
}

func TestProblemsOfAbbreviations(t *testing.T) {
	for _, c := range []struct {
		line, code, fix string
		warning         bool
	}{
		{line: "CCHC", code: ProblemNoLong},
		{line: "KCN: khu công nghiệp", code: ProblemNoLong, fix: "KCN\tkhu công nghiệp"},
		{line: "KCN khu công nghiệp", code: ProblemNoLong, fix: "KCN\tkhu công nghiệp"},
		{line: "&&\tvà", code: ProblemNoLetters},
		{line: "KCN\t…", code: ProblemNoLetters},
		{line: "khu công nghiệp\tKCN", code: ProblemSwapped, fix: "KCN\tkhu công nghiệp"},
		{line: "ủy ban mặt trận tổ quốc việt nam\tUBMTTQVN", code: ProblemSwapped, fix: "UBMTTQVN\tủy ban mặt trận tổ quốc việt nam"},
		{line: "KCN\t" + strings.Repeat("khu ", 30), code: ProblemTooLong},
		{line: "a b c d e g h\tkhu công nghiệp", code: ProblemTooLong},
		{line: "kế hoạch\tke hoach", code: ProblemSame},
		{line: "an\tan ninh", code: ProblemWord, warning: true},
		{line: "KCN\tkhu cogn nghiệp", code: ProblemSpelling, fix: "KCN\tkhu cong nghiệp", warning: true},
		{line: "KH1\tkees hoạch", code: ProblemSpelling, fix: "KH1\tkế hoạch", warning: true},
		{line: "KCN\tkhu\xff", code: ProblemBytes},
	} {
		list, problems := ParseAbbreviations("TTDL\ttrung tâm dữ liệu\n" + c.line + "\n")
		if len(problems) != 1 {
			t.Errorf("%q: %+v", c.line, problems)
			continue
		}
		p := problems[0]
		if p.Line != 2 || p.Code != c.code || p.Fix != c.fix || p.Warning != c.warning {
			t.Errorf("%q: %+v", c.line, p)
		}
		if wantPairs := 1 + len(strings.Fields(map[bool]string{true: "x"}[c.warning])); len(list) != wantPairs {
			t.Errorf("%q: %d pairs", c.line, len(list))
		}
	}
	_, problems := ParseAbbreviations("KCN\tkhu công nghiệp\nkcn\tKhu Công nghiệp\nKCN\tkhu chế nhận\n")
	if len(problems) != 1 || problems[0].Line != 2 || problems[0].Code != ProblemTwice || !slices.Equal(problems[0].Args, []string{"kcn", "1"}) {
		t.Errorf("%+v", problems)
	}
	list, problems := ParseAbbreviations(strings.Repeat("# dòng\n", MaxAbbreviations) + "KCN\tkhu công nghiệp\n")
	if len(list) != 0 || len(problems) != 1 || problems[0].Code != ProblemMany {
		t.Errorf("%+v %+v", list, problems)
	}
}

func TestMergeAbbreviations(t *testing.T) {
	shipped := []Abbreviation{
		{Short: "TC", Long: "tiêu chí"}, {Short: "SIPAS", Long: "chỉ số hài lòng"}, {Short: "SIPAS", Long: "hài lòng"}, {Short: "CCHC", Long: "cải cách hành chính"},
	}
	office := []Abbreviation{
		{Short: "TC", Long: "thông cáo"}, {Short: "TC", Long: "Tiêu chí", Off: true}, {Short: "SIPAS", Off: true}, {Short: "CCHV", Off: true}, {Short: "CCHC", Long: "cải cách hành chính"},
	}
	got, problems := MergeAbbreviations(shipped, office)
	want := []Abbreviation{{Short: "TC", Long: "thông cáo"}, {Short: "CCHC", Long: "cải cách hành chính"}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if len(problems) != 1 || problems[0].Line != 4 || problems[0].Code != ProblemOff || problems[0].Fix != "-CCHC\tcải cách hành chính" {
		t.Errorf("%+v", problems)
	}
	if got := NewAbbreviations(got).Expand("TC"); len(got) != 1 || got[0].Long != "thông cáo" {
		t.Errorf("%+v", got)
	}
}

func FuzzParseAbbreviations(f *testing.F) {
	for _, s := range []string{"A\tb", "-A", "=", ";;", "\t\t", "#", "\xff", "a b c d e f g\tB", "-\t", "A = b = c\td"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, problems := ParseAbbreviations(text)
		lines := strings.Count(text, "\n") + 1
		for _, p := range problems {
			if p.Line < 1 || p.Line > lines || p.Code == "" {
				t.Errorf("%+v", p)
			}
		}
		again, problems := ParseAbbreviations(FormatAbbreviations(list))
		if !slices.Equal(again, list) {
			t.Errorf("%+v is read again as %+v (%+v)", list, again, problems)
		}
		NewAbbreviations(list).Expand(text)
	})
}
