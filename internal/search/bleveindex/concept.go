package bleveindex

import (
	"slices"

	"minhchung/internal/search"
)

// concept is a part of the query that can be said in several ways: an abbreviation and
// what it stands for. A passage is scored by the side it says best, not by the sum, or
// those that use both would stand above all, and every side is worth the same.
type concept struct {
	typed  search.Run
	others []search.Run
	side   int // of what was typed; the others follow
}

// maxSides bounds the memory of a search: each side has a score for every entry.
const maxSides = 8

// conceive finds the concepts of the query and makes room for their scores.
func (s *session) conceive() {
	sides := 1 // the first is the rest of the query
	for _, syn := range s.terms.Synonyms {
		if i, other := s.within(syn); i >= 0 {
			// Sides are numbered through, so only the last concept can be given another.
			if i == len(s.concepts)-1 && sides < maxSides {
				s.concepts[i].others = append(s.concepts[i].others, other)
				sides++
			}
			continue
		}
		if sides+2 > maxSides || s.overlaps(syn.For) {
			continue
		}
		s.concepts = append(s.concepts, concept{typed: syn.For, others: []search.Run{syn.Words}, side: sides})
		sides += 2
	}
	s.masks, s.worth = make([]uint32, sides), make([]float32, sides)
}

// within finds the concept whose typed words hold those of a synonym, and gives back what
// they are with it: "kiểm soát thủ tục hành chính" can be said "kiểm soát TTHC".
func (s *session) within(syn search.Synonym) (int, search.Run) {
	for i, c := range s.concepts {
		for at := range positions(c.typed, syn.For) {
			return i, slices.Concat(c.typed[:at], syn.Words, c.typed[at+len(syn.For):])
		}
	}
	return -1, nil
}

// overlaps reports whether some words typed are in a concept already: of "kiểm soát thủ
// tục hành chính" and "thủ tục hành chính" the first, longer one counts.
func (s *session) overlaps(typed search.Run) bool {
	for _, run := range s.terms.Runs {
		sides := s.sidesOf(run)
		for at := range positions(run, typed) {
			for i := range typed {
				if sides[at+i] != 0 {
					return true
				}
			}
		}
	}
	return false
}

// sidesOf tells of each word of a run which side it is on.
func (s *session) sidesOf(run search.Run) []int {
	sides := make([]int, len(run))
	for _, c := range s.concepts {
		for at := range positions(run, c.typed) {
			for i := range c.typed {
				sides[at+i] = c.side
			}
		}
	}
	return sides
}

// positions hands out where some words stand in a run.
func positions(run, words search.Run) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i+len(words) <= len(run); i++ {
			if slices.Equal(run[i:i+len(words)], words) && !yield(i) {
				return
			}
		}
	}
}

// joints are the pairs of a concept's other side with the words typed before and after.
func (s *session) joints(typed, other search.Run) (pairs [][2]search.Word) {
	if len(other) == 0 {
		return nil
	}
	for _, run := range s.terms.Runs {
		for at := range positions(run, typed) {
			if at > 0 && !run[at-1].Prefix {
				pairs = append(pairs, [2]search.Word{run[at-1], other[0]})
			}
			if end := at + len(typed); end < len(run) && !run[end].Prefix {
				pairs = append(pairs, [2]search.Word{other[len(other)-1], run[end]})
			}
		}
	}
	return pairs
}

// settle adds of each concept the side that an entry says best. An abbreviation that was
// typed weighs less than as many words typed out.
func (s *session) settle(p *patch) {
	for _, c := range s.concepts {
		long := s.worth[c.side]
		for i := range c.others {
			if len(c.typed) == 1 {
				long = max(long, s.worth[c.side+1+i]*s.index.weights.concept)
			}
		}
		for i := range p.only {
			best := float32(0)
			for side := c.side; side <= c.side+len(c.others); side++ {
				if s.worth[side] > 0 {
					best = max(best, p.sides[side][i]*long/s.worth[side])
				}
			}
			p.score[i] += best
		}
	}
}
