package describe

import (
	"math/bits"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// The national motto (Quốc hiệu, Tiêu ngữ) and that of the Party mark a letterhead. A
// line is held against all of them at once, by the letter triples it shares with them, so
// that errors of scans count little.

// The mottos, squeezed; each has less than 32 triples.
const (
	nation = "conghoaxahoichunghiavietnam"
	party  = "dangcongsanvietnam"
	slogan = "doclaptudohanhphuc"
)

// mottoName numbers them.
type mottoName int

const (
	ofNation mottoName = iota
	ofParty
	ofSlogan
	mottos
)

// places are where a triple stands in each of the mottos, a bit a place.
type places [mottos]uint32

// mottoTriples holds the places of every triple: index has its number among them, 0 for
// one that no motto has.
type mottoTriples struct {
	index [26 * 26 * 26]uint8
	at    []places
	texts [mottos]string
}

// triples is read only.
var triples = sync.OnceValue(buildMottoTriples)

func buildMottoTriples() *mottoTriples {
	t := &mottoTriples{at: make([]places, 1), texts: [mottos]string{nation, party, slogan}}
	for m, text := range t.texts {
		for i := 0; i+3 <= len(text); i++ {
			n := &t.index[tripleNumber(text[i], text[i+1], text[i+2])]
			if *n == 0 {
				*n = uint8(len(t.at))
				t.at = append(t.at, places{})
			}
			t.at[*n][m] |= 1 << i
		}
	}
	return t
}

func tripleNumber(a, b, c byte) int { return (int(a-'a')*26+int(b-'a'))*26 + int(c-'a') }

// likeness is what a line has in common with the mottos.
type likeness struct {
	size    int         // bytes of the line, squeezed
	head    [3]byte     // the letters it starts with, where they are a to z
	window  [3]byte     // the last letters a to z
	letters int         // a to z in a row up to here
	hits    [mottos]int // triples of the line that the motto has
	seen    places      // triples of the motto that the line has
	isParty bool        // so far the very words of the Party's line
}

// likenessOf reads a folded line.
func likenessOf(fold string) likeness {
	l := likeness{isParty: true}
	for i := 0; i < len(fold); {
		c := fold[i]
		if c < utf8.RuneSelf {
			if 'a' <= c && c <= 'z' {
				l.add(c)
			} else if '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' {
				l.skip(1)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(fold[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			l.skip(utf8.RuneLen(r))
		}
		i += n
	}
	return l
}

// add takes in a letter a to z.
func (l *likeness) add(c byte) {
	l.isParty = l.isParty && l.size < len(party) && party[l.size] == c
	l.window[0], l.window[1], l.window[2] = l.window[1], l.window[2], c
	l.size++
	if l.letters++; l.letters < 3 {
		return
	}
	if l.size == 3 {
		l.head = l.window
	}
	t := triples()
	n := t.index[tripleNumber(l.window[0], l.window[1], l.window[2])]
	if n == 0 {
		return
	}
	for m, at := range t.at[n] {
		if at != 0 {
			l.hits[m]++
			l.seen[m] |= at
		}
	}
}

// skip takes in another letter or digit of so many bytes.
func (l *likeness) skip(bytes int) {
	l.size, l.letters, l.isParty = l.size+bytes, 0, false
}

// to is the share of triples the line and a motto have in common (0..1).
func (l *likeness) to(m mottoName) float64 {
	if l.size < 3 {
		return 0
	}
	common := min(l.hits[m], bits.OnesCount32(l.seen[m]))
	return 2 * float64(common) / float64(l.size-2+len(triples().texts[m])-2)
}

// nationNeeds is how much of the Quốc hiệu must be there: less where both its ends are, as
// in bad scans.
func (l *likeness) nationNeeds() float64 {
	if l.head == [3]byte{'c', 'o', 'n'} && l.letters >= 3 && l.window == [3]byte{'n', 'a', 'm'} {
		return .3
	}
	return .5
}

// isMotto reports whether a folded line is the Quốc hiệu or the Party's line, scan errors
// allowed.
func isMotto(fold string) bool {
	if len(fold) < 14 || len(fold) > 60 {
		return false
	}
	l := likenessOf(fold)
	return l.isParty && l.size == len(party) || l.to(ofNation) >= l.nationNeeds()
}

func isSlogan(fold string) bool {
	if len(fold) < 12 || len(fold) > 44 {
		return false
	}
	l := likenessOf(fold)
	return l.to(ofSlogan) >= .45
}

// splitMottos tells the columns apart where an organ and the motto share a line without
// a gap.
func splitMottos(lines []line) {
	for i := range lines[:min(mottoLines, len(lines))] {
		l := &lines[i]
		if l.col != across || l.rule || mottoStart().matches(l.fold) {
			continue
		}
		if at := mottoInside(l.text); at > 0 {
			l.setColumns(clean(l.text[:at]), l.text[at:])
		}
	}
}

// mottoStart is a line that is a motto from its first word on.
var mottoStart = sync.OnceValue(startsWith(`(?:cong hoa xa|dang cong san|doc lap)`))

// raiseCapitals writes a letterhead in capitals whose letters came out small: the old
// fonts ending in H (.VnTimeH) draw capitals from the codes of small letters. The motto,
// always in capitals, tells.
func raiseCapitals(lines []line) {
	small := false
	for i := range lines[:min(mottoLines, len(lines))] {
		l := &lines[i]
		if text := l.right + l.text; startsLower(l.right) && isMotto(l.rightFold) || startsLower(text) && isMotto(l.fold) {
			small = true
		}
	}
	if !small {
		return
	}
	for i := range lines[:min(mottoLines, len(lines))] {
		l := &lines[i]
		if opensBody(l.fold) && startsUpper(l.text) {
			return
		}
		f := l.leftFold
		if _, _, title := parseTitle(l.left, f); startsLower(l.left) && (title || organWord().matches(f) || authority().matches(f)) {
			l.left = strings.ToUpper(l.left)
			l.leftFold = vi.Fold(l.left)
			if l.col != bothColumns {
				l.text = l.left
			}
		}
	}
}

// mottoLines is how deep the motto can stand.
const mottoLines = 24

// mottoInside returns where the Quốc hiệu or Tiêu ngữ starts behind an organ on the same
// line without a gap, 0 where it does not.
func mottoInside(text string) int {
	if len(text) < 30 || len(text) > 260 {
		return 0
	}
	best, at := .55, 0
	for i := 1; i < len(text); i++ {
		if text[i-1] != ' ' || !strings.ContainsRune("CDĐ", firstRune(text[i:])) {
			continue
		}
		f := vi.Fold(text[i:])
		if len(f) < 14 || len(f) > 60 {
			continue
		}
		like := likenessOf(f)
		a := max(like.to(ofNation), like.to(ofSlogan), like.to(ofParty))
		if needs := like.nationNeeds(); a > best || at == 0 && needs < .5 && a >= needs {
			best, at = max(a, best), i
		}
	}
	return at
}
