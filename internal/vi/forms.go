package vi

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NFC returns s in Unicode Normalization Form C. Text already in that form is returned
// without copying.
func NFC(s string) string {
	if composed(s) {
		return s
	}
	return norm.NFC.String(s)
}

// composed reports whether s has only characters of which any row is in NFC, as nearly
// all text in Vietnamese: those up to U+02FF, U+1E80–U+1EFF, and the dashes, quotes and
// dots U+2010–U+2027.
func composed(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c < utf8.RuneSelf:
			continue
		case c >= 0xC2 && c <= 0xCB && i+1 < len(s) && s[i+1]&0xC0 == 0x80:
			i++
			continue
		case i+2 >= len(s) || s[i+2]&0xC0 != 0x80:
		case c == 0xE1 && (s[i+1] == 0xBA || s[i+1] == 0xBB), c == 0xE2 && s[i+1] == 0x80 && s[i+2] >= 0x90 && s[i+2] <= 0xA7:
			i += 2
			continue
		}
		return false
	}
	return true
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Fold returns s in small letters without tones and diacritics, đ as d. What is no
// letter stays as it is. Folding twice changes nothing.
func Fold(s string) string {
	i := 0
	for i < len(s) && s[i] < utf8.RuneSelf && (s[i] < 'A' || s[i] > 'Z') {
		i++
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:i])
	for i < len(s) {
		if l, n := letterAt(s, i); l != nil && l.base != 0 {
			b.WriteByte(l.base)
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsLetter(r) || unicode.IsMark(r) {
			return foldAny(s)
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// foldAny folds text with letters outside Vietnamese or with combining marks.
func foldAny(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	s = norm.NFC.String(s)
	after := false // behind a letter, whose marks fall away
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsLetter(r):
			after = foldLetter(&b, r)
		case after && unicode.Is(unicode.Mn, r):
		default:
			after = false
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return norm.NFC.String(b.String())
}

// foldLetter writes a letter without its marks.
func foldLetter(b *strings.Builder, r rune) bool {
	if l := lookup(r); l.base != 0 {
		b.WriteByte(l.base)
		return true
	}
	for _, d := range norm.NFD.String(string(unicode.ToLower(r))) {
		if l := lookup(d); l.base != 0 {
			b.WriteByte(l.base)
		} else if !unicode.Is(unicode.Mn, d) {
			b.WriteRune(unicode.ToLower(d))
		}
	}
	return true
}

// maxLetters is more than a syllable can have ("nghiêng" has 7).
const maxLetters = 12

// word is a token taken apart.
type word struct {
	l [maxLetters]*letter // of the tables
	n int
}

// parse takes a word of letters and digits apart. It reports false where the word is too
// long for a syllable or has letters the tables do not know.
func (w *word) parse(s string) bool {
	w.n = 0
	for i := 0; i < len(s); {
		l, n := letterAt(s, i)
		if l == nil || l.base == 0 || w.n == maxLetters {
			return false
		}
		w.l[w.n] = l
		w.n++
		i += n
	}
	return true
}

// nucleus returns the bounds of the vowel letters that carry the rime, without the u of
// "qu" and the i of "gi" before another vowel. It reports false where the vowels do not
// stand together.
func (w *word) nucleus() (from, to int, ok bool) {
	from = -1
	for i := 0; i < w.n; i++ {
		if w.l[i].vowel == 0 {
			continue
		}
		if from < 0 {
			from = i
		} else if to != i {
			return 0, 0, false
		}
		to = i + 1
	}
	if from < 0 {
		return 0, 0, false
	}
	if from == 1 && to > 2 && (w.l[0].plain == 'q' && w.l[1].plain == 'u' || w.l[0].plain == 'g' && w.l[1].plain == 'i') {
		from = 2
	}
	return from, to, true
}

// toneSeat returns which letter of the vowels [from, to) carries the tone in the
// traditional placement (hóa, thủy, hoàn), -1 where there are too many vowels.
func (w *word) toneSeat(from, to int) int {
	for i := to - 1; i >= from; i-- {
		if w.l[i].modified {
			return i
		}
	}
	switch to - from {
	case 1:
		return from
	case 2:
		if to < w.n {
			return from + 1
		}
		return from
	case 3:
		return from + 1
	}
	return -1
}

// unify moves the tone to its one seat and writes i for a lone y behind a consonant, so
// that both tone placements and both of kĩ and kỹ give the same letters.
func (w *word) unify() {
	seat, toned := -1, 0
	for i := 0; i < w.n; i++ {
		if w.l[i].tone != toneLevel {
			seat = i
			toned++
		}
	}
	if toned == 0 && (w.n == 0 || w.l[w.n-1].plain != 'y') {
		return
	}
	from, to, ok := w.nucleus()
	if !ok {
		return
	}
	if toned == 1 {
		if want := w.toneSeat(from, to); want >= 0 && want != seat {
			tone := w.l[seat].tone
			w.retone(seat, toneLevel)
			w.retone(want, tone)
		}
	}
	if to-from == 1 && to == w.n && from > 0 && w.l[from].plain == 'y' && w.l[from-1].vowel == 0 {
		w.l[from] = letters.at(letters.tone[rowOfI][w.l[from].tone])
	}
}

// rowOfI is the place of i in vowelRows, counted from 1.
const rowOfI = 6

func (w *word) retone(i int, tone byte) {
	w.l[i] = letters.at(letters.tone[w.l[i].vowel][tone])
}

// Key returns the form under which a syllable is searched with its tone: small letters,
// NFC, tone placement unified (hoá, hòa), i and y unified where the sound is the same
// (kỹ as kĩ; never in "uy", where another vowel would come out), Ð as đ. A text of
// several syllables is only put in small letters; use [Tokens] for it.
//
// Key and Fold commute: Key(Fold(s)) is Fold(Key(s)).
func Key(syllable string) string {
	s := syllable
	if isASCII(s) && plainASCII(s) {
		return s
	}
	var w word
	s = NFC(s)
	if !w.parse(s) {
		return keyAny(s)
	}
	w.unify()
	var buf [maxLetters * utf8.UTFMax]byte
	if key := w.appendKey(buf[:0]); string(key) != s {
		return string(key)
	}
	return s
}

func (w *word) appendKey(b []byte) []byte {
	for i := 0; i < w.n; i++ {
		b = utf8.AppendRune(b, rune(w.l[i].lower))
	}
	return b
}

func (w *word) appendFold(b []byte) []byte {
	for i := 0; i < w.n; i++ {
		b = append(b, w.l[i].base)
	}
	return b
}

// keyAny puts what is no syllable in small letters.
func keyAny(s string) string {
	lower := strings.Map(func(r rune) rune {
		if l := lookup(r); l.base != 0 {
			return rune(l.lower)
		}
		return unicode.ToLower(r)
	}, s)
	return NFC(lower)
}

// Upper reports whether s has at least two letters and all of them are capitals.
func Upper(s string) bool {
	n := 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n >= 2
}
