package describe

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// opening is a rule for how a text starts. Nearly every line of a paper starts with
// nothing of what a rule looks for, so the first bytes are looked at before the regular
// expression is: they are read from the expression itself and cannot disagree with it.
type opening struct {
	re     *regexp.Regexp
	starts []string               // what a match can start with, sorted; nil for anything
	first  [utf8.RuneSelf + 1]int // starts[first[c]:first[c+1]] have the first byte c
}

// startBytes is how much of a start is kept: enough to tell the words of a rule apart
// from those of a line.
const startBytes = 6

// startsWith returns what compiles a rule, for [sync.OnceValue]: a program that reads no
// letterhead compiles none. The expression is anchored to the start of the text as a whole
// and panics where it is none, like [regexp.MustCompile].
func startsWith(expr string) func() *opening { return func() *opening { return newOpening(expr) } }

func newOpening(expr string) *opening {
	o := &opening{re: regexp.MustCompile(`^(?:` + expr + `)`)}
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return o // cannot be: it compiled
	}
	for _, s := range startsOf(parsed.Simplify()) {
		o.starts = append(o.starts, s.text)
	}
	if o.starts = shortest(o.starts); o.starts[0] == "" {
		o.starts = nil
		return o
	}
	for c := range o.first {
		o.first[c], _ = slices.BinarySearch(o.starts, string([]byte{byte(c)}))
	}
	return o
}

// shortest sorts starts and drops those that begin with another.
func shortest(starts []string) []string {
	slices.Sort(starts)
	kept := starts[:1]
	for _, s := range starts[1:] {
		if !strings.HasPrefix(s, kept[len(kept)-1]) {
			kept = append(kept, s)
		}
	}
	return kept
}

// mayMatch reports whether the text starts like a match.
func (o *opening) mayMatch(s string) bool {
	if o.starts == nil {
		return true
	}
	if s == "" {
		return false
	}
	from, to := o.first[utf8.RuneSelf], len(o.starts)
	if c := s[0]; c < utf8.RuneSelf {
		from, to = o.first[c], o.first[c+1]
	}
	for _, start := range o.starts[from:to] {
		if strings.HasPrefix(s, start) {
			return true
		}
	}
	return false
}

func (o *opening) matches(s string) bool { return o.mayMatch(s) && o.re.MatchString(s) }

// find returns the opening of s that matches, "" without one.
func (o *opening) find(s string) string {
	if !o.mayMatch(s) {
		return ""
	}
	return o.re.FindString(s)
}

// submatches returns the opening and its groups, nil without one.
func (o *opening) submatches(s string) []string {
	if !o.mayMatch(s) {
		return nil
	}
	return o.re.FindStringSubmatch(s)
}

// start is the beginning of what an expression matches; more of the expression can be
// appended to it where it is open.
type start struct {
	text string
	open bool
}

// Bounds that keep the starts few: runes of a character class, starts of an expression.
const (
	classRunes = 32
	mostStarts = 512
)

// startsOf returns the starts of all that a simplified expression matches.
func startsOf(re *syntax.Regexp) []start {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return []start{{string(re.Rune), true}}
		}
	case syntax.OpCharClass:
		return startsOfClass(re.Rune)
	case syntax.OpCapture:
		return startsOf(re.Sub[0])
	case syntax.OpQuest:
		return append(startsOf(re.Sub[0]), start{"", true})
	case syntax.OpStar:
		return append(closed(startsOf(re.Sub[0])), start{"", true})
	case syntax.OpPlus:
		return closed(startsOf(re.Sub[0]))
	case syntax.OpAlternate:
		var all []start
		for _, sub := range re.Sub {
			all = append(all, startsOf(sub)...)
		}
		return all
	case syntax.OpConcat:
		all := []start{{"", true}}
		for _, sub := range re.Sub {
			all = follow(all, sub)
		}
		return all
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return []start{{"", true}}
	default: // any character
	}
	return []start{{"", false}}
}

func startsOfClass(ranges []rune) []start {
	var all []start
	for i := 0; i < len(ranges); i += 2 {
		if len(all)+int(ranges[i+1]-ranges[i]) >= classRunes {
			return []start{{"", false}}
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			all = append(all, start{string(r), true})
		}
	}
	return all
}

// follow appends what sub starts with to the open starts.
func follow(all []start, sub *syntax.Regexp) []start {
	more := startsOf(sub)
	if len(all)*len(more) > mostStarts {
		return closed(all)
	}
	var out []start
	for _, s := range all {
		if !s.open {
			out = append(out, s)
			continue
		}
		for _, m := range more {
			joined := start{s.text + m.text, m.open}
			if len(joined.text) > startBytes {
				joined = start{joined.text[:startBytes], false}
			}
			out = append(out, joined)
		}
	}
	return out
}

func closed(all []start) []start {
	for i := range all {
		all[i].open = false
	}
	return all
}
