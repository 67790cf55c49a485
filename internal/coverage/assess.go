package coverage

import (
	"strings"

	"minhchung/internal/cchc"
)

// Input is what verdicts are computed from.
type Input struct {
	Catalogue cchc.Catalogue
	Links     []cchc.Link // of this catalogue; others are passed over
	Documents map[cchc.DocumentID]cchc.Document
	Unread    int    // files with unread pages: any of them could hold the evidence
	Unit      string // only this unit of the catalogue; "" the office and all units
	Criterion string // only this criterion or what lies under it; "" all
}

// Assess returns the verdicts in the order of the catalogue: for each leaf a row of the
// office (Unit ""), with the points, and behind it a row without points for each unit
// that has to contribute. The order of links is of no consequence.
func Assess(in Input) []cchc.Coverage {
	a := newAssessor(in)
	var out []cchc.Coverage
	for _, leaf := range leavesUnder(in.Catalogue.Criteria, in.Criterion) {
		if in.Unit == "" {
			out = append(out, a.office(leaf))
		}
		for _, u := range in.Catalogue.Units {
			if in.Unit != "" && in.Unit != u.ID {
				continue
			}
			if row, ok := a.unit(leaf, u); ok {
				out = append(out, row)
			}
		}
	}
	return out
}

// leavesUnder returns the leaves of a criterion, itself if it is one; all for "".
func leavesUnder(cs []cchc.Criterion, id string) []cchc.Criterion {
	var out []cchc.Criterion
	for _, c := range cs {
		switch {
		case id != "" && c.ID != id:
			out = append(out, leavesUnder(c.Children, id)...)
		case len(c.Children) == 0:
			out = append(out, c)
		default:
			out = append(out, leavesUnder(c.Children, "")...)
		}
	}
	return out
}

// assessor holds the links by requirement.
type assessor struct {
	in     Input
	byReq  map[string][]cchc.Link
	naming *naming
}

func newAssessor(in Input) *assessor {
	a := &assessor{in: in, byReq: map[string][]cchc.Link{}, naming: newNaming(in.Catalogue.Units)}
	ref := in.Catalogue.Ref()
	for _, l := range in.Links {
		if l.Catalogue == ref {
			a.byReq[l.Requirement] = append(a.byReq[l.Requirement], l)
		}
	}
	for _, links := range a.byReq {
		bestFirst(links)
	}
	return a
}

func (a *assessor) office(leaf cchc.Criterion) cchc.Coverage {
	row := cchc.Coverage{Criterion: leaf.ID, Title: leaf.Title, Points: leaf.Points, Verdict: cchc.VerdictSurvey,
		Requirements: []cchc.RequirementCoverage{}}
	if leaf.ScoredBy == cchc.ScoredBySurvey {
		return row
	}
	for _, r := range leaf.Requires {
		row.Requirements = append(row.Requirements, a.requirement(r))
	}
	row.Verdict = verdict(row.Requirements)
	return row
}

// unit is the share of one unit in a criterion. A unit that only may contribute gets a
// row where it did.
func (a *assessor) unit(leaf cchc.Criterion, u cchc.Unit) (cchc.Coverage, bool) {
	row := cchc.Coverage{Criterion: leaf.ID, Title: leaf.Title, Unit: u.ID, Requirements: []cchc.RequirementCoverage{}}
	has := false
	for _, r := range leaf.Requires {
		if !perUnit(r) {
			continue
		}
		c := a.ofUnit(r, u.ID)
		has = has || !r.Optional || c.Have > 0
		row.Requirements = append(row.Requirements, c)
	}
	row.Verdict = verdict(row.Requirements)
	return row, has
}

func perUnit(r cchc.Requirement) bool {
	return r.Scope == cchc.ScopeUnit || r.Scope == cchc.ScopeEachUnitConcerned
}

