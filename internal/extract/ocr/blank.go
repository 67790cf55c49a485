package ocr

import (
	"math"
	"slices"
	"strings"

	"minhchung/internal/vi"
)

// Numbers and days are often written by hand into a printed form. Recognition gives
// something for them, mostly wrong; a wrong number ties a paper to another one, while a
// missing one is asked for. So what is not sure is left open.
const (
	digitSure   = 97   // confidence of each digit from which a number is believed
	handHigh    = 1.25 // times as high as print: written by hand, however sure
	wordSure    = 60   // confidence of a word that is believed where single digits have none
	gap         = "…"
	dateWords   = 3    // words a day or month may be in pieces
	numberWords = 5    // words a number may be in pieces
	upperShare  = 0.45 // of the page, where the number of a paper stands
)

// upper reports whether a row stands where the letterhead is.
func upper(r row, f frame) bool {
	return r.middle() < upperShare*float64(f.scan.Height)
}

var (
	numberLabel = vi.Pattern(`^s[aceo069&][:.;]?$`)             // of a folded word, the second letter often misread
	gluedLabel  = vi.Pattern(`^\pL\pM*[\pL0]\pM*\s*[:.;]`)      // "Số:" and the number behind it in one word
	plainNumber = vi.Pattern(`^\d{1,5}[a-zđ]?(-\p{Lu}{1,6})?$`) // "15", "30c", "01-NQ" of the Party
	plainDay    = vi.Pattern(`^\d{1,4}[.,;:]?$`)                // also a month and a year
)

// gluedDate is a day or month with the word behind it, or behind the word before it.
var gluedDate = vi.Pattern(`^(?:(\d{1,2})(tháng|năm)|(ngày|tháng|năm)(\d[\d\]|]{0,3}))$`)

// gluedDash is the dash of a list with the word behind it.
var gluedDash = vi.Pattern(`^([-–+•])(\p{Lu}\p{Ll}+)`)

// loosened parts numbers from the words of a date they were glued to.
func loosened(part []word) []word {
	var out []word
	for i, w := range part {
		m := gluedDate().FindStringSubmatch(w.text)
		if m == nil {
			if out != nil {
				out = append(out, w)
			}
			continue
		}
		if out == nil {
			out = append(out, part[:i]...)
		}
		for _, text := range m[1:] {
			if text != "" {
				w.text = text
				out = append(out, w)
			}
		}
	}
	if out == nil {
		return part
	}
	return out
}

// write writes a part of a row; usual is how high digits are, known what a second look
// found, open how many places were left open.
func write(part []word, head bool, usual float64, known places) (text string, open int) {
	part = loosened(part)
	words := make([]string, len(part))
	folds := make([]string, len(part))
	for i, w := range part {
		words[i] = w.text
		if i == 0 {
			words[i] = gluedDash().ReplaceAllString(w.text, "$1 $2")
		}
		folds[i] = vi.Fold(strings.Trim(w.text, ".,:;()"))
	}
	if head {
		open += openNumber(part, words, usual, known[placeNumber])
	}
	open += openDate(part, words, folds, usual, known)
	var out []string
	for _, w := range words {
		if w == "" || w == gap && len(out) > 0 && out[len(out)-1] == gap {
			continue
		}
		out = append(out, w)
	}
	return strings.Join(out, " "), open
}

// doubtful reports whether the digits a word begins with, up to a stroke, are not to be
// believed. The confidence of the word says little: a printed "15/KH-STTTT" is of no
// dictionary.
func doubtful(w word, usual float64) bool {
	if len(w.signs) == 0 {
		return w.confidence < wordSure
	}
	digits := false
	for _, s := range w.signs {
		if s.text == "/" {
			break
		}
		if !hasDigit(s.text) {
			continue
		}
		digits = true
		if s.confidence < digitSure || float64(s.bottom-s.top) > handHigh*usual {
			return true
		}
	}
	return !digits
}

// digitHeight is the median height of digits and plain capitals of a page in pixels,
// without bound where there are none.
func digitHeight(words []word) float64 {
	var all []int
	for _, w := range words {
		for _, s := range w.signs {
			if c := s.text[0]; len(s.text) == 1 && (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' && c != 'Q' && c != 'J') {
				all = append(all, s.bottom-s.top)
			}
		}
	}
	if len(all) == 0 {
		return math.Inf(1)
	}
	slices.Sort(all)
	return float64(all[len(all)/2])
}

