package evidence

import (
	"minhchung/internal/cchc"
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

// issuerFits judges the issuer by its level alone: the catalogue knows the level of the
// assessed office, not its name. Unknown levels count as fitting; only an organ that is
// clearly of another level does not.
func (p *Proposer) issuerFits(by cchc.Issuer, organ string) bool {
	if by == cchc.ByAny || p.cat.Level == "" || organ == "" {
		return true
	}
	have := p.levelOf(organ)
	if have == "" || rank(have) < 0 || rank(p.cat.Level) < 0 {
		return true
	}
	if by == cchc.BySuperior {
		return rank(have) < rank(p.cat.Level)
	}
	return have == p.cat.Level
}

func rank(level string) int {
	for i, l := range []string{"bộ", "tỉnh", "sở", "huyện", "xã"} {
		if l == level {
			return i
		}
	}
	return -1
}
