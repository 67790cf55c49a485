package vi

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a list of abbreviations that people keep.
const (
	MaxAbbreviations     = 5000 // lines that are read
	maxShortSyllables    = 6
	maxLongSyllables     = 24
	maxAbbreviationBytes = 400 // of either form
)

// Problem is something wrong with a line of a list. The line is left out, unless Warning
// says that it works all the same and only looks like a slip.
type Problem struct {
	Line    int    // from 1
	Code    string // of package messages
	Args    []string
	Fix     string // the line as it was probably meant, "" where nobody can tell
	Warning bool
}

// The codes of problems.
const (
	ProblemNoLong    = "abbreviation-no-long"    // {1} the line
	ProblemNoLetters = "abbreviation-no-letters" // {1} the short form
	ProblemTooLong   = "abbreviation-too-long"   // {1} the form
	ProblemSwapped   = "abbreviation-swapped"    // {1} short, {2} long
	ProblemTwice     = "abbreviation-twice"      // {1} short, {2} the line it stands on
	ProblemSame      = "abbreviation-same"       // {1} the form
	ProblemWord      = "abbreviation-word"       // {1} short, an ordinary word: a warning
	ProblemSpelling  = "abbreviation-spelling"   // {1} the word: a warning
	ProblemBytes     = "abbreviation-bytes"      // the line is not UTF-8
	ProblemMany      = "abbreviation-many"       // {1} how many lines are read
	ProblemOff       = "abbreviation-off"        // {1} the form that is switched off but not there
)

// ParseAbbreviations reads a list a line a pair: short form, tab, long form and, if wanted,
// another tab and a comment. "=" or ";" between the two forms does as well as the tab. "#"
// begins a comment line. A "-" before the short form takes a pair of the program out; with
// the short form alone, all of its meanings. Everything wrong is reported in the order of
// the lines; the other lines are good.
func ParseAbbreviations(text string) ([]Abbreviation, []Problem) {
	r := listReader{seen: map[string]int{}}
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		n++
		if n > MaxAbbreviations {
			r.problem(Problem{Line: n, Code: ProblemMany, Args: []string{strconv.Itoa(MaxAbbreviations)}})
			break
		}
		r.line(n, strings.TrimSpace(line))
	}
	return r.list, r.problems
}

type listReader struct {
	list     []Abbreviation
	problems []Problem
	seen     map[string]int // pairs by line
}

func (r *listReader) problem(p Problem) { r.problems = append(r.problems, p) }

func (r *listReader) line(n int, line string) {
	if line == "" || strings.HasPrefix(line, "#") {
		return
	}
	if !utf8.ValidString(line) {
		r.problem(Problem{Line: n, Code: ProblemBytes})
		return
	}
	rest, off := strings.CutPrefix(NFC(line), "-")
	a := cutPair(rest)
	a.Off = off
	if p, wrong := a.fault(line); wrong {
		p.Line = n
		r.problem(p)
		return
	}
	id := fold(a.Short) + "\x00" + spell(a.Long)
	if first, ok := r.seen[id]; ok {
		r.problem(Problem{Line: n, Code: ProblemTwice, Args: []string{a.Short, strconv.Itoa(first)}})
		return
	}
	r.seen[id] = n
	for _, p := range a.doubts() {
		p.Line = n
		r.problem(p)
	}
	r.list = append(r.list, a)
}

// cutPair cuts a line at its first tab, or else at "=" or ";".
func cutPair(line string) Abbreviation {
	for _, sep := range []string{"\t", "=", ";"} {
		short, long, ok := strings.Cut(line, sep)
		if !ok {
			continue
		}
		long, comment, _ := strings.Cut(strings.TrimSpace(long), "\t")
		return Abbreviation{Short: tidy(short), Long: tidy(long), Comment: tidy(comment)}
	}
	return Abbreviation{Short: tidy(line)}
}

// tidy joins white space, which the format has no place for.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// fault finds what keeps a pair from working.
func (a Abbreviation) fault(line string) (Problem, bool) {
	short, long := Tokens(a.Short), Tokens(a.Long)
	switch {
	case a.Off && a.Long == "" && len(short) > 0:
		return Problem{}, false
	case a.Long == "":
		return Problem{Code: ProblemNoLong, Args: []string{line}, Fix: guessPair(line)}, true
	case !startsWord(a.Short) || len(long) == 0:
		return Problem{Code: ProblemNoLetters, Args: []string{a.Short}}, true
	case len(short) > maxShortSyllables && len(long) == 1:
		return Problem{Code: ProblemSwapped, Args: []string{a.Short, a.Long}, Fix: a.Long + "\t" + a.Short}, true
	case len(short) > maxShortSyllables || len(a.Short) > maxAbbreviationBytes:
		return Problem{Code: ProblemTooLong, Args: []string{a.Short}}, true
	case len(long) > maxLongSyllables || len(a.Long) > maxAbbreviationBytes:
		return Problem{Code: ProblemTooLong, Args: []string{a.Long}}, true
	case fold(a.Short) == fold(a.Long):
		return Problem{Code: ProblemSame, Args: []string{a.Short}}, true
	case Upper(a.Long) && len(long) == 1 && len(short) > 1 && !Upper(a.Short):
		return Problem{Code: ProblemSwapped, Args: []string{a.Short, a.Long}, Fix: a.Long + "\t" + a.Short}, true
	}
	return Problem{}, false
}

