package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// Vocabulary is the syllables that stand in the documents.
type Vocabulary interface {
	// Count is in how many passages a syllable stands whatever its tones, by [Word.Fold];
	// 0 for none. It is asked some hundred times for one suggestion.
	Count(fold string) int
	// Near returns known syllables that look like a word, at most most; what it leaves out
	// is not suggested unless a usual slip leads there.
	Near(word Word, most int) []Candidate
}

// Candidate is a known syllable that may have been meant.
type Candidate struct {
	Key   string // with tones
	Fold  string
	Count int // passages
}

// Bounds of a suggestion.
const (
	maxMisspelt = 6   // words put right
	maxNear     = 16  // candidates taken from the vocabulary for a word
	maxAsked    = 120 // syllables looked up for a word
)

// Suggest returns the query text with words that no document has put right ("did you
// mean"), everything else as it was typed; "" where nothing can be put right. A word is
// tried as keystrokes of Telex or VNI, as two words without the space, and as a slip:
// letters swapped, missing or doubled, sounds that are told apart in writing only (s and
// x, ch and tr, d, gi and r, n and l). Words are put right in capitals where they were.
func Suggest(text string, unknown []Word, v Vocabulary) string {
	text = tidy(text)
	if len(unknown) == 0 || len(text) > MaxText {
		return ""
	}
	plain := !marked(text)
	right := map[string]string{}
	for _, w := range unknown[:min(len(unknown), maxMisspelt)] {
		if s := putRight(w, v, plain); s != "" {
			right[w.Key] = s
		}
	}
	var b strings.Builder
	at := 0
	for _, t := range vi.Tokens(text) {
		s, ok := right[t.Key]
		if !ok {
			continue
		}
		b.WriteString(text[at:t.Start])
		b.WriteString(sameCase(s, t.Text))
		at = t.End
	}
	if at == 0 {
		return ""
	}
	b.WriteString(text[at:])
	return b.String()
}

// sameCase writes a word in capitals, or with one, as the typed one was.
func sameCase(word, typed string) string {
	first, size := utf8.DecodeRuneInString(word)
	switch r, _ := utf8.DecodeRuneInString(typed); {
	case vi.Upper(typed):
		return strings.ToUpper(word)
	case unicode.IsUpper(r):
		return string(unicode.ToUpper(first)) + word[size:]
	}
	return word
}

// putRight finds what was meant by a word, "" where nobody can tell. plain says that the
// query is typed without diacritics.
func putRight(w Word, v Vocabulary, plain bool) string {
	if s, ok := vi.Typed(w.Key); ok && v.Count(Words(s)[0].Fold) > 0 {
		return s
	}
	if strings.ContainsAny(w.Key, "0123456789") {
		return ""
	}
	known := near(w, v)
	best, least := "", math.Inf(1)
	for _, c := range append(slips(w.Key, v), known...) {
		if c.cost > farthest(w.Fold) {
			continue
		}
		form := c.fold
		if !plain {
			form = toned(c, known, v)
		}
		score := c.cost - math.Log10(1+float64(c.count))/10
		if d := cmp.Compare(score, least); d < 0 || d == 0 && form < best {
			best, least = form, score
		}
	}
	if two, cost := parted(w.Key, v); two != "" && cost < least {
		return two
	}
	return best
}

// rareForm is how much rarer than another form a syllable without diacritics may be to be
// taken for that form without its tones, as in an address of a page.
const rareForm = 20

// toned is a guess with the tones it has in the documents: a slip in a word typed without
// them says nothing of them. Where the syllables near the typed one do not tell ("hoahc"),
// those near the guess do.
func toned(c guess, known []guess, v Vocabulary) string {
	bare := !marked(c.key)
	if bare && !slices.ContainsFunc(known, func(k guess) bool { return k.fold == c.fold }) {
		known = near(Word{Key: c.key, Fold: c.fold}, v)
	}
	var own, best guess
	for _, k := range known {
		switch {
		case k.fold != c.fold:
		case k.key == c.key:
			own = k
		case k.count > best.count || k.count == best.count && k.key < best.key:
			best = k
		}
	}
	if best.key == "" || own.key != "" && !(bare && best.count > rareForm*own.count) {
		return c.key
	}
	return best.key
}

// farthest is how far a word may be from what was meant: of two letters one in the wrong
// place leaves nothing to go by.
func farthest(fold string) float64 {
	switch n := utf8.RuneCountInString(fold); {
	case n < 3:
		return 0.5
	case n < 4:
		return 1
	case n < 6:
		return 1.5
	}
	return 2
}

// guess is a known syllable and how unlike the typed one it is.
type guess struct {
	key, fold string
	count     int
	cost      float64
}

func near(w Word, v Vocabulary) []guess {
	var out []guess
	for _, c := range v.Near(w, maxNear) {
		if c.Count > 0 && c.Key != w.Key && c.Key != "" {
			out = append(out, guess{c.Key, c.Fold, c.Count, Distance(w.Key, c.Key)})
		}
	}
	return out
}

