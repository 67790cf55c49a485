package catalogue

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// shipped returns every catalogue that goes out with the project.
func shipped(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{"so-cchc-mau.yaml": SampleSource()}
	names, err := filepath.Glob("../../testdata/catalogues/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no catalogues in testdata: %v", err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = b
	}
	return out
}

func TestShippedCataloguesAreClean(t *testing.T) {
	for name, b := range shipped(t) {
		cat, problems := Read(name, b)
		for _, p := range problems {
			t.Error(p)
		}
		if cat.Version == "" || cat.Status != "sample" || !strings.HasPrefix(string(b), "# Bộ tiêu chí mẫu") {
			t.Errorf("%s: a shipped catalogue says that it is a sample and has a version", name)
		}
		total, leaves, survey := 0.0, 0, 0
		for _, c := range cat.Leaves() {
			total += c.Points
			if leaves++; c.ScoredBy == cchc.ScoredBySurvey {
				survey++
			}
			for _, r := range c.Requires {
				for _, s := range r.About {
					if strings.ContainsAny(s, "{}") || strings.TrimSpace(s) == "" {
						t.Errorf("%s: %s: phrase %q", name, r.ID, s)
					}
				}
			}
		}
		if total != 100 || leaves != 32 || survey != 2 {
			t.Errorf("%s: %v points, %d leaves, %d by survey", name, total, leaves, survey)
		}
	}
}

// The catalogue that proposals are measured with asks for the same papers as the sample.
func TestGoldAsksForTheSamePapers(t *testing.T) {
	sample, err := Sample()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("../../testdata/catalogues/gold.yaml")
	if err != nil {
		t.Fatal(err)
	}
	gold, _ := Read("gold.yaml", b)
	a, z := sample.Leaves(), gold.Leaves()
	if len(a) != len(z) {
		t.Fatalf("%d leaves against %d", len(a), len(z))
	}
	for i := range a {
		if a[i].ID != z[i].ID || a[i].Points != z[i].Points || len(a[i].Requires) != len(z[i].Requires) {
			t.Errorf("%s differs from %s", a[i].ID, z[i].ID)
			continue
		}
		for k, r := range z[i].Requires {
			if strings.Join(r.Kinds, " ") != strings.Join(a[i].Requires[k].Kinds, " ") || r.Scope != cchc.ScopeAgency || r.Issued != (cchc.Period{}) {
				t.Errorf("%s: other kinds, a scope or a window", r.ID)
			}
		}
	}
	if gold.Year != 0 || len(gold.Units) != 0 || gold.Level != "" {
		t.Error("the measuring catalogue has a year, units or a level")
	}
}

func TestSampleIsFilledForItsYear(t *testing.T) {
	cat, err := Sample()
	if err != nil {
		t.Fatal(err)
	}
	r := cat.Leaves()[0].Requires[0]
	want := cchc.Period{From: cchc.NewDate(2019, 11, 1), To: cchc.NewDate(2020, 1, 31)}
	if r.ID != "1.1/1" || r.About[0] != "kế hoạch cải cách hành chính năm 2020" || r.Issued != want || r.By != cchc.ByOwn || r.Scope != cchc.ScopeAgency || r.Min != 1 {
		t.Errorf("%+v", r)
	}
	if cat.Units[3].Succeeds[0].Name != "Phòng Tài chính kế hoạch" || cat.TargetShare != .8 || cat.Period.From.Year != 2019 {
		t.Errorf("%+v", cat.Units[3])
	}
}

const small = `id: thu
title: Bộ thử
year: 2020
period: {from: "{prev}-12-15", to: "{year}-12-14"}
units: [{id: a, name: Phòng A}, {id: b, name: Phòng B, aliases: [Phòng Bê]}]
criteria:
  - id: "1"
    title: Lĩnh vực
    points: 2.5
    children:
      - {id: "1.1", title: Kế hoạch, points: 2, requires: [{name: Kế hoạch năm, kinds: [KH, QĐ], about: ["kế hoạch năm {year}"], by: any, scope: unit, issued: {to: "{next}-01-31"}, min: 2}]}
      - {id: "1.2", title: Hài lòng, points: 0.5, scored_by: survey}
`

