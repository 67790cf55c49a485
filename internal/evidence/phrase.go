package evidence

import (
	"strings"

	"minhchung/internal/vi"
)

// pattern is one way of writing a subject phrase.
type pattern struct {
	words    []word
	short    [][]initials // for each word: abbreviations that stand for the words from it on
	shortIDs bits         // all of them
	optional []bool       // filling: may be absent
	glued    []bool       // nothing may stand before the word: it is inside a term
	// fieldFirst: opens with a term of the field, so a head before it changes the subject.
	fieldFirst bool
	// ofTopic: has a topic, so that another one in between would be another subject.
	ofTopic bool
}

// initials is an abbreviation and how many words it stands for.
type initials struct {
	id    int32
	words int
}

// abbreviate sets the abbreviations of each word.
func (p *pattern) abbreviate(short [][]string, lex *lexicon) {
	p.short = make([][]initials, len(short))
	for i, list := range short {
		for _, s := range list {
			p.short[i] = append(p.short[i], initials{lex.short(s), len(s)})
		}
	}
	p.shortIDs = newBits(len(lex.shorts) + 1)
	for _, list := range p.short {
		for _, a := range list {
			p.shortIDs.add(a.id)
		}
	}
}

// phrase is a subject phrase of a requirement with its ways of writing.
type phrase struct {
	text     string // as the catalogue has it, for people
	patterns []pattern
	yearly   bool // asks for the paper of the whole year
	periodic bool // asks for the paper of a quarter, half or nine months
	topic    bool // nothing but a topic of the field: only the kind tells its paper apart
	everyday bool // everyday words only: needs one of the contexts
	ofTitle  bool // the title of the criterion: counts in a trích yếu only
	// bare is what is left of the phrase after the name of a kind that is no paper, by
	// that kind: in "tin bài cải cách hành chính" the kind TIN itself stands for "tin bài".
	bare map[string][]pattern
}

// specific reports whether the phrase names one certain paper, which a sentence in
// another paper cannot be.
func (p *phrase) specific() bool { return p.yearly || p.periodic }

// compile turns a phrase of the catalogue into its ways of writing.
func (r *reader) compile(s string) *phrase {
	p := &phrase{text: s}
	long := expand(s, r.abbr)
	long, p.yearly = cutYear(long)
	parts := splitCommas(long)
	seen := map[string]bool{}
	for _, v := range r.periodFirst(r.variants(parts)) {
		for _, w := range r.synonymous(v) {
			key := strings.Join(w, " ")
			if seen[key] || len(w) == 0 {
				continue
			}
			seen[key] = true
			p.patterns = append(p.patterns, r.pattern(w))
		}
	}
	p.bare = r.bare(concat(parts...))
	t := r.read(long)
	p.periodic = r.spans.in(t)
	p.everyday = r.isEveryday(t)
	n := 0
	if len(t.toks) > 0 {
		n = r.topics.at(t, 0)
	}
	p.topic = n > 0 && r.allFilling(t, n)
	return p
}

// expand writes abbreviations out that are the initials of what they stand for:
// "chuyên mục CCHC" → "chuyên mục cải cách hành chính". Others (ISO) stay: the text
// spells them as they are.
func expand(s string, abbr vi.Abbreviations) string {
	found := abbr.Expand(s)
	for i := len(found) - 1; i >= 0; i-- {
		e := found[i]
		if !e.FromLong && initialsOf(e.Long) == strings.ToLower(vi.Fold(e.Short)) {
			s = s[:e.Start] + e.Long + s[e.End:]
		}
	}
	return s
}

func initialsOf(s string) string {
	var b strings.Builder
	for _, t := range vi.Tokens(s) {
		b.WriteString(t.Fold[:1])
	}
	return b.String()
}

// cutYear takes "năm 2020" or a closing "năm" off: the year is judged by itself, so that
// the right paper of another year is still recognised.
func cutYear(s string) (string, bool) {
	var out []string
	yearly := false
	f := strings.Fields(s)
	for i := 0; i < len(f); i++ {
		if vi.Key(f[i]) == "năm" && (i+1 == len(f) || isYear(f[i+1])) {
			yearly = true
			i++
			continue
		}
		out = append(out, f[i])
	}
	return strings.Join(out, " "), yearly
}

func isYear(s string) bool {
	return len(s) == 4 && strings.Trim(s, "0123456789") == "" && (s[0] == '1' || s[0] == '2')
}

func splitCommas(s string) [][]string {
	var out [][]string
	for _, part := range strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == ';' }) {
		if w := keysOf(part); len(w) > 0 {
			out = append(out, w)
		}
	}
	return out
}

func keysOf(s string) []string {
	var out []string
	for _, t := range vi.Tokens(s) {
		out = append(out, t.Text)
	}
	return out
}

