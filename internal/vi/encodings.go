package vi

import (
	"strings"
	"unicode"
)

// tcvn3 is the table of TCVN 5712:1993 (part 1, VN1) for the codes A1–FF, of which the
// TCVN3 (ABC) fonts use the small letters and the seven bare capitals A1–A7. Source: the
// charset TCVN5712-1 of GNU libc iconv. B0–B4 are combining marks there; see decodeMark.
var tcvn3 = []rune("" +
	"ĂÂÊÔƠƯĐăâêôơưđẰ" + // A1–AF
	"\u0300\u0309\u0303\u0301\u0323" + "àảãáạẲằẳẵắẴ" + // B0–BF
	"ẮẦẨẪẤỀặầẩẫấậèỂẻẽ" + // C0–CF
	"éẹềểễếệìỉỄẾỒĩíịò" + // D0–DF
	"Ổỏõóọồổỗốộờởỡớợù" + // E0–EF
	"Ỗủũúụừửữứựỳỷỹýỵ" + "Ố") // F0–FF

const tcvn3First = 0xA1

// DecodeTCVN3 converts text of a TCVN3 font whose bytes A1–FF were taken for Latin-1 or
// Windows-1252, without asking whether it is such text; see [DecodeLegacy]. Everything
// else stays.
func DecodeTCVN3(s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/4)
	last := rune(0)
	for _, r := range s {
		if r >= tcvn3First && r <= 0xFF {
			r = decodeMark(r, last)
		}
		b.WriteRune(r)
		last = r
	}
	return NFC(b.String())
}

// decodeMark converts one code. A combining tone counts only behind a vowel: elsewhere
// the code is the degree sign, the plus-minus or a superscript figure it looks like.
func decodeMark(r, before rune) rune {
	d := tcvn3[r-tcvn3First]
	if unicode.IsMark(d) && lookup(before).vowel == 0 {
		return r
	}
	return d
}

// DecodeTCVN3Bytes is [DecodeTCVN3] for the bytes themselves; those below A1 are taken
// for Latin-1.
func DecodeTCVN3Bytes(b []byte) string {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return DecodeTCVN3(string(runes))
}

// The VNI fonts write a letter as its base and a second code for tone and hat together
// (aù = á, aâ = â, aá = ấ). Source: the vni.h table of the keyboard xvnkb and the font
// specification of VNI Software; iø, iù and yû are forms their older versions typed.
const (
	vniTones   = "øûõùï"  // huyền, hỏi, ngã, sắc, nặng on a bare letter, and on ơ and ư
	vniHat     = "âàåãáä" // circumflex: level, then the tones in the same order
	vniBreve   = "êèúüéë" // breve, on a only
	vniSingleI = "ìæóíò"  // i with a tone, one code
)

// vniPair returns the letter that base and second code draw. Both are small letters.
func vniPair(base, second rune) (rune, bool) {
	row := 0
	tones, first := vniTones, 1
	switch base {
	case 'ô':
		row = 9
	case 'ö':
		row = 11
	case 'a', 'e', 'o', 'u', 'i', 'y':
		row = int(lookup(base).vowel)
	default:
		return 0, false
	}
	if hatted := hatRow(base); hatted != 0 && strings.ContainsRune(vniHat, second) {
		row, tones, first = hatted, vniHat, 0
	} else if base == 'a' && strings.ContainsRune(vniBreve, second) {
		row, tones, first = 2, vniBreve, 0
	}
	n := first
	for _, t := range tones {
		if t == second {
			return letters.tone[row][n], true
		}
		n++
	}
	return 0, false
}

// hatRow returns the row in vowelRows, from 1, of the letter with circumflex.
func hatRow(base rune) int {
	switch base {
	case 'a':
		return 3
	case 'e':
		return 5
	case 'o':
		return 8
	}
	return 0
}

// vniSingle returns the letter of a code that stands alone.
func vniSingle(r rune) (rune, bool) {
	switch r {
	case 'ñ':
		return 'đ', true
	case 'ô':
		return 'ơ', true
	case 'ö':
		return 'ư', true
	case 'î':
		return 'ỵ', true
	}
	n := 1
	for _, t := range vniSingleI {
		if t == r {
			return letters.tone[rowOfI][n], true
		}
		n++
	}
	return 0, false
}

// DecodeVNI converts text of a VNI font whose codes were taken for Latin-1, without
// asking whether it is such text; see [DecodeLegacy]. The case of a pair is that of its
// first code. Everything else stays.
func DecodeVNI(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		low := unicode.ToLower(r)
		if i+1 < len(runes) {
			if d, ok := vniPair(low, unicode.ToLower(runes[i+1])); ok {
				b.WriteRune(caseOf(r, low, d))
				i++
				continue
			}
		}
		if d, ok := vniSingle(low); ok {
			r = caseOf(r, low, d)
		}
		b.WriteRune(r)
	}
	return NFC(b.String())
}

func caseOf(r, low, d rune) rune {
	if r != low {
		return unicode.ToUpper(d)
	}
	return d
}