func TestProblems(t *testing.T) {
	leaf := func(requires string) string {
		return "id: x\ntitle: X\ncriteria:\n- {id: a, title: A, points: 1, requires: [{" + requires + "}]}\n"
	}
	tests := []struct {
		name, from, to string // replaced in small; from "" takes to as the whole file
		code           cchc.Code
		line           int
		field, nearest string
	}{
		{"unknown kind", "kinds: [KH, QĐ]", "kinds: [KHH, QĐ]", "catalogue-unknown-value", 11, "criteria[0].children[0].requires[0].kinds", "KH"},
		{"kind in small letters", "kinds: [KH, QĐ]", "kinds: [kh]", "catalogue-unknown-value", 11, "criteria[0].children[0].requires[0].kinds", "KH"},
		{"kind without tone", "[KH, QĐ]", "[QD]", "catalogue-unknown-value", 11, "criteria[0].children[0].requires[0].kinds", "QĐ"},
		{"unknown scope", "scope: unit", "scope: units", "catalogue-unknown-value", 11, "criteria[0].children[0].requires[0].scope", "unit"},
		{"unknown issuer", "by: any", "by: anyone", "catalogue-unknown-value", 11, "criteria[0].children[0].requires[0].by", ""},
		{"unknown where", "by: any", "where: subjects", "catalogue-unknown-value", 11, "criteria[0].children[0].requires[0].where", "subject"},
		{"unknown key", "title: Lĩnh vực", "titel: Lĩnh vực", "catalogue-unknown-key", 8, "criteria[0].titel", "title"},
		{"duplicate key", "    title: Lĩnh vực", "    title: Lĩnh vực\n    title: Lại", "catalogue-duplicate-key", 9, "criteria[0].title", ""},
		{"duplicate criterion", `id: "1.2"`, `id: "1.1"`, "catalogue-duplicate-id", 12, "criteria[0].children[1].id", ""},
		{"duplicate unit", "id: b,", "id: a,", "catalogue-duplicate-id", 5, "units", ""},
		{"blank in an identity", `id: "1.2"`, `id: "1 2"`, "catalogue-bad-id", 12, "criteria[0].children[1].id", ""},
		{"slash in an identity", `id: "1.2"`, `id: "1/2"`, "catalogue-bad-id", 12, "criteria[0].children[1].id", ""},
		{"no points", "points: 2,", "points: 0,", "catalogue-bad-points", 11, "criteria[0].children[0].points", ""},
		{"points in words", "points: 2,", "points: hai,", "catalogue-want-number", 11, "criteria[0].children[0].points", ""},
		{"points missing", "points: 2, ", "", "catalogue-missing-field", 11, "criteria[0].children[0].points", ""},
		{"points too fine", "points: 2,", "points: 2.123,", "catalogue-bad-points", 11, "criteria[0].children[0].points", ""},
		{"points not a number", "points: 2,", "points: .nan,", "catalogue-want-number", 11, "criteria[0].children[0].points", ""},
		{"sum differs", "points: 2.5", "points: 3", "catalogue-bad-sum", 9, "criteria[0].points", "2.5"},
		{"bad date", `"{next}-01-31"`, `"{next}-02-31"`, "catalogue-bad-date", 11, "criteria[0].children[0].requires[0].issued.to", ""},
		{"bad template", `kế hoạch năm {year}`, `kế hoạch năm {yaer}`, "catalogue-bad-template", 11, "criteria[0].children[0].requires[0].about[0]", "{year}"},
		{"lone brace", `kế hoạch năm {year}`, `kế hoạch năm {year`, "catalogue-bad-template", 11, "criteria[0].children[0].requires[0].about[0]", ""},
		{"template without year", "year: 2020\n", "", "catalogue-template-needs-year", 3, "period.from", ""},
		{"period reversed", `"{prev}-12-15"`, `"{next}-12-15"`, "catalogue-period-reversed", 4, "period", ""},
		{"min below one", "min: 2", "min: 0", "catalogue-bad-min", 11, "criteria[0].children[0].requires[0].min", "1"},
		{"min in words", "min: 2", "min: two", "catalogue-want-number", 11, "criteria[0].children[0].requires[0].min", ""},
		{"only optional", "min: 2", "optional: true", "catalogue-only-optional", 11, "criteria[0].children[0].requires", ""},
		{"optional in quotes", "min: 2", `optional: "true"`, "catalogue-want-flag", 11, "criteria[0].children[0].requires[0].optional", ""},
		{"survey with papers", "scored_by: survey", "scored_by: survey, requires: [{name: N, kinds: [KH], about: [kế hoạch]}]", "catalogue-survey-requires", 12, "criteria[0].children[1].requires", ""},
		{"unknown scoring", "scored_by: survey", "scored_by: surveys", "catalogue-unknown-value", 12, "criteria[0].children[1].scored_by", "survey"},
		{"no evidence", ", scored_by: survey", "", "catalogue-no-requires", 12, "criteria[0].children[1].requires", ""},
		{"branch with papers", "    points: 2.5", "    requires: [{name: N, kinds: [KH], about: [kế hoạch]}]", "catalogue-branch-requires", 9, "criteria[0].requires", ""},
		{"year in words", "year: 2020", "year: hai nghìn", "catalogue-want-number", 3, "year", ""},
		{"year far off", "year: 2020", "year: 20200", "catalogue-bad-year", 3, "year", ""},
		{"title missing", "title: Bộ thử\n", "", "catalogue-missing-field", 1, "title", ""},
		{"blank title", "title: Bộ thử", `title: " "`, "catalogue-want-text", 2, "title", ""},
		{"units a word", `units: [{id: a, name: Phòng A}, {id: b, name: Phòng B, aliases: [Phòng Bê]}]`, "units: phòng", "catalogue-want-list", 5, "units", ""},
		{"not a mapping", "", "- a\n- b\n", "catalogue-want-mapping", 1, "", ""},
		{"empty", "", "# không có gì\n", "catalogue-empty", 0, "", ""},
		{"broken", "", "id: [a\ntitle: b", "catalogue-syntax", 1, "", ""},
		{"two documents", "", "id: a\n---\nid: b\n", "catalogue-syntax", 0, "", ""},
		{"no criteria", "", "id: x\ntitle: X\ncriteria: []\n", "catalogue-missing-field", 3, "criteria", ""},
		{"empty kinds", "", leaf("name: N, kinds: [], about: [kế hoạch]"), "catalogue-empty-list", 4, "criteria[0].requires[0].kinds", ""},
		{"alias", "", "id: x\ntitle: X\nunits: &u [{id: a, name: A}]\ncriteria: *u\n", "catalogue-alias", 4, "criteria", ""},
		{"share above one", "year: 2020", "year: 2020\ntarget_share: 80", "catalogue-bad-share", 4, "target_share", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := tt.to
			if tt.from != "" {
				if src = strings.Replace(small, tt.from, tt.to, 1); src == small {
					t.Fatal("nothing replaced")
				}
			}
			_, problems := Read("thu.yaml", []byte(src))
			for _, p := range problems {
				if p.Reason.Code == tt.code {
					if p.Line != tt.line || p.Field != tt.field || p.Suggestion != tt.nearest {
						t.Errorf("got line %d field %q nearest %q", p.Line, p.Field, p.Suggestion)
					}
					if w := messages.Words(p.Reason, messages.English); !strings.Contains(p.Error(), "thu.yaml") || w.Remedy == "" {
						t.Errorf("words: %q remedy %q", p.Error(), w.Remedy)
					}
					return
				}
			}
			t.Errorf("no %s among %v", tt.code, problems)
		})
	}
	if _, problems := Read("thu.yaml", []byte(small)); len(problems) > 0 {
		t.Errorf("the clean one has %v", problems)
	}
}

