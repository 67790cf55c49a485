package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// maxSearched is how many bytes of a text are looked through for the best window. Passages
// are far shorter; the bound keeps a page-long table row from costing seconds.
const maxSearched = 16 << 10

// DefaultSnippet is the length of a snippet in bytes where none is asked for.
const DefaultSnippet = 320

// Snippet returns the stretch of text that shows most of what was looked for, and the
// byte offsets [start, end) in it of what to highlight, ascending and apart. The snippet
// is text as it stands, except that runs of white space read as one space and an ellipsis
// marks a cut; nothing else is added. max is the most bytes of text taken, DefaultSnippet
// where 0 or less. Words are marked by the rules of the search: with exact tones where the
// query has them and the text holds them, otherwise without regard to tones.
func Snippet(text string, p Parsed, max int) (snippet string, marks [][2]int) {
	return p.Terms.Snippet(text, max)
}

// Snippet is [Snippet] for terms alone, as a Result carries them.
func (t Terms) Snippet(text string, max int) (snippet string, marks [][2]int) {
	if max <= 0 {
		max = DefaultSnippet
	}
	tokens := vi.Tokens(head(text, maxSearched))
	weights := t.weigh(text, tokens)
	from, to := window(text, tokens, weights, max)
	return cutOut(text, from, to, spans(text, tokens, weights, from, to))
}

