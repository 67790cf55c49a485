package bleveindex

import (
	"strings"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"

	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// A syllable is one term that says both of its forms: the folded one, a NUL, and what the
// one with tones has that the folded one has not. All forms of a folded syllable stand
// together in the order of terms, so that a search without diacritics reads a span of
// them, and no second field repeats every posting. A pair does the same for both of its
// syllables.
const (
	formEnd   = "\x00" // after the folded form
	spanEnd   = "\x01" // what follows every term that begins with a folded form
	pairJoint = "_"    // between the folded forms of a pair
)

// marks says what key has that its folded form has not: position and letter of each
// difference, or the whole key where the two do not go letter by letter. Different keys
// of one folded form have different marks.
func marks(key, fold string) string {
	if key == fold {
		return ""
	}
	var sb strings.Builder
	rest := fold
	position := byte(0)
	for _, r := range key {
		f, n := utf8.DecodeRuneInString(rest)
		rest = rest[n:]
		if position++; n == 0 || r == utf8.RuneError || position > maxMarked {
			return wholeKey + key
		}
		if r != f {
			sb.WriteByte(position)
			sb.WriteRune(r)
		}
	}
	if rest != "" {
		return wholeKey + key
	}
	return sb.String()
}

const (
	maxMarked = 0x7f   // letters
	wholeKey  = "\xff" // is no position
)

// exactTerm and exactPairTerm name one form, foldedSpan and foldedPairSpan what the terms
// of all forms begin with.
func exactTerm(w search.Word) string  { return foldedSpan(w) + marks(w.Key, w.Fold) }
func foldedSpan(w search.Word) string { return w.Fold + formEnd }

func exactPairTerm(v, w search.Word) string {
	return pairTerm(v.Fold, marks(v.Key, v.Fold), w.Fold, marks(w.Key, w.Fold))
}

func foldedPairSpan(v, w search.Word) string { return v.Fold + pairJoint + w.Fold + formEnd }

func pairTerm(fold1, marks1, fold2, marks2 string) string {
	return fold1 + pairJoint + fold2 + formEnd + marks1 + formEnd + marks2
}

// term is a term of the index with its occurrences in the passage at hand. What zap wants
// to know of a term in a passage is the same in all passages that hold it as often.
type term struct {
	text  string
	count int
	once  index.TokenFreq
	often []*index.TokenFreq // from twice on
}

func (t *term) frequency() *index.TokenFreq {
	if t.count == 1 {
		t.once.SetFrequency(1)
		return &t.once
	}
	for len(t.often) < t.count-1 {
		tf := &index.TokenFreq{}
		tf.SetFrequency(len(t.often) + 2)
		t.often = append(t.often, tf)
	}
	return t.often[t.count-2]
}

// syllable is a word of a text to index.
type syllable struct {
	term
	number      uint32 // within the vocabulary
	fold, marks string
}

// vocabulary keeps syllables and pairs, each worked out once: texts repeat few of either.
// It is not safe for concurrent use.
type vocabulary struct {
	syllables map[string]*syllable // by key
	pairs     map[uint64]*term     // by the numbers of both syllables
	seen      []*term              // in the passage at hand
}

// maxPairs bounds the memory of a vocabulary to some 20 MiB; four thousand passages have
// thirty to sixty thousand pairs.
const maxPairs = 100_000

func newVocabulary() *vocabulary {
	return &vocabulary{syllables: map[string]*syllable{}, pairs: map[uint64]*term{}}
}

// forget lets everything go where it has become too much. Only between passages.
func (v *vocabulary) forget() {
	if len(v.pairs) > maxPairs {
		clear(v.pairs)
		clear(v.syllables)
	}
}

// words cuts a text into its syllables.
func (v *vocabulary) words(text string) []*syllable {
	tokens := vi.Tokens(text)
	out := make([]*syllable, len(tokens))
	for i, t := range tokens {
		s, ok := v.syllables[t.Key]
		if !ok {
			s = v.learn(strings.Clone(t.Key))
		}
		out[i] = s
	}
	return out
}

// learn folds a key; folding and unifying commute, so this is the folded form of every
// way it is written.
func (v *vocabulary) learn(key string) *syllable {
	s := &syllable{number: uint32(len(v.syllables)), fold: vi.Key(vi.Fold(key))}
	s.marks = marks(key, s.fold)
	s.text = s.fold + formEnd + s.marks
	v.syllables[key] = s
	return s
}

func (v *vocabulary) pair(a, b *syllable) *term {
	at := uint64(a.number)<<32 | uint64(b.number)
	t, ok := v.pairs[at]
	if !ok {
		t = &term{text: pairTerm(a.fold, a.marks, b.fold, b.marks)}
		v.pairs[at] = t
	}
	return t
}

func (v *vocabulary) count(t *term) {
	if t.count == 0 {
		v.seen = append(v.seen, t)
	}
	t.count++
}

// hand puts the terms counted since the last time into a field.
func (v *vocabulary) hand(f *field) {
	for _, t := range v.seen {
		f.terms[t.text] = t.frequency()
		t.count = 0
	}
	v.seen = v.seen[:0]
}
