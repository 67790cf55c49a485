package coverage

import (
	"sort"
	"strconv"

	"minhchung/internal/cchc"
)

// maxNearest is the most near misses shown for one requirement.
const maxNearest = 3

// bestFirst orders links by score, then by how little is wrong, then by identity.
func bestFirst(links []cchc.Link) {
	sort.SliceStable(links, func(i, j int) bool {
		a, b := links[i], links[j]
		if len(a.Misses) != len(b.Misses) && (len(a.Misses) == 0) != (len(b.Misses) == 0) {
			return len(a.Misses) == 0
		}
		if a.Score != b.Score {
			return a.Score > b.Score
		}
		if len(a.Misses) != len(b.Misses) {
			return len(a.Misses) < len(b.Misses)
		}
		return a.Document < b.Document
	})
}

// missing explains a requirement that is not met: the near misses grouped by what is
// wrong with them, best first, and what could still hide the paper.
func (a *assessor) missing(r cchc.Requirement, own, others []cchc.Link) []cchc.Missing {
	var out []cchc.Missing
	at := map[cchc.Code]int{}
	shown, works := 0, map[string]bool{}
	add := func(why cchc.Reason, l cchc.Link) {
		work := a.work(l.Document)
		if shown >= maxNearest || works[work] {
			return
		}
		works[work] = true
		shown++
		i, ok := at[why.Code]
		if !ok {
			i = len(out)
			at[why.Code] = i
			out = append(out, cchc.Missing{Reason: why})
		}
		out[i].Nearest = append(out[i].Nearest, a.nearest(l, why))
	}
	for _, l := range own {
		if !counts(l) && !withdrawn(l) {
			add(whyNot(l), l)
		}
	}
	for _, l := range others {
		if counts(l) {
			add(cchc.NewReason("other-unit"), l)
		}
	}
	if len(out) == 0 {
		out = append(out, cchc.Missing{Reason: cchc.NewReason("none-found", r.Name)})
	}
	return append(out, a.unread()...)
}

func (a *assessor) unread() []cchc.Missing {
	if a.in.Unread == 0 {
		return nil
	}
	return []cchc.Missing{{Reason: cchc.NewReason("unread-files", strconv.Itoa(a.in.Unread))}}
}

// whyNot is the chief reason a link does not count, of the closed list that coverage
// shows: rejected, wrong-type, outside-period, late, other-issuer, only-mentioned. Its
// arguments are those of the link it is first said of.
func whyNot(l cchc.Link) cchc.Reason {
	if l.State == cchc.LinkRejected {
		return cchc.NewReason("rejected")
	}
	for _, m := range l.Misses {
		switch m.Code {
		case "wrong-type":
			return m
		case "type-unknown":
			return cchc.NewReason("wrong-type", append([]string{"?"}, m.Args...)...)
		case "other-year", "early", "year-unknown", "other-span":
			return cchc.NewReason("outside-period")
		case "late", "other-issuer":
			return m
		}
	}
	phrase := ""
	if rs := ofProgram(l.Reasons); len(rs) > 0 && len(rs[0].Args) > 0 {
		phrase = rs[0].Args[0]
	}
	return cchc.NewReason("only-mentioned", phrase)
}

func (a *assessor) nearest(l cchc.Link, why cchc.Reason) cchc.Nearest {
	d := a.in.Documents[l.Document]
	n := cchc.Nearest{Document: l.Document, Path: d.Path, Title: title(d), Why: l.Misses}
	if l.State == cchc.LinkRejected {
		n.Why = []cchc.Reason{cchc.NewReason("rejected-by", l.By, l.Note)}
	}
	if why.Code == "other-unit" {
		n.Why = unitsNamed(l)
	}
	if len(n.Why) == 0 {
		n.Why = []cchc.Reason{why}
	}
	if len(l.Quotes) > 0 {
		n.Page = l.Quotes[0].Page
	}
	return n
}

func unitsNamed(l cchc.Link) []cchc.Reason {
	var out []cchc.Reason
	for _, r := range l.Reasons {
		if r.Code == "unit-named" {
			out = append(out, r)
		}
	}
	return out
}

// title is how people name a document: kind, number and trích yếu, else its path.
func title(d cchc.Document) string {
	p := d.Particulars
	s := p.TypeName
	for _, x := range []string{p.Code, p.Subject} {
		if x != "" && s != "" {
			s += " "
		}
		s += x
	}
	if s == "" {
		return d.Path
	}
	return s
}
