package bleveindex

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"
	"sync/atomic"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// standing is what is found of a document.
type standing struct {
	best, second float32        // of its passages
	slot         uint32         // of the best
	matches      uint32         // passages that hold enough
	cards        [cards]float32 // what they are worth
	mask         uint32         // similar documents: of the words it has
	bonus        float32        // for numbers it bears
	touched      bool
}

// found is a document that matches.
type found struct {
	ordinal uint32
	slot    uint32 // of the passage shown, or of a card where it has none
	score   float32
	day     uint32
	fails   uint8 // by bit: filters of facets it does not pass
}

// bar is what a document must reach to match.
type bar struct {
	any   bool    // nothing: every entry matches that is in met, or where that is nil at all
	met   *bitset // entries, by slot
	share float32 // of the query
}

// choose picks what is to be scored: the passages that hold enough of the query, and the
// cards that do, or all that match anyway. It reports whether anything matches.
func (s *session) choose(docs *bitset, b bar) (bool, error) {
	if b.any {
		s.chooseMet(docs, b.met)
		return true, nil
	}
	var matched atomic.Bool
	err := s.eachPatch(func(p *patch) error {
		if s.enough(p, docs, b.share-rounding) {
			matched.Store(true)
		}
		return nil
	})
	return matched.Load(), err
}

// chooseMet picks entries that match, and what cards of their documents hold enough.
func (s *session) chooseMet(docs, met *bitset) {
	if met == nil {
		met = s.segments.entriesOf(docs)
	}
	slots, hit := s.none(), newBitset(s.segments.documents())
	for _, p := range s.scores.patches {
		met.eachFrom(p.part.first, len(p.mask), func(entry uint32) {
			if ordinal := uint64(p.part.ordinal(uint64(entry))); all(ordinal, docs) {
				slots.add(p.part.first + uint64(entry))
				hit.add(ordinal)
			}
		})
	}
	s.withCards(slots).each(func(slot uint64) {
		if p := s.patchAt(slot); s.covering(p, uint32(slot-p.part.first)) >= leastShare-rounding {
			slots.add(slot)
		}
	})
	for _, p := range s.scores.patches {
		p.only, p.owner = p.only[:0], p.owner[:0]
		slots.eachFrom(p.part.first, len(p.mask), func(entry uint32) { p.choose(entry, p.part.ordinal(uint64(entry))) })
	}
}

func (p *patch) choose(entry, ordinal uint32) {
	p.only, p.owner = append(p.only, entry), append(p.owner, ordinal)
}

// readCards notes what the cards of a segment hold of the query. One that holds too little
// was not looked at for every word.
func (s *session) readCards(p *patch, docs *bitset) {
	for i := range p.part.table.docs {
		d, ordinal := &p.part.table.docs[i], p.part.base+uint32(i)
		if !d.carded || !all(uint64(ordinal), docs) {
			continue
		}
		for _, card := range d.card {
			if s.covering(p, card) < leastShare-rounding {
				continue
			}
			if len(s.parts) > 0 {
				s.scores.cards[ordinal] |= p.mask[card]
			}
			s.scores.cardCover[ordinal] = max(s.scores.cardCover[ordinal], s.union(p, card, 0))
		}
	}
}

// enough chooses the passages that hold enough of the query together with the cards of
// their document, and the cards that hold enough to count. It reports whether any document
// matches.
func (s *session) enough(p *patch, docs *bitset, share float32) bool {
	const least = leastShare - rounding
	p.only, p.owner = p.only[:0], p.owner[:0]
	t, matched := p.part.table, false
	for i := range t.docs {
		ordinal := p.part.base + uint32(i)
		matched = matched || s.byCards(ordinal) >= share
	}
	long, holds := len(p.cover) > 0, s.holding(least, share)
	for entry, m := range p.mask {
		whole := false
		switch {
		case holds != nil:
			if holds[m] == holdsLittle {
				continue
			}
			whole = holds[m] == holdsAll
		case m == 0 && !long || s.covering(p, uint32(entry)) < least:
			continue
		}
		ordinal := p.part.ordinal(uint64(entry))
		passage := t.place[entry] >= cards
		if passage && !whole && s.union(p, uint32(entry), s.scores.cards[ordinal]) < share {
			continue
		}
		if docs == nil || docs.has(uint64(ordinal)) {
			matched = matched || passage
			p.choose(uint32(entry), ordinal)
		}
	}
	return matched
}

