package vi

import (
	"strings"
	"unicode/utf8"
)

// The rimes of Vietnamese as they are spelled, without tones. They follow the table of
// rimes in Hoàng Phê, "Từ điển tiếng Việt" (preface on spelling), with the few of naturalised
// words (xoong, boóc). Marks after a colon name what may stand before the rime:
//
//	z  nothing, or g of "gi" (yêu, gì)
//	q  only "qu" (quốc is qu + ôc)
//	y  besides, "qu" (quanh, quên, quyết)
//	p  any consonant and nothing, but not "qu"
const rimeTable = `
a ac ach ai am an ang anh ao ap at au ay
ăc ăm ăn ăng ăp ăt
âc âm ân âng âp ât âu ây
e ec em en eng eo ep et
ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oong ooc
oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo oet
ô ôc ôi ôm ôn ông ôp ôt
ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt
uân uâng uât uây uê uêch uên uênh uêt uêu uơ uy uya uych uyên uyêt uyn uynh uyt uyu uyp
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu`

// rimesAlone stand without a consonant before them.
const rimesAlone = "y yêm yên yêng yêt yêu"

// rimesOfY stand behind h, k, l, m, s, t, v, where y is spelled for i, and "th" of names.
const rimesOfY = "y"

// rimesOfQu stand behind "qu".
const rimesOfQu = `a ac ach ai an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây âu
e em en eo et ec ê ên ênh êch êt êu i in inh ich it ip iu y ych yên yêt yn ynh yt yp yu ya ơ ơn ôc ô`

// rimesOfGi are those of "gi" and a rime whose i has melted into it (gì, gìn, giếng).
const rimesOfGi = "i in it im iêc iêm iên iêng iêt iêu ia ip"

// placeSyllables are syllables of place names outside the table, as official papers spell
// them (Đắk Lắk, Bắc Kạn, Krông Pắk).
const placeSyllables = "đắk lắk kạn pắk krông kông păh plei pleiku đăk rlấp lăk"

// Classes of consonants that may stand before a rime.
const (
	behindAny = 1 << iota
	behindNothing
	behindYConsonant
	behindQu
	behindGi
)

type syllableTable struct {
	rimes  map[uint64]byte
	places map[string]bool
}

var syllables = buildSyllables()

func buildSyllables() *syllableTable {
	t := &syllableTable{rimes: map[uint64]byte{}, places: map[string]bool{}}
	for list, class := range map[string]byte{
		rimeTable: behindAny | behindNothing, rimesAlone: behindNothing, rimesOfY: behindYConsonant,
		rimesOfQu: behindQu, rimesOfGi: behindGi,
	} {
		for _, rime := range strings.Fields(list) {
			var w word
			if w.parse(rime) {
				t.rimes[w.code(0, w.n)] |= class
			}
		}
	}
	for _, s := range strings.Fields(placeSyllables) {
		t.places[s] = true
	}
	return t
}

// code packs the letters [from, to) without tones into one number, 0 where they are more
// than a rime can have.
func (w *word) code(from, to int) uint64 {
	if to-from > 4 {
		return 0
	}
	var c uint64
	for i := from; i < to; i++ {
		c = c<<16 | uint64(w.l[i].plain)
	}
	return c
}

// IsSyllable reports whether s is a well-formed Vietnamese syllable: onset, rime and tone
// that go together, in small or capital letters, either tone placement. Syllables without
// any diacritic count ("ban"); so do single vowels.
func IsSyllable(s string) bool {
	var w word
	if !w.parse(s) {
		if isASCII(s) || !w.parse(NFC(s)) {
			return false
		}
	}
	return w.wellFormed()
}

func (w *word) wellFormed() bool {
	if w.n == 0 || w.n > 7 {
		return false
	}
	onset, class := w.onset()
	if onset == w.n {
		return false
	}
	seat, ok := w.toneLetter()
	if !ok {
		return false
	}
	return w.rimeFits(onset, class, seat) || w.isPlace()
}

// toneLetter returns where the one tone mark stands, -1 for none; false for several.
func (w *word) toneLetter() (int, bool) {
	seat := -1
	for i := 0; i < w.n; i++ {
		if w.l[i].tone != toneLevel {
			if seat >= 0 {
				return 0, false
			}
			seat = i
		}
	}
	return seat, true
}

