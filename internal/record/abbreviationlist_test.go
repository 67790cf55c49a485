package record

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// drawer keeps the abbreviations of an office in memory; it is rewritten only.
type drawer struct {
	AbbreviationShelf
	office []Abbreviation
	err    error
}

func (d *drawer) RewriteAbbreviations(_ context.Context, _ cchc.Actor, plan func([]Abbreviation) (add, switched []Abbreviation)) error {
	add, switched := plan(slices.Clone(d.office))
	if d.err != nil {
		return d.err
	}
	for _, s := range switched {
		if i := slices.IndexFunc(d.office, func(a Abbreviation) bool { return a.ID == s.ID }); i >= 0 {
			d.office[i] = s
		} else {
			add = append(add, s)
		}
	}
	d.office = append(d.office, add...)
	return nil
}

func TestImportAbbreviations(t *testing.T) {
	first, second := vi.ShippedAbbreviations()[0], vi.ShippedAbbreviations()[1]
	d := &drawer{}
	list := "\ufeff# của Sở\r\nSLTT\tSở Lâm thời\r\n\r\nXYZQ\n" + first.Short + "\t" + first.Long + "\nQLVX = quản lý vườn xuân\n-" + second.Short + "\t" + second.Long +
		"\n-KHONGCO\nABCD\t" + strings.Repeat("dài ", 60) + "\nSLTT\tsở lâm thời\n"
	m, err := ImportAbbreviations(t.Context(), d, cchc.Operator(), list)
	if err != nil || m.Added != 2 || m.Known != 1 || m.Off != 1 || m.On != 0 || m.Refused() != 4 {
		t.Fatalf("%+v, %v", m, err)
	}
	var at []int
	for _, p := range m.Problems {
		at = append(at, p.Line)
	}
	if !slices.Equal(at, []int{4, 8, 9, 10}) || m.Problems[1].Reason.Code != "abbreviation-off" {
		t.Errorf("problems of lines %v: %+v", at, m.Problems)
	}
	// Read back, what is off goes on again, and nothing else changes.
	m, err = ImportAbbreviations(t.Context(), d, cchc.Operator(), "SLTT\tSở Lâm thời\n"+second.Short+"\t"+second.Long+"\n")
	if err != nil || m.Added != 0 || m.Known != 1 || m.On != 1 || len(d.office) != 3 {
		t.Errorf("%+v, %v, %+v", m, err, d.office)
	}
	before := slices.Clone(d.office)
	d.err = errors.New("disk is full")
	if _, err := ImportAbbreviations(t.Context(), d, cchc.Operator(), "MOI\tmột từ mới\n"); !errors.Is(err, d.err) || !slices.Equal(before, d.office) {
		t.Errorf("%v", err)
	}
}

// Adding and taking out in one list is one change.
func TestImportAddsAndSwitches(t *testing.T) {
	d := &drawer{}
	m, err := ImportAbbreviations(t.Context(), d, cchc.Operator(), "SLTT\tSở Lâm thời\n-SLTT\n")
	if err != nil || m.Added != 1 || m.Off != 1 || len(d.office) != 1 || !d.office[0].Off {
		t.Errorf("%+v, %v, %+v", m, err, d.office)
	}
}

func TestAbbreviationsThatReadBack(t *testing.T) {
	for short, want := range map[string]bool{"CCHC": true, "-CCHC": false, "#CCHC": false, "=CCHC": false, "TT&TT": true, "A=B": true, "30a": true} {
		_, err := Abbreviation{Short: short, Long: "cải cách hành chính"}.Check()
		if (err == nil) != want {
			t.Errorf("%q: %v", short, err)
		}
	}
}
