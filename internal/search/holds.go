package search

import (
	"slices"
	"strings"
)

// Measure tells how much texts say of what was looked for. It is not changed after it is
// made and safe for concurrent use.
type Measure struct {
	parts    []part
	first    map[string][]int // parts by the folded word they begin with
	loose    []int            // parts that begin with the beginning of a word
	synonyms []Synonym
}

// part is a word, or two that were typed side by side.
type part struct {
	run    Run
	marked bool
}

// NewMeasure makes ready what a query looks for: words, and words typed side by side; words
// of every text ("của") only beside others.
func NewMeasure(t Terms) *Measure {
	m := &Measure{first: map[string][]int{}, synonyms: t.Synonyms}
	for _, run := range t.Runs {
		for i, w := range run {
			if !commonWord(w) {
				m.add(run[i : i+1])
			}
			if i > 0 && !(commonWord(w) && commonWord(run[i-1])) {
				m.add(run[i-1 : i+1])
			}
		}
	}
	return m
}

func (m *Measure) add(run Run) {
	if run[0].Prefix {
		m.loose = append(m.loose, len(m.parts))
	} else {
		m.first[run[0].Fold] = append(m.first[run[0].Fold], len(m.parts))
	}
	m.parts = append(m.parts, part{run, slices.ContainsFunc(run, func(w Word) bool { return w.Marked })})
}

// Holds is what share of what was looked for a text says itself, 0 to 1, by exact tones more
// than without where any were typed. What is said by an abbreviation or written out counts
// as typed. It is 1 where no words were typed.
func (m *Measure) Holds(text string) float64 {
	if len(m.parts) == 0 {
		return 1
	}
	words := Words(text)
	said := make([]float64, len(m.parts))
	for i, w := range words {
		for _, n := range m.first[w.Fold] {
			said[n] = max(said[n], m.parts[n].at(words[i:]))
		}
		for _, n := range m.loose {
			if strings.HasPrefix(w.Fold, m.parts[n].run[0].Fold) {
				said[n] = max(said[n], m.parts[n].at(words[i:]))
			}
		}
	}
	otherwise := m.otherwise(words)
	sum := 0.0
	for n, p := range m.parts {
		if len(otherwise) > 0 && p.within(otherwise) {
			said[n] = 1
		}
		sum += said[n]
	}
	return sum / float64(len(m.parts))
}

// at is how well words begin with a part: 1 at the tones that were typed, half without.
func (p part) at(words []Word) float64 {
	switch {
	case !p.run.Begins(words, false):
		return 0
	case p.marked && !p.run.Begins(words, true):
		return 0.5
	}
	return 1
}

func (p part) within(words Run) bool {
	return !slices.ContainsFunc(p.run, func(w Word) bool { return !slices.Contains(words, w) })
}

// otherwise is the words of the query that a text says by the other form of an abbreviation.
func (m *Measure) otherwise(words []Word) Run {
	var said Run
	for _, s := range m.synonyms {
		for i := range words {
			if s.Words.Begins(words[i:], false) {
				said = append(said, s.For...)
				break
			}
		}
	}
	return said
}
