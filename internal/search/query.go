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
	MaxWords     = 120  // syllables of query text that are read
)

// Query is one question.
type Query struct {
	Text    string
	Scope   cchc.Scope // the zero Scope sees nothing
	Limit   int        // hits a page; 0 is DefaultLimit, at most MaxLimit
	Cursor  string     // Result.Next of the page before, "" for the first page
	Filters Filters    // narrow what Text says, never widen it
}

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

// Filters restrict the documents that may answer. The zero value restricts nothing. Of
// every list nil is any and an empty list is none.
type Filters struct {
	Units []string  // units a document was dropped for; "" is the office itself
	Types []string  // abbreviations of Nghị định 30/2020/NĐ-CP, Phụ lục III, in any case: KH, qđ
	Years []int     // years of issue
	From  cchc.Date // first day of issue, included; zero is open
	To    cchc.Date // last day of issue, included; zero is open
	// Documents restricts to these documents. Filters the engine does not know (criterion,
	// review state) are resolved by the caller from the record into this list.
	Documents []cchc.DocumentID
}

// IsZero reports whether nothing is restricted.
func (f Filters) IsZero() bool {
	return f.Units == nil && f.Types == nil && f.Years == nil && f.From.IsZero() && f.To.IsZero() && f.Documents == nil
}

// And returns the filters that pass what both pass.
func (f Filters) And(g Filters) Filters {
	f.Units = both(f.Units, g.Units)
	f.Types = both(exactForms(f.Types), exactForms(g.Types))
	f.Years = both(f.Years, g.Years)
	f.Documents = both(f.Documents, g.Documents)
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
}
