package bleveindex

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// weights are the knobs of the ranking, set on judged collections; quality_test.go holds
// what they reach.
type weights struct {
	exact        float32 // of the fields with tones, for a query with diacritics
	folded       float32 // of the fields without tones, for such a query
	plainExact   float32 // of the fields with tones, for a query without any diacritic
	pair         float32 // of pairs against single syllables
	synonym      float32 // of the other form of an abbreviation
	saturation   float64 // how soon further occurrences count less (k1 of BM25)
	lengths      float64 // 0..1, how far long passages are held back (b of BM25)
	usual        float64 // syllables of a usual passage with its header
	coordination float32 // 0..1, how far a passage is held back for what it lacks of the query
	// In units of the greatest rarity: for a whole number the document bears, which puts it
	// above all that mention it; for one its text mentions; for a part of its number.
	ownCode, citedCode, partCode float32
}

func defaultWeights() weights {
	return weights{
		exact: 1, folded: 0.3, plainExact: 0.2, pair: 1.2, synonym: 1,
		saturation: 1, lengths: 0.75, usual: 110, coordination: 0.4, ownCode: 40, citedCode: 1.5, partCode: 2,
	}
}

// share is what part of a query's weight a passage must hold to match, by the number of
// different syllables asked for: two words should both be there, of a long question a
// quarter is telling.
func share(syllables int) float32 {
	return max(leastShare, min(0.75, 1.6/float32(max(1, syllables))))
}

const leastShare = 0.25

// countLimit is the most passages whose documents are told apart for one answer.
const countLimit = 100_000

// scores holds one score and one coverage an entry, by slot.
type scores struct {
	score, cover []float32
	counter      counter
}

func (s *scores) reset(n int) {
	s.score = slices.Grow(s.score[:0], n)[:n]
	s.cover = slices.Grow(s.cover[:0], n)[:n]
	clear(s.score)
	clear(s.cover)
	s.counter.hand(0, func(tally) {}) // what a search that failed left
}

// form is one way to look words up: at their tones, or without.
type form struct {
	single func(search.Word) string
	pair   func(v, w search.Word) string
	list   func(s *segments, field, term string) (*list, error)
}

func exactForm() form  { return form{exactTerm, exactPairTerm, (*segments).exact} }
func foldedForm() form { return form{foldedSpan, foldedPairSpan, (*segments).span} }

func (f form) pairs(run search.Run) []string {
	var out []string
	for i := 0; i+1 < len(run); i++ {
		out = append(out, f.pair(run[i], run[i+1]))
	}
	return out
}

// wanted is the terms of one field with how much each counts, in a fixed order, since
// sums of floating-point numbers depend on it.
type wanted struct {
	order  []string
	weight map[string]float32
}

func (w *wanted) add(term string, weight float32) {
	if w.weight == nil {
		w.weight = map[string]float32{}
	}
	if _, ok := w.weight[term]; !ok {
		w.order = append(w.order, term)
	}
	w.weight[term] += weight
}

func (s *session) gather(f form) (single, pair wanted) {
	add := func(run search.Run, weight float32) {
		for _, w := range run {
			single.add(f.single(w), weight)
		}
		for _, p := range f.pairs(run) {
			pair.add(p, weight)
		}
	}
	for _, run := range s.terms.Runs {
		add(run, 1)
	}
	for _, syn := range s.terms.Synonyms {
		// One word that stands for four weighs as much as the four.
		add(syn.Words, s.index.weights.synonym*float32(max(1, len(syn.For)/max(1, len(syn.Words)))))
	}
	return single, pair
}