// verdict sums requirements up. Optional ones never make a gap; where all are optional
// they decide among themselves.
func verdict(rs []cchc.RequirementCoverage) cchc.Verdict {
	needed := make([]cchc.RequirementCoverage, 0, len(rs))
	for _, r := range rs {
		if !r.Optional {
			needed = append(needed, r)
		}
	}
	if len(needed) == 0 {
		needed = rs
	}
	confirmed, satisfied, some := len(needed) > 0, len(needed) > 0, false
	for _, r := range needed {
		confirmed = confirmed && r.Confirmed
		satisfied = satisfied && r.Satisfied
		some = some || r.Have > 0
	}
	switch {
	case confirmed:
		return cchc.VerdictCovered
	case satisfied:
		return cchc.VerdictPending
	case some:
		return cchc.VerdictPartial
	}
	return cchc.VerdictMissing
}

// counts reports whether a link counts towards a requirement: a person accepted it, or
// the program proposes it as the paper asked for and nobody rejected it.
func counts(l cchc.Link) bool {
	switch l.State {
	case cchc.LinkAccepted:
		return true
	case cchc.LinkSubmitted:
		return true
	case cchc.LinkSuggested:
		return l.Proposed && l.Fulfils
	case cchc.LinkRejected, cchc.LinkExplanationAsked:
	}
	return false
}

// requirement judges a requirement for the office. Counted by unit, what it needs is Min
// papers for each unit.
func (a *assessor) requirement(r cchc.Requirement) cchc.RequirementCoverage {
	units := a.in.Catalogue.Units
	if !perUnit(r) || len(units) == 0 {
		return a.count(r, a.byReq[r.ID], nil)
	}
	out := cchc.RequirementCoverage{ID: r.ID, Name: r.Name, Optional: r.Optional, Satisfied: true, Confirmed: true}
	seen := map[cchc.LinkID]bool{}
	var without []string
	for _, u := range units {
		c := a.ofUnit(r, u.ID)
		out.Need += c.Need
		out.Have += min(c.Have, c.Need)
		out.Satisfied = out.Satisfied && c.Satisfied
		out.Confirmed = out.Confirmed && c.Confirmed
		for _, id := range c.Links {
			if !seen[id] {
				seen[id] = true
				out.Links = append(out.Links, id)
			}
		}
		if !c.Satisfied {
			without = append(without, u.Name)
		}
	}
	if !out.Satisfied && !r.Optional {
		rest := without
		if len(rest) == len(units) && out.Have == 0 {
			out.Missing = a.missing(r, a.byReq[r.ID], nil)
		} else {
			out.Missing = append([]cchc.Missing{{Reason: cchc.NewReason("units-without", strings.Join(rest, ", "))}}, a.unread()...)
		}
	}
	return out
}

// ofUnit judges a requirement for one unit by the papers that are about it.
func (a *assessor) ofUnit(r cchc.Requirement, unit string) cchc.RequirementCoverage {
	var own, others []cchc.Link
	for _, l := range a.byReq[r.ID] {
		if a.naming.names(l, a.in.Documents[l.Document], unit) {
			own = append(own, l)
		} else {
			others = append(others, l)
		}
	}
	return a.count(r, own, others)
}

// count counts Works: the versions of one document count once.
func (a *assessor) count(r cchc.Requirement, own, others []cchc.Link) cchc.RequirementCoverage {
	out := cchc.RequirementCoverage{ID: r.ID, Name: r.Name, Optional: r.Optional, Need: max(1, r.Min)}
	all, accepted := map[string]bool{}, map[string]bool{}
	for _, l := range own {
		if !counts(l) {
			continue
		}
		work := a.work(l.Document)
		all[work] = true
		if l.State == cchc.LinkAccepted {
			accepted[work] = true
		}
		out.Links = append(out.Links, l.ID)
	}
	out.Have = len(all)
	out.Satisfied, out.Confirmed = out.Have >= out.Need, len(accepted) >= out.Need
	if !out.Satisfied && !r.Optional {
		out.Missing = a.missing(r, own, others)
	}
	return out
}

func (a *assessor) work(id cchc.DocumentID) string {
	if w := a.in.Documents[id].Work; w != "" {
		return "work " + string(w)
	}
	return "document " + string(id)
}
