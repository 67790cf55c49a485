package evidence

import (
	"slices"
	"sort"
	"strings"

	"minhchung/internal/cchc"
)

// unitName is a unit with every name it goes by.
type unitName struct {
	id, name string
	names    []pattern
}

// unitNames compiles names, aliases and the names of merged units; longer names first,
// so that "Văn phòng Sở" is found before "Văn phòng".
func (r *reader) unitNames(units []cchc.Unit) []unitName {
	var out []unitName
	for _, u := range units {
		names := append([]string{u.Name}, u.Aliases...)
		for _, old := range u.Succeeds {
			names = append(append(names, old.Name), old.Aliases...)
		}
		sort.SliceStable(names, func(i, j int) bool { return len(names[i]) > len(names[j]) })
		x := unitName{id: u.ID, name: u.Name}
		for _, n := range names {
			if n = strings.TrimSpace(n); n != "" {
				x.names = append(x.names, r.fixed(n))
			}
		}
		out = append(out, x)
	}
	return out
}

// in returns the first place where the unit is named. A short name that goes on into
// the name of another organ ("Văn phòng Ủy ban nhân dân") does not count.
func (u *unitName) in(t *text) (match, bool) {
	for i := range u.names {
		p := &u.names[i]
		for from := 0; from < len(t.toks); {
			m, ok := p.find(t, from)
			if !ok {
				break
			}
			if len(p.words) > 2 || !goesOn(t, m.to) {
				return m, true
			}
			from = m.from + 1
		}
	}
	return match{}, false
}

func goesOn(t *text, i int) bool {
	if i >= len(t.toks) || t.caps || t.toks[i].stop || t.toks[i].comma {
		return false
	}
	return t.toks[i].upper
}

// ofOffice reports whether the office itself issued the paper and its title names no
// unit: then it is not the paper of a unit, whatever units it mentions.
func (p *Proposer) ofOffice(v *view) bool {
	if p.cat.Level == "" || p.levelOf(v.doc.Particulars.OrganName) != p.cat.Level || v.head() == nil {
		return false
	}
	for i := range p.units {
		if _, ok := p.units[i].in(v.head()); ok {
			return false
		}
	}
	return true
}

// ofUnit reports whether the letterhead names a unit as the issuer.
func (p *Proposer) ofUnit(d cchc.Particulars) bool {
	t := p.r.read(d.OrganName)
	return slices.ContainsFunc(p.units, func(u unitName) bool {
		m, ok := u.in(t)
		return ok && m.from == 0
	})
}

// unitsOf returns the units a paper is about: those of its title, else those of its
// headings, else those its passages name, with the passage that names each (-1: title).
func (p *Proposer) unitsOf(v *view) map[string]int {
	out := map[string]int{}
	look := func(t *text, passage int) {
		for i := range p.units {
			u := &p.units[i]
			if _, seen := out[u.id]; t == nil || seen {
				continue
			}
			if m, ok := u.in(t); ok && !p.r.inPassing(t, m) {
				out[u.id] = passage
			}
		}
	}
	look(v.head(), -1)
	if len(out) == 0 {
		for i, h := range v.headings {
			look(h, i)
		}
	}
	if len(out) == 0 {
		for i, t := range v.texts {
			look(t, i)
		}
	}
	return out
}
