package record

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// Engine answers queries with identities.
type Engine interface {
	Search(ctx context.Context, q search.Query) (search.Result, error)
}

// Source is the record. It returns what it has of the identities asked for and is in the
// scope; what it lacks is simply not in the map.
type Source interface {
	DocumentsByID(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]cchc.Document, error)
	PassagesByID(ctx context.Context, scope cchc.Scope, ids []cchc.PassageID) (map[cchc.PassageID]cchc.Passage, error)
	// Linked returns the links of the catalogue in use; [cchc.ErrNotFound] is wrapped where
	// there is no catalogue yet.
	Linked(ctx context.Context, scope cchc.Scope) (*Linked, error)
	// Units returns the units in the scope that have documents.
	Units(ctx context.Context, scope cchc.Scope) (*Units, error)
}

// SearchResult is the answer to one query.
type SearchResult struct {
	Query      string               `json:"query"`
	Total      int                  `json:"total"`   // documents that match, see the engine
	TookMS     int64                `json:"took_ms"` // search and record together, rounded up
	Hits       []HitRow             `json:"hits"`
	Next       string               `json:"next,omitempty"` // cursor of the next page
	Expansions []Expansion          `json:"expansions,omitempty"`
	Notices    []cchc.Reason        `json:"notices,omitempty"` // what was not understood, in codes
	Facets     []search.FacetCounts `json:"-"`                 // in the order asked for
	Suggestion string               `json:"suggestion,omitempty"`
}

// Expansion is an abbreviation that was understood; both forms were searched.
type Expansion struct {
	Short string `json:"short"`
	Long  string `json:"long"`
}

// Search asks the engine and fills its hits in from the record. Criteria and states, which
// no engine knows, are turned into documents before and counted after: those of the query
// text too, where one that the catalogue lacks is told in a notice and matches nothing; in
// the filters it is a usage error, "no-such-criterion". Hits whose document the record does
// not have or the scope does not see are dropped: the record decides, the index is derived.
// Total is the engine's all the same.
func Search(ctx context.Context, engine Engine, source Source, q search.Query) (SearchResult, error) {
	start := time.Now() //nolint:forbidigo // a duration is measured, no instant is kept
	asked, notices, err := resolve(ctx, source, q)
	if err != nil {
		return SearchResult{}, fmt.Errorf("search: %w", err)
	}
	found, err := engine.Search(ctx, asked)
	if err != nil {
		return SearchResult{}, fmt.Errorf("search: %w", err)
	}
	out, err := answer(ctx, source, q, found)
	if err != nil {
		return SearchResult{}, fmt.Errorf("search: %w", err)
	}
	out.Notices = append(out.Notices, notices...)
	if out.Total == 0 {
		out.Notices = append(out.Notices, unknownTypes(q)...)
	}
	out.TookMS = millis(time.Since(start)) //nolint:forbidigo // see start
	return out, nil
}

// unknownTypes tells of types nobody knows where nothing was found: offices have types of
// their own, so that only the answer can tell.
func unknownTypes(q search.Query) (out []cchc.Reason) {
	types := append(slices.Clone(q.Filters.Types), search.Parse(q.Text, vi.Abbreviations{}).Filters.Types...)
	for i, t := range types {
		near, known := search.NearTypes(t)
		if known || slices.Contains(types[:i], t) || len(out) == maxUnknown {
			continue
		}
		if len(near) == 0 {
			near = []string{"KH (kế hoạch)", "BC (báo cáo)", "QĐ (quyết định)"}
		}
		out = append(out, cchc.NewReason("search-type-unknown", strings.ToUpper(t), strings.Join(near, ", ")))
	}
	return out
}

// maxUnknown is how many values nobody knows are told of.
const maxUnknown = 3

// millis is a duration in milliseconds, rounded up.
func millis(d time.Duration) int64 { return int64((d + time.Millisecond - 1) / time.Millisecond) }

