package search

import (
	"slices"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Bounds of a query.
const (
	DefaultLimit = 20   // hits a page where Query.Limit is 0
	MaxLimit     = 200  // most hits a page
	MaxText      = 2000 // bytes of query text that are read; the rest is left out with a notice
	MaxWords     = 100  // syllables of query text that are read
)

// Query is one question.
type Query struct {
	Text    string
	Scope   cchc.Scope // the zero Scope sees nothing
	Limit   int        // hits a page; 0 is DefaultLimit, at most MaxLimit
	Cursor  string     // Result.Next of the page before, "" for the first page
	Filters Filters    // narrow what Text says, never widen it
	Sort    Sort
	// Facets are counted over all documents that match, not over the page.
	Facets []Facet
	// Matched asks for the identities of all documents that match, up to the engine's
	// counting bound, so that the caller can count what only the record knows.
	Matched bool
}

// Sort is the order of hits. Documents without what is sorted by come last; ties go by
// relevance, then by identity.
type Sort string

// The orders.
const (
	SortRelevance Sort = ""       // best first
	SortNewest    Sort = "newest" // by date of issue, the latest first
	SortOldest    Sort = "oldest" // by date of issue, the earliest first
)

// Facet names what documents are counted by. An engine counts those below; what only the
// record knows (criterion, state of review) is counted by package record.
type Facet string

// The facets an engine counts.
const (
	FacetType    Facet = "type"    // abbreviation as in the particulars, of types without one the name, "" for none
	FacetUnit    Facet = "unit"    // "" is the office itself
	FacetYear    Facet = "year"    // of issue, "" for none
	FacetIssuer  Facet = "issuer"  // name of the issuing organ as first spelled, "" for none
	FacetQuality Facet = "quality" // a [cchc.ReadQuality]
)

// Count is one value of a facet.
type Count struct {
	Value     string
	Documents int
}

// FacetCounts are the values of a facet, most documents first, ties by value, at most
// MaxFacetValues; Other is how many documents have only values that are not listed.
type FacetCounts struct {
	Facet  Facet
	Counts []Count
	Other  int
}

// MaxFacetValues is the most values of a facet that are listed.
const MaxFacetValues = 40

// Page returns Limit within its bounds.
func (q Query) Page() int {
	switch {
	case q.Limit <= 0:
		return DefaultLimit
	case q.Limit > MaxLimit:
		return MaxLimit
	}
	return q.Limit
}

// WholeName stands before the name of an organ that is meant whole, as a facet counts it:
// "=Sở Nội vụ" leaves "Thanh tra Sở Nội vụ" out.
const WholeName = "="

// Filters restrict the documents that may answer. The zero value restricts nothing. Of
// every list nil is any and an empty list is none.
type Filters struct {
	Units     []string  // units a document was dropped for; "" is the office itself
	Types     []string  // abbreviations of Nghị định 30/2020/NĐ-CP, Phụ lục III, in any case: KH, qđ; of types without one the name
	Years     []int     // years of issue
	From      cchc.Date // first day of issue, included; zero is open
	To        cchc.Date // last day of issue, included; zero is open
	Issuers   []string  // issuing organs: words of the name, with or without diacritics, or its abbreviation; or WholeName and a name as FacetIssuer counts it
	Signers   []string  // signers: words of the name
	Qualities []cchc.ReadQuality
	// Criteria and States are codes of criteria and states of links. No engine knows them:
	// package record turns them into Documents and leaves them empty.
	Criteria []string
	States   []string
	// Documents restricts to these documents. Filters the engine does not know (criterion,
	// review state) are resolved by the caller from the record into this list.
	Documents []cchc.DocumentID
}

// IsZero reports whether nothing is restricted.
func (f Filters) IsZero() bool {
	return f.Units == nil && f.Types == nil && f.Years == nil && f.From.IsZero() && f.To.IsZero() && f.Documents == nil &&
		f.Issuers == nil && f.Signers == nil && f.Qualities == nil && f.Criteria == nil && f.States == nil
}

// And returns the filters that pass what both pass.
func (f Filters) And(g Filters) Filters {
	f.Units = both(f.Units, g.Units)
	f.Types = both(exactForms(f.Types), exactForms(g.Types))
	f.Years = both(f.Years, g.Years)
	f.Documents = both(f.Documents, g.Documents)
	f.Issuers = both(foldedAll(f.Issuers), foldedAll(g.Issuers))
	f.Signers = both(foldedAll(f.Signers), foldedAll(g.Signers))
	f.Qualities = both(f.Qualities, g.Qualities)
	f.Criteria = both(f.Criteria, g.Criteria)
	f.States = both(f.States, g.States)
	if f.From.IsZero() || (!g.From.IsZero() && f.From.Before(g.From)) {
		f.From = g.From
	}
	if f.To.IsZero() || (!g.To.IsZero() && g.To.Before(f.To)) {
		f.To = g.To
	}
	return f
}

// both is what stands in both lists, where nil is the list of everything.
func both[T comparable](a, b []T) []T {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	out := []T{}
	for _, v := range a {
		if slices.Contains(b, v) {
			out = append(out, v)
		}
	}
	return out
}

func foldedAll(list []string) []string {
	if list == nil {
		return nil
	}
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = vi.Fold(s)
	}
	return out
}

func exactForms(list []string) []string {
	if list == nil {
		return nil
	}
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = ExactForm(s)
	}
	return out
}

// Hit is a document with its best passage. The engine keeps no text: title, number, page
// and snippet are filled in from the record.
type Hit struct {
	Rank     int // from 1, counted through all pages
	Document cchc.DocumentID
	Passage  cchc.PassageID
	Score    float64 // comparable within one Result only
	// Next are further passages of the document, the best first, a dozen at most: an engine
	// may count the words of the title for every passage, so that the best may hold none of
	// the words itself.
	Next []cchc.PassageID
}

// Result is the answer to a Query.
type Result struct {
	// Total is the number of documents that match: those with a passage that meets all
	// filters and compulsory parts and holds enough of the words (see the engine). It is
	// exact up to the engine's counting bound and a lower bound above it.
	Total      int
	Hits       []Hit
	Next       string // cursor of the next page, "" at the end; opaque
	Expansions []vi.Expansion
	Terms      Terms
	Notices    []cchc.Reason
	Facets     []FacetCounts     // in the order asked for
	Matched    []cchc.DocumentID // where asked for; ascending
	// Suggestion is the query with words that no document has put right ("did you mean"),
	// "" where there is nothing to put right. It is a whole query text.
	Suggestion string
}

// Inside is the answer to a query within one document.
type Inside struct {
	Total   int     // passages that match
	Places  []Place // in the order of the document, at most Query.Page(); the best where there are more
	Terms   Terms   // for the highlights
	Notices []cchc.Reason
}

// Place is a passage of one document that matches.
type Place struct {
	Passage cchc.PassageID
	Score   float64 // comparable within one Inside only
}