func TestProblemInWords(t *testing.T) {
	_, problems := Read("bo.yaml", []byte(strings.Replace(small, "[KH, QĐ]", "[KHH]", 1)))
	want := "bo.yaml:11: criteria[0].children[0].requires[0].kinds: 'KHH' không có (gần nhất: 'KH')"
	if len(problems) != 1 || problems[0].Error() != want {
		t.Errorf("got %v", problems)
	}
}

func TestAllProblemsAtOnceInOrder(t *testing.T) {
	src := strings.NewReplacer("[KH, QĐ]", "[KHH]", "year: 2020", "year: x", "min: 2", "min: -1").Replace(small)
	_, problems := Read("x", []byte(src))
	if len(problems) < 3 {
		t.Fatalf("only %v", problems)
	}
	for i := 1; i < len(problems); i++ {
		if problems[i].Line < problems[i-1].Line {
			t.Errorf("not in the order of lines: %v", problems)
		}
	}
}

func TestVersionIsOfTheContent(t *testing.T) {
	version := func(s string) string {
		cat, problems := Read("x", []byte(s))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return cat.Version
	}
	base := version(small)
	same := []string{
		"# ghi chú\n" + small,
		strings.Replace(small, "id: thu\ntitle: Bộ thử\n", "title:   \"Bộ thử\"   # tên\nid: thu\n", 1),
		strings.Replace(small, "points: 2,", "points: 2.00, seed: true, note: để nhớ,", 1),
		strings.ReplaceAll(small, "Lĩnh vực", "Li\u0303nh vu\u031b\u0323c"), // not composed
	}
	for i, s := range same {
		if v := version(s); v != base {
			t.Errorf("%d: the version changed with the form", i)
		}
	}
	for _, change := range [][2]string{{"min: 2", "min: 3"}, {"Kế hoạch năm", "Kế hoạch quý"}, {"year: 2020", "year: 2021"}, {"by: any", "by: own"}} {
		if version(strings.Replace(small, change[0], change[1], 1)) == base {
			t.Errorf("%q → %q did not change the version", change[0], change[1])
		}
	}
}

