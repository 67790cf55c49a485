package describe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean returns a line of text in NFC with every run of spaces as one, without the
// invisible characters of word processors.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case isSpace(r):
			space = b.Len() > 0
		case invisible(r):
		default:
			if r == 'Ð' { // eth, drawn like Đ
				r = 'Đ'
			}
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isClean reports whether clean would change nothing.
func isClean(s string) bool {
	after := byte(' ') // a space may not follow
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f || c == ' ' && after == ' ' {
				return false
			}
			after = c
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == 'Ð' || isSpace(r) || invisible(r) {
			return false
		}
		after = c
		i += n
	}
	return s == "" || after != ' '
}

// isBlank reports whether clean would leave nothing.
func isBlank(s string) bool {
	for _, r := range s {
		if !isSpace(r) && !invisible(r) {
			return false
		}
	}
	return true
}

func isSpace(r rune) bool { return unicode.IsSpace(r) || r == utf8.RuneError }

func invisible(r rune) bool {
	return r == '\u00ad' || r == '\ufeff' || r >= '\u200b' && r <= '\u200f' ||
		r >= '\ue000' && r <= '\uf8ff' || r < ' ' || r >= 0x7f && r < 0xa0
}

// cut returns the part of s that stands behind [from, to) of its folded form. Folding
// keeps the number of characters; where it did not, the folded part is returned.
func cut(s, fold string, from, to int) string {
	if len(s) == len(fold) {
		return s[from:to]
	}
	if utf8.RuneCountInString(s) != utf8.RuneCountInString(fold) {
		return fold[from:to]
	}
	skip, keep := utf8.RuneCountInString(fold[:from]), utf8.RuneCountInString(fold[from:to])
	start, end, n := len(s), len(s), 0
	for i := range s {
		if n == skip {
			start = i
		}
		if n == skip+keep {
			end = i
			break
		}
		n++
	}
	return s[start:end]
}

// squeeze keeps the letters and digits of a folded text.
func squeeze(fold string) string {
	var b strings.Builder
	b.Grow(len(fold))
	for _, r := range fold {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// shouted reports whether at least three quarters of the letters are capitals, as in the
// lines of a letterhead; a scan may have some letters wrong.
func shouted(s string) bool {
	up, low := 0, 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			up++
		} else if unicode.IsLetter(r) {
			low++
		}
	}
	return up >= 2 && up >= 3*low
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func startsLower(s string) bool { return unicode.IsLower(firstRune(s)) }

func startsUpper(s string) bool { return unicode.IsUpper(firstRune(s)) }

// isRule reports whether a line only draws: dashes, stars, dots, ornaments.
func isRule(s string) bool {
	letters, other := 0, 0
	for _, r := range s {
		switch {
		case r == 'o' || r == 'O' || r == '0':
			letters++
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return false
		case !unicode.IsSpace(r):
			other++
		}
	}
	return letters == 0 || letters <= 3 && other >= 2
}

// isGarbage reports whether a line is what a scan makes of a stamp or a signature: mostly
// marks, or single letters.
func isGarbage(s string) bool {
	other, single := 0, 0
	fields := strings.Fields(s)
	for _, w := range fields {
		n := letters(w)
		if n == 1 {
			single++
		}
		other += utf8.RuneCountInString(w) - n
	}
	n := letters(s)
	return n < 4 && len(fields) > 1 || other > n || len(fields) >= 4 && 3*single > 2*len(fields)
}

// lostLetters reports whether a text lost letters on the way, as a font without their
// codes leaves them: "K? ho?ch". A question mark inside or behind most words tells.
func lostLetters(s string) bool {
	if strings.IndexByte(s, '?') < 0 {
		return false
	}
	fields, lost := strings.Fields(s), 0
	for _, w := range fields {
		if i := strings.IndexByte(w, '?'); i == 0 && len(w) > 1 || i > 0 && i < len(w)-1 && !strings.Contains(w, "://") {
			lost++
		}
	}
	return 5*lost >= len(fields) && lost > 0
}

// lowers reports whether fold is text in small letters: it has no diacritics.
func lowers(text, fold string) bool {
	for _, r := range text {
		f, n := utf8.DecodeRuneInString(fold)
		if n == 0 || unicode.ToLower(r) != f {
			return false
		}
		fold = fold[n:]
	}
	return fold == ""
}

// lastWords returns the end of a text from its third space before the end on, enough for
// the words that cannot end a phrase.
func lastWords(text string) string {
	at := len(text)
	for range 3 {
		if at = strings.LastIndexByte(text[:at], ' '); at < 0 {
			return text
		}
	}
	return text[at:]
}

// words counts the runs between spaces.
func words(s string) int { return len(strings.Fields(s)) }

// letters counts the letters and digits of a text.
func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// hasWord reports whether a folded text starts with a phrase that ends at a word's end.
func hasWord(fold, phrase string) bool {
	if !strings.HasPrefix(fold, phrase) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(fold[len(phrase):])
	return len(fold) == len(phrase) || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// near reports whether two squeezed words differ by at most max letters (inserted, lost
// or wrong), the measure for the errors of a scan.
func near(a, b string, limit int) bool {
	if d := len(a) - len(b); d > limit || -d > limit {
		return false
	}
	prev := make([]int, len(b)+1)
	cur := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := prev[j-1]
			if a[i-1] != b[j-1] {
				cost++
			}
			cur[j] = min(cost, prev[j]+1, cur[j-1]+1)
			least = min(least, cur[j])
		}
		if least > limit {
			return false
		}
		prev, cur = cur, prev
	}
	return prev[len(b)] <= limit
}