// score walks the postings of every term. Rare syllables without tones go first: they say
// what can match at all. As soon as what is left of the query cannot make a passage match
// any more, and for all other fields, only passages that still can are looked at.
func (s *session) score(ctx context.Context, allowed *slots, c conditions) error {
	w := s.index.weights
	exact, folded := w.plainExact, float32(1)
	if s.terms.Accented {
		exact, folded = w.exact, w.folded
	}
	shares, err := s.shares()
	if err != nil {
		return err
	}
	met := s.met(c)
	single, pair := s.gather(foldedForm())
	slices.SortStableFunc(single.order, func(a, b string) int { return cmp.Compare(shares[b], shares[a]) })
	rest := float32(0)
	for _, term := range single.order {
		rest += shares[term]
	}
	for _, term := range single.order {
		var only []uint64
		if met != nil || rest < leastShare {
			only = s.reach(allowed, met, rest)
		}
		l, err := s.folded(term)
		if err != nil {
			return err
		}
		if err := s.walk(ctx, l, true, folded*single.weight[term], shares[term], only); err != nil {
			return err
		}
		rest -= shares[term]
	}
	only := s.reach(allowed, met, 0)
	exactSingle, exactPair := s.gather(exactForm())
	for _, f := range []struct {
		name   string
		form   form
		terms  wanted
		weight float32
	}{
		{fieldPair, foldedForm(), pair, folded * w.pair},
		{fieldSyllable, exactForm(), exactSingle, exact},
		{fieldPair, exactForm(), exactPair, exact * w.pair},
	} {
		for _, term := range f.terms.order {
			if len(only) == 0 {
				break
			}
			l, err := f.form.list(s.segments, f.name, term)
			if err != nil {
				return err
			}
			if err := s.walk(ctx, l, f.name == fieldSyllable, f.weight*f.terms.weight[term], 0, only); err != nil {
				return err
			}
		}
	}
	return s.scoreCodes()
}

// met returns the entries that meet a compulsory part, nil where nothing is compulsory.
func (s *session) met(c conditions) *slots {
	if len(c.groups) == 0 {
		return nil
	}
	met := s.none()
	for _, g := range c.groups {
		met.or(g)
	}
	return met
}

// reach returns the entries that can match still, ascending and never nil, when rest is
// the share of the query not looked at yet. What meets a compulsory part always can.
func (s *session) reach(allowed, met *slots, rest float32) []uint64 {
	if met != nil {
		return within(met.each, allowed)
	}
	return within(s.holding(leastShare-rest), allowed)
}

