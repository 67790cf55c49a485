package bleveindex

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// Inside finds the passages of one document that match a query, in the order of the
// document; where more match than a page holds, the best. Words that stand in the title
// or name of the document count for every passage, as in [Index.Search]. Scope and
// filters hold: a document they leave out has no places, and neither has one that lacks
// what is compulsory.
func (x *Index) Inside(ctx context.Context, id cchc.DocumentID, q search.Query) (search.Inside, error) {
	release, err := x.hold()
	if err != nil {
		return search.Inside{}, err
	}
	defer release()
	return guard(func() (search.Inside, error) { return x.inside(ctx, id, q) })
}

func (x *Index) inside(ctx context.Context, id cchc.DocumentID, q search.Query) (search.Inside, error) {
	parsed := search.Parse(q.Text, x.options.Abbreviations())
	out := search.Inside{Terms: parsed.Terms, Notices: parsed.Notices, Places: []search.Place{}}
	if parsed.Terms.Empty() {
		return out, nil
	}
	err := x.session(parsed.Terms, func(s *session) error {
		places, err := s.places(ctx, id, q, parsed)
		if err != nil {
			return err
		}
		out.Total, out.Notices = len(places), append(append(out.Notices, s.notices...), s.unknownWords()...)
		places = bestPlaces(places, q.Page())
		slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.number, b.number) })
		for _, p := range places {
			out.Places = append(out.Places, search.Place{Passage: cchc.NewPassageID(id, p.number), Score: float64(p.score)})
		}
		return nil
	})
	return out, err
}

// place is a passage of a document that matches.
type place struct {
	number int
	score  float32
}

// places are the passages of a document that match, in no order.
func (s *session) places(ctx context.Context, id cchc.DocumentID, q search.Query, parsed search.Parsed) ([]place, error) {
	filters, err := s.segments.spell(q.Filters)
	if err != nil {
		return nil, err
	}
	text, err := s.segments.spell(parsed.Filters)
	if err != nil {
		return nil, err
	}
	only := search.Filters{Documents: []cchc.DocumentID{id}}
	var places []place
	s.watch = func(slot uint64, score float32) {
		p := s.segments.at(slot)
		places = append(places, place{int(p.table.place[slot-p.first]) - cards, score})
	}
	found, err := s.find(ctx, q.Scope, filters, text, only)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return places, nil
}

// misspelt puts words right that no document has. The whole query is given back, "" where
// there is nothing to put right.
func (s *session) misspelt(text string) string {
	if len(s.unknown) == 0 || s.syllables+len(s.unknown) > maxSpelt {
		return ""
	}
	words := s.index.spelling.of(s.segments)
	if words == nil {
		return ""
	}
	known := speller{words, s.segments, map[string]int{}}
	return strings.TrimSpace(search.Suggest(text, s.unknown, known))
}

// maxSpelt is the most syllables of a query that is put right.
const maxSpelt = 12
