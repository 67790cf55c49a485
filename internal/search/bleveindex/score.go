package bleveindex

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

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

// question is what is looked for: single words, those that cover most of the query first,
// and pairs.
type question struct {
	single, pair  wanted
	words         []word  // of single
	exact, folded float32 // what the form typed and any form are worth
}

// word is a single word looked for.
type word struct {
	list  *list
	share float32 // of the query
	rest  float32 // of those from here on
	over  bool    // it is passed over
}

// ask works out what is looked for and gives every word its bit.
func (s *session) ask() (question, error) {
	w := s.index.weights
	q := question{exact: w.plainExact, folded: 1}
	if s.terms.Accented {
		q.exact, q.folded = w.exact, w.folded
	}
	shares, err := s.shares()
	if err != nil {
		return q, err
	}
	q.single, q.pair = s.gather()
	slices.SortStableFunc(q.single.order, func(a, b sought) int { return cmp.Compare(shares[b.term], shares[a.term]) })
	rest := float32(0)
	for _, t := range q.single.order {
		rest += shares[t.term]
	}
	for i, t := range q.single.order {
		l, err := s.folded(t.term)
		if err != nil {
			return q, err
		}
		share := shares[t.term]
		q.words = append(q.words, word{list: l, share: share, rest: rest, over: s.passesOver(l.count)})
		if !q.words[i].over {
			rest -= share
		}
		if len(q.single.order) <= maxMasked {
			s.masks[t.side] |= 1 << i
			s.parts = append(s.parts, share)
		}
	}
	s.sums = newSums(s.parts)
	s.table = s.coverTable()
	return q, nil
}

// addition is what entries get that have a list, or one form of it.
type addition struct {
	list   *list
	form   string // "" for all
	weight float32
	side   int  // of the query
	glance bool // see glances
}

// additions lists what makes up the score of an entry. The postings of a folded term are
// those of all its forms, so that the form typed counts on the same way.
func (s *session) additions(q question) ([]addition, error) {
	var out []addition
	for i, t := range q.single.order {
		if q.words[i].over {
			continue
		}
		m := meaning{weight: q.folded * q.single.times[t], side: t.side, forms: q.single.exact[t], exact: q.exact}
		if len(m.forms) == 0 {
			m.weight += q.exact * q.single.times[t] // a beginning is all it is
		}
		out = s.append(out, q.words[i].list, m)
	}
	// The forms of syllables that were passed over, where they are rarer.
	for i, t := range q.single.order {
		if !q.words[i].over {
			continue
		}
		for _, form := range q.single.exact[t] {
			l, err := s.segments.exact(fieldSyllable, form)
			if err != nil {
				return nil, err
			}
			if !s.passesOver(l.count) {
				out = s.append(out, l, meaning{weight: q.exact, side: t.side})
			}
		}
	}
	pair := s.index.weights.pair
	for _, t := range q.pair.order {
		l, err := s.segments.span(fieldPair, t.term)
		if err != nil {
			return nil, err
		}
		out = s.append(out, l, meaning{weight: q.folded * pair * q.pair.times[t], side: t.side, forms: q.pair.exact[t], exact: q.exact * pair})
	}
	return out, nil
}

// meaning is what a term is worth.
type meaning struct {
	weight float32  // of its score
	side   int      // of the query
	forms  []string // that are worth something of their own
	exact  float32  // what
}

// append adds what a term means.
func (s *session) append(to []addition, l *list, m meaning) []addition {
	if l.count == 0 {
		return to
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
	s.worth[m.side] += sum
	to = append(to, addition{list: l, weight: weight, side: m.side})
	for _, f := range slices.Sorted(maps.Keys(forms)) {
		to = append(to, addition{list: l, form: f, weight: forms[f], side: m.side})
	}
	return to
}

// score adds up what the entries chosen are worth.
func (s *session) score(ctx context.Context, p *patch, list []addition) error {
	p.score = cleared(p.score, len(p.only))
	for i := 1; i < len(s.worth); i++ {
		for len(p.sides) <= i {
			p.sides = append(p.sides, nil)
		}
		p.sides[i] = cleared(p.sides[i], len(p.only))
	}
	if len(p.only) == 0 {
		return nil
	}
	p.place = slices.Grow(p.place[:0], len(p.mask))[:len(p.mask)]
	for i, entry := range p.only {
		p.place[entry] = uint32(i)
	}
	for _, a := range list {
		r := a.list.in(p.part)
		if r == nil {
			continue
		}
		score := p.score
		if a.side > 0 {
			score = p.sides[a.side]
		}
		if err := s.addOf(p, r, a, score); err != nil {
			return fmt.Errorf("postings: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	s.settle(p)
	return nil
}

// addOf adds what an addition is worth in a segment.
func (s *session) addOf(p *patch, r *run, a addition, score []float32) error {
	if a.glance {
		return s.glance(p, r, a, score)
	}
	has, err := r.postings(a.form)
	if err == nil && has != nil {
		s.add(p, has, score, a.weight)
	}
	return err
}

// add adds what a term is worth to the score of the entries chosen that have it.
func (s *session) add(p *patch, has *postings, score []float32, weight float32) {
	most, scarce, long := s.most*weight, s.scarce, s.long
	if has.low != nil && len(has.low) < len(p.only)*stepsOfSeek {
		s.addAll(p, has, score, most)
		return
	}
	if has.low != nil {
		p.hits = has.among(p.only, p.hits[:0])
		for _, h := range p.hits {
			tf := float32(h.often)
			score[h.place] += tf * most / (tf + scarce + long*float32(h.length))
		}
		return
	}
	for i, entry := range p.only {
		if often := has.often[entry]; often > 0 {
			tf := float32(often)
			score[i] += tf * most / (tf + scarce + long*float32(has.lengths[entry]))
		}
	}
}

// addAll does it by walking the whole list, where that takes less time than to look for
// the entries chosen in it.
func (s *session) addAll(p *patch, has *postings, score []float32, most float32) {
	scarce, long, only, place := s.scarce, s.long, p.only, p.place
	for half := range uint32(len(has.starts)) {
		from, to := has.upper(half)
		often := has.often[from:to]
		for i, low := range has.low[from:to] {
			entry := half<<16 | uint32(low)
			if at := place[entry]; int(at) < len(only) && only[at] == entry {
				tf := float32(often[i])
				score[at] += tf * most / (tf + scarce + long*float32(has.lengths[entry]))
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

// scoreCodes raises documents that bear a number above those that mention it.
func (s *session) scoreCodes() error {
	top := s.rarity(0)
	raise := func(by float32) func(uint64) {
		return func(slot uint64) {
			p := s.patchAt(slot)
			if i, chosen := slices.BinarySearch(p.only, uint32(slot-p.part.first)); chosen {
				p.score[i] += by
			}
		}
	}
	for _, code := range s.terms.Codes {
		own, cited := s.index.weights.partCode*top, float32(0)
		if code.Full() || s.terms.OnlyCodes || code.Either {
			own, cited = s.index.weights.ownCode*top, s.index.weights.citedCode*top
		}
		bears := func(slot uint64) { s.scores.standings[s.segments.ordinalAt(slot)].bonus += own }
		if err := s.each(keyOwnCode+code.Key(), bears); err != nil {
			return err
		}
		if err := s.each(keyCitedCode+code.Key(), raise(cited)); err != nil {
			return err
		}
	}
	return nil
}

// patchAt is the patch a slot is in.
func (s *session) patchAt(slot uint64) *patch {
	i := len(s.scores.patches) - 1
	for s.scores.patches[i].part.first > slot {
		i--
	}
	return s.scores.patches[i]
}
