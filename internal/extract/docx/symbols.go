package docx

import (
	"strings"
	"unicode/utf8"
)

// symbolFont tells the fonts whose codes are pictures, not letters.
type symbolFont int

const (
	noSymbols symbolFont = iota
	symbolGreek
	wingdings
	wingdings2
	wingdings3
	webdings
)

func symbolFontOf(name string) symbolFont {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "symbol", "symbol mt", "symbolmt", "symbolps":
		return symbolGreek
	case "wingdings":
		return wingdings
	case "wingdings 2":
		return wingdings2
	case "wingdings 3":
		return wingdings3
	case "webdings":
		return webdings
	}
	return noSymbols
}

// The Symbol font from its code 20 and from A0, as published by Adobe ("Symbol encoding");
// the signs that ASCII has too are given as such. A blank stands for no character.
const (
	greekFrom20 = " !∀#∃%&∋()*+,-./0123456789:;<=>?" +
		"≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_" +
		"‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~"
	greekFromA0 = "€ϒ′≤/∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|-↵" +
		"ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓" +
		"◊〈®©™∑           〉∫            "
)

// symbol gives the character a code of a symbol font draws, 0 for a drawing without
// meaning. Codes are those of the font or the same in the private use area (U+F020 to
// U+F0FF), where Word keeps them. Of a private-use code in another font, only what the
// usual fonts agree on or what stands in every office document is known.
func symbol(r rune, font symbolFont) rune {
	private := r >= 0xF000 && r <= 0xF0FF
	if !private && r > 0xFF {
		return r // no code of the font: another font draws it
	}
	code := r & 0xFF
	switch font {
	case symbolGreek:
		return greek(code)
	case wingdings:
		return dingbat(code)
	case wingdings2:
		return dingbat2(code)
	case wingdings3:
		return arrow3(code)
	case webdings:
		return webSign(code)
	case noSymbols:
	}
	switch {
	case !private:
		return r
	case code == 0xB7:
		return '•'
	case code >= 0x80:
		return dingbat(code)
	case code >= 0x20 && code < 0x7F: // ASCII, moved there by a symbol-coded font
		return code
	}
	return 0
}

func greek(code rune) rune {
	table, at := greekFrom20, code-0x20
	if code >= 0xA0 {
		table, at = greekFromA0, code-0xA0
	}
	for _, r := range table {
		if at == 0 {
			if r == ' ' && code != 0x20 {
				return 0
			}
			return r
		}
		at--
	}
	return 0
}

// dingbat is Wingdings. Ornaments that serve as bullets are all one bullet.
func dingbat(code rune) rune {
	switch {
	case code == 0x20:
		return ' '
	case code >= 0x81 && code <= 0x8A:
		return '①' + code - 0x81
	case code >= 0x8C && code <= 0x95:
		return '❶' + code - 0x8C
	}
	switch code {
	case 0x28, 0x29:
		return '☎'
	case 0x2A, 0x2B:
		return '✉'
	case 0x46:
		return '☞'
	case 0x6F, 0x70, 0x71, 0x72, 0xA8:
		return '☐'
	case 0x78, 0xFD:
		return '☒'
	case 0xFE:
		return '☑'
	case 0xFC:
		return '✓'
	case 0xFB:
		return '✗'
	case 0xAB:
		return '★'
	case 0x80, 0x8B:
		return '0'
	case 0xDF, 0xE7, 0xEF:
		return '←'
	case 0xE0, 0xE8, 0xF0:
		return '→'
	case 0xE1, 0xE9, 0xF1:
		return '↑'
	case 0xE2, 0xEA, 0xF2:
		return '↓'
	case 0xF3:
		return '↔'
	case 0x6C, 0x6D, 0x6E, 0x73, 0x74, 0x75, 0x76, 0x77, 0x9E, 0x9F, 0xA0, 0xA1, 0xA4, 0xA7, 0xAA, 0xD8, 0xDC:
		return '•'
	}
	return 0
}

func dingbat2(code rune) rune {
	switch code {
	case 0x20:
		return ' '
	case 0x50:
		return '✓'
	case 0x4F:
		return '✗'
	case 0x52:
		return '☑'
	case 0x51, 0x53, 0x54:
		return '☒'
	case 0x2A, 0x30, 0xA3:
		return '☐'
	case 0x95, 0x96, 0x97, 0x98, 0x99, 0xA2, 0xAE:
		return '•'
	}
	return 0
}

func arrow3(code rune) rune {
	switch code {
	case 0x20:
		return ' '
	case 0x21, 0x66:
		return '←'
	case 0x22, 0x67:
		return '→'
	case 0x23, 0x68:
		return '↑'
	case 0x24, 0x69:
		return '↓'
	case 0x70, 0x71, 0x75, 0x7D:
		return '•'
	}
	return 0
}

func webSign(code rune) rune {
	switch code {
	case 0x20:
		return ' '
	case 0x61:
		return '✓'
	case 0x72:
		return '✗'
	case 0x63:
		return '☐'
	case 0x34:
		return '→'
	case 0x33:
		return '←'
	case 0x67, 0x6E, 0x3D:
		return '•'
	}
	return 0
}

// drawSymbols replaces the codes of a symbol font by the characters they draw. Text with a
// word of three letters was meant to be read, whatever the font makes of it, and stays.
func drawSymbols(text []byte, font symbolFont) []byte {
	letters := 0
	for _, c := range text {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			letters = 0
		} else if letters++; letters == 3 {
			return text
		}
	}
	out := make([]byte, 0, len(text))
	for _, r := range string(text) {
		if r >= ' ' {
			r = symbol(r, font)
		}
		if r != 0 {
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}
