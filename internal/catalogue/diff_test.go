package catalogue

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

const before = `id: b
title: B
year: 2020
criteria:
  - {id: "1", title: "Ban hành kế hoạch CCHC năm 2020", points: 2, requires: [{name: Kế hoạch năm 2020, kinds: [KH], about: ["kế hoạch cải cách hành chính năm {year}"], issued: {to: "{year}-01-31"}}, {name: Kế hoạch phòng, kinds: [KH], about: [kế hoạch của phòng], optional: true}]}
  - {id: "2", title: Kiểm tra công tác cải cách hành chính, points: 3, requires: [{name: Biên bản kiểm tra, kinds: [BB], about: [biên bản kiểm tra]}, {name: Báo cáo kiểm tra, kinds: [BC], about: [kết quả kiểm tra]}]}
  - {id: "3", title: Tuyên truyền cải cách hành chính, points: 1, requires: [{name: Tin bài, kinds: [TIN], about: [tuyên truyền]}]}
  - {id: "4", title: Sáng kiến trong cải cách hành chính, points: 1, requires: [{name: Quyết định, kinds: [QĐ], about: [công nhận sáng kiến]}]}
`

// after: 1 is the same for another year; a new 2; the old 2 is 3 now, with one paper more,
// one changed and the order turned; the old 3 is gone; 4 has other points and scoring.
const after = `id: b
title: B
year: 2021
criteria:
  - {id: "1", title: "Ban hành kế hoạch cải cách hành chính năm 2021", points: 2, requires: [{name: Kế hoạch năm 2021, kinds: [KH], about: ["kế hoạch cải cách hành chính năm {year}"], issued: {to: "{year}-01-31"}}]}
  - {id: "2", title: Đối thoại với doanh nghiệp, points: 1, requires: [{name: Biên bản, kinds: [BB], about: [đối thoại]}]}
  - {id: "3", title: Kiểm tra công tác CCHC, points: 3, requires: [{name: Báo cáo kiểm tra, kinds: [BC, TB], about: [kết quả kiểm tra]}, {name: Biên bản kiểm tra, kinds: [BB], about: [biên bản kiểm tra]}, {name: Thông báo kết luận, kinds: [TB], about: [kết luận]}]}
  - {id: "4", title: Sáng kiến trong cải cách hành chính, points: 2, scored_by: survey}
`

func versions(t *testing.T) (old, next cchc.Catalogue) {
	t.Helper()
	old, p := Read("before", []byte(before))
	next, q := Read("after", []byte(after))
	if len(p)+len(q) > 0 {
		t.Fatal(p, q)
	}
	return old, next
}

func TestDiff(t *testing.T) {
	old, next := versions(t)
	var got []string
	for _, c := range Diff(old, next) {
		got = append(got, fmt.Sprintf("%s %s>%s", c.Kind, c.Old, c.New))
	}
	want := "renamed 1>1\nrequirement-removed 1/2>\nrenumbered 2>3\nrenamed 2>3\nrequirement-changed 2/2>3/1\nrequirement-added >3/3\nremoved 3>\npoints 4>4\nscoring 4>4\nrequirement-removed 4/1>\nadded >2"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s", s)
	}
	if same := Diff(old, old); len(same) > 0 {
		t.Errorf("of itself: %v", same)
	}
	year := old
	if moved, p := Read("x", []byte(strings.ReplaceAll(before, "2020", "2021"))); len(p) > 0 || len(Diff(year, moved)) > 0 {
		t.Errorf("only the year moved: %v %v", p, Diff(year, moved))
	}
}

func TestMapping(t *testing.T) {
	old, next := versions(t)
	matches := Mapping(old, next)
	var got []string
	for _, m := range matches {
		got = append(got, fmt.Sprintf("%s>%s %s", m.Old, m.New, m.Basis))
	}
	want := "1>1 code\n1/1>1/1 code\n1/2> none\n2>3 title\n2/1>3/2 title\n2/2>3/1 title\n3> none\n3/1> none\n4>4 code\n4/1> none"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s", s)
	}
	var file bytes.Buffer
	if err := WriteMapping(&file, matches); err != nil {
		t.Fatal(err)
	}
	back, problems := ReadMapping("m.tsv", file.Bytes(), old, next)
	if len(problems) > 0 || len(back) != len(matches) {
		t.Fatal(problems, len(back))
	}
	for i, m := range back {
		if m.Old != matches[i].Old || m.New != matches[i].New || m.Kind != matches[i].Kind || m.Basis != BasisGiven || m.OldName == "" {
			t.Errorf("%+v from %+v", m, matches[i])
		}
	}
	for _, m := range Mapping(old, old) {
		if m.Old != m.New || m.Confidence != 1 || m.Basis != BasisCode {
			t.Errorf("of itself: %+v", m)
		}
	}
}

func TestProblemsOfAMapping(t *testing.T) {
	old, next := versions(t)
	tests := []struct{ line, code, field, near string }{
		{"criterion\t9\t1", "catalogue-unknown-value", "mã cũ", "1"},
		{"requirement\t1/1\t1/9", "catalogue-unknown-value", "mã mới", "1/1"},
		{"requirements\t1/1\t1/1", "catalogue-unknown-value", "loại", "requirement"},
		{"requirement\t1/2\t1/1\nrequirement\t1/2\t", "mapping-twice", "mã cũ", ""},
		{"requirement", "mapping-line", "", ""},
	}
	for _, tt := range tests {
		_, problems := ReadMapping("m.tsv", []byte("loại\tmã cũ\tmã mới\n"+tt.line+"\n"), old, next)
		if len(problems) != 1 || string(problems[0].Reason.Code) != tt.code || problems[0].Field != tt.field || problems[0].Line != 2+strings.Count(tt.line, "\n") {
			t.Errorf("%q: %v", tt.line, problems)
			continue
		}
		if problems[0].Suggestion != tt.near {
			t.Errorf("%q: nearest %q", tt.line, problems[0].Suggestion)
		}
	}
	if m, problems := ReadMapping("m.tsv", []byte("\ufefffalse\n\n"), old, next); len(problems) != 1 || len(m) > 0 {
		t.Error(m, problems)
	}
}

func FuzzReadMapping(f *testing.F) {
	f.Add([]byte("loại\tmã cũ\tmã mới\ncriterion\t1\t\nrequirement\t2/1\t3/2\n"))
	f.Add([]byte("\"criterion\t1"))
	old, _ := Read("before", []byte(before))
	next, _ := Read("after", []byte(after))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, problems := ReadMapping("m", b, old, next)
		for _, x := range m {
			if x.Old == "" {
				t.Errorf("%+v %v", x, problems)
			}
		}
	})
}
