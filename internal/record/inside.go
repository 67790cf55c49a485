package record

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// Insider looks through one document.
type Insider interface {
	Inside(ctx context.Context, id cchc.DocumentID, q search.Query) (search.Inside, error)
}

// PlaceRow is a passage of a document that matches.
type PlaceRow struct {
	Passage   cchc.PassageID `json:"passage"`
	Page      *int           `json:"page"`      // null where the format has no pages
	Paragraph int            `json:"paragraph"` // from 1 through the document, 0 where unknown
	Section   string         `json:"section"`
	Heading   string         `json:"heading"`
	Place     string         `json:"place" doc:"Where the passage stands, as people cite it: mục II.3, trang 4"`
	Text      string         `json:"text" doc:"The passage as it stands in the document"`
	// Marks are the byte offsets [start, end) in Text of what was looked for.
	Marks [][2]int `json:"marks" doc:"Byte offsets [start, end) in text of what was looked for"`
	Score float64  `json:"score"` // comparable within one answer only
}

// InsideResult is the answer to a query within one document.
type InsideResult struct {
	Document cchc.DocumentID `json:"document"`
	Query    string          `json:"query"`
	Total    int             `json:"total"` // passages that match
	TookMS   int64           `json:"took_ms"`
	Places   []PlaceRow      `json:"places"`
	Notices  []cchc.Reason   `json:"notices,omitempty"`
}

// Inside lists where in a document the query matches, in the order of the document. Places
// that hold nothing of what was looked for, or next to nothing, are left out: for an engine
// the words of the title count for every passage. Where more match than search.MaxLimit,
// Total counts those of the others too.
func Inside(ctx context.Context, engine Insider, source Source, id cchc.DocumentID, q search.Query) (InsideResult, error) {
	start := time.Now() //nolint:forbidigo // a duration is measured, no instant is kept
	asked, notices, err := placeUnits(ctx, source, q)
	if err != nil {
		return InsideResult{}, fmt.Errorf("search inside %s: %w", id, err)
	}
	asked.Limit = search.MaxLimit
	found, err := engine.Inside(ctx, id, asked)
	if err != nil {
		return InsideResult{}, fmt.Errorf("search inside %s: %w", id, err)
	}
	ids := make([]cchc.PassageID, len(found.Places))
	for i, p := range found.Places {
		ids[i] = p.Passage
	}
	texts, err := source.PassagesByID(ctx, q.Scope, ids)
	if err != nil {
		return InsideResult{}, fmt.Errorf("search inside %s: %w", id, err)
	}
	out := InsideResult{Document: id, Query: q.Text, Total: found.Total, Places: []PlaceRow{}, Notices: append(found.Notices, notices...)}
	measure := search.NewMeasure(found.Terms)
	for _, p := range found.Places {
		text, ok := texts[p.Passage]
		if !ok {
			continue
		}
		if r := placeRow(p, text, found.Terms); len(r.Marks) > 0 && measure.Holds(text.Text) >= leastHeld {
			out.Places = append(out.Places, r)
		} else {
			out.Total--
		}
	}
	out.Places = bestPlaces(out.Places, q.Page())
	out.TookMS = millis(time.Since(start)) //nolint:forbidigo // see start
	return out, nil
}

// leastHeld is what share of the query a place must say: of one with the letterhead's "Hạnh
// phúc" for "khắc phục" nothing is to be seen.
const leastHeld = 0.1

// bestPlaces keeps the best places, in the order they stand in.
func bestPlaces(places []PlaceRow, most int) []PlaceRow {
	if len(places) <= most {
		return places
	}
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(places[b].Score, places[a].Score) })
	order = order[:most]
	slices.Sort(order)
	out := make([]PlaceRow, most)
	for i, n := range order {
		out[i] = places[n]
	}
	return out
}

func placeRow(at search.Place, p cchc.Passage, terms search.Terms) PlaceRow {
	r := PlaceRow{
		Passage: at.Passage, Paragraph: p.Paragraph, Section: p.Section, Heading: p.Heading, Place: Place(p),
		Text: p.Text, Marks: marks(terms, p.Text), Score: at.Score,
	}
	if p.Page > 0 {
		page := p.Page
		r.Page = &page
	}
	return r
}
