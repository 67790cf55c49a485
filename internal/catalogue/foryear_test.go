package catalogue

import (
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

const yearlyYAML = `id: so-2020
title: Bộ tiêu chí năm 2020
status: official
year: 2020
period: {from: 2019-12-15, to: 2020-12-14}
target_share: 0.8
criteria:
  - id: "1"
    title: Kế hoạch năm 2020, phương hướng năm 2021
    points: 2
    requires:
      - name: Kế hoạch giai đoạn 2016 - 2020
        kinds: [KH]
        about: ["cải cách hành chính năm {year}", "kế hoạch đến năm 2020", "theo Nghị quyết 30/2020/NQ"]
        issued: {from: "{prev}-12-01", to: 2020-02-29}
`

func TestForYear(t *testing.T) {
	old, problems := Read("x", []byte(yearlyYAML))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	next, yaml, err := ForYear(old, []byte(yearlyYAML), 2021)
	if err != nil {
		t.Fatal(err)
	}
	if next.ID != "so-2021" || next.Year != 2021 || next.Status != Provisional || next.TargetShare != 0.8 || next.Title != "Bộ tiêu chí năm 2021" {
		t.Errorf("catalogue %+v", next)
	}
	if next.Period != (cchc.Period{From: cchc.NewDate(2020, 12, 15), To: cchc.NewDate(2021, 12, 14)}) {
		t.Errorf("period %+v", next.Period)
	}
	leaf := next.Criteria[0]
	if leaf.Title != "Kế hoạch năm 2021, phương hướng năm 2022" || leaf.ID != "1" || leaf.Requires[0].ID != "1/1" {
		t.Errorf("leaf %+v", leaf)
	}
	r := leaf.Requires[0]
	if got := strings.Join(append(r.About, r.Name), "|"); got != "cải cách hành chính năm 2021|kế hoạch đến năm 2020|theo Nghị quyết 30/2020/NQ|Kế hoạch giai đoạn 2016 - 2020" {
		t.Errorf("phrases %s", got)
	}
	if r.Issued != (cchc.Period{From: cchc.NewDate(2020, 12, 1), To: cchc.NewDate(2021, 2, 28)}) {
		t.Errorf("issued %+v", r.Issued)
	}
	if !strings.Contains(string(yaml), "năm {year}") {
		t.Error("templates were lost")
	}
	// Without its source it is made of what is used.
	bare, _, err := ForYear(old, nil, 2021)
	if err != nil || bare.Criteria[0].Requires[0].About[0] != "cải cách hành chính năm 2021" {
		t.Errorf("without source: %+v, %v", bare, err)
	}
	if old.Year != 2020 || old.Criteria[0].Title != "Kế hoạch năm 2020, phương hướng năm 2021" {
		t.Error("the old catalogue was changed")
	}
	again, _, err := ForYear(old, []byte(yearlyYAML), 2021)
	if err != nil || again.Version != next.Version {
		t.Error("the same inputs give another version", err)
	}
}

// Everything the mapping pairs by identity stays paired, and the sample stays a sample.
func TestForYearOfTheSample(t *testing.T) {
	old, err := Sample()
	if err != nil {
		t.Fatal(err)
	}
	next, _, err := ForYear(old, SampleSource(), old.Year+1)
	if err != nil || next.Status != "sample" {
		t.Fatal(next.Status, err)
	}
	for _, m := range Mapping(old, next) {
		if m.Old != m.New || m.Basis != BasisCode {
			t.Errorf("%s went to %s by %s", m.Old, m.New, m.Basis)
		}
	}
}