func TestResolve(t *testing.T) {
	tests := []struct {
		phrase string
		year   int
		want   string
	}{
		{"kế hoạch năm {year}", 2020, "kế hoạch năm 2020"},
		{"từ {prev} đến {next}", 2020, "từ 2019 đến 2021"},
		{"quý I năm {year} của sở", 0, "quý I năm của sở"},
		{"{prev}-11-01", 2020, "2019-11-01"},
		{"không có", 2020, "không có"},
	}
	for _, tt := range tests {
		if got := cchc.ResolveYears(tt.phrase, tt.year); got != tt.want {
			t.Errorf("Resolve(%q, %d) = %q", tt.phrase, tt.year, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add(SampleSource())
	for _, s := range []string{"", "a: *a", "&a [*a]", "id: !!binary x", "<<: {id: a}", "criteria: [{children: [{children: []}]}]",
		"id: !x 1\ntitle: !!float y\ncriteria: [{id: !!str 1, title: b, points: !!int 1, scored_by: survey}]", "? [a]\n: b", "id: {}\ntitle: []\ncriteria: {}", "period: {from: 2020-01-01, to: 2019-01-01}", "\xff\xfe", "units: [[[[[[]]]]]]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		cat, problems := Read("x", b)
		if len(problems) > 0 {
			for _, p := range problems {
				if p.Error() == "" || p.Line < 0 {
					t.Errorf("%#v", p)
				}
			}
			return
		}
		if cat.ID == "" || cat.Version == "" || len(cat.Leaves()) == 0 {
			t.Errorf("accepted a catalogue without identity, version or leaves: %q", b)
		}
		w, again, _ := ReadWritten("y", b)
		if again.Version != cat.Version {
			t.Error("two readings, two versions")
		}
		src, err := w.YAML()
		if err != nil {
			t.Fatal(err)
		}
		if out, problems := Read("z", src); len(problems) > 0 || out.Version != cat.Version {
			t.Errorf("written as another catalogue: %v\n%s", problems, src)
		}
		if _, in, problems := ReadBook("z", w.Book()); len(problems) > 0 || in.Version != cat.Version {
			t.Errorf("another catalogue in a workbook: %v\n%s", problems, src)
		}
	})
}
