package extract

import "strings"

// Bounds of looking for separated values.
const (
	csvLines    = 50 // lines looked at
	csvFewest   = 3  // lines a table has at least
	csvEvenness = 0.9
)

// Separator returns the character that cuts the lines of a text into the same number of
// values, as in a CSV file; ok is false for other text. A comma has to cut them into three
// values at least, since sentences have commas too.
func Separator(text string) (sep rune, ok bool) {
	best := 0
	for _, c := range []struct {
		sep    rune
		fewest int
	}{{'\t', 1}, {';', 1}, {'|', 1}, {',', 2}} {
		if n := separates(text, c.sep); n >= c.fewest && n > best {
			best, sep = n, c.sep
		}
	}
	return sep, best > 0
}

// separates returns how often sep stands in nearly every line, outside quotes; 0 where the
// lines differ.
func separates(text string, sep rune) int {
	counts, lines, quoted := map[int]int{}, 0, false
	n, last, seen := 0, 0, 0 // separators with a value after them, those after the last value
	line := func() {
		if n > 0 || last > 1 {
			n += last // empty values; but a list whose items end in ";" has none
		}
		if seen > 0 {
			counts[n]++
			lines++
		}
		n, last, seen = 0, 0, 0
	}
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
			n, last = n+last, 0
			seen++
		case r == '\n' && !quoted:
			line()
		case r == sep && !quoted:
			last++
			seen++
		case r > ' ':
			n, last = n+last, 0
			seen++
		}
		if lines == csvLines {
			break
		}
	}
	line()
	if lines < csvFewest {
		return 0
	}
	for n, k := range counts {
		if n > 0 && float64(k) >= csvEvenness*float64(lines) {
			return n
		}
	}
	return 0
}

// looksSeparated reports a CSV file. Quoted values and the line "sep=;" speak for one even
// where the rest is short.
func looksSeparated(text string) bool {
	if strings.HasPrefix(strings.ToLower(text), "sep=") {
		return true
	}
	if i := strings.LastIndexByte(text, '\n'); len(text) > headSize/2 && i > 0 {
		text = text[:i] // the last line of a head may be cut
	}
	_, ok := Separator(text)
	return ok
}