// answer is what the engine found, in words and numbers of the record.
func answer(ctx context.Context, source Source, q search.Query, found search.Result) (SearchResult, error) {
	out := SearchResult{Query: q.Text, Total: found.Total, Next: found.Next, Notices: found.Notices, Suggestion: found.Suggestion}
	var err error
	if out.Hits, err = fill(ctx, source, q.Scope, found.Hits, found.Terms); err != nil {
		return out, err
	}
	for _, e := range found.Expansions {
		out.Expansions = append(out.Expansions, Expansion{Short: e.Short, Long: e.Long})
	}
	var partial bool
	if out.Facets, partial, err = facets(ctx, source, q, found); err != nil {
		return out, err
	}
	if partial {
		out.Notices = append(out.Notices, cchc.NewReason("search-counted-partly", strconv.Itoa(len(found.Matched)), strconv.Itoa(found.Total)))
	}
	return out, nil
}

func ofRecord(f search.Facet) bool { return f == FacetCriterion || f == FacetState }

// resolve turns a question into one an engine can answer.
func resolve(ctx context.Context, source Source, q search.Query) (search.Query, []cchc.Reason, error) {
	asked, notices, err := placeUnits(ctx, source, q)
	if err != nil {
		return asked, nil, err
	}
	if f := &asked.Filters; !f.From.IsZero() && !f.To.IsZero() && f.To.Before(f.From) {
		f.From, f.To = f.To, f.From
		notices = append(notices, cchc.NewReason("search-dates-swapped", f.From.Vietnamese(), f.To.Vietnamese()))
	}
	asked.Facets = slices.DeleteFunc(slices.Clone(q.Facets), ofRecord)
	asked.Matched = q.Matched || len(asked.Facets) < len(q.Facets)
	asked.Filters.Criteria, asked.Filters.States = nil, nil
	text := search.Parse(q.Text, vi.Abbreviations{}).Filters
	if q.Filters.Criteria == nil && q.Filters.States == nil && text.Criteria == nil && text.States == nil {
		return asked, notices, nil
	}
	linked, err := source.Linked(ctx, q.Scope)
	if err != nil {
		return asked, nil, err
	}
	for _, c := range q.Filters.Criteria {
		if !linked.Has(c) {
			return asked, nil, cchc.Usage("no-such-criterion", nil, c)
		}
	}
	for _, c := range text.Criteria {
		if !linked.Has(c) {
			notices = append(notices, cchc.NewReason("no-such-criterion", c))
		}
	}
	for _, s := range text.States {
		if !knownState(s) {
			notices = append(notices, cchc.NewReason("search-value-unknown", s, stateWords))
		}
	}
	// A state is that of a link to the criterion asked for: both narrow one link.
	states := linkStatesOf(q.Filters.And(search.Filters{States: text.States}).States)
	docs := linked.Documents(q.Filters.Criteria, states)
	if text.Criteria != nil {
		docs = intersect(docs, linked.Documents(text.Criteria, states))
	}
	if q.Filters.Documents != nil {
		docs = intersect(docs, slices.Sorted(slices.Values(q.Filters.Documents)))
	}
	asked.Filters.Documents = docs
	return asked, notices, nil
}

func linkStatesOf(names []string) []cchc.LinkState {
	if names == nil {
		return nil
	}
	out := make([]cchc.LinkState, len(names))
	for i, n := range names {
		out[i] = cchc.LinkState(n)
	}
	return out
}

// intersect returns what stands in both ascending lists, never nil.
func intersect(a, b []cchc.DocumentID) []cchc.DocumentID {
	out := []cchc.DocumentID{}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			out = append(out, a[i])
			i, j = i+1, j+1
		}
	}
	return out
}

// facets puts the counts of engine and record in the order asked for. partial reports that
// the record counted fewer documents than match.
func facets(ctx context.Context, source Source, q search.Query, found search.Result) (out []search.FacetCounts, partial bool, err error) {
	for _, f := range q.Facets {
		if !ofRecord(f) {
			if i := slices.IndexFunc(found.Facets, func(c search.FacetCounts) bool { return c.Facet == f }); i >= 0 {
				out = append(out, found.Facets[i])
			}
			continue
		}
		linked, err := source.Linked(ctx, q.Scope)
		if err != nil {
			return nil, false, err
		}
		out = append(out, linked.Count(f, found.Matched))
		partial = len(found.Matched) < found.Total
	}
	return out, partial, nil
}
