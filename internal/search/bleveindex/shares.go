package bleveindex

import (
	"maps"
	"slices"

	"minhchung/internal/search"
)

// shares says what part of the query each folded syllable is, by its term and rarity; the
// parts of the words typed add up to 1. An abbreviation or long form stands in for the words
// it is for.
func (s *session) shares() (map[string]float32, error) {
	counts, unknown := map[string]uint64{}, 0
	for _, run := range s.terms.Runs {
		for _, w := range run {
			term := foldedTerm(w)
			if has(counts, term) {
				continue
			}
			l, err := s.folded(term)
			if err != nil {
				return nil, err
			}
			n := l.count
			if n == 0 {
				if n, err = s.saidOtherwise(w); err != nil {
					return nil, err
				}
			}
			if counts[term] = n; n == 0 {
				unknown++
				if !s.inCode(w) {
					s.unknown = append(s.unknown, w)
				}
			}
		}
	}
	s.syllables = len(counts) - unknown
	shares := make(map[string]float32, len(counts))
	total := float32(0)
	for _, term := range slices.Sorted(maps.Keys(counts)) {
		n := counts[term]
		if n == 0 || s.passesOver(n) {
			shares[term] = 0 // in no document: says nothing against any
			continue
		}
		// One more, or in a small collection a word in every document would weigh nothing.
		shares[term] = 1 + s.rarity(n)
		total += shares[term]
	}
	for term := range shares {
		shares[term] /= max(1, total)
	}
	s.standIn(shares)
	return shares, nil
}

// inCode reports whether a word is part of a number that was typed: "15/KHSTTTT" is met by
// documents that write its sign in other parts.
func (s *session) inCode(w search.Word) bool {
	return slices.ContainsFunc(s.terms.Codes, func(c search.Code) bool { return slices.Contains(search.Words(c.Text), w) })
}

// saidOtherwise is about how many entries say a word of a concept in another way: of a way
// of saying it those of its rarest word, 0 where no document has it.
func (s *session) saidOtherwise(w search.Word) (uint64, error) {
	most := uint64(0)
	for _, c := range s.concepts {
		if !slices.Contains(c.typed, w) {
			continue
		}
		for _, words := range c.others {
			rarest := s.entries
			for _, other := range words {
				l, err := s.folded(foldedTerm(other))
				if err != nil {
					return 0, err
				}
				rarest = min(rarest, l.count)
			}
			most = max(most, rarest)
		}
	}
	return most, nil
}

// standIn gives the words of the other sides of a concept the shares of the words they
// are for.
func (s *session) standIn(shares map[string]float32) {
	for _, c := range s.concepts {
		sum := float32(0)
		for _, w := range c.typed {
			sum += shares[foldedTerm(w)]
		}
		for _, words := range c.others {
			for _, w := range words {
				if term := foldedTerm(w); !has(shares, term) {
					shares[term] = sum / float32(len(words))
				}
			}
		}
	}
}
