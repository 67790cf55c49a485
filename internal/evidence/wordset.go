package evidence

import "slices"

// Most phrases of a catalogue stand nowhere in a document. What words a text has is noted
// once, a bit a word, and every phrase is held against that before it is looked for.

// bits is a set of small numbers.
type bits []uint64

func newBits(numbers int) bits { return make(bits, numbers/64+1) }

// add enters a number below those newBits was made for.
func (b bits) add(n int32) { b[n>>6] |= 1 << (n & 63) }

func (b bits) has(n int32) bool {
	i := int(n >> 6)
	return i < len(b) && b[i]&(1<<(n&63)) != 0
}

// wordSet says what words a text has, or several texts of one kind together. The zero
// wordSet knows nothing and rules nothing out.
type wordSet struct {
	plain bool    // the words are known by fold, not by key
	words bits    // ids of the lexicon
	short []int32 // ids of the abbreviations
}

// newWordSet returns an empty set, the zero wordSet while the lexicon still grows.
func (x *lexicon) newWordSet(plain bool) wordSet {
	switch {
	case !x.complete:
		return wordSet{}
	case plain:
		return wordSet{plain: true, words: newBits(len(x.folds) + 1)}
	}
	return wordSet{words: newBits(len(x.keys) + 1)}
}

// add enters the words of a text.
func (s *wordSet) add(t *text) {
	if s.words == nil {
		return
	}
	for i := range t.toks {
		k := &t.toks[i]
		if s.plain {
			s.words.add(k.fold)
		} else {
			s.words.add(k.key)
		}
		if k.short != 0 && !slices.Contains(s.short, k.short) {
			s.short = append(s.short, k.short)
		}
	}
}

// join enters the words of another set of the same kind.
func (s *wordSet) join(o *wordSet) {
	for i := range s.words {
		s.words[i] |= o.words[i]
	}
	for _, id := range o.short {
		if !slices.Contains(s.short, id) {
			s.short = append(s.short, id)
		}
	}
}

// mayHold reports whether a pattern can stand in the text: its words are all there, but
// for those that may be absent, or an abbreviation is that may stand for them.
func (s *wordSet) mayHold(p *pattern) bool {
	if s.words == nil {
		return true
	}
	for i, w := range p.words {
		id := w.key
		if s.plain {
			id = w.fold
		}
		if !p.optional[i] && !s.words.has(id) {
			return s.abbreviates(p)
		}
	}
	return true
}

func (s *wordSet) abbreviates(p *pattern) bool {
	for _, id := range s.short {
		if p.shortIDs.has(id) {
			return true
		}
	}
	return false
}

// wordSets are the words of several texts, those written without diacritics apart.
type wordSets [2]wordSet

func (x *lexicon) newWordSets() wordSets {
	return wordSets{x.newWordSet(false), x.newWordSet(true)}
}

func (s *wordSets) add(t *text) {
	if t.plain {
		s[1].join(&t.wordSet)
	} else {
		s[0].join(&t.wordSet)
	}
}

// mayHold reports whether a pattern can stand in one of the texts.
func (s *wordSets) mayHold(p *pattern) bool { return s[0].mayHold(p) || s[1].mayHold(p) }

// mayHoldAny reports whether one of the patterns can stand in one of the texts.
func (s *wordSets) mayHoldAny(patterns []pattern) bool {
	for i := range patterns {
		if s.mayHold(&patterns[i]) {
			return true
		}
	}
	return false
}