func (w *word) rimeFits(onset int, class byte, seat int) bool {
	if syllables.rimes[w.code(onset, w.n)]&class == 0 {
		return false
	}
	end := w.n
	for end > onset && w.l[end-1].vowel == 0 {
		end--
	}
	if end < w.n && stops(w.l[end:w.n]) {
		// Stops allow the sharp and the heavy tone only; without a mark the syllable is
		// at best one typed without tones, which carries no diacritic at all.
		if seat < 0 {
			return w.bare()
		}
		if t := w.l[seat].tone; t != toneSharp && t != toneHeavy {
			return false
		}
	}
	return seat < 0 || seat >= onset && w.seatFits(onset, end, seat)
}

// seatFits accepts the traditional and the newer placement (hóa, hoá).
func (w *word) seatFits(from, to, seat int) bool {
	want := w.toneSeat(from, to)
	if seat == want {
		return true
	}
	if to != w.n || to-from != 2 || seat != from+1 {
		return false
	}
	a, b := w.l[from].plain, w.l[from+1].plain
	return a == 'o' && (b == 'a' || b == 'e') || a == 'u' && b == 'y'
}

// bare reports whether no letter has a diacritic.
func (w *word) bare() bool {
	for i := 0; i < w.n; i++ {
		if w.l[i].lower > 0x7F {
			return false
		}
	}
	return true
}

func stops(coda []*letter) bool {
	switch coda[0].plain {
	case 'p', 't':
		return len(coda) == 1
	case 'c':
		return true
	}
	return false
}

func (w *word) isPlace() bool {
	var buf [maxLetters * utf8.UTFMax]byte
	return syllables.places[string(w.appendKey(buf[:0]))]
}

// onset returns the length of the consonant before the rime and which rimes it takes;
// the length is w.n where the letters are no onset.
func (w *word) onset() (n int, class byte) {
	for n < w.n && w.l[n].vowel == 0 {
		n++
	}
	if n == 0 {
		return 0, behindNothing
	}
	if n == w.n {
		return w.n, 0
	}
	next := w.l[n].plain
	front := next == 'i' || next == 'e' || next == 'ê' || next == 'y'
	switch n {
	case 1:
		return w.onset1(front)
	case 2:
		a, b := w.l[0].plain, w.l[1].plain
		switch {
		case a == 'n' && b == 'g':
			if front {
				return w.n, 0
			}
			return 2, behindAny
		case a == 'g' && b == 'h':
			if !front {
				return w.n, 0
			}
			return 2, behindAny
		case b == 'h' && (a == 'c' || a == 'k' || a == 'n' || a == 'p' || a == 't'):
			if a == 't' {
				return 2, behindAny | behindYConsonant
			}
			return 2, behindAny
		case a == 't' && b == 'r':
			return 2, behindAny
		}
	case 3:
		if w.l[0].plain == 'n' && w.l[1].plain == 'g' && w.l[2].plain == 'h' && front {
			return 3, behindAny
		}
	}
	// What is left may be a place name, which isPlace knows.
	return n, 0
}

func (w *word) onset1(front bool) (n int, class byte) {
	switch w.l[0].plain {
	case 'q':
		if w.n > 2 && w.l[1].plain == 'u' && w.l[1].tone == toneLevel {
			return 2, behindQu
		}
		return w.n, 0
	case 'g':
		switch {
		case w.l[1].plain != 'i':
			if front {
				return w.n, 0
			}
			return 1, behindAny
		case w.n > 2 && w.l[2].vowel != 0 && w.l[2].plain != 'ê' && w.l[1].tone == toneLevel:
			return 2, behindAny
		}
		return 1, behindGi
	case 'c':
		if front {
			return w.n, 0
		}
		return 1, behindAny
	case 'k':
		// k before a, o, ô, u stands in place names and loans only.
		if !front {
			return 1, 0
		}
		return 1, behindAny | behindYConsonant
	case 'h', 'l', 'm', 's', 't', 'v':
		return 1, behindAny | behindYConsonant
	case 'b', 'd', 'đ', 'n', 'p', 'r', 'x':
		return 1, behindAny
	}
	return w.n, 0
}
