package bleveindex

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"minhchung/internal/search"
)

// weights are the knobs of the ranking, set on judged collections; quality_test.go holds
// what they reach.
type weights struct {
	exact        float32        // of the fields with tones, for a query with diacritics
	folded       float32        // of the fields without tones, for such a query
	plainExact   float32        // of the fields with tones, for a query without any diacritic
	pair         float32        // of pairs against single syllables
	concept      float32        // of an abbreviation typed, against its long form typed
	saturation   float64        // how soon further occurrences count less (k1 of BM25)
	lengths      float64        // 0..1, how far long passages are held back (b of BM25)
	usual        float64        // syllables of a usual passage with its header
	coordination float32        // 0..1, how far a passage is held back for what it lacks of the query
	cards        [cards]float32 // of what the document is called and framed by, against its best passage
	second       float32        // of its next best passage
	draft        float32        // what a draft or form is worth of a standing document
	// In units of the greatest rarity: for a whole number the document bears, which puts it
	// above all that mention it; for one its text mentions; for a part of its number.
	ownCode, citedCode, partCode float32
}

func defaultWeights() weights {
	return weights{
		exact: 0.7, folded: 0.5, plainExact: 0.2, pair: 1.2, concept: 0.7,
		saturation: 1, lengths: 0.75, usual: 100, coordination: 0.8,
		cards: [cards]float32{cardTitle: 0.3, cardFile: 0.5, cardFrame: 0.3}, second: 0.05, draft: 0.95,
		ownCode: 40, citedCode: 1.5, partCode: 2,
	}
}

// share is what part of a query's weight a document must hold to match, by the number of
// different syllables asked for: two words should both be there, of a long question a
// quarter is telling.
func share(syllables int) float32 {
	return max(leastShare, min(0.75, 1.6/float32(max(1, syllables))))
}

// leastShare is what one passage or card must hold of it.
const leastShare = 0.25

// maxMasked is of how many words it is kept which of them an entry has.
const maxMasked = 32

// scores holds, by slot, the score of an entry, what share of the query it covers, and,
// for a query of up to maxMasked words, which of them; and what is found of documents.
type scores struct {
	score, cover []float32
	mask         []uint32
	standings    []standing
	reach        []uint64    // room for the entries that can match still
	sides        [][]float32 // by side, then slot; the first is not used
}

func (s *scores) reset(slots, documents int) {
	s.score = cleared(s.score, slots)
	s.cover = cleared(s.cover, slots)
	s.mask = cleared(s.mask, slots)
	s.standings = cleared(s.standings, documents)
}

func cleared[T any](list []T, n int) []T {
	list = slices.Grow(list[:0], n)[:n]
	clear(list)
	return list
}

// form is one way to look words up: at their tones, or without.
type form struct {
	single func(search.Word) string
	pair   func(v, w search.Word) string
	list   func(s *segments, field, term string) (*list, error)
}

func exactForm() form  { return form{exactTerm, exactPairTerm, (*segments).exact} }
func foldedForm() form { return form{foldedSpan, foldedPairSpan, (*segments).span} }

// sought is a folded term with the side of the query it belongs to; see [concept].
type sought struct {
	term string
	side int
}

// wanted is the terms of one field with how often each is asked for, in a fixed order,
// since sums of floating-point numbers depend on it.
type wanted struct {
	order []sought
	times map[sought]float32
	exact map[sought][]string // the forms asked for, again where asked for again
}

func (w *wanted) add(folded, exact string, side int) {
	if w.times == nil {
		w.times, w.exact = map[sought]float32{}, map[sought][]string{}
	}
	t := sought{folded, side}
	if !has(w.times, t) {
		w.order = append(w.order, t)
	}
	w.times[t]++
	if exact != "" {
		w.exact[t] = append(w.exact[t], exact)
	}
}

func (w *wanted) addPair(a, b search.Word, side int) {
	w.add(foldedPairSpan(a, b), exactPairTerm(a, b), side)
}

// gather lists what is looked for. The beginning of a word has no form of its own.
func (s *session) gather() (single, pair wanted) {
	add := func(run search.Run, side func(i int) int) {
		for i, w := range run {
			if w.Prefix {
				single.add(beginning(w), "", side(i))
				continue
			}
			single.add(foldedSpan(w), exactTerm(w), side(i))
			if i == 0 || run[i-1].Prefix {
				continue
			}
			of := side(i)
			if of != side(i-1) {
				of = 0
			}
			pair.addPair(run[i-1], w, of)
		}
	}
	for _, run := range s.terms.Runs {
		sides := s.sidesOf(run)
		add(run, func(i int) int { return sides[i] })
	}
	for _, f := range s.terms.Fields {
		add(f.Words, func(int) int { return 0 })
	}
	for _, c := range s.concepts {
		for i, words := range c.others {
			add(words, func(int) int { return c.side + 1 + i })
			for _, p := range s.joints(c.typed, words) {
				pair.addPair(p[0], p[1], 0)
			}
		}
	}
	return single, pair
}

