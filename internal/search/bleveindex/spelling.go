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
	counts map[string]int // passages by folded form; a passage with two forms counts twice
	byLen  [maxSyllable + 1][]syllableForm
	state  []uint64 // the segments it was read from
}

// syllableForm is a syllable at its tones.
type syllableForm struct {
	key, fold string
	count     int
}

// spelling keeps the lexicon of the state that was asked for last: it is read again only
// where a word is misspelt after the index has changed.
type spelling struct {
	mu   sync.Mutex
	last *lexicon
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
	l, err := readLexicon(segments)
	if err != nil {
		return nil
	}
	l.state = state
	s.last = l
	return l
}

// leastForm is in how many passages a form must stand to be suggested: what stands once
// may be misspelt itself.
const leastForm = 2

func readLexicon(segments *segments) (*lexicon, error) {
	l := &lexicon{counts: map[string]int{}}
	forms := map[string]int{}
	for _, p := range segments.parts {
		dictionary, err := p.dictionary(fieldSyllable)
		if err != nil {
			return nil, err
		}
		entries := dictionary.AutomatonIterator(nil, nil, nil)
		for {
			entry, err := entries.Next()
			if err != nil {
				return nil, err
			}
			if entry == nil {
				break
			}
			forms[entry.Term] += int(entry.Count)
		}
	}
	for term, n := range forms {
		fold, marks, _ := strings.Cut(term, formEnd)
		l.counts[fold] += n
		if letters := utf8.RuneCountInString(fold); n >= leastForm && letters < len(l.byLen) && !strings.ContainsAny(fold, "0123456789") {
			l.byLen[letters] = append(l.byLen[letters], syllableForm{keyOf(fold, marks), fold, n})
		}
	}
	for i := range l.byLen {
		slices.SortFunc(l.byLen[i], func(a, b syllableForm) int { return strings.Compare(a.key, b.key) })
	}
	return l, nil
}

// Count is in how many passages a folded syllable stands.
func (l *lexicon) Count(fold string) int { return l.counts[fold] }

// Near returns syllables a letter away from a word, two for words of six letters and more:
// the most like first, then the most frequent.
func (l *lexicon) Near(w search.Word, most int) []search.Candidate {
	letters := utf8.RuneCountInString(w.Fold)
	reach := 1
	if letters >= 6 {
		reach = 2
	}
	type near struct {
		form     syllableForm
		distance float64
	}
	var found []near
	for n := max(1, letters-reach); n <= letters+reach && n < len(l.byLen); n++ {
		for _, f := range l.byLen[n] {
			if within(w.Fold, f.fold, reach) && f.key != w.Key {
				found = append(found, near{f, search.Distance(w.Key, f.key)})
			}
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(b.form.count, a.form.count), strings.Compare(a.form.key, b.form.key))
	})
	var out []search.Candidate
	for _, f := range found[:min(len(found), most)] {
		out = append(out, search.Candidate{Key: f.form.key, Fold: f.form.fold, Count: f.form.count})
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
	s.last = nil
}