// What an entry with some words of a query holds.
const (
	holdsLittle = iota // too little to count
	holdsSome          // enough, if its cards hold the rest
	holdsAll           // enough by itself
)

// holding tells it of every mask, nil of long queries.
func (s *session) holding(least, share float32) []uint8 {
	if s.table == nil {
		return nil
	}
	out := make([]uint8, len(s.table))
	for m := range out {
		switch {
		case s.sums.of(uint32(m)) < least:
		case s.table[m] < share:
			out[m] = holdsSome
		default:
			out[m] = holdsAll
		}
	}
	return out
}

// byCards is what share of the query a document holds in its cards.
func (s *session) byCards(ordinal uint32) float32 {
	cover := s.scores.cardCover[ordinal]
	if m := s.scores.cards[ordinal]; m != 0 {
		cover = max(cover, s.covers(m))
	}
	return cover
}

// tabled is of how many words it is worked out beforehand what each choice of them covers.
const tabled = 12

// coverTable is covers of every mask, nil of long queries.
func (s *session) coverTable() []float32 {
	if len(s.parts) == 0 || len(s.parts) > tabled {
		return nil
	}
	out := make([]float32, 1<<len(s.parts))
	for m := range out {
		out[m] = s.sides(uint32(m))
	}
	return out
}