// score walks the postings of every term. Rare syllables go first: they say what can match
// at all. As soon as what is left of the query cannot make a passage match any more, and
// for pairs, only passages that still can are looked at. The postings of a folded term are
// those of all its forms, so that the form typed counts on the same way.
func (s *session) score(ctx context.Context, allowed *bitset, c conditions) error {
	w := s.index.weights
	exact, folded := w.plainExact, float32(1)
	if s.terms.Accented {
		exact, folded = w.exact, w.folded
	}
	shares, err := s.shares()
	if err != nil {
		return err
	}
	single, pair := s.gather()
	slices.SortStableFunc(single.order, func(a, b sought) int { return cmp.Compare(shares[b.term], shares[a.term]) })
	rest := float32(0)
	for _, t := range single.order {
		rest += shares[t.term]
	}
	var only []uint64
	for i, t := range single.order {
		if c.met != nil || rest < leastShare {
			only = s.reach(only, allowed, c.met, rest)
		}
		l, err := s.folded(t.term)
		if err != nil {
			return err
		}
		m := meaning{weight: folded * single.times[t], share: shares[t.term], side: t.side, forms: single.exact[t], exact: exact}
		if len(m.forms) == 0 {
			m.weight += exact * single.times[t] // a beginning is all it is
		}
		if len(single.order) <= maxMasked {
			m.bit = 1 << i
			s.parts = append(s.parts, m.share)
			s.masks[t.side] |= m.bit
		}
		if s.passesOver(l.count) {
			continue
		}
		if err := s.walk(ctx, l, m, only); err != nil {
			return err
		}
		rest -= m.share
	}
	only = s.reach(only, allowed, c.met, 0)
	if err := s.passedOver(ctx, single, exact, only); err != nil {
		return err
	}
	for _, t := range pair.order {
		if len(only) == 0 {
			break
		}
		l, err := s.segments.span(fieldPair, t.term)
		if err != nil {
			return err
		}
		m := meaning{weight: folded * w.pair * pair.times[t], side: t.side, forms: pair.exact[t], exact: exact * w.pair}
		if err := s.walk(ctx, l, m, only); err != nil {
			return err
		}
	}
	s.settle(only)
	return s.scoreCodes()
}

// passedOver walks the forms of syllables that were passed over, where they are rarer.
func (s *session) passedOver(ctx context.Context, single wanted, exact float32, only []uint64) error {
	for _, t := range single.order {
		if l, err := s.folded(t.term); err != nil || !s.passesOver(l.count) {
			if err != nil {
				return err
			}
			continue
		}
		for _, form := range single.exact[t] {
			l, err := s.segments.exact(fieldSyllable, form)
			if err != nil {
				return err
			}
			if s.passesOver(l.count) {
				continue
			}
			if err := s.walk(ctx, l, meaning{weight: exact, side: t.side}, only); err != nil {
				return err
			}
		}
	}
	return nil
}

// reach returns the entries that can match still, ascending and never nil, when rest is
// the share of the query not looked at yet. What meets a compulsory part always can.
// before is what it returned for a greater rest, or nil: nothing comes in later.
func (s *session) reach(before []uint64, allowed, met *bitset, rest float32) []uint64 {
	if met != nil && before != nil {
		return before
	}
	least := leastShare - rest - rounding
	if before != nil {
		return slices.DeleteFunc(before, func(slot uint64) bool { return s.scores.cover[slot] < least })
	}
	if s.scores.reach == nil {
		s.scores.reach = []uint64{} // what is returned is never nil
	}
	out := s.scores.reach[:0]
	defer func() { s.scores.reach = out }()
	if met != nil {
		met.each(func(slot uint64) {
			if all(slot, allowed) {
				out = append(out, slot)
			}
		})
		return out
	}
	for slot, cover := range s.scores.cover {
		if cover > 0 && cover >= least && all(uint64(slot), allowed) {
			out = append(out, uint64(slot))
		}
	}
	return out
}

// rounding is how much less counts as reached: shares are sums of rounded numbers.
const rounding = 1e-4

// shares says what part of the query each folded syllable is, by its term and rarity; the parts of the
// words typed add up to 1. An abbreviation or long form stands in for the words it is for.
func (s *session) shares() (map[string]float32, error) {
	counts := map[string]uint64{}
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
			if counts[term] = l.count; l.count == 0 {
				s.unknown = append(s.unknown, w)
			}
		}
	}
	s.syllables = len(counts) - len(s.unknown)
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

