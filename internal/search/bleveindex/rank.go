package bleveindex

import (
	"cmp"
	"container/heap"
	"context"
	"math/bits"
	"slices"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// standing is what is found of a document.
type standing struct {
	best, second float32 // of its passages
	slot         uint32  // of the best
	matches      uint32  // passages that hold enough
	cards        float32 // what its cards are worth
	cover        float32 // the most one card holds of the query
	mask         uint32  // of the words on its cards
	bonus        float32 // for numbers it bears
	touched      bool
	found        bool // it matches whatever its passages hold
}

// found is a document that matches.
type found struct {
	ordinal uint32
	slot    uint32 // of the passage shown, or of a card where it has none
	score   float32
	day     uint32
	fails   uint8 // by bit: filters of facets it does not pass
}

// gathering is one walk over the entries that may be shown.
type gathering struct {
	*session
	any   bool    // every entry matches: it meets a compulsory part, or nothing is asked
	share float32 // of the query that a document must hold
	order []uint32
}

// rank returns the documents that match, in no order.
func (s *session) rank(ctx context.Context, allowed *bitset, c conditions) ([]found, error) {
	share, any := share(s.syllables), c.met != nil
	each := func(f look) { s.strong(allowed, f) }
	switch {
	case c.met != nil:
		each = s.slotted(func(f func(uint64)) {
			c.met.each(func(slot uint64) {
				if all(slot, allowed) {
					f(slot)
				}
			})
		})
	case len(s.terms.Runs) == 0:
		any = true
		if allowed == nil {
			allowed = s.segments.entriesOf(nil)
		}
		each = s.slotted(allowed.each)
	}
	out := s.gatherFound(each, any, share, c)
	if len(out) == 0 && !any {
		// Half-matches are better than nothing.
		s.scores.again()
		if s.forgetPlaces != nil {
			s.forgetPlaces()
		}
		out = s.gatherFound(each, any, leastShare, c)
	}
	return out, ctx.Err()
}

// strong calls f for the cards that have anything of the query, and for the passages that
// hold enough of it to match at all.
func (s *session) strong(allowed *bitset, f look) {
	for _, p := range s.segments.parts {
		place := p.table.place
		cover := s.scores.cover[p.first : p.first+uint64(len(place))]
		for entry, c := range cover {
			if c == 0 || c < leastShare-rounding && place[entry] >= cards {
				continue
			}
			if all(p.first+uint64(entry), allowed) {
				f(p, uint32(entry))
			}
		}
	}
}

// look is told of an entry of a part.
type look func(p *part, entry uint32)

// slotted hands out what each does by part and entry; the slots have to ascend.
func (s *session) slotted(each func(func(uint64))) func(look) {
	return func(f look) {
		i := 0
		each(func(slot uint64) {
			for i+1 < len(s.segments.parts) && s.segments.parts[i+1].first <= slot {
				i++
			}
			p := s.segments.parts[i]
			f(p, uint32(slot-p.first))
		})
	}
}

// again forgets what was found, but not what numbers are worth.
func (s *scores) again() {
	for i := range s.standings {
		s.standings[i] = standing{bonus: s.standings[i].bonus}
	}
}

func (s *session) gatherFound(each func(look), any bool, share float32, c conditions) []found {
	g := gathering{session: s, any: any, share: share}
	each(g.look)
	var out []found
	for _, ordinal := range g.order {
		if c.docs != nil && !c.docs.has(uint64(ordinal)) || c.excluded != nil && c.excluded.has(uint64(ordinal)) {
			continue
		}
		if f, ok := g.found(ordinal); ok {
			out = append(out, f)
		}
	}
	return out
}

// look takes one entry into account.
func (g *gathering) look(p *part, entry uint32) {
	slot := p.first + uint64(entry)
	ordinal := p.ordinal(uint64(entry))
	st := &g.scores.standings[ordinal]
	if !st.touched {
		g.touch(st, ordinal)
	}
	if p.table.place[entry] < cards {
		st.found = st.found || g.any
		return
	}
	cover := g.union(slot, st.mask)
	if !g.any && (g.scores.cover[slot] < leastShare-rounding || cover < g.share-rounding) {
		return
	}
	st.matches++
	c := g.index.weights.coordination
	score := g.scores.score[slot] * (1 - c + c*cover)
	if g.watch != nil {
		g.watch(slot, score)
	}
	switch {
	case st.matches == 1:
		st.best, st.slot = score, uint32(slot)
	case score > st.best || score == st.best && g.earlier(slot, uint64(st.slot)):
		st.second, st.best, st.slot = st.best, score, uint32(slot)
	case score > st.second:
		st.second = score
	}
}

// earlier reports whether a passage stands before another of its document.
func (s *session) earlier(a, b uint64) bool {
	p, q := s.segments.at(a), s.segments.at(b)
	return p.table.place[a-p.first] < q.table.place[b-q.first]
}

// union is what share of the query an entry holds together with the words of a mask.
func (s *session) union(slot uint64, mask uint32) float32 {
	if own := s.scores.mask[slot]; len(s.parts) > 0 && (mask&^own != 0 || len(s.concepts) > 0) {
		return s.covers(own | mask)
	}
	return min(1, s.scores.cover[slot])
}

// covers is what share of the query some of its words are. Of the sides of a concept that
// counts which is there best.
func (s *session) covers(mask uint32) float32 {
	sum := s.sum(mask & s.masks[0])
	for _, c := range s.concepts {
		best := float32(0)
		for i := range len(c.others) + 1 {
			best = max(best, s.sum(mask&s.masks[c.side+i]))
		}
		sum += best
	}
	return min(1, sum)
}

// masked is covers where masks are kept.
func (s *session) masked(mask uint32) float32 {
	if len(s.parts) == 0 {
		return 0
	}
	return s.covers(mask)
}

func (s *session) sum(mask uint32) float32 {
	sum := float32(0)
	for ; mask != 0; mask &= mask - 1 {
		sum += s.parts[bits.TrailingZeros32(mask)]
	}
	return sum
}

// touch takes the cards of a document into account. Each counts by how much of the query
// it holds: a title with all words asked for says more than one with every second.
func (g *gathering) touch(st *standing, ordinal uint32) {
	st.touched = true
	g.order = append(g.order, ordinal)
	p, d := g.segments.document(ordinal)
	if !d.carded {
		return
	}
	for card, weight := range g.index.weights.cards {
		slot := p.first + uint64(d.card[card])
		if g.scores.cover[slot] < leastShare-rounding {
			continue // it was not looked at for every word
		}
		cover := g.union(slot, 0)
		st.cards += weight * g.scores.score[slot] * cover
		st.cover = max(st.cover, cover)
		st.mask |= g.scores.mask[slot]
	}
}

// found makes up the account of a document.
func (g *gathering) found(ordinal uint32) (found, bool) {
	st := &g.scores.standings[ordinal]
	p, d := g.segments.document(ordinal)
	if st.matches == 0 {
		st.slot = uint32(p.first) + d.first
		st.found = st.found || max(st.cover, g.masked(st.mask)) >= g.share-rounding
	}
	if st.matches == 0 && !st.found || d.id == "" {
		return found{}, false
	}
	w := g.index.weights
	score := st.best + w.second*st.second + st.cards
	if d.draft {
		score *= w.draft
	}
	return found{ordinal: ordinal, slot: st.slot, score: score + st.bonus, day: d.day}, true
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
