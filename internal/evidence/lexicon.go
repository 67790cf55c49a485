package evidence

import (
	"strings"

	"minhchung/internal/vi"
)

// word is one syllable in its two forms: with tones (key) and without (fold). Ids are
// those of a lexicon; 0 is "not in the lexicon".
type word struct{ key, fold int32 }

// lexicon numbers the syllables that phrases and word lists are made of. It is filled
// while a catalogue is prepared and only read afterwards.
type lexicon struct {
	keys, folds map[string]int32
}

func newLexicon() *lexicon {
	return &lexicon{keys: map[string]int32{}, folds: map[string]int32{}}
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
	byKey, byFold map[int32][][]word
}

func (x *lexicon) sequences(phrases []string) sequences {
	s := sequences{map[int32][][]word{}, map[int32][][]word{}}
	for _, p := range phrases {
		if seq := x.sequence(p); len(seq) > 0 {
			s.byKey[seq[0].key] = append(s.byKey[seq[0].key], seq)
			s.byFold[seq[0].fold] = append(s.byFold[seq[0].fold], seq)
		}
	}
	return s
}

// at returns the length of the longest sequence that starts at token i, 0 for none.
func (s sequences) at(t *text, i int) int {
	candidates := s.byKey[t.toks[i].key]
	if t.plain {
		candidates = s.byFold[t.toks[i].fold]
	}
	best := 0
	for _, seq := range candidates {
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
