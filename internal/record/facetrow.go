package record

import (
	"strings"
	"unicode"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// FacetRow is a facet as people read it.
type FacetRow struct {
	Facet  search.Facet `json:"facet" enum:"type,unit,year,issuer,quality,criterion,state"`
	Values []FacetValue `json:"values" doc:"Most documents first"`
	Other  int          `json:"other" doc:"Documents that have only values that are not listed"`
}

// FacetValue is one value of a facet.
type FacetValue struct {
	Value     string `json:"value" doc:"What the filter of that name takes; empty for documents without any, which only the filter of units takes, as -"`
	Name      string `json:"name" doc:"The value in words"`
	Documents int    `json:"documents"`
}

// Namer puts the values of facets in words. A name it does not know is "".
type Namer struct {
	Say                   func(cchc.Reason) string
	Type, Unit, Criterion func(value string) string
}

// Rows puts facets in words.
func (n Namer) Rows(facets []search.FacetCounts) []FacetRow {
	out := []FacetRow{}
	for _, f := range facets {
		row := FacetRow{Facet: f.Facet, Values: []FacetValue{}, Other: f.Other}
		for _, c := range f.Counts {
			row.Values = append(row.Values, FacetValue{Value: c.Value, Name: n.name(f.Facet, c.Value), Documents: c.Documents})
		}
		tellApart(row.Values)
		out = append(out, row)
	}
	return out
}

// tellApart adds to a name that several values have, as the folders of one unit, the value.
func tellApart(values []FacetValue) {
	times := map[string]int{}
	for _, v := range values {
		times[v.Name]++
	}
	for i, v := range values {
		if times[v.Name] > 1 && v.Value != "" && v.Value != v.Name {
			values[i].Name += " (" + v.Value + ")"
		}
	}
}

func (n Namer) name(f search.Facet, value string) string {
	if value == "" {
		return n.Say(withoutValue(f))
	}
	name := ""
	switch f {
	case search.FacetType:
		name = n.Type(value)
	case search.FacetUnit:
		name = n.Unit(value)
	case search.FacetQuality:
		name = n.Say(QualityReason(cchc.ReadQuality(value)))
	case FacetState:
		name = n.Say(StateReason(cchc.LinkState(value)))
	case FacetCriterion:
		name = n.Criterion(value)
	case search.FacetYear, search.FacetIssuer:
	}
	if name == "" {
		return value
	}
	return name
}

// withoutValue says in a code what documents without a value have in common.
func withoutValue(f search.Facet) cchc.Reason {
	switch f {
	case search.FacetUnit:
		return cchc.NewReason("facet-office")
	case FacetCriterion, FacetState:
		return cchc.NewReason("facet-unlinked")
	case search.FacetType, search.FacetYear, search.FacetIssuer, search.FacetQuality:
	}
	return cchc.NewReason("facet-none")
}

// UnitNames returns what a catalogue calls a unit, by its identity, name or alias, or by the
// first word of its name and its identity as folders are called ("phong-ttbcxb"); others go
// by the folder they were dropped in.
func UnitNames(cat cchc.Catalogue) func(string) string {
	names := map[string]string{}
	for _, u := range cat.Units {
		for _, x := range append([]cchc.Unit{u}, u.Succeeds...) {
			for _, name := range append([]string{x.ID, x.Name}, x.Aliases...) {
				names[letters(name)] = u.Name
			}
		}
	}
	for _, u := range cat.Units {
		kind, _, _ := strings.Cut(u.Name, " ")
		if folder := letters(kind + u.ID); names[folder] == "" {
			names[folder] = u.Name
		}
	}
	return func(id string) string { return names[letters(id)] }
}

// letters are what names of folders and of units have in common: "van-phong" is the folder
// of "Văn phòng".
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, vi.Fold(name))
}

// CriterionTitles returns what a catalogue calls a criterion or branch.
func CriterionTitles(cat cchc.Catalogue) func(string) string {
	titles := map[string]string{}
	var walk func([]cchc.Criterion)
	walk = func(nodes []cchc.Criterion) {
		for _, c := range nodes {
			titles[c.ID] = c.Title
			walk(c.Children)
		}
	}
	walk(cat.Criteria)
	return func(code string) string { return titles[code] }
}
