package record

import (
	"slices"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// OwnPapers stands for the office itself where units are filtered by: an empty value in an
// address or on a command line is none at all.
const OwnPapers = "-"

// Filters narrow a search as the API, a saved search and the command line write them. What
// is empty restricts nothing; several values of one filter widen it, several filters
// narrow each other.
type Filters struct {
	Unit      []string `query:"unit,explode" json:"unit,omitempty" maxItems:"50" doc:"Units; - is the office itself"`
	Type      []string `query:"type,explode" json:"type,omitempty" maxItems:"50" doc:"Abbreviations of Nghị định 30/2020/NĐ-CP (KH, BC, QĐ, …) or names"`
	Year      []int    `query:"year,explode" json:"year,omitempty" maxItems:"50" doc:"Years of issue"`
	Issuer    []string `query:"issuer,explode" json:"issuer,omitempty" maxItems:"50" doc:"Issuing organs: words of the name, with or without diacritics, or its abbreviation. With = before it a name is meant whole, as the facet issuer counts it"`
	Signer    []string `query:"signer,explode" json:"signer,omitempty" maxItems:"50" doc:"Signers: words of the name"`
	Quality   []string `query:"quality,explode" json:"quality,omitempty" enum:"good,poor,partly" doc:"How well the document was read"`
	Criterion []string `query:"criterion,explode" json:"criterion,omitempty" maxItems:"50" doc:"Only documents linked to one of these criteria or branches"`
	State     []string `query:"state,explode" json:"state,omitempty" enum:"suggested,submitted,accepted,rejected,explanation_asked,stale" doc:"Only documents with a link in one of these states; with a criterion, a link to it. Stale ones were reviewed and have changed since"`
	From      string   `query:"from" json:"from,omitempty" format:"date" doc:"Issued on this day or later"`
	To        string   `query:"to" json:"to,omitempty" format:"date" doc:"Issued on this day or earlier"`
}

// Search returns the filters as a search takes them. A date that is none is a usage error,
// "bad-date"; a state or quality nobody knows is "search-value-unknown".
func (f Filters) Search() (search.Filters, error) {
	out := search.Filters{
		Units: some(f.Unit), Years: some(f.Year), Issuers: some(f.Issuer), Signers: some(f.Signer),
		Criteria: some(f.Criterion), States: some(f.State),
	}
	for _, t := range f.Type {
		out.Types = append(out.Types, search.TypesOf(t)...)
	}
	for i, u := range out.Units {
		if u == OwnPapers {
			out.Units[i] = ""
		}
	}
	for _, s := range f.State {
		if !knownState(s) {
			return out, cchc.Usage("search-value-unknown", nil, s, stateWords)
		}
	}
	for _, s := range f.Quality {
		q := cchc.ReadQuality(s)
		if q != cchc.ReadWell && q != cchc.ReadPoorly && q != cchc.ReadPartly {
			return out, cchc.Usage("search-value-unknown", nil, s, "good, poor, partly")
		}
		out.Qualities = append(out.Qualities, q)
	}
	for _, d := range []struct {
		text string
		into *cchc.Date
	}{{f.From, &out.From}, {f.To, &out.To}} {
		var err error
		if *d.into, err = cchc.ParseDate(d.text); err != nil {
			return out, cchc.Usage("bad-date", err, d.text)
		}
	}
	return out, nil
}

// stateWords are the states links can be asked for.
const stateWords = "suggested, submitted, accepted, rejected, explanation_asked, stale"

func knownState(s string) bool {
	return cchc.LinkState(s) == StateStale || cchc.LinkState(s).Validate() == nil
}

// some is a copy of a list, nil where it is empty: a filter nobody gave restricts nothing.
func some[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return slices.Clone(list)
}

// Order reads the name of an order: relevance (or none), newest, oldest; anything else is
// "search-value-unknown".
func Order(name string) (search.Sort, error) {
	switch s := search.Sort(name); s {
	case search.SortRelevance, search.SortNewest, search.SortOldest:
		return s, nil
	case byRelevance:
		return search.SortRelevance, nil
	}
	return "", cchc.Usage("search-value-unknown", nil, name, "relevance, newest, oldest")
}

const byRelevance = "relevance"

// The facets only the record can count.
const (
	FacetCriterion search.Facet = "criterion" // code of a leaf, "" for documents linked to none
	FacetState     search.Facet = "state"     // a [cchc.LinkState], "" for documents without link
)

// Facets lists all facets, in the order they are shown.
func Facets() []search.Facet {
	return []search.Facet{
		search.FacetType, search.FacetUnit, search.FacetYear, search.FacetIssuer, search.FacetQuality, FacetCriterion, FacetState,
	}
}

// ReadFacets reads names of facets, each once; a name nobody knows is
// "search-value-unknown".
func ReadFacets(names []string) ([]search.Facet, error) {
	var out []search.Facet
	for _, n := range names {
		f := search.Facet(n)
		if !slices.Contains(Facets(), f) {
			return nil, cchc.Usage("search-value-unknown", nil, n, "type, unit, year, issuer, quality, criterion, state")
		}
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out, nil
}
