package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Word is one syllable of a query.
type Word struct {
	Key    string // exact: tones kept
	Fold   string // without diacritics
	Marked bool   // typed with a diacritic
	Prefix bool   // "thanh*": every syllable that begins so
}

// Field is a part of a document that words may be asked for in.
type Field string

// The fields words are asked for in.
const (
	FieldSubject Field = "subject" // trích yếu, title
	FieldFile    Field = "file"    // name of the file
)

// FieldPhrase is words that must stand together in a field of the document.
type FieldPhrase struct {
	Field  Field
	Words  Run
	Others []Run // the same with an abbreviation written out, or the other way round; any will do
}

// Run is words that stand next to each other, so that neighbours may be looked for as
// pairs.
type Run []Word

// Synonym is a run of words searched beside what was typed: the long form of an
// abbreviation or the short one of a phrase.
type Synonym struct {
	Words Run
	For   Run // the words of the query it stands for
}

// Terms is what an engine looks for.
type Terms struct {
	Runs     []Run         // what ranks; no word is compulsory
	Synonyms []Synonym     // further ranking words from abbreviations
	Required [][]Run       // each group is a phrase or several joined by OR: one of them must stand in the document
	Fields   []FieldPhrase // each must be met
	Excluded []Run         // words or phrases no passage of the document may hold
	Codes    []Code        // document numbers typed; their words are in Runs too
	// OnlyCodes is true where the query is nothing but document numbers, which then must
	// match even where only a part of a number was typed.
	OnlyCodes bool
	// Accented is true where the query has any diacritic: exact tones then count first.
	Accented bool
}

// Empty reports whether there is nothing to look for (filters alone may still list).
func (t Terms) Empty() bool {
	return len(t.Runs) == 0 && len(t.Required) == 0 && len(t.Codes) == 0 && len(t.Fields) == 0
}

// Parsed is a query text taken apart.
type Parsed struct {
	Terms      Terms
	Filters    Filters // what the fields of the text asked for
	Expansions []vi.Expansion
	Notices    []cchc.Reason // what was not understood and is searched literally
}

// Words returns the syllables of a text in the forms under which they are searched.
// Queries, indexed passages and highlights all go through it, so that they agree.
func Words(text string) []Word {
	tokens := vi.Tokens(text)
	out := make([]Word, len(tokens))
	for i, t := range tokens {
		out[i] = Word{Key: t.Key, Fold: foldOf(t), Marked: marked(t.Text)}
	}
	return out
}

// foldOf unifies i and y in the folded form too: "quan ly" finds "quản lí".
func foldOf(t vi.Token) string { return vi.Key(t.Fold) }

// marked reports whether the text has a letter with diacritics.
func marked(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.Is(unicode.Mn, r))
	})
}

func accented(runs []Run) bool {
	for _, run := range runs {
		for _, w := range run {
			if w.Marked {
				return true
			}
		}
	}
	return false
}

// ExactForm is the form in which short names such as types compare: NFC, small letters.
func ExactForm(s string) string { return strings.ToLower(vi.NFC(strings.TrimSpace(s))) }