// slips tries the usual slips, and keeps those that are known syllables.
func slips(key string, v Vocabulary) []guess {
	var out []guess
	asked := map[string]bool{key: true}
	for _, s := range variants(key) {
		if asked[s] || !vi.IsSyllable(s) || len(asked) > maxAsked {
			continue
		}
		asked[s] = true
		w := Words(s)
		if len(w) != 1 {
			continue
		}
		if n := v.Count(w[0].Fold); n > 0 {
			out = append(out, guess{w[0].Key, w[0].Fold, n, Distance(key, w[0].Key)})
		}
	}
	return out
}

// variants are the forms a word may have been meant as, the likeliest slips first.
func variants(key string) []string {
	letters := []rune(key)
	if len(letters) > 8 {
		return nil
	}
	var out []string
	for _, o := range onsetsLike(key) {
		out = append(out, o.other+key[len(o.onset):])
	}
	for i := 0; i+1 < len(letters); i++ {
		s := slices.Clone(letters)
		s[i], s[i+1] = s[i+1], s[i]
		out = append(out, string(s))
	}
	for i := range letters {
		out = append(out, string(slices.Delete(slices.Clone(letters), i, i+1)))
	}
	for i := 0; i <= len(letters); i++ {
		for _, r := range "nghcitouaeymkpr" {
			out = append(out, string(slices.Insert(slices.Clone(letters), i, r)))
		}
	}
	return out
}

// likeOnset is a consonant that is written for another.
type likeOnset struct{ onset, other string }

// onsetsLike are the consonants that sound like the one a word begins with somewhere in the
// country, or are spelled alike.
func onsetsLike(key string) []likeOnset {
	var out []likeOnset
	for _, alike := range [...][]string{
		{"s", "x"}, {"ch", "tr"}, {"gi", "d", "r", "v"}, {"n", "l"}, {"c", "k", "q"}, {"gh", "g"}, {"ngh", "ng"}, {"đ", "d"}, {"ph", "f"},
	} {
		for _, onset := range alike {
			if !strings.HasPrefix(key, onset) || onset == key {
				continue
			}
			for _, other := range alike {
				if other != onset {
					out = append(out, likeOnset{onset, other})
				}
			}
			break
		}
	}
	return out
}

// costs of slips, in letters.
const (
	costTone   = 0.3 // the same letter with other diacritics
	costOnset  = 0.5 // consonants that sound alike
	costSwap   = 0.7 // two letters the wrong way round
	costDouble = 0.5 // a letter twice
	costParted = 0.6 // a space left out
)

// Distance is how unlike two syllables are, in letters: 0 for the same. Slips of writers
// of Vietnamese cost less than others: another tone or diacritic, consonants that sound
// alike, letters swapped or doubled.
func Distance(a, b string) float64 {
	best := edits([]rune(a), []rune(b))
	for _, o := range onsetsLike(a) {
		if strings.HasPrefix(b, o.other) {
			best = min(best, costOnset+edits([]rune(a[len(o.onset):]), []rune(b[len(o.other):])))
		}
	}
	return best
}

// maxDistanceLetters bounds what is compared; syllables are far shorter.
const maxDistanceLetters = 24

func edits(a, b []rune) float64 {
	if len(a) > maxDistanceLetters || len(b) > maxDistanceLetters {
		return float64(max(len(a), len(b)))
	}
	rows := make([][]float64, len(a)+1)
	for i := range rows {
		rows[i] = make([]float64, len(b)+1)
		for j := range rows[i] {
			rows[i][j] = cheapest(rows, a, b, i, j)
		}
	}
	return rows[len(a)][len(b)]
}

func cheapest(rows [][]float64, a, b []rune, i, j int) float64 {
	if i == 0 && j == 0 {
		return 0
	}
	best := math.Inf(1)
	if i > 0 {
		best = min(best, rows[i-1][j]+extra(a, i-1))
	}
	if j > 0 {
		best = min(best, rows[i][j-1]+extra(b, j-1))
	}
	if i > 0 && j > 0 {
		best = min(best, rows[i-1][j-1]+unlike(a[i-1], b[j-1]))
	}
	if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
		best = min(best, rows[i-2][j-2]+costSwap)
	}
	return best
}

// extra is the cost of a letter that stands in one of the words only.
func extra(s []rune, i int) float64 {
	if i > 0 && s[i] == s[i-1] {
		return costDouble
	}
	return 1
}

func unlike(a, b rune) float64 {
	switch {
	case a == b:
		return 0
	case vi.Fold(string(a)) == vi.Fold(string(b)):
		return costTone
	}
	return 1
}

// parted tries a word as two without the space ("cảicách"); of several ways the one whose
// rarer half is the most frequent.
func parted(key string, v Vocabulary) (string, float64) {
	letters := []rune(key)
	if len(letters) < 4 || len(letters) > 16 {
		return "", 0
	}
	best, most := "", 0
	for i := 1; i < len(letters); i++ {
		first, second := string(letters[:i]), string(letters[i:])
		if !vi.IsSyllable(first) || !vi.IsSyllable(second) {
			continue
		}
		n := min(v.Count(Words(first)[0].Fold), v.Count(Words(second)[0].Fold))
		if n > most {
			best, most = first+" "+second, n
		}
	}
	return best, costParted
}
