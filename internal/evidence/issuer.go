package evidence

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// levelWords are the openings of organ names of one level, from the top down.
type levelWords struct {
	level string
	opens sequences
}

func (r *reader) levels(ls []level) []levelWords {
	var out []levelWords
	for _, l := range ls {
		out = append(out, levelWords{l.Level, r.lex.sequences(l.Opens)})
	}
	return out
}

// levelOf returns the level of an organ by the words its name opens with, "" where they
// say nothing (a phòng or trung tâm belongs to any level).
func (p *Proposer) levelOf(organ string) string {
	t := p.r.read(organ)
	if len(t.toks) == 0 {
		return ""
	}
	for _, l := range p.levels {
		if l.opens.at(t, 0) > 0 {
			return l.level
		}
	}
	return ""
}

// issuerFits judges the issuer by its level, and where the names of the assessed office
// are known ([Prepare]) by its name. What is not known counts as fitting; only an organ
// that is clearly another does not.
func (p *Proposer) issuerFits(by cchc.Issuer, d cchc.Particulars) bool {
	if p.cat.Level == "" || d.OrganName == "" {
		return true
	}
	have, want := rank(p.levelOf(d.OrganName)), rank(p.cat.Level)
	above := have >= 0 && have < want
	switch {
	case want < 0:
		return true
	case by == cchc.BySuperior:
		return above || have < 0
	case p.own.unknown():
		return by == cchc.ByAny || have < 0 || have == want
	case p.own.issued(p.r, d):
		return true
	case above:
		return by == cchc.ByAny
	case have < 0:
		// A phòng or trung tâm is of the office unless it names another above it.
		return rank(p.levelOf(d.ParentOrgan)) < want
	}
	return false
}

func rank(level string) int {
	for i, l := range []string{"bộ", "tỉnh", "sở", "huyện", "xã"} {
		if l == level {
			return i
		}
	}
	return -1
}

// office is how the assessed office is called. The zero office is unknown.
type office struct {
	names []pattern
	signs []string // folded
}

func (o office) unknown() bool { return len(o.names) == 0 }

func (r *reader) office(names []string) office {
	var o office
	for _, n := range names {
		if n = strings.TrimSpace(n); n != "" {
			o.names = append(o.names, r.fixed(n))
			o.signs = append(o.signs, vi.Fold(n))
		}
	}
	return o
}

// issued reports whether the office or a part of it issued the paper: by the letterhead,
// or by the sign in its number ("12/KH-STTTT").
func (o office) issued(r *reader, d cchc.Particulars) bool {
	for _, s := range []string{d.OrganName, d.ParentOrgan} {
		t := r.read(s)
		for i := range o.names {
			if _, ok := o.names[i].find(t, 0); ok {
				return true
			}
		}
	}
	for part := range strings.FieldsFuncSeq(vi.Fold(d.CodeNotation), func(c rune) bool { return c == '-' || c == '/' }) {
		if slices.Contains(o.signs, part) {
			return true
		}
	}
	return false
}

// otherOffice returns the office of the level assessed whose matters a trích yếu says it is
// about ("thuộc phạm vi quản lý của Sở Y tế"), where that is not the one assessed. Without
// the names of the assessed office it cannot be told.
func (p *Proposer) otherOffice(t *text) (string, bool) {
	want := rank(p.cat.Level)
	if t == nil || p.own.unknown() || want < 0 {
		return "", false
	}
	for i := range t.toks {
		at := i + p.r.belonging.at(t, i)
		if at == i || at >= len(t.toks) {
			continue
		}
		if slices.ContainsFunc(p.own.names, func(n pattern) bool { m, ok := n.at(t, at); return ok && m.from == at }) {
			return "", false
		}
		for _, l := range p.levels {
			// "của Sở" alone, or in small letters behind it, is the office that writes.
			if n := l.opens.at(t, at); n > 0 && rank(l.level) == want && at+n < len(t.toks) && t.named(at+n) {
				last := min(at+n+maxOfficeWords, len(t.toks)) - 1
				return t.s[t.toks[at].start:t.toks[last].end], true
			}
		}
	}
	return "", false
}

// named reports whether token i begins with a capital in a text that is not all capitals.
func (t *text) named(i int) bool {
	first, _ := utf8.DecodeRuneInString(t.s[t.toks[i].start:])
	before := t.s[t.toks[i-1].start:t.toks[i-1].end]
	return unicode.IsUpper(first) && strings.ToUpper(before) != before
}

// maxOfficeWords is how many words of another office's name are shown.
const maxOfficeWords = 4
