package record

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// mostBettered bounds the hits of an answer that are looked through for a better passage:
// each is a search of its own, and few need it.
const mostBettered = 10

// better shows another passage of a document where the one an engine found best holds
// nothing of what was looked for: the words of its title, which count for every passage,
// alone made it match, and the shortest passage wins then ("Nơi nhận"). Where no passage
// holds any of the words, the row stays as it is.
func better(ctx context.Context, engine Engine, source Source, q search.Query, terms search.Terms, rows []HitRow) error {
	inside, ok := engine.(Insider)
	if !ok || len(terms.Runs) == 0 {
		return nil
	}
	var group errgroup.Group
	group.SetLimit(min(fillWorkers, runtime.GOMAXPROCS(0)))
	left := mostBettered
	for i := range rows {
		r := &rows[i]
		if len(r.Marks) > 0 || r.Snippet == "" {
			continue
		}
		if left--; left < 0 {
			break
		}
		group.Go(func() error {
			places, err := Inside(ctx, inside, source, r.Document, search.Query{Text: q.Text, Scope: q.Scope, Limit: search.MaxLimit})
			if err != nil || len(places.Places) == 0 {
				return err
			}
			best := bestPlaces(places.Places, 1)[0]
			r.stand(cchc.Passage{Page: pageOf(best), Paragraph: best.Paragraph, Section: best.Section, Text: best.Text}, terms)
			return nil
		})
	}
	return group.Wait()
}

func pageOf(p PlaceRow) int {
	if p.Page == nil {
		return 0
	}
	return *p.Page
}

// stand makes the row show a passage.
func (r *HitRow) stand(p cchc.Passage, terms search.Terms) {
	r.Paragraph, r.Section, r.Place, r.Page = p.Paragraph, p.Section, Place(p), nil
	if p.Page > 0 {
		page := p.Page
		r.Page = &page
	}
	r.Marks = [][2]int{}
	snippet, marks := terms.Snippet(p.Text, search.DefaultSnippet)
	r.Snippet = snippet
	if marks != nil {
		r.Marks = marks
	}
}
