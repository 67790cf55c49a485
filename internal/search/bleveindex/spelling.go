package bleveindex

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"minhchung/internal/search"
)

// lexicon is the syllables of one state of the index; it is not changed once it is read.
type lexicon struct {
	folds map[string]bool
	byLen [maxSyllable + 1][]syllableForm
	state []uint64 // the segments it was read from
}

// syllableForm is a syllable at its tones.
type syllableForm struct{ term, key, fold string }

// spelling keeps the lexicon of the state that was asked for last, and the syllables of
// its segments, of which few change at a time.
type spelling struct {
	mu    sync.Mutex
	last  *lexicon
	terms map[uint64][]string
}

// of returns the lexicon of a state, nil where it cannot be read: no answer fails for the
// want of a suggestion.
func (s *spelling) of(segments *segments) *lexicon {
	s.mu.Lock()
	defer s.mu.Unlock()
	var state []uint64
	for _, p := range segments.parts {
		state = append(state, p.Id())
	}
	if s.last != nil && slices.Equal(s.last.state, state) {
		return s.last
	}
	terms := make(map[uint64][]string, len(state))
	for _, p := range segments.parts {
		known, ok := s.terms[p.Id()]
		if !ok {
			var err error
			if known, err = p.syllables(); err != nil {
				return nil
			}
		}
		terms[p.Id()] = known
	}
	s.terms, s.last = terms, newLexicon(terms, state)
	return s.last
}

// syllables lists the terms of a segment without counting who has them, which would take
// ten times as long, and without numbers, which are most and never put right.
func (p *part) syllables() (terms []string, err error) {
	dictionary, err := p.dictionary(fieldSyllable)
	if err != nil {
		return nil, err
	}
	entries := omitCounts(dictionary, []byte(afterNumbers), nil)
	for {
		entry, err := entries.Next()
		if err != nil || entry == nil {
			return terms, err
		}
		terms = append(terms, entry.Term)
	}
}

// afterNumbers stands before every term that begins with a letter.
const afterNumbers = ":"

func newLexicon(terms map[uint64][]string, state []uint64) *lexicon {
	l := &lexicon{folds: map[string]bool{}, state: state}
	seen := map[string]bool{}
	for _, list := range terms {
		for _, term := range list {
			if seen[term] {
				continue
			}
			seen[term] = true
			fold, marks, _ := strings.Cut(term, formEnd)
			l.folds[fold] = true
			if letters := utf8.RuneCountInString(fold); letters < len(l.byLen) && !strings.ContainsAny(fold, "0123456789") {
				l.byLen[letters] = append(l.byLen[letters], syllableForm{term, keyOf(fold, marks), fold})
			}
		}
	}
	for i := range l.byLen {
		slices.SortFunc(l.byLen[i], func(a, b syllableForm) int { return strings.Compare(a.key, b.key) })
	}
	return l
}

// speller is a lexicon with what its state of the index has of each syllable.
type speller struct {
	*lexicon
	segments *segments
	counts   map[string]int // those looked up, by term or folded form
}

// count is how many entries have what read lists; what cannot be read counts as unknown.
func (s speller) count(name string, read func() (*list, error)) int {
	n, ok := s.counts[name]
	if !ok {
		if l, err := read(); err == nil {
			n = int(l.count)
		}
		s.counts[name] = n
	}
	return n
}

// Count is in how many passages a folded syllable stands.
func (s speller) Count(fold string) int {
	if !s.folds[fold] {
		return 0
	}
	return s.count(fold, func() (*list, error) { return s.segments.span(fieldSyllable, fold+formEnd) })
}

// leastForm is in how many passages a form must stand to be suggested: what stands once
// may be misspelt itself.
const leastForm = 2

// Near returns syllables a letter away from a word, two for words of six letters and more:
// the most like first, then the most frequent.
func (s speller) Near(w search.Word, most int) []search.Candidate {
	letters := utf8.RuneCountInString(w.Fold)
	reach := 1
	if letters >= 6 {
		reach = 2
	}
	type near struct {
		form     syllableForm
		count    int
		distance float64
	}
	var found []near
	for n := max(1, letters-reach); n <= letters+reach && n < len(s.byLen); n++ {
		for _, f := range s.byLen[n] {
			if !within(w.Fold, f.fold, reach) || f.key == w.Key {
				continue
			}
			n := s.count(f.term, func() (*list, error) { return s.segments.exact(fieldSyllable, f.term) })
			if n >= leastForm {
				found = append(found, near{f, n, search.Distance(w.Key, f.key)})
			}
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(b.count, a.count), strings.Compare(a.form.key, b.form.key))
	})
	var out []search.Candidate
	for _, f := range found[:min(len(found), most)] {
		out = append(out, search.Candidate{Key: f.form.key, Fold: f.form.fold, Count: f.count})
	}
	return out
}

// within reports whether two folded syllables are at most so many letters apart, two
// swapped counting as one. It is cheap: what begins or ends alike is passed over.
func within(a, b string, most int) bool {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if longer := max(len(a), len(b)); longer <= most || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0] {
		return true
	} else if longer > 2*most+1 || most < 2 {
		return false
	}
	return distance(a, b) <= most
}

// distance is the number of letters to change, add or leave out; for short words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			step := 1
			if a[i] == b[j] {
				step = 0
			}
			corner, row[j+1] = row[j+1], min(corner+step, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// forget lets the lexicon go.
func (s *spelling) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last, s.terms = nil, nil
}
