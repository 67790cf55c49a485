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
	for pos := 0; ; {
		start, end, ascii := next(s, pos)
		if start < 0 {
			return out
		}
		t := Token{Text: s[start:end], Start: start, End: end}
		t.Key, t.Fold = forms.of(t.Text, ascii)
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
		return -1, -1, false
	}
	start, ascii = i, true
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			if letters.low[c].base == 0 {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isWordRune(r) && !unicode.IsMark(r) {
			break
		}
		ascii = false
		i += n
	}
	return start, i, ascii
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

func (f *forms) of(text string, ascii bool) (key, fold string) {
	if ascii && plainASCII(text) {
		return text, text
	}
	var w word
	if !w.parse(text) {
		return Key(text), Fold(text)
	}
	if f.room > 0 {
		f.b.Grow(f.room)
		f.room = 0
	}
	fold = f.write(text, w.writeFold)
	w.unify()
	return f.write(fold, w.writeKey), fold
}

// write returns what put writes, or like itself where that is the same.
func (f *forms) write(like string, put func(*strings.Builder)) string {
	from := f.b.Len()
	put(&f.b)
	if s := f.b.String()[from:]; s != like {
		return s
	}
	return like
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