func has[K comparable, V any](m map[K]V, key K) bool {
	_, ok := m[key]
	return ok
}

// folded lists the entries of a folded syllable; most are asked for twice.
func (s *session) folded(term string) (*list, error) {
	if l, ok := s.lists[term]; ok {
		return l, nil
	}
	l, err := s.anyForm(term)
	if err == nil {
		s.lists[term] = l
	}
	return l, err
}

// rarity is the inverse document frequency, above 0.
func (s *session) rarity(n uint64) float32 {
	// A word of many titles may stand on more entries than there are passages.
	others := float64(s.entries) - float64(min(n, s.entries))
	return float32(math.Log(1 + (others+0.5)/(float64(n)+0.5)))
}

// meaning is what a term is worth.
type meaning struct {
	weight float32  // of its score
	share  float32  // of the query
	bit    uint32   // of its word
	side   int      // of the query
	forms  []string // that are worth something of their own
	exact  float32  // what
}

// walk adds what a term means to the entries that have it. Of a frequent term only the
// entries in only are looked at, unless that is nil.
func (s *session) walk(ctx context.Context, l *list, m meaning, only []uint64) error {
	if l.count == 0 || only != nil && len(only) == 0 {
		return nil
	}
	weight := m.weight * s.rarity(l.count)
	forms := map[string]float32{}
	sum := weight
	for _, f := range m.forms {
		if n := l.entriesWith(f); n > 0 {
			forms[f] += m.exact * s.rarity(n)
			sum += m.exact * s.rarity(n)
		}
	}
	score := s.scores.score
	if m.side > 0 {
		score = s.scores.sides[m.side]
		s.worth[m.side] += sum
	}
	if only != nil && uint64(len(only)) >= l.count/skipFactor {
		only = nil
	}
	if err := s.addTerm(l, "", only, score, weight, m); err != nil {
		return err
	}
	for _, f := range slices.Sorted(maps.Keys(forms)) {
		if err := s.addTerm(l, f, only, score, forms[f], meaning{}); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// addTerm adds what a list, or one form of it, is worth to the entries that have it.
func (s *session) addTerm(l *list, form string, only []uint64, score []float32, weight float32, m meaning) error {
	most, scarce, long := s.most*weight, s.scarce, s.long
	err := l.look(form, func(p *part, has *postings, deleted *roaring.Bitmap) {
		first, size := p.first, uint64(p.FullSize())
		score, cover, mask := score[first:first+size], s.scores.cover[first:first+size], s.scores.mask[first:first+size]
		add := func(entry uint32, at int) {
			tf := float32(has.often[at])
			score[entry] += tf * most / (tf + scarce + long*float32(has.length[at]))
			cover[entry] += m.share
			mask[entry] |= m.bit
		}
		switch {
		case only != nil:
			has.among(p, only, func(slot uint64, at int) { add(uint32(slot-first), at) })
		case deleted != nil:
			for at, entry := range has.entries {
				if !deleted.Contains(entry) {
					add(entry, at)
				}
			}
		case m.share == 0 && m.bit == 0:
			for at, entry := range has.entries {
				tf := float32(has.often[at])
				score[entry] += tf * most / (tf + scarce + long*float32(has.length[at]))
			}
		default:
			for at, entry := range has.entries {
				add(entry, at)
			}
		}
	})
	if err != nil {
		return fmt.Errorf("postings: %w", err)
	}
	return nil
}

// In a long query, syllables that stand in more than one of commonShare passages are passed
// over, except in pairs: they cost most of the time and decide nothing. A list of no more
// than cheapList passages costs nothing: in a small collection every word may be common.
const (
	longQuery   = 8 // different syllables
	commonShare = 4
	cheapList   = 1000
)

func (s *session) passesOver(n uint64) bool {
	return s.syllables >= longQuery && n > max(cheapList, s.entries/commonShare)
}

// skipFactor is how many postings may be walked in the time one is looked up.
const skipFactor = 4

// scoreCodes raises documents that bear a number above those that mention it.
func (s *session) scoreCodes() error {
	top := s.rarity(0)
	for _, code := range s.terms.Codes {
		own, cited := s.index.weights.partCode*top, float32(0)
		if s.demanded(code) || code.Either {
			own, cited = s.index.weights.ownCode*top, s.index.weights.citedCode*top
		}
		bears := func(slot uint64) { s.scores.standings[s.segments.ordinalAt(slot)].bonus += own }
		if err := s.each(keyOwnCode+code.Key(), bears); err != nil {
			return err
		}
		if err := s.each(keyCitedCode+code.Key(), func(slot uint64) { s.scores.score[slot] += cited }); err != nil {
			return err
		}
	}
	return nil
}