// head is the first bytes of text, at a rune border.
func head(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// weigh says how much each token of the text matters: 0 is not marked.
func (t Terms) weigh(text string, tokens []vi.Token) []float64 {
	weights := make([]float64, len(tokens))
	v := t.vocabulary()
	for i, tok := range tokens {
		weights[i] = v.weight(tok)
	}
	v.dropLooser(tokens, weights)
	boostPairs(tokens, weights, t)
	dropStrays(tokens, weights)
	dropFunctionWords(tokens, weights)
	t.boostCodes(text, tokens, weights)
	return weights
}

// vocabulary is the words that are marked.
type vocabulary struct {
	exact, folded map[string]bool
	prefixes      []Word
}

func (t Terms) vocabulary() vocabulary {
	v := vocabulary{exact: map[string]bool{}, folded: map[string]bool{}}
	for _, run := range t.runs() {
		for _, w := range run {
			if w.Prefix {
				v.prefixes = append(v.prefixes, w)
				continue
			}
			if w.Marked {
				v.exact[w.Key] = true
			}
			v.folded[w.Fold] = true
		}
	}
	return v
}

// runs are all the words looked for in the text of a document: those typed, the other
// forms of abbreviations, and those asked for in the subject, which the text repeats.
func (t Terms) runs() []Run {
	out := append(t.Runs[:len(t.Runs):len(t.Runs)], synonymRuns(t)...)
	for _, f := range t.Fields {
		if f.Field == FieldSubject {
			out = append(append(out, f.Words), f.Others...)
		}
	}
	return out
}

const (
	exactWeight = 1
	looseWeight = 0.5 // without regard to tones
)

func (v vocabulary) weight(tok vi.Token) float64 {
	if v.exact[tok.Key] {
		return exactWeight
	}
	fold := foldOf(tok)
	weight := 0.0
	if v.folded[fold] {
		weight = looseWeight
	}
	for _, w := range v.prefixes {
		switch {
		case w.Marked && strings.HasPrefix(tok.Key, w.Key):
			return exactWeight
		case strings.HasPrefix(fold, w.Fold):
			weight = looseWeight
		}
	}
	return weight
}

// dropLooser unmarks words that agree without tones only, where the same syllable stands
// in the text with the tones that were typed.
func (v vocabulary) dropLooser(tokens []vi.Token, weights []float64) {
	strict := map[string]bool{}
	for i, tok := range tokens {
		if weights[i] == exactWeight && v.exact[tok.Key] {
			strict[foldOf(tok)] = true
		}
	}
	for i, tok := range tokens {
		if weights[i] == looseWeight && strict[foldOf(tok)] {
			weights[i] = 0
		}
	}
}

// boostPairs raises neighbours that are neighbours in the query too.
func boostPairs(tokens []vi.Token, weights []float64, t Terms) {
	pairs := map[[2]string]bool{}
	var begun [][2]Word // of which one is the beginning of a word
	for _, run := range t.runs() {
		for i := 0; i+1 < len(run); i++ {
			if run[i].Prefix || run[i+1].Prefix {
				begun = append(begun, [2]Word{run[i], run[i+1]})
				continue
			}
			pairs[[2]string{run[i].Fold, run[i+1].Fold}] = true
		}
	}
	for i := 0; i+1 < len(tokens); i++ {
		if weights[i] == 0 || weights[i+1] == 0 {
			continue
		}
		first, second := foldOf(tokens[i]), foldOf(tokens[i+1])
		if pairs[[2]string{first, second}] || slices.ContainsFunc(begun, func(p [2]Word) bool { return p[0].fits(first) && p[1].fits(second) }) {
			weights[i]++
			weights[i+1]++
		}
	}
}

// fits reports whether a folded syllable is the word, or begins so where that is asked for.
func (w Word) fits(fold string) bool {
	return fold == w.Fold || w.Prefix && strings.HasPrefix(fold, w.Fold)
}

// dropStrays unmarks single syllables that stand in the text beside their neighbour of the
// query too: of "hành chính" found, the "hành" of "ban hành" says nothing.
func dropStrays(tokens []vi.Token, weights []float64) {
	paired := map[string]bool{}
	for i, t := range tokens {
		if weights[i] > 1 {
			paired[foldOf(t)] = true
		}
	}
	for i, t := range tokens {
		if weights[i] <= 1 && paired[foldOf(t)] {
			weights[i] = 0
		}
	}
}

func synonymRuns(t Terms) []Run {
	out := make([]Run, len(t.Synonyms))
	for i, s := range t.Synonyms {
		out[i] = s.Words
	}
	return out
}

const codeWeight = 5 // of each token of a document number that was asked for

func (t Terms) boostCodes(text string, tokens []vi.Token, weights []float64) {
	if len(t.Codes) == 0 {
		return
	}
	wanted := map[string]bool{}
	for _, c := range t.Codes {
		wanted[c.Key()] = true
	}
	for _, c := range Codes(head(text, maxSearched)) {
		hit := false
		for _, k := range c.OwnKeys() {
			hit = hit || wanted[k]
		}
		for i := range tokens {
			if hit && tokens[i].Start >= c.Start && tokens[i].End <= c.End {
				weights[i] = codeWeight
			}
		}
	}
}

// window finds the stretch of at most max bytes, on token borders, with the greatest
// weight, each syllable counted once; the earliest of equals. It then begins the window
// a little before the first mark, for context.
func window(text string, tokens []vi.Token, weights []float64, max int) (from, to int) {
	if len(text) <= max {
		return 0, len(text)
	}
	first, last := bestRange(tokens, weights, max)
	if first < 0 {
		return 0, cutBefore(text, tokens, max)
	}
	from = tokens[first].Start
	room := max - (tokens[last].End - from)
	for i := first - 1; i >= 0 && from-tokens[i].Start <= room/2; i-- {
		if first-i > 12 {
			break
		}
		from = tokens[i].Start
	}
	if first > 0 && tokens[0].Start >= from {
		from = 0
	}
	return from, from + cutBefore(text[from:], shift(tokens, from), max)
}

func shift(tokens []vi.Token, by int) []vi.Token {
	var out []vi.Token
	for _, t := range tokens {
		if t.Start >= by {
			t.Start, t.End = t.Start-by, t.End-by
			out = append(out, t)
		}
	}
	return out
}

// bestRange slides over the marked tokens; -1 where there are none.
func bestRange(tokens []vi.Token, weights []float64, max int) (first, last int) {
	first, last = -1, -1
	best := 0.0
	for i := range tokens {
		if weights[i] == 0 {
			continue
		}
		sum, seen, end := 0.0, map[string]float64{}, i
		for j := i; j < len(tokens) && tokens[j].End-tokens[i].Start <= max; j++ {
			if weights[j] == 0 {
				continue
			}
			gain := weights[j] - seen[foldOf(tokens[j])]
			if gain > 0 {
				sum += gain
				seen[foldOf(tokens[j])] = weights[j]
				end = j
			}
		}
		if sum > best {
			best, first, last = sum, i, end
		}
	}
	return first, last
}

// cutBefore is the greatest token end within max bytes, or a rune border where a single
// token is longer.
func cutBefore(text string, tokens []vi.Token, max int) int {
	if len(text) <= max {
		return len(text)
	}
	end := 0
	for _, t := range tokens {
		if t.End > max {
			break
		}
		end = t.End
	}
	if end == 0 {
		for end = max; end > 0 && !utf8.RuneStart(text[end]); end-- {
		}
	}
	return end
}

// cutOut writes text[from:to] with white space joined and moves the marks along.
func cutOut(text string, from, to int, spans [][2]int) (string, [][2]int) {
	var b strings.Builder
	var marks [][2]int
	if from > 0 {
		b.WriteString("… ")
	}
	space := true // leading white space is dropped
	next := 0
	open := -1
	for i, r := range text[from:to] {
		at := from + i
		if open >= 0 && at >= spans[next][1] {
			marks = append(marks, [2]int{open, b.Len()})
			open = -1
			next++
		}
		if unicode.IsSpace(r) {
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		}
		space = false
		if open < 0 && next < len(spans) && at == spans[next][0] {
			open = b.Len()
		}
		b.WriteRune(r)
	}
	if open >= 0 {
		marks = append(marks, [2]int{open, b.Len()})
	}
	if to < len(text) && strings.TrimSpace(text[to:]) != "" {
		b.WriteString(" …")
	}
	return b.String(), marks
}