// openNumber leaves open what stands between "Số:" at the beginning of a part and the
// notation behind the stroke.
func openNumber(part []word, words []string, usual float64, known string) int {
	number, open := gap, 1
	if known != "" {
		number, open = known, 0
	}
	from := 1
	label := ""
	if m := gluedLabel().FindString(words[0]); m != "" && numberLabel().MatchString(vi.Fold(m)) {
		if label = m + " "; m != words[0] {
			from = 0
		}
	} else if glued(words[0]) {
		words[0] = "Số: " + number + words[0][strings.IndexByte(words[0], '/'):]
		return open
	} else if !numberLabel().MatchString(vi.Fold(words[0])) {
		return 0
	}
	var doubts []int // places of the number, where one of them is doubted
	doubted := false
	for i := from; i < len(part) && i <= numberWords; i++ {
		prefix := ""
		if i == 0 {
			prefix = label
		}
		read, _, cut := strings.Cut(strings.TrimPrefix(words[i], strings.TrimSpace(prefix)), "/")
		read = strings.TrimSpace(read)
		before := cut || i+1 < len(part) && strings.HasPrefix(words[i+1], "/") || hasDigit(read)
		if read != "" && before {
			doubted = doubted || !plainNumber().MatchString(read) || doubtful(part[i], usual)
			doubts = append(doubts, i)
		}
		if cut {
			break
		}
	}
	if !doubted {
		return 0
	}
	for n, i := range doubts {
		_, notation, cut := strings.Cut(words[i], "/")
		words[i] = number
		if n > 0 && known != "" {
			words[i] = ""
		}
		if i == 0 {
			words[i] = label + number
		}
		if cut {
			words[i] += "/" + notation
		}
	}
	return open
}

// notation is what follows the number of a paper: "/KH-STTTT".
var notation = vi.Pattern(`^[^/]*/\p{Lu}[\p{Lu}\p{Ll}]*(-\p{Lu}[\p{Lu}\p{Ll}]*)+\.?$`)

// glued reports whether a word is label, number and notation in one, the number misread.
func glued(text string) bool {
	return strings.HasPrefix(vi.Fold(text), "so") && notation().MatchString(text)
}

// openDate leaves open day, month and year between the words of a date, each as a whole.
func openDate(part []word, words, folds []string, usual float64, known places) int {
	open := 0
	for i, f := range folds {
		if f != "ngay" {
			continue
		}
		month := next(folds, i, "thang")
		if month < 0 {
			continue
		}
		open += openPlace(part, words, i+1, month, usual, known[placeDay])
		year := next(folds, month, "nam")
		if year < 0 {
			continue
		}
		open += openPlace(part, words, month+1, year, usual, known[placeMonth])
		if end := year + 2; end <= len(part) && hasDigit(words[year+1]) {
			open += openPlace(part, words, year+1, end, usual, known[placeYear])
		}
	}
	return open
}

// next finds a label soon after i, -1 where it does not follow.
func next(folds []string, i int, label string) int {
	for j := i + 1; j < len(folds) && j <= i+1+dateWords; j++ {
		if folds[j] == label {
			return j
		}
	}
	return -1
}

// openPlace leaves open the words from a to b, where a number belongs, unless they are
// one for sure or other words ("các ngày làm việc trong tháng"), or known from a second
// look.
func openPlace(part []word, words []string, a, b int, usual float64, known string) int {
	stands, plain := true, true
	for i := a; i < b; i++ {
		digits := hasDigit(words[i])
		plain = plain && !digits && part[i].confidence >= wordSure && len([]rune(words[i])) > 1 && vi.IsSyllable(words[i])
		stands = stands && plainDay().MatchString(words[i]) && !doubtful(part[i], usual)
	}
	if a >= b || stands || plain {
		return 0
	}
	for i := a; i < b; i++ {
		switch {
		case known == "":
			words[i] = gap + trailing(words[i])
		case i == a:
			words[i] = known + trailing(words[b-1])
		default:
			words[i] = ""
		}
	}
	if known != "" {
		return 0
	}
	return 1
}

// trailing is the punctuation a word ends with.
func trailing(s string) string {
	t := strings.TrimRight(s, ".,;:)")
	return s[len(t):]
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }
