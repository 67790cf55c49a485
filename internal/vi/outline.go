package vi

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Outline tells fast where words may stand in a text: it keeps of every token nothing but
// its letters and digits, small, without diacritics and y as i. Words that agree in key or
// in fold agree in outline too; the other way round does not hold. The zero Outline is
// ready to Read; one serves many texts, one after another.
type Outline struct {
	letters []byte // " mot cua " : a space before, between and after the tokens
	at      []place
	size    int // bytes of the text
}

// place is where a token begins: in letters, at its first letter, and in the text.
type place struct{ letters, text int }

// Read takes the outline of a text. It returns false where the text has characters outside
// Vietnamese and ASCII in or beside its words, combining marks among them: of such a text
// it tells nothing.
func (o *Outline) Read(s string) bool {
	o.letters, o.at, o.size = append(o.letters[:0], ' '), o.at[:0], len(s)
	inside := false
	for i := 0; i < len(s); {
		l, n := letterAt(s, i)
		switch {
		case l == nil || l.base == 0:
			if l == nil {
				var r rune
				if r, n = utf8.DecodeRuneInString(s[i:]); isWordRune(r) || unicode.IsMark(r) {
					return false
				}
			}
			if inside {
				o.letters = append(o.letters, ' ')
			}
			inside = false
		default:
			if !inside {
				o.at = append(o.at, place{len(o.letters), i})
			}
			inside = true
			o.letters = append(o.letters, outlined(l.base))
		}
		i += n
	}
	if inside {
		o.letters = append(o.letters, ' ')
	}
	return true
}

// Words brings words into the form Find takes: the folds of the tokens of a phrase. It
// returns nil where one of them has a character that no outline has.
func (o *Outline) Words(folds ...string) []byte {
	out := []byte{' '}
	for _, fold := range folds {
		for i := 0; i < len(fold); i++ {
			l, n := letterAt(fold, i)
			if n != 1 || l.base == 0 {
				return nil
			}
			out = append(out, outlined(l.base))
		}
		out = append(out, ' ')
	}
	return out
}

// Find returns the next place at or after the token from where as many words may stand:
// the token they begin with, and the bytes of the text they take, with what stands behind
// the last up to the next token. token is -1 where there is no further place.
func (o *Outline) Find(words []byte, from int) (token, start, end int) {
	if from >= len(o.at) {
		return -1, 0, 0
	}
	i := bytes.Index(o.letters[o.at[from].letters-1:], words)
	if i < 0 {
		return -1, 0, 0
	}
	i += o.at[from].letters
	token, _ = slices.BinarySearchFunc(o.at, i, func(p place, i int) int { return p.letters - i })
	end = o.size
	if next := token + bytes.Count(words, []byte{' '}) - 1; next < len(o.at) {
		end = o.at[next].text
	}
	return token, o.at[token].text, end
}

func outlined(base byte) byte {
	if base == 'y' {
		return 'i'
	}
	return base
}