// variants writes an enumeration in the ways offices do: "rà soát, đánh giá thủ tục hành
// chính" is also "đánh giá, rà soát …", and, because three words remain to pin it down,
// "rà soát thủ tục hành chính".
func (r *reader) variants(parts [][]string) [][]string {
	whole := concat(parts...)
	out := [][]string{whole}
	if len(parts) != 2 {
		return out
	}
	first, last := parts[0], parts[1]
	if len(last) < len(first) {
		if len(first) >= 3 {
			out = append(out, first)
		}
		return out
	}
	second, tail := last[:len(first)], last[len(first):]
	out = append(out, concat(second, first, tail))
	if len(tail) >= 3 {
		out = append(out, concat(first, tail), concat(second, tail))
	}
	return out
}

// periodFirst adds to "cải cách hành chính quý I" the other order: "quý I về cải cách
// hành chính".
func (r *reader) periodFirst(all [][]string) [][]string {
	out := all
	for _, w := range all {
		t := r.read(strings.Join(w, " "))
		if len(t.toks) != len(w) || len(w) == 0 {
			continue
		}
		n := r.topics.at(t, 0)
		for i := n; n > 0 && i < len(w); i++ {
			if r.spans.at(t, i) > 0 {
				out = append(out, concat(w[n:], w[:n]))
				break
			}
		}
	}
	return out
}

func concat(parts ...[]string) []string {
	var out []string
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// synonymous returns the phrase and the phrases with one group of synonyms exchanged.
func (r *reader) synonymous(w []string) [][]string {
	out := [][]string{w}
	for _, group := range r.synonyms {
		for _, from := range group {
			i := find(w, from)
			if i < 0 {
				continue
			}
			for _, to := range group {
				if !equal(from, to) {
					out = append(out, concat(w[:i], to, w[i+len(from):]))
				}
			}
			break
		}
	}
	return out
}

func find(w, part []string) int {
	for i := 0; i+len(part) <= len(w); i++ {
		if equal(w[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if vi.Key(a[i]) != vi.Key(b[i]) {
			return false
		}
	}
	return true
}

func (r *reader) pattern(w []string) pattern {
	s := strings.Join(w, " ")
	p := pattern{words: r.lex.sequence(s)}
	p.abbreviate(r.abbreviations(s), r.lex)
	n := len(p.words)
	p.optional, p.glued = make([]bool, n), make([]bool, n)
	t := r.read(s)
	for i := 0; i < n; {
		k := r.terms.at(t, i)
		for j := i; j < i+k; j++ {
			p.glued[j] = j > i
			p.optional[j] = false
		}
		if k > 0 {
			i += k
			continue
		}
		// Filling at either end belongs to the meaning: "vị trí công tác".
		k = r.filling.at(t, i)
		for j := i; j < i+k; j++ {
			p.optional[j] = i > 0 && i+k < n
		}
		i += max(1, k)
	}
	p.fieldFirst, p.ofTopic = r.topics.at(t, 0) > 0, r.topics.in(t)
	return p
}

// isEveryday reports whether the phrase has none but everyday words.
func (r *reader) isEveryday(t *text) bool {
	for i := 0; i < len(t.toks); {
		if r.terms.at(t, i) > 0 {
			return false
		}
		n := max(r.everyday.at(t, i), r.filling.at(t, i))
		if n == 0 {
			return false
		}
		i += n
	}
	return true
}

func (r *reader) bare(w []string) map[string][]pattern {
	out := map[string][]pattern{}
	for kind, name := range r.noPaper {
		if n := len(name); len(w) > n && equal(w[:n], name) {
			p := r.pattern(w[n:])
			p.fieldFirst = false
			out[kind] = []pattern{p}
		}
	}
	return out
}

// allFilling reports whether nothing but fillings follows token i.
func (r *reader) allFilling(t *text, i int) bool {
	for ; i < len(t.toks); i++ {
		if !t.toks[i].filling {
			return false
		}
	}
	return true
}

// abbreviations returns, for each word of a phrase, the folded abbreviations of the words
// from it on. A short form of the list stands for what the list says and nothing else
// (CCHC is not "chấn chỉnh hạn chế"); other initials count from four letters on.
func (r *reader) abbreviations(s string) [][]string {
	tokens := vi.Tokens(s)
	out := make([][]string, len(tokens))
	for i := range tokens {
		short, long := tokens[i].Fold[:1], tokens[i].Key
		for k := i + 1; k < len(tokens); k++ {
			short, long = short+tokens[k].Fold[:1], long+" "+tokens[k].Key
			if len(short) >= 3 && r.standsFor(short, long) {
				out[i] = append(out[i], short)
			}
		}
	}
	return out
}

func (r *reader) standsFor(short, long string) bool {
	known := false
	for _, e := range r.abbr.Expand(short) {
		if e.FromLong || e.Start != 0 || e.End != len(short) {
			continue
		}
		known = true
		var keys []string
		for _, t := range vi.Tokens(e.Long) {
			keys = append(keys, t.Key)
		}
		if strings.Join(keys, " ") == long {
			return true
		}
	}
	return !known && len(short) >= 4
}
