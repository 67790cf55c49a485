package evidence

import (
	"strings"

	"minhchung/internal/vi"
)

// word is one syllable in its two forms: with tones (key) and without (fold). Ids are
// those of a lexicon; 0 is "not in the lexicon".
type word struct{ key, fold int32 }

// lexicon numbers the syllables that phrases and word lists are made of, and the
// abbreviations of phrases. It is filled while a catalogue is prepared, then complete and
// only read.
type lexicon struct {
	keys, folds, shorts map[string]int32
	complete            bool
}

func newLexicon() *lexicon {
	return &lexicon{keys: map[string]int32{}, folds: map[string]int32{}, shorts: map[string]int32{}}
}

func (x *lexicon) add(key, fold string) word {
	return word{intern(x.keys, key), intern(x.folds, fold)}
}

func intern(m map[string]int32, s string) int32 {
	id, ok := m[s]
	if !ok {
		id = int32(len(m)) + 1
		m[s] = id
	}
	return id
}

// short numbers an abbreviation; 0 for one that a complete lexicon does not have.
func (x *lexicon) short(initials string) int32 {
	if x.complete {
		return x.shorts[initials]
	}
	return intern(x.shorts, initials)
}

// sequence numbers the syllables of a phrase.
func (x *lexicon) sequence(phrase string) []word {
	tokens := vi.Tokens(phrase)
	out := make([]word, len(tokens))
	for i, t := range tokens {
		key, fold := plainNumber(t)
		out[i] = x.add(key, fold)
	}
	return out
}

// plainNumber takes the zeros off "06".
func plainNumber(t vi.Token) (key, fold string) {
	if t.Key != "" && t.Key[0] == '0' && len(t.Key) > 1 {
		if s := strings.TrimLeft(t.Key, "0"); s != "" {
			return s, s
		}
	}
	return t.Key, t.Fold
}

// sequences finds short phrases (fillings, heads, look-alikes) in a text.
type sequences struct {
	byKey, byFold [][][]word // by the id of the first word
}

func (x *lexicon) sequences(phrases []string) sequences {
	var s sequences
	for _, p := range phrases {
		if seq := x.sequence(p); len(seq) > 0 {
			s.byKey = enter(s.byKey, seq[0].key, seq)
			s.byFold = enter(s.byFold, seq[0].fold, seq)
		}
	}
	return s
}

func enter(by [][][]word, id int32, seq []word) [][][]word {
	if missing := int(id) + 1 - len(by); missing > 0 {
		by = append(by, make([][][]word, missing)...)
	}
	by[id] = append(by[id], seq)
	return by
}

// at returns the length of the longest sequence that starts at token i, 0 for none.
func (s sequences) at(t *text, i int) int {
	if i >= len(t.toks) { // a title of dots and dashes has no first word
		return 0
	}
	by, id := s.byKey, t.toks[i].key
	if t.plain {
		by, id = s.byFold, t.toks[i].fold
	}
	if int(id) >= len(by) {
		return 0
	}
	best := 0
	for _, seq := range by[id] {
		if len(seq) > best && t.has(i, seq) {
			best = len(seq)
		}
	}
	return best
}

// in reports whether one of the sequences stands anywhere in the text.
func (s sequences) in(t *text) bool {
	for i := range t.toks {
		if s.at(t, i) > 0 {
			return true
		}
	}
	return false
}