func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// guessPair proposes where a line without a tab was meant to be cut: behind the capitals
// it begins with ("CCHC: cải cách", "CCHC cải cách").
func guessPair(line string) string {
	words := strings.Fields(line)
	n := 0
	for n < len(words) && Upper(words[n]) {
		n++
	}
	if n == 0 || n == len(words) {
		return ""
	}
	short := strings.TrimRight(strings.Join(words[:n], " "), ":-–—,. ")
	long := strings.TrimLeft(strings.Join(words[n:], " "), ":-–—,. ")
	if short == "" || long == "" {
		return ""
	}
	return short + "\t" + long
}

// doubts finds what works but looks like a slip.
func (a Abbreviation) doubts() []Problem {
	var out []Problem
	if words := Tokens(a.Short); len(words) == 1 && IsSyllable(a.Short) && !hasUpper(a.Short) {
		out = append(out, Problem{Code: ProblemWord, Args: []string{a.Short}, Warning: true})
	}
	if a.Off {
		return out
	}
	for _, t := range Tokens(a.Long) {
		if IsSyllable(t.Text) || hasDigit(t.Text) || hasUpper(strings.TrimPrefix(t.Text, firstLetter(t.Text))) || isEnglish(t.Text) {
			continue
		}
		p := Problem{Code: ProblemSpelling, Args: []string{t.Text}, Warning: true}
		if near := respelled(t.Text); near != "" {
			fixed := a
			fixed.Long = a.Long[:t.Start] + near + a.Long[t.End:]
			p.Fix = strings.TrimSuffix(FormatAbbreviations([]Abbreviation{fixed}), "\n")
		}
		return append(out, p) // one is enough to look at the line again
	}
	return out
}

func firstLetter(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

func hasUpper(s string) bool { return strings.ContainsFunc(s, unicode.IsUpper) }

// respelled is the one syllable a misspelt word was probably meant to be: keystrokes put
// together, or two letters swapped; "" where there is none or more than one.
func respelled(word string) string {
	if s, ok := Typed(word); ok {
		return s
	}
	var found []string
	runes := []rune(word)
	for i := 0; i+1 < len(runes); i++ {
		swapped := slices.Clone(runes)
		swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		if s := string(swapped); s != word && IsSyllable(s) && !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// FormatAbbreviations writes a list that [ParseAbbreviations] reads back.
func FormatAbbreviations(list []Abbreviation) string {
	var b strings.Builder
	for _, a := range list {
		if a.Off {
			b.WriteByte('-')
		}
		b.WriteString(tidy(a.Short))
		if a.Long != "" {
			b.WriteByte('\t')
			b.WriteString(tidy(a.Long))
		}
		if a.Comment != "" && a.Long != "" {
			b.WriteByte('\t')
			b.WriteString(tidy(a.Comment))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// MergeAbbreviations puts the list of an office over the one of the program: its own pairs
// come first, so that they decide; a pair of the program that the office has too, or has
// switched off, is left out. What is switched off but not there is reported, with the
// nearest short form; Line is then the place in the office's list, from 1.
func MergeAbbreviations(shipped, office []Abbreviation) ([]Abbreviation, []Problem) {
	var out []Abbreviation
	var problems []Problem
	gone := make([]bool, len(shipped))
	for i, o := range office {
		met := false
		for j, s := range shipped {
			if fold(s.Short) == fold(o.Short) && (spell(s.Long) == spell(o.Long) || o.Off && o.Long == "") {
				gone[j], met = true, true
			}
		}
		switch {
		case !o.Off:
			out = append(out, o)
		case !met:
			problems = append(problems, Problem{Line: i + 1, Code: ProblemOff, Args: []string{o.Short}, Fix: nearestShort(o, shipped), Warning: true})
		}
	}
	for j, s := range shipped {
		if !gone[j] {
			out = append(out, s)
		}
	}
	return out, problems
}

// nearestShort finds what was probably meant to be switched off: the same short form with
// another meaning, or one that differs by a letter.
func nearestShort(o Abbreviation, shipped []Abbreviation) string {
	best := ""
	for _, s := range shipped {
		switch {
		case fold(s.Short) == fold(o.Short):
			return "-" + s.Short + "\t" + s.Long
		case best == "" && oneLetterApart(fold(s.Short), fold(o.Short)):
			best = "-" + s.Short + "\t" + s.Long
		}
	}
	return best
}

// oneLetterApart reports whether one letter more, less or other makes b of a.
func oneLetterApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || len(b) < 3 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return a[i:] == b[i+len(b)-len(a):] || len(a) == len(b) && a[i+1:] == b[i+1:]
}

// fold and spell bring a form to words apart by one space, without diacritics and with.
func fold(s string) string {
	var words []string
	for _, t := range Tokens(s) {
		words = append(words, Key(t.Fold))
	}
	return strings.Join(words, " ")
}

func spell(s string) string {
	var words []string
	for _, t := range Tokens(s) {
		words = append(words, t.Key)
	}
	return strings.Join(words, " ")
}
