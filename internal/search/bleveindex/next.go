package bleveindex

import (
	"cmp"
	"slices"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// mostNext is how many further passages of a document are named in a hit.
const mostNext = 12

// nameNext names in each hit the next best passages of its document. Many a passage is
// chosen for the title it is read under; who shows one can look whether another says more.
func (s *session) nameNext(hits []search.Hit, shown []found) {
	at := make(map[uint32]int, len(shown)) // by ordinal
	docs := newBitset(s.segments.documents())
	for i, f := range shown {
		at[f.ordinal] = i
		docs.add(uint64(f.ordinal))
	}
	next := make([][]place, len(shown))
	for _, p := range s.scores.patches {
		for i, ordinal := range p.owner {
			if !docs.has(uint64(ordinal)) {
				continue
			}
			n := at[ordinal]
			if in := p.part.table.place[p.only[i]]; in >= cards && uint32(p.part.first)+p.only[i] != shown[n].slot {
				next[n] = append(next[n], place{int(in - cards), p.score[i]})
			}
		}
	}
	for n, places := range next {
		for _, p := range bestPlaces(places, mostNext) {
			hits[n].Next = append(hits[n].Next, cchc.NewPassageID(hits[n].Document, p.number))
		}
	}
}

// bestPlaces returns the best places, the best first.
func bestPlaces(places []place, most int) []place {
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.number, b.number))
	})
	return places[:min(len(places), most)]
}
