package passage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// markKind is the level of a mark at the start of a paragraph, outermost first. The
// levels of a legal text (phần, chương, mục, điều, khoản, điểm) are those of Nghị định
// 30/2020/NĐ-CP, Phụ lục I, phần II, mục 6; papers without Điều number I, 1, a.
type markKind int

const (
	markNone    markKind = iota
	markAnnex            // Phụ lục I
	markPart             // Phần thứ nhất
	markChapter          // Chương II
	markSection          // Mục 1
	markArticle          // Điều 5.
	markAlpha            // A.
	markRoman            // II.
	markNumber           // 3.  3)  3/
	markDotted           // 3.1  3.1.2.
	markLetter           // a)
	markKinds
)

// marker is the mark a paragraph starts with.
type marker struct {
	kind  markKind
	label string // "5", "II", "3.1", "a"; the whole name for annex, part, chapter, section
}

// parseMarker reads the mark at the start of a cleaned line.
func parseMarker(s string) marker {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r >= '0' && r <= '9':
		return numberMarker(s)
	case !unicode.IsLetter(r):
		return marker{}
	case len(s) > size && isMarkEnd(s[size]):
		if m := letterMarker(s, r, size); m.kind != markNone {
			return m
		}
		return romanMarker(s)
	case r == 'I' || r == 'V' || r == 'X':
		return romanMarker(s)
	case strings.ContainsRune("ĐđCcMmPpÐ", r):
		return namedMarker(s)
	}
	return marker{}
}

func isMarkEnd(c byte) bool { return c == '.' || c == ')' || c == '/' }

// opens reports whether what follows a mark can follow one: a blank, the end, or, behind
// a dot or bracket, a capital set without a blank ("1.Công tác").
func opens(rest string) bool {
	if rest == "" || rest[0] == ' ' || rest[0] == '\t' {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsUpper(r)
}

func numberMarker(s string) marker {
	i, parts := 0, 0
	for {
		from := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		if i == from || i-from > 2 {
			if i == from && parts > 0 {
				i-- // the dot behind the last part
				break
			}
			return marker{}
		}
		parts++
		if i+1 >= len(s) || s[i] != '.' || parts == 5 {
			break
		}
		i++
	}
	label, rest := s[:i], s[i:]
	closed := rest != "" && isMarkEnd(rest[0])
	if closed {
		rest = rest[1:]
	}
	switch {
	case parts == 1 && closed && opens(rest) && (s[i] != '/' || strings.HasPrefix(rest, " ")):
		return marker{markNumber, label}
	case parts > 1 && strings.HasPrefix(rest, " ") && (closed || startsCapital(rest)):
		return marker{markDotted, label}
	case parts > 1 && closed && startsCapital(rest):
		return marker{markDotted, label}
	}
	return marker{}
}

func startsCapital(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " \t“\"("))
	return unicode.IsUpper(r)
}

// letterMarker reads "a)", "a." and "A."; s has a mark end behind its first letter r.
func letterMarker(s string, r rune, size int) marker {
	rest := s[size+1:]
	if unicode.IsLower(r) && (r < 0x80 || r == 'đ') && opens(rest) {
		if s[size] == ')' || s[size] == '.' && startsCapital(rest) {
			return marker{markLetter, string(r)}
		}
		return marker{}
	}
	if (r >= 'A' && r <= 'H' || r == 'Đ') && s[size] != '/' && opens(rest) && startsCapital(rest) {
		return marker{markAlpha, string(r)}
	}
	return marker{}
}

func romanMarker(s string) marker {
	i := 0
	for i < len(s) && (s[i] == 'I' || s[i] == 'V' || s[i] == 'X') {
		i++
	}
	if i == 0 || i > 6 || !isRoman(s[:i]) {
		return marker{}
	}
	label, rest := s[:i], s[i:]
	if strings.HasPrefix(rest, " - ") || strings.HasPrefix(rest, " – ") {
		return marker{markRoman, label}
	}
	if rest == "" || !isMarkEnd(rest[0]) && rest[0] != ':' || !opens(rest[1:]) {
		return marker{}
	}
	if rest[0] == '/' && strings.TrimLeft(rest[1:], " ") == rest[1:] {
		return marker{}
	}
	return marker{markRoman, label}
}

