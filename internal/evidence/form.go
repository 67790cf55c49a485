package evidence

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
)

// From how many blanks on, and from what share of the words, a text without number is a
// form nobody has filled in. A few blanks stand in finished papers too: for the number a
// stamp carries, for a signature.
const (
	formBlanks = 6
	formWords  = 30 // words for each blank at most
)

// isForm reports whether the blanks of a form stand open.
func isForm(passages []cchc.Passage) bool {
	blanks, words := 0, 0
	for i := range passages {
		blanks += openBlanks(passages[i].Text)
		words += strings.Count(passages[i].Text, " ")
	}
	return blanks >= formBlanks && blanks*formWords >= words
}

// openBlanks counts the dotted lines of a text that wait for something to be written:
// "Đơn vị: ……". Dots that lead to a figure ("Đúng hạn ..... 15") and those that leave a
// list open ("sách, báo…") are none.
func openBlanks(s string) int {
	n := 0
	for i := 0; i < len(s); {
		start := strings.IndexAny(s[i:], ".…")
		if start < 0 {
			return n
		}
		start += i
		end, points := start, 0
		for end < len(s) {
			if s[end] == '.' {
				end, points = end+1, points+1
			} else if strings.HasPrefix(s[end:], "…") {
				end, points = end+len("…"), points+4
			} else {
				break
			}
		}
		before, _ := utf8.DecodeLastRuneInString(s[:start])
		if points >= 4 && !unicode.IsLetter(before) && !leads(s[end:]) {
			n++
		}
		i = end
	}
	return n
}

// leads reports whether a figure follows on the line.
func leads(s string) bool {
	s = strings.TrimLeft(s, " \t")
	return s != "" && s[0] >= '0' && s[0] <= '9'
}
