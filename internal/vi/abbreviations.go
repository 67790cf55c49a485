package vi

import (
	_ "embed" // the list of the field
	"sort"
	"sync"
)

// Abbreviation is a short form and what it stands for. Either may be of several words.
type Abbreviation struct {
	Short, Long string
	Comment     string // for the people who keep the list
	Off         bool   // takes a pair of the program out, see [MergeAbbreviations]
}

// Expansion is an abbreviation found in a text in one of its two forms.
type Expansion struct {
	Short, Long string // as the list spells them
	FromLong    bool   // the text has the long form
	Start, End  int    // byte offsets of the form found
}

// Other returns the form the text does not have.
func (e Expansion) Other() string {
	if e.FromLong {
		return e.Short
	}
	return e.Long
}

// Abbreviations is a list of abbreviations made ready for [Abbreviations.Expand]. The
// zero value is an empty list. It is not changed after it is made.
type Abbreviations struct {
	byFirst map[string][]form // by the key of the fold of the first word
}

// form is one spelling to look for.
type form struct {
	pair     Abbreviation
	words    []Token
	fromLong bool
	exact    bool // as written only: two letters, or a syllable of its own
}

//go:embed abbreviations.tsv
var abbreviationsTSV string

var defaultAbbreviations = sync.OnceValue(func() Abbreviations {
	return NewAbbreviations(parseAbbreviations(abbreviationsTSV))
})

// DefaultAbbreviations returns those of administrative reform papers, embedded in the
// program.
func DefaultAbbreviations() Abbreviations { return defaultAbbreviations() }

// parseAbbreviations reads a list without fault, as the embedded one.
func parseAbbreviations(tsv string) []Abbreviation {
	out, _ := ParseAbbreviations(tsv)
	return out
}

// NewAbbreviations makes a list ready. Pairs that are off or without letters in either form
// are left out; the order of pairs decides between expansions of one place.
func NewAbbreviations(pairs []Abbreviation) Abbreviations {
	a := Abbreviations{byFirst: map[string][]form{}}
	for _, p := range pairs {
		short, long := Tokens(p.Short), Tokens(p.Long)
		if p.Off || len(short) == 0 || len(long) == 0 {
			continue
		}
		a.add(form{pair: p, words: short, exact: exactOnly(p.Short, short)})
		a.add(form{pair: p, words: long, fromLong: true})
	}
	return a
}

func (a Abbreviations) add(f form) {
	first := Key(f.words[0].Fold)
	a.byFirst[first] = append(a.byFirst[first], f)
}

// exactOnly reports whether a short form would be mistaken for a word in small letters.
func exactOnly(short string, words []Token) bool {
	letters := 0
	for _, w := range words {
		for range NFC(w.Text) {
			letters++
		}
	}
	return letters < 3 || len(words) == 1 && IsSyllable(short)
}

// Expand finds the abbreviations whose short or long form stands in text, in the order of
// the text, longer forms first, each form of a place once. Short forms of three and more
// letters are found in any case (cchc); shorter ones as the list spells them. A word typed
// without diacritics stands for the accented one ("thu tuc hanh chinh").
func (a Abbreviations) Expand(text string) []Expansion {
	if len(a.byFirst) == 0 {
		return nil
	}
	tokens := Tokens(text)
	var out []Expansion
	for i, t := range tokens {
		for _, f := range a.byFirst[Key(t.Fold)] {
			if !f.at(tokens[i:]) {
				continue
			}
			last := tokens[i+len(f.words)-1]
			out = append(out, Expansion{Short: f.pair.Short, Long: f.pair.Long, FromLong: f.fromLong, Start: t.Start, End: last.End})
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].Start != out[j].Start {
			return out[i].Start < out[j].Start
		}
		return out[i].End > out[j].End
	})
	return dropRepeated(out)
}

// at reports whether the form stands at the head of tokens.
func (f form) at(tokens []Token) bool {
	if len(tokens) < len(f.words) {
		return false
	}
	for j, w := range f.words {
		t := tokens[j]
		switch {
		case f.exact:
			if NFC(t.Text) != NFC(w.Text) {
				return false
			}
		case t.Key != w.Key && (t.Key != Key(t.Fold) || Key(t.Fold) != Key(w.Fold)):
			return false
		}
	}
	return true
}

// dropRepeated keeps the first of what names the same pair in the same form.
func dropRepeated(list []Expansion) []Expansion {
	type id struct {
		short, long string
		fromLong    bool
	}
	seen := map[id]bool{}
	kept := list[:0]
	for _, e := range list {
		k := id{e.Short, e.Long, e.FromLong}
		if !seen[k] {
			seen[k] = true
			kept = append(kept, e)
		}
	}
	return kept
}