// rank makes up the account of the documents chosen, in no order.
func (s *session) rank(b bar) ([]found, error) {
	// Where passages of one document are in several segments, one worker after another.
	one := func(p *patch) { s.look(p) }
	err := s.eachPatch(func(p *patch) error {
		if p.part.alias == nil && s.watch == nil {
			one(p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, p := range s.scores.patches {
		if p.part.alias != nil || s.watch != nil {
			one(p)
		}
	}
	n := 0
	err = s.eachPatch(func(p *patch) error {
		for _, ordinal := range p.order {
			if f, ok := s.found(ordinal, b); ok {
				p.found = append(p.found, f)
			}
		}
		return nil
	})
	for _, p := range s.scores.patches {
		n += len(p.found)
	}
	out := make([]found, 0, n)
	for _, p := range s.scores.patches {
		out = append(out, p.found...)
	}
	return out, err
}

// look takes the entries chosen of a segment into account. A card counts by how much of
// the query it holds: a title with all words asked for says more than one with every second.
func (s *session) look(p *patch) {
	w := s.index.weights
	for i, entry := range p.only {
		st := &s.scores.standings[p.owner[i]]
		if !st.touched {
			st.touched = true
			p.order = append(p.order, p.owner[i])
		}
		place := p.part.table.place[entry]
		if place < cards {
			if s.covering(p, entry) >= leastShare-rounding {
				st.cards[place] = w.cards[place] * p.score[i] * s.union(p, entry, 0)
			}
			continue
		}
		st.matches++
		c, slot := w.coordination, uint32(p.part.first)+entry
		score := p.score[i] * (1 - c + c*s.union(p, entry, s.scores.cards[p.owner[i]]))
		if s.watch != nil {
			s.watch(uint64(slot), score)
		}
		switch {
		case st.matches == 1:
			st.best, st.slot = score, slot
		case score > st.best || score == st.best && s.earlier(uint64(slot), uint64(st.slot)):
			st.second, st.best, st.slot = st.best, score, slot
		case score > st.second:
			st.second = score
		}
	}
}

// earlier reports whether a passage stands before another of its document.
func (s *session) earlier(a, b uint64) bool {
	p, q := s.segments.at(a), s.segments.at(b)
	return p.table.place[a-p.first] < q.table.place[b-q.first]
}

// union is what share of the query an entry holds together with the words of a mask.
func (s *session) union(p *patch, entry, mask uint32) float32 {
	if len(s.parts) > 0 {
		return s.covers(p.mask[entry] | mask)
	}
	return min(1, s.covering(p, entry))
}

// covers is what share of the query some of its words are. Of the sides of a concept that
// counts which is there best.
func (s *session) covers(mask uint32) float32 {
	if s.table != nil {
		return s.table[mask]
	}
	return s.sides(mask)
}

// sides works out what covers returns.
func (s *session) sides(mask uint32) float32 {
	if len(s.concepts) == 0 {
		return min(1, s.sums.of(mask))
	}
	sum := s.sums.of(mask & s.masks[0])
	for _, c := range s.concepts {
		best := float32(0)
		for i := range len(c.others) + 1 {
			best = max(best, s.sums.of(mask&s.masks[c.side+i]))
		}
		sum += best
	}
	return min(1, sum)
}

// found makes up the account of a document.
func (s *session) found(ordinal uint32, b bar) (found, bool) {
	st := &s.scores.standings[ordinal]
	p, d := s.segments.document(ordinal)
	if st.matches == 0 {
		if !b.any && s.byCards(ordinal) < b.share-rounding {
			return found{}, false
		}
		st.slot = uint32(p.first) + d.first
	}
	if d.id == "" {
		return found{}, false
	}
	w := s.index.weights
	score := st.best + w.second*st.second
	for _, card := range st.cards {
		score += card
	}
	if d.draft {
		score *= w.draft
	}
	return found{ordinal: ordinal, slot: st.slot, score: score + st.bonus, day: d.day}, true
}

// listed returns documents where nothing is asked of their words.
func (s *session) listed(docs *bitset) []found {
	var out []found
	for _, p := range s.segments.parts {
		deleted := p.Deleted()
		for i := range p.table.docs {
			d, ordinal := &p.table.docs[i], p.base+uint32(i)
			if !d.carded || d.id == "" || !all(uint64(ordinal), docs) || deleted != nil && deleted.Contains(d.card[cardTitle]) {
				continue
			}
			out = append(out, found{ordinal: ordinal, slot: uint32(p.first) + d.first, day: d.day})
		}
	}
	return out
}

// id is the identity of a document found.
func (s *session) id(f found) cchc.DocumentID {
	_, d := s.segments.document(f.ordinal)
	return d.id
}

// hit names the document and its passage.
func (s *session) hit(f found) search.Hit {
	p := s.segments.at(uint64(f.slot))
	number := 0
	if place := p.table.place[uint64(f.slot)-p.first]; place >= cards {
		number = int(place - cards)
	}
	id := s.id(f)
	return search.Hit{Document: id, Passage: cchc.NewPassageID(id, number), Score: float64(f.score)}
}

// compare orders what is found: what is shown first is less.
func (s *session) compare(order search.Sort) func(a, b found) int {
	return func(a, b found) int {
		c := 0
		switch order {
		case search.SortRelevance:
		case search.SortNewest:
			c = cmp.Compare(b.day, a.day)
		case search.SortOldest:
			c = cmp.Compare(a.day-1, b.day-1) // unknown wraps to the end
		}
		if c == 0 {
			c = cmp.Compare(b.score, a.score)
		}
		if c == 0 {
			c = strings.Compare(string(s.id(a)), string(s.id(b)))
		}
		return c
	}
}

// first returns the first n of a list in order.
func first(list []found, n int, compare func(a, b found) int) []found {
	if n >= len(list) {
		slices.SortFunc(list, compare)
		return list
	}
	h := &worstFirst{compare: compare}
	for _, f := range list {
		if len(h.list) < n {
			heap.Push(h, f)
		} else if n > 0 && compare(f, h.list[0]) < 0 {
			h.list[0] = f
			heap.Fix(h, 0)
		}
	}
	slices.SortFunc(h.list, compare)
	return h.list
}

// worstFirst is a heap with the last in order on top.
type worstFirst struct {
	list    []found
	compare func(a, b found) int
}

func (h *worstFirst) Len() int           { return len(h.list) }
func (h *worstFirst) Less(i, j int) bool { return h.compare(h.list[i], h.list[j]) > 0 }
func (h *worstFirst) Swap(i, j int)      { h.list[i], h.list[j] = h.list[j], h.list[i] }
func (h *worstFirst) Push(x any)         { h.list = append(h.list, x.(found)) } //nolint:forcetypeassert // ours alone
func (h *worstFirst) Pop() any {
	last := h.list[len(h.list)-1]
	h.list = h.list[:len(h.list)-1]
	return last
}
