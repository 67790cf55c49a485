package catalogue

import (
	"strconv"
	"strings"
	"time"

	"minhchung/internal/vi"
)

// same compares names of sheets, headings and words as people type them.
func same(a, b string) bool { return plain(a) == plain(b) }

// plain is a text without tones, case and doubled blanks.
func plain(s string) string { return strings.Join(strings.Fields(vi.Fold(vi.NFC(s))), " ") }

// joinLines puts a list into one cell, an item a line. A line break inside an item is
// written \n, a backslash \\.
func joinLines(items []string) string {
	out := make([]string, len(items))
	for i, s := range items {
		out[i] = strings.NewReplacer(`\`, `\\`, "\n", `\n`).Replace(s)
	}
	return strings.Join(out, "\n")
}

func splitLines(cell string) []string {
	var out []string
	for line := range strings.SplitSeq(cell, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, strings.NewReplacer(`\\`, `\`, `\n`, "\n").Replace(line))
		}
	}
	return out
}

func splitKinds(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;/ \n\t\u00a0", r) })
}

// shownAs returns what a value is called; values out of the list stay.
func shownAs(words []word, value string) string {
	for _, w := range words {
		if w.value == value {
			return w.shown
		}
	}
	return value
}

// meant returns the value of a word; the values of the YAML form count too.
func meant(words []word, cell string) (string, bool) {
	for _, w := range words {
		if same(w.shown, cell) || w.value != "" && same(w.value, cell) {
			return w.value, true
		}
	}
	return "", false
}

func shownWords(words []word) []string {
	var out []string
	for _, w := range words {
		out = append(out, w.shown)
	}
	return out
}

// flagOf reads a tick.
func flagOf(cell string) (value, ok bool) {
	switch plain(cell) {
	case "x", "co", "yes", "true", "1", "✓", "✔":
		return true, true
	case "", "-", "khong", "no", "false", "0":
		return false, true
	}
	return false, false
}

// noisy is a decimal as spreadsheets store it: 1.1 becomes 1.1000000000000001.
var noisy = vi.Pattern(`^-?\d+\.\d{13,}(E-?\d+)?$`)

// quiet takes the noise of binary fractions off a number.
func quiet(cell string) string {
	if !noisy().MatchString(cell) {
		return cell
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return cell
	}
	if v, err = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 14, 64), 64); err != nil {
		return cell
	}
	return number(v)
}

var plainNumber = vi.Pattern(`^[-+]?\d{1,9}([.,]\d{1,17})?$`)

// decimalOf reads a number with point or comma; the result has a point.
func decimalOf(cell string) (string, bool) {
	s := quiet(strings.TrimSpace(cell))
	if !plainNumber().MatchString(s) {
		return "", false
	}
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil {
		return "", false
	}
	return number(v), true
}

var (
	serialDay = vi.Pattern(`^\d{5}(\.0+)?$`)
	dayFirst  = vi.Pattern(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\{[a-z]+\})$`)
)

// dateOf gives a date the ISO form: days as spreadsheets count them from 30/12/1899, and
// day/month/year. Anything else is left to the checker.
func dateOf(cell string) string {
	s := strings.TrimSpace(cell)
	if serialDay().MatchString(s) {
		days, _ := strconv.Atoi(s[:5])
		return time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	if m := dayFirst().FindStringSubmatch(s); m != nil {
		return m[3] + "-" + twoDigits(m[2]) + "-" + twoDigits(m[1])
	}
	return s
}

func twoDigits(s string) string {
	if len(s) < 2 {
		return "0" + s
	}
	return s
}

func parseDecimal(s string) (float64, bool) {
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return v, err == nil
}