// isRoman reports whether s, of I, V and X, is a numeral up to XXXIX.
func isRoman(s string) bool {
	s = strings.TrimLeft(s, "X")
	switch s {
	case "", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX":
		return true
	}
	return false
}

// namedMarker reads "Điều 5.", "Chương II", "Mục 1", "Phần thứ nhất", "Phụ lục I".
func namedMarker(s string) marker {
	first, rest, _ := strings.Cut(s, " ")
	switch vi.Key(strings.TrimRight(first, ".:")) {
	case "điều":
		return articleMarker(rest)
	case "chương":
		return titleMarker(s, rest, markChapter)
	case "mục":
		return titleMarker(s, rest, markSection)
	case "phần":
		if word, next, _ := strings.Cut(rest, " "); vi.Key(word) == "thứ" {
			ordinal, _, _ := strings.Cut(next, " ")
			ordinal = strings.TrimRight(ordinal, ".:,")
			if ordinal != "" && isTitleLine(s) {
				return marker{markPart, first + " " + word + " " + ordinal}
			}
			return marker{}
		}
		return titleMarker(s, rest, markPart)
	case "phụ":
		second, rest, _ := strings.Cut(rest, " ")
		if vi.Key(strings.TrimRight(second, ".:")) != "lục" {
			return marker{}
		}
		if m := titleMarker(s, rest, markAnnex); m.kind != markNone {
			return m
		}
		if vi.Upper(s) || rest == "" {
			return marker{markAnnex, strings.TrimRight(first+" "+second, ".:")}
		}
	}
	return marker{}
}

// articleMarker reads what follows "Điều": a number, perhaps with a letter, and a dot, a
// colon or the end. "Điều 5 Nghị định này" is no mark.
func articleMarker(rest string) marker {
	i := 0
	for i < len(rest) && rest[i] >= '0' && rest[i] <= '9' {
		i++
	}
	if i == 0 || i > 3 {
		return marker{}
	}
	if i < len(rest) && rest[i] >= 'a' && rest[i] <= 'z' {
		i++
	}
	if tail := rest[i:]; tail == "" || tail[0] == '.' || tail[0] == ':' {
		return marker{markArticle, rest[:i]}
	}
	return marker{}
}

// titleMarker reads the number behind the name of a large part.
func titleMarker(s, rest string, kind markKind) marker {
	word, tail, _ := strings.Cut(rest, " ")
	label := strings.TrimRight(word, ".:,-–")
	_, isNumber := number1to999(label)
	if label == "" || !isNumber && !(isRomanLabel(label) || len(label) == 1 && label[0] >= 'A' && label[0] <= 'H') {
		return marker{}
	}
	// A title stands alone in its line, goes on behind a dot, or is in capitals; "Mục 1
	// Điều 5 Nghị định này" in a running text is none.
	if tail != "" && label == word && !vi.Upper(tail) && !strings.HasPrefix(tail, "-") && !strings.HasPrefix(tail, "–") && kind != markChapter {
		return marker{}
	}
	if !isTitleLine(s) {
		return marker{}
	}
	name := s[:len(s)-len(rest)]
	return marker{kind, strings.TrimSpace(name) + " " + label}
}

func isRomanLabel(s string) bool {
	return strings.Trim(s, "IVX") == "" && isRoman(s)
}

// isTitleLine reports whether a line is short enough for a title and does not end like a
// sentence.
func isTitleLine(s string) bool {
	if strings.HasSuffix(s, ";") || strings.HasSuffix(s, ",") {
		return false
	}
	return vi.CountSyllables(s) <= headingMax
}

// romanValue returns the value of a numeral that isRoman accepts.
func romanValue(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		v := map[byte]int{'I': 1, 'V': 5, 'X': 10}[s[i]]
		if i+1 < len(s) && s[i] == 'I' && s[i+1] != 'I' {
			v = -v
		}
		n += v
	}
	return n
}
