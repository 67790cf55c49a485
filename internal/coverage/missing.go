package coverage

import (
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
)

const (
	// maxNearest is the most near misses shown for one requirement. A reason none of them
	// has is shown with one more.
	maxNearest = 3
	// maxLooked bounds the links looked through for further reasons.
	maxLooked = 300
)

// gap is room to gather in why a requirement is not met.
type gap struct {
	room  [8]cchc.Missing
	near  [8][maxNearest]cchc.Nearest
	many  [8]int
	n     int
	shown int
}

// missing explains a requirement that is not met: the near misses grouped by what is
// wrong with them, best first, papers of other units, entries of the register, and what
// could still hide the paper.
func (j *judge) missing(r *requirement, unit int32) []cchc.Missing {
	g := &j.gap
	g.n, g.shown, g.many = 0, 0, [len(g.many)]int{}
	counted := j.turn // works tally saw just now: another version of them is no near miss
	looked := 0
	r.each(unit, func(x *line) bool {
		if looked++; looked > maxLooked {
			return false
		}
		if work := j.a.papers[x.paper].work; !x.counts && j.all[work] != counted {
			j.add(g, x, j.whyNot(r, x), work)
		}
		return true
	})
	if unit != whole {
		looked = 0
		for i := range r.lines {
			if looked++; g.shown >= maxNearest || looked > maxLooked {
				break
			}
			if x := &r.lines[i]; x.counts && !contains(r.cellsOf(unit), int32(i)) {
				if work := j.a.papers[x.paper].work; j.all[work] != counted {
					j.add(g, x, cchc.Reason{Code: "other-unit"}, work)
				}
			}
		}
	}
	hidden := j.hidden(r, unit)
	if g.n == 0 && (len(hidden) == 0 || hidden[0].Reason.Code != "not-received") {
		g.room[0] = cchc.Missing{Reason: cchc.NewReason("none-found", r.Name)}
		g.n = 1
	}
	out := j.missings.take(g.n + len(hidden))
	for i := range g.n {
		out[i] = g.room[i]
		out[i].Nearest = j.nearests.keep(g.near[i][:g.many[i]])
	}
	copy(out[g.n:], hidden)
	return out
}

func (r *requirement) cellsOf(unit int32) []int32 {
	if unit < 0 {
		return nil
	}
	return r.of(unit)
}

// contains looks a number up in an ascending list.
func contains(list []int32, n int32) bool {
	_, ok := slices.BinarySearch(list, n)
	return ok
}

// add shows a near miss, three in all and one for every reason nothing was shown for.
func (j *judge) add(g *gap, x *line, why cchc.Reason, work uint32) {
	at := -1
	for i := range g.n {
		if g.room[i].Reason.Code == why.Code {
			at = i
		}
	}
	full := g.shown >= maxNearest
	if full && (at >= 0 || why.Code == "only-mentioned" || g.n == len(g.room)) || j.shown[work] == j.turn {
		return
	}
	j.shown[work] = j.turn
	g.shown++
	if at < 0 {
		at = g.n
		g.room[at] = cchc.Missing{Reason: why}
		g.n++
	}
	g.near[at][g.many[at]] = j.nearest(x, why)
	g.many[at]++
}

// hidden is what the folder does not show: what the register has, what nobody could read.
func (j *judge) hidden(r *requirement, unit int32) []cchc.Missing {
	var room [maxEntries + 1]cchc.Missing
	out := room[:0]
	for _, i := range r.registered.of(unit) {
		if len(out) == maxEntries {
			break
		}
		e := j.a.in.NotReceived[i]
		out = append(out, cchc.Missing{Reason: cchc.NewReason("not-received", e.Code, e.IssuedDate.Vietnamese(), e.Subject)})
	}
	if j.a.in.Unread > 0 {
		out = append(out, cchc.Missing{Reason: cchc.NewReason("unread-files", strconv.Itoa(j.a.in.Unread))})
	}
	return j.missings.keep(out)
}

// whyNot is the chief reason a link does not count, of the closed list that coverage
// shows. Its arguments are those of the link it is first said of.
func (j *judge) whyNot(r *requirement, x *line) cchc.Reason {
	l, p := &j.a.in.Links[x.link], &j.a.papers[x.paper]
	switch {
	case l.State == cchc.LinkRejected:
		return cchc.Reason{Code: "rejected"}
	case l.State == cchc.LinkExplanationAsked:
		return cchc.Reason{Code: "explanation-asked"}
	case p.outside:
		return cchc.Reason{Code: "outside-period"}
	}
	for _, m := range l.Misses {
		switch m.Code {
		case "wrong-type":
			return m
		case "type-unknown":
			return cchc.NewReason("wrong-type", append([]string{"?"}, m.Args...)...)
		case "other-year", "early", "year-unknown", "other-span":
			return cchc.Reason{Code: "outside-period"}
		case "late", "other-issuer":
			return m
		case "not-of-unit":
			return cchc.Reason{Code: "other-unit"}
		case "draft-or-form":
			return cchc.Reason{Code: "draft-only"}
		}
	}
	switch {
	case p.draft:
		return cchc.Reason{Code: "draft-only"}
	case p.replaced != "" && (l.Fulfils || l.State != cchc.LinkSuggested):
		return cchc.NewReason("replaced-only", p.by)
	}
	phrase := r.Name
	if rs := ofProgram(l.Reasons); len(rs) > 0 && len(rs[0].Args) > 0 {
		phrase = rs[0].Args[0]
	}
	return cchc.NewReason("only-mentioned", phrase)
}

func (j *judge) nearest(x *line, why cchc.Reason) cchc.Nearest {
	l, p := &j.a.in.Links[x.link], &j.a.papers[x.paper]
	n := cchc.Nearest{Document: l.Document, Link: l.ID, Path: p.path, Title: p.title, Why: l.Misses}
	switch {
	case l.State == cchc.LinkRejected:
		n.Why = j.one(cchc.NewReason("rejected-by", l.By, unended(l.Note)))
	case l.State == cchc.LinkExplanationAsked:
		n.Why = j.one(cchc.NewReason("explanation-asked-by", l.By, unended(l.Note)))
	case why.Code == "other-unit" && x.counts:
		n.Why = j.unitsNamed(l, p)
	}
	if len(n.Why) == 0 {
		n.Why = j.one(why)
	}
	if len(l.Quotes) > 0 {
		n.Page = l.Quotes[0].Page
	}
	return n
}

// unended takes the full stop off a note that becomes part of a sentence.
func unended(note string) string { return strings.TrimRight(note, " .") }

func (j *judge) one(r cchc.Reason) []cchc.Reason {
	out := j.reasons.take(1)
	out[0] = r
	return out
}

// unitsNamed are the units a paper was found to be about.
func (j *judge) unitsNamed(l *cchc.Link, p *paper) []cchc.Reason {
	var room [4]cchc.Reason
	out := room[:0]
	for _, r := range l.Reasons {
		if r.Code == "unit-named" {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		for _, u := range p.own {
			out = append(out, cchc.NewReason("unit-named", j.a.units[u].ID, j.a.units[u].Name))
		}
	}
	return j.reasons.keep(out)
}
