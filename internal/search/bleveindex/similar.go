package bleveindex

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// Bounds of what a document is compared by.
const (
	maxLikePassages = 60 // of its beginning; an annex of a thousand pages says little more
	maxLikePairs    = 400
	likeTerms       = maxMasked // pairs of syllables others are looked for by
	titleOften      = 4         // how often a pair of the title counts
)

// Similar finds documents like one, which is never among them: those that have the most
// telling pairs of its syllables, rare elsewhere and frequent in it, those of its title
// before all. A document counts by which of them it has anywhere, and by how many stand
// together in its best passage, which is the one shown. Scope, filters and limit of the
// query hold; its text is not read and there are no further pages. Total counts the
// documents that have a fifth of the weight.
func (x *Index) Similar(ctx context.Context, like search.Like, q search.Query) (search.Result, error) {
	release, err := x.hold()
	if err != nil {
		return search.Result{}, err
	}
	defer release()
	return guard(func() (search.Result, error) { return x.similar(ctx, like, q) })
}

func (x *Index) similar(ctx context.Context, like search.Like, q search.Query) (search.Result, error) {
	result := search.Result{Hits: []search.Hit{}}
	err := x.session(search.Terms{}, func(s *session) error {
		filters, err := s.segments.spell(q.Filters)
		if err != nil {
			return err
		}
		allowed, err := s.allowed(q.Scope, filters)
		if err != nil {
			return err
		}
		terms, err := s.telling(like)
		if err != nil {
			return err
		}
		if err := s.measure(ctx, terms, allowed); err != nil {
			return err
		}
		found := s.alike(like.Document.ID)
		result.Total = len(found)
		if q.Matched {
			result.Matched = s.identities(found)
		}
		for i, f := range first(found, q.Page(), s.compare(q.Sort)) {
			h := s.hit(f)
			h.Rank = i + 1
			result.Hits = append(result.Hits, h)
		}
		return nil
	})
	return result, err
}

// telling is a pair that says what a document is about.
type telling struct {
	term   string
	weight float32
	list   *list
}

// telling picks the pairs a document is known by.
func (s *session) telling(like search.Like) ([]telling, error) {
	order, often := pairsOf(like)
	var out []telling
	for _, term := range order {
		l, err := s.segments.span(fieldPair, term)
		if err != nil {
			return nil, err
		}
		if l.count < 2 { // in no other document
			continue
		}
		weight := float32(1+math.Log(float64(often[term]))) * s.rarity(l.count)
		out = append(out, telling{term, weight, l})
	}
	slices.SortFunc(out, func(a, b telling) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.term, b.term))
	})
	return out[:min(len(out), likeTerms)], nil
}

// pairsOf counts the pairs of a document, and returns the most frequent ones.
func pairsOf(like search.Like) (order []string, often map[string]int) {
	often = map[string]int{}
	count := func(text string, times int) {
		words := search.Words(text)
		for i := 1; i < len(words); i++ {
			if f := foldedPairSpan(words[i-1], words[i]); !numeric(words[i-1]) && !numeric(words[i]) {
				if often[f] == 0 {
					order = append(order, f)
				}
				often[f] += times
			}
		}
	}
	count(like.Document.Particulars.Subject, titleOften)
	if like.Document.Particulars.Subject == "" {
		count(fileWords(like.Document.Path), titleOften)
	}
	for _, p := range like.Passages[:min(len(like.Passages), maxLikePassages)] {
		count(p.Text, 1)
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(often[b], often[a]) })
	return order[:min(len(order), maxLikePairs)], often
}

// numeric reports whether a word holds a digit: dates and amounts make nothing alike.
func numeric(w search.Word) bool {
	for i := range len(w.Fold) {
		if c := w.Fold[i]; '0' <= c && c <= '9' {
			return true
		}
	}
	return false
}

// leastAlike is what share of the weight of all terms a document must have.
const leastAlike = 0.2

// measure scores every entry that has one of the terms and whose document is allowed.
func (s *session) measure(ctx context.Context, terms []telling, allowed *bitset) error {
	var list []addition
	for _, t := range terms {
		s.parts = append(s.parts, t.weight)
		list = s.append(list, t.list, meaning{weight: t.weight / s.rarity(t.list.count)})
	}
	s.sums = newSums(s.parts)
	return s.eachPatch(func(p *patch) error {
		for i, t := range terms {
			if r := t.list.in(p.part); r != nil {
				if err := p.have(r, i, 0, nil); err != nil {
					return err
				}
			}
		}
		for entry, mask := range p.mask {
			if mask == 0 {
				continue
			}
			if ordinal := p.part.ordinal(uint64(entry)); all(uint64(ordinal), allowed) {
				p.choose(uint32(entry), ordinal)
			}
		}
		return s.score(ctx, p, list)
	})
}

// alike makes up the account of every document that has one of the terms.
func (s *session) alike(itself cchc.DocumentID) []found {
	total := s.sums.of(1<<len(s.parts) - 1)
	var order []uint32
	for _, p := range s.scores.patches {
		for i, entry := range p.only {
			ordinal, score := p.owner[i], p.score[i]
			st := &s.scores.standings[ordinal]
			if !st.touched {
				st.touched = true
				order = append(order, ordinal)
				own, d := s.segments.document(ordinal)
				st.slot = uint32(own.first) + d.first
			}
			st.mask |= p.mask[entry]
			if p.part.table.place[entry] >= cards && score > st.best {
				st.best, st.slot = score, uint32(p.part.first)+entry
			}
		}
	}
	var out []found
	for _, ordinal := range order {
		st := &s.scores.standings[ordinal]
		_, d := s.segments.document(ordinal)
		if has := s.sums.of(st.mask); d.id != itself && d.id != "" && has >= leastAlike*total && bits.OnesCount32(st.mask) > 1 {
			out = append(out, found{ordinal: ordinal, slot: st.slot, score: has + st.best, day: d.day})
		}
	}
	return out
}