// shares says what part of the query each folded syllable is, by its term and rarity; the parts of the
// words typed add up to 1. An abbreviation or long form stands in for the words it is for.
func (s *session) shares() (map[string]float32, error) {
	counts := map[string]uint64{}
	for _, run := range s.terms.Runs {
		for _, w := range run {
			term := foldedSpan(w)
			if _, ok := counts[term]; ok {
				continue
			}
			l, err := s.folded(term)
			if err != nil {
				return nil, err
			}
			if counts[term] = l.count; l.count == 0 {
				s.unknown = append(s.unknown, w.Key)
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

// standIn gives the words of abbreviations and long forms the shares of the words they are
// for.
func (s *session) standIn(shares map[string]float32) {
	for _, syn := range s.terms.Synonyms {
		sum := float32(0)
		for _, w := range syn.For {
			sum += shares[foldedSpan(w)]
		}
		for _, w := range syn.Words {
			if term := foldedSpan(w); !has(shares, term) {
				shares[term] = sum / float32(len(syn.Words))
			}
		}
	}
}

func has[V any](m map[string]V, key string) bool {
	_, ok := m[key]
	return ok
}

// folded lists the entries of a folded syllable; most are asked for twice.
func (s *session) folded(term string) (*list, error) {
	if l, ok := s.lists[term]; ok {
		return l, nil
	}
	l, err := s.segments.span(fieldSyllable, term)
	if err == nil {
		s.lists[term] = l
	}
	return l, err
}

// rarity is the inverse document frequency, above 0.
func (s *session) rarity(n uint64) float32 {
	return float32(math.Log(1 + (float64(s.entries)-float64(n)+0.5)/(float64(n)+0.5)))
}

// walk adds what a term is worth to the entries that have it, and share to their coverage;
// single says that it is a syllable. Of a frequent term only the entries in only are looked
// at, unless that is nil.
func (s *session) walk(ctx context.Context, l *list, single bool, weight, share float32, only []uint64) error {
	if l.count == 0 || only != nil && len(only) == 0 || single && s.passesOver(l.count) {
		return nil
	}
	weight *= s.rarity(l.count)
	add := func(t tally) {
		s.scores.score[t.slot] += weight * s.gain(t)
		s.scores.cover[t.slot] += share
	}
	var err error
	if only != nil && uint64(len(only)) < l.count/skipFactor {
		err = l.visit(&s.scores.counter, only, add)
	} else {
		err = l.visitAll(&s.scores.counter, add)
	}
	if err != nil {
		return fmt.Errorf("postings: %w", err)
	}
	return ctx.Err()
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

// gain grows with how often the term stands in the passage, the less the longer it is.
func (s *session) gain(t tally) float32 {
	w := s.index.weights
	length := 1 / (t.norm * t.norm)
	tf := float64(t.often)
	return float32(tf * (1 + w.saturation) / (tf + w.saturation*(1-w.lengths+w.lengths*length/w.usual)))
}

// scoreCodes raises documents that bear a number above those that mention it.
func (s *session) scoreCodes() error {
	top := s.rarity(0)
	for _, code := range s.terms.Codes {
		own, cited := s.index.weights.partCode*top, float32(0)
		if s.demanded(code) {
			own, cited = s.index.weights.ownCode*top, s.index.weights.citedCode*top
		}
		if err := s.each(keyOwnCode+code.Key(), func(slot uint64) { s.scores.score[slot] += own }); err != nil {
			return err
		}
		if err := s.each(keyCitedCode+code.Key(), func(slot uint64) { s.scores.score[slot] += cited }); err != nil {
			return err
		}
	}
	return nil
}

// candidates returns the slots of the passages that may be shown, ascending, at most
// countLimit, then the best of them. What meets a compulsory part need not hold more of
// the query. Where no passage holds enough, half-matches are better than nothing.
func (s *session) candidates(allowed *slots, c conditions) []uint64 {
	met := s.met(c)
	switch {
	case met != nil:
		return s.best(within(met.each, allowed))
	case s.terms.Empty() && allowed != nil:
		return s.best(within(allowed.each, nil))
	case s.terms.Empty():
		return nil
	}
	out := within(s.holding(share(s.syllables)), allowed)
	if len(out) == 0 {
		out = within(s.holding(leastShare), allowed)
	}
	return s.best(out)
}

// holding hands out the entries whose coverage reaches a share of the query. A little less
// counts as reached: shares are sums of rounded numbers.
func (s *session) holding(share float32) func(func(uint64)) {
	return func(f func(uint64)) {
		for slot, score := range s.scores.score {
			if score > 0 && s.scores.cover[slot] >= share-1e-4 {
				f(uint64(slot))
			}
		}
	}
}

func within(each func(func(uint64)), allowed *slots) []uint64 {
	out := []uint64{}
	each(func(slot uint64) {
		if allowed == nil || allowed.has(slot) {
			out = append(out, slot)
		}
	})
	return out
}

func (s *session) best(candidates []uint64) []uint64 {
	if len(candidates) <= countLimit {
		return candidates
	}
	slices.SortFunc(candidates, func(a, b uint64) int {
		switch sa, sb := s.scores.score[a], s.scores.score[b]; {
		case sa > sb:
			return -1
		case sa < sb:
			return 1
		}
		return 0
	})
	candidates = candidates[:countLimit]
	slices.Sort(candidates)
	return candidates
}

// found is a document with its best passage.
type found struct {
	document cchc.DocumentID
	number   int // of the passage
	score    float32
	met      uint64 // which groups the document meets, by bit
}

// better reports whether the passage with this score and number is shown rather than f's.
func (f found) better(score float32, number int) bool {
	return score > f.score || score == f.score && number < f.number
}

// collapse keeps the best passage of each document that meets all conditions.
func (s *session) collapse(ctx context.Context, candidates []uint64, c conditions) ([]found, error) {
	coordination := s.index.weights.coordination
	place := make(map[cchc.DocumentID]int)
	var all []found
	each := func(f func(uint64)) {
		for _, slot := range candidates {
			f(slot)
		}
	}
	err := s.identify(ctx, each, func(slot uint64, d cchc.DocumentID, number int) {
		score := s.scores.score[slot] * (1 - coordination + coordination*min(1, s.scores.cover[slot]))
		i, ok := place[d]
		if !ok {
			i = len(all)
			place[d] = i
			all = append(all, found{document: d, number: number, score: score})
		}
		if all[i].better(score, number) {
			all[i].score, all[i].number = score, number
		}
		for bit, g := range c.groups {
			if g.has(slot) {
				all[i].met |= 1 << bit
			}
		}
	})
	every := uint64(1)<<len(c.groups) - 1
	return slices.DeleteFunc(all, func(f found) bool { return f.met != every || c.excluded[f.document] }), err
}

func sortFound(all []found) {
	slices.SortFunc(all, func(a, b found) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return strings.Compare(string(a.document), string(b.document))
	})
}
