package vi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Token is a maximal run of letters, digits and combining marks: a syllable of
// Vietnamese, a number, or a part of a code.
type Token struct {
	Text       string // as it stands in the text
	Key        string // see [Key]
	Fold       string // see [Fold]
	Start, End int    // byte offsets into the text
}

// Tokens cuts s into its tokens, in order. Bytes that are not UTF-8 separate tokens.
func Tokens(s string) []Token {
	if s == "" {
		return nil
	}
	out := make([]Token, 0, len(s)/5+1)
	var forms forms
	forms.room = len(s)
	var w word
	for pos := 0; ; {
		start, end, ascii, known := w.next(s, pos)
		if start < 0 {
			return out
		}
		t := Token{Text: s[start:end], Start: start, End: end}
		switch {
		case ascii && plainASCII(t.Text):
			t.Key, t.Fold = t.Text, t.Text
		case known:
			t.Key, t.Fold = forms.of(&w, t.Text)
		default:
			t.Key, t.Fold = Key(t.Text), Fold(t.Text)
		}
		out = append(out, t)
		pos = end
	}
}

// CountSyllables returns the number of tokens of s.
func CountSyllables(s string) int {
	n := 0
	for pos := 0; ; n++ {
		start, end, _ := next(s, pos)
		if start < 0 {
			return n
		}
		pos = end
	}
}

// next finds the first token at or after pos: its bounds and whether it is pure ASCII;
// start is -1 where there is none.
func next(s string, pos int) (start, end int, ascii bool) {
	var w word
	start, end, ascii, _ = w.next(s, pos)
	return start, end, ascii
}

// next finds the first token at or after pos, like the function, and takes it apart on
// the way; known is what parse reports of it.
func (w *word) next(s string, pos int) (start, end int, ascii, known bool) {
	i := pos
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			if letters.low[c].base != 0 {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if isWordRune(r) {
			break
		}
		i += n
	}
	if i == len(s) {
		return -1, -1, false, false
	}
	start, ascii, known = i, true, true
	w.n = 0
	for i < len(s) {
		var l *letter
		n := 1
		if c := s[i]; c < utf8.RuneSelf {
			l = &letters.low[c]
		} else {
			l, n = letterAt(s, i)
		}
		switch {
		case l == nil:
			var r rune
			if r, n = utf8.DecodeRuneInString(s[i:]); !isWordRune(r) && !unicode.IsMark(r) {
				return start, i, ascii, known
			}
			known = false
		case l.base == 0:
			return start, i, ascii, known
		case w.n == maxLetters:
			known = false
		default:
			w.l[w.n] = l
			w.n++
		}
		ascii = ascii && n == 1
		i += n
	}
	return start, i, ascii, known
}

func isWordRune(r rune) bool {
	if l := letters.at(r); l != nil && l.base != 0 {
		return true
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// forms makes keys and folds of many tokens in one growing buffer. Strings handed out
// stay good: a Builder never writes again over what it has written.
type forms struct {
	b    strings.Builder
	room int // bytes to reserve at the first write
}

// of gives key and fold of a word that stands as text; it unifies the word.
func (f *forms) of(w *word, text string) (key, fold string) {
	var buf [maxLetters * utf8.UTFMax]byte
	fold = f.write(w.appendFold(buf[:0]), text, text)
	w.unify()
	return f.write(w.appendKey(buf[:0]), text, fold), fold
}

// write returns form as a string: one of those there are already, where it is that.
func (f *forms) write(form []byte, text, fold string) string {
	switch string(form) {
	case text:
		return text
	case fold:
		return fold
	}
	if f.room > 0 {
		f.b.Grow(f.room)
		f.room = 0
	}
	from := f.b.Len()
	f.b.Write(form)
	return f.b.String()[from:]
}

// plainASCII reports whether an ASCII token is its own key and fold: no capital, no y at
// the end.
func plainASCII(s string) bool {
	if s == "" {
		return true
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			return false
		}
	}
	return s[len(s)-1] != 'y'
}

// ContainsPhrase finds the first place where consecutive tokens have the keys of phrase
// (each as [Key] returns it), as an index into tokens. An empty phrase is nowhere.
func ContainsPhrase(tokens []Token, phrase []string) (start int, ok bool) {
	if len(phrase) == 0 {
		return 0, false
	}
search:
	for i := 0; i+len(phrase) <= len(tokens); i++ {
		for j, p := range phrase {
			if tokens[i+j].Key != p {
				continue search
			}
		}
		return i, true
	}
	return 0, false
}
