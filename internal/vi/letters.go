package vi

import (
	"unicode"
	"unicode/utf8"
)

// The tones, in the order of the rows of vowelRows.
const (
	toneLevel   = iota // ngang
	toneFalling        // huyền
	toneDipping        // hỏi
	toneRising         // ngã
	toneSharp          // sắc
	toneHeavy          // nặng
	tones
)

// vowelRows holds the twelve vowel letters under the six tones.
var vowelRows = [...]string{
	"aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị",
	"oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ",
}

// letter is what is known of one code point.
type letter struct {
	lower    uint16 // small letter with its tone
	plain    uint16 // small letter without its tone: ấ → â
	base     byte   // without tone and diacritics: ấ → a
	vowel    byte   // 1 + row in vowelRows; 0 for consonants and digits
	tone     byte
	upper    bool
	modified bool // ă â ê ô ơ ư
	beyond   bool // no letter of Latin-1
}

// Letters lie in two ranges: U+0000–U+01BF, and U+1EA0–U+1EF9 (Vietnamese in Latin
// Extended Additional).
const (
	lowEnd    = 0x1C0
	highStart = 0x1EA0
	highEnd   = 0x1EFA
)

type letterTable struct {
	low  [lowEnd]letter
	high [highEnd - highStart]letter
	tone [len(vowelRows) + 1][tones]rune // vowel row and tone to letter
}

var letters = buildLetters()

func buildLetters() letterTable {
	t := letterTable{}
	for r := 'a'; r <= 'z'; r++ {
		t.set(r, letter{lower: uint16(r), plain: uint16(r), base: byte(r)})
	}
	for r := '0'; r <= '9'; r++ {
		t.low[r] = letter{lower: uint16(r), plain: uint16(r), base: byte(r)}
	}
	dyet := letter{lower: 'đ', plain: 'đ', base: 'd'}
	t.set('đ', dyet)
	// Ð (eth) is drawn like Đ and typed in its place in many files.
	t.set('ð', dyet)
	const bases = "aaaeeiooouuy"
	for i, row := range vowelRows {
		plain, n := rune(0), 0
		for _, r := range row {
			if n == 0 {
				plain = r
			}
			t.set(r, letter{lower: uint16(r), plain: uint16(plain), base: bases[i], vowel: byte(i + 1), tone: byte(n), modified: plain > 0x7F})
			t.tone[i+1][n] = r
			n++
		}
	}
	return t
}

// set enters a small letter and its capital.
func (t *letterTable) set(small rune, l letter) {
	l.beyond = small > 0xFF
	*t.at(small) = l
	l.upper = true
	*t.at(unicode.ToUpper(small)) = l
}

// at returns the entry of r, nil where the tables have none.
func (t *letterTable) at(r rune) *letter {
	switch {
	case r >= 0 && r < lowEnd:
		return &t.low[r]
	case r >= highStart && r < highEnd:
		return &t.high[r-highStart]
	}
	return nil
}

// letterAt returns the entry of the letter or digit at a place of s and its length in
// bytes. The entry is nil where the tables do not know the character; of ASCII they know
// that it is none, and the entry has no base.
func letterAt(s string, i int) (*letter, int) {
	switch c := s[i]; {
	case c < utf8.RuneSelf:
		return &letters.low[c], 1
	case c >= 0xC2 && c <= 0xC6 && i+1 < len(s) && s[i+1]&0xC0 == 0x80: // up to U+01BF
		if l := &letters.low[uint(c&0x1F)<<6|uint(s[i+1]&0x3F)]; l.base != 0 {
			return l, 2
		}
	case c == 0xE1 && i+2 < len(s) && (s[i+1] == 0xBA || s[i+1] == 0xBB) && s[i+2]&0xC0 == 0x80: // U+1E80–U+1EFF
		if at := int(s[i+1]&1)<<6 + int(s[i+2]&0x3F) - (highStart - 0x1E80); at >= 0 && at < len(letters.high) && letters.high[at].base != 0 {
			return &letters.high[at], 3
		}
	}
	return nil, 0
}

// lookup returns what is known of r; base is 0 where r is no letter of Vietnamese, ASCII
// or a digit.
func lookup(r rune) letter {
	if l := letters.at(r); l != nil {
		return *l
	}
	return letter{}
}
