package evidence

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// token is one syllable of a text, with what the matcher has to know of it.
type token struct {
	word
	start, end int   // byte offsets
	short      int32 // id of an abbreviation of phrases ("CCHC"), 0 for none
	stop       bool  // a sentence or item ends before it
	comma      bool  // a comma or the like stands before it
	upper      bool  // its first letter is a capital
	filling    bool
	head       bool
	masked     bool // part of a look-alike
	follows    bool // part of what comes after a check, but its first word: no phrase begins here
	topic      bool // part of a topic, as in "sáng kiến cải cách hành chính cấp sở"
	ofYear     bool // "năm 2020"
	digit      bool
}

// text is a stretch of text in tokens: a trích yếu, a heading or a passage.
type text struct {
	wordSet // plain: written without diacritics, compared by fold
	s       string
	toks    []token
	caps    bool // written in capitals throughout: capitals tell nothing
}

// read turns a string into tokens. tables hold the word lists to mark.
func (r *reader) read(s string) *text {
	tokens := vi.Tokens(s)
	t := &text{s: s, toks: make([]token, len(tokens))}
	letters, accented, upper := 0, 0, 0
	end := 0
	for i, v := range tokens {
		key, _ := plainNumber(v)
		k := token{start: v.Start, end: v.End}
		k.key = r.lex.keys[key]
		first, _ := utf8.DecodeRuneInString(v.Text)
		k.upper, k.digit = unicode.IsUpper(first), unicode.IsDigit(first)
		k.stop, k.comma = gap(s[end:v.Start])
		if !k.digit {
			letters++
			if len(v.Fold) != len(v.Text) {
				accented++
			}
			if capitals(v.Text) {
				upper++
			}
		}
		if s := abbreviation(v); s != "" {
			k.short = r.lex.short(s)
		}
		t.toks[i], end = k, v.End
	}
	t.wordSet = r.lex.newWordSet(letters >= 5 && accented == 0)
	t.plain = letters >= 5 && accented == 0
	t.caps = letters > 0 && upper*10 >= letters*8
	if t.plain {
		r.lex.numberFolds(t, tokens)
	}
	r.quarters(t)
	r.mark(t)
	t.add(t)
	return t
}

// numberFolds gives the tokens of a plain text the ids of their folds; no other text is
// compared by them.
func (x *lexicon) numberFolds(t *text, tokens []vi.Token) {
	for i, v := range tokens {
		_, fold := plainNumber(v)
		t.toks[i].fold = x.folds[fold]
	}
}

// capitals reports whether a token has no small letter.
func capitals(s string) bool {
	for _, c := range s {
		if c < utf8.RuneSelf {
			if 'a' <= c && c <= 'z' {
				return false
			}
		} else if unicode.ToUpper(c) != c {
			return false
		}
	}
	return true
}

// gap says whether what stands between two tokens ends a sentence or item, or has a comma.
func gap(s string) (stop, comma bool) {
	if s == "" || s == " " {
		return false, false
	}
	line := false
	for i, c := range s {
		switch c {
		case ';', '!', '?', '\t', '|':
			return true, false
		case '.':
			// A point inside "9001.2015" or "v.v" does not end anything.
			if rest := s[i+1:]; rest == "" || strings.ContainsAny(rest[:1], " \n\r\t./") {
				stop = stop || rest != ""
			}
		case ',', ':', '(', ')', '“', '”', '"':
			comma = true
		case '\n':
			line = true
		case '-', '+', '•', '*', '–':
			stop = stop || line
		}
	}
	return stop, comma
}

// abbreviation returns the folded letters of a token that can stand for the initials of
// several words: three or more capitals without tone marks, as in CCHC or TTĐT.
func abbreviation(v vi.Token) string {
	if len(v.Text) < 3 || len(v.Text) > 16 {
		return ""
	}
	for _, c := range v.Text {
		if (c < 'A' || c > 'Z') && c != 'Đ' {
			return ""
		}
	}
	return v.Fold
}

// quarters writes "quý 1" as "quý i", so that both spellings compare equal.
func (r *reader) quarters(t *text) {
	for i := 1; i < len(t.toks); i++ {
		if t.toks[i-1].key != r.quarter.key || r.quarter.key == 0 {
			continue
		}
		if roman, ok := r.romans[t.s[t.toks[i].start:t.toks[i].end]]; ok {
			t.toks[i].word = roman
		}
	}
}

func (r *reader) mark(t *text) {
	spread := func(s sequences, set func(*token)) {
		for i := 0; i < len(t.toks); i++ {
			n := s.at(t, i)
			for j := i; j < i+n; j++ {
				set(&t.toks[j])
			}
			i += max(0, n-1)
		}
	}
	spread(r.filling, func(k *token) { k.filling = true })
	spread(r.heads, func(k *token) { k.head, k.filling = true, false })
	spread(r.topics, func(k *token) { k.topic = true })
	r.maskLookalikes(t)
	for i := range t.toks {
		for j := i + 1; j < i+r.aftermath.at(t, i); j++ {
			t.toks[j].follows = true
		}
	}
	for i := 1; i < len(t.toks); i++ {
		if k := &t.toks[i]; k.digit && t.same(&t.toks[i-1], r.year) && isYear(t.s[k.start:k.end]) {
			t.toks[i-1].ofYear, k.ofYear = true, true
		}
	}
	// The abbreviated look-alike: "chỉ số CCHC".
	for i := 2; i < len(t.toks); i++ {
		if t.toks[i].short == r.cchc && t.has(i-2, r.index) {
			t.toks[i].masked = true
		}
	}
}

// maskLookalikes masks the words of look-alikes. The word for the organ itself is left:
// "sáp nhập Phòng Kế hoạch" is of a phòng, only not of a plan.
func (r *reader) maskLookalikes(t *text) {
	for i := 0; i < len(t.toks); i++ {
		n := r.lookalikes.at(t, i)
		for j := i; j < i+n; j++ {
			t.toks[j].masked = j > i || r.organs.at(t, i) == 0
		}
		i += max(0, n-1)
	}
}

// has reports whether the sequence stands at token i without a stop in between.
func (t *text) has(i int, seq []word) bool {
	if i+len(seq) > len(t.toks) {
		return false
	}
	for j, w := range seq {
		k := &t.toks[i+j]
		if (j > 0 && k.stop) || !t.same(k, w) {
			return false
		}
	}
	return len(seq) > 0
}

func (t *text) same(k *token, w word) bool {
	if t.plain {
		return k.fold == w.fold && w.fold != 0
	}
	return k.key == w.key && w.key != 0
}

// segment returns the first token of the sentence or item that token i belongs to.
func (t *text) segment(i int) int {
	for i > 0 && !t.toks[i].stop {
		i--
	}
	return i
}
