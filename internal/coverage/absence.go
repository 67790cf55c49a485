package coverage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"minhchung/internal/cchc"
)

// Looked is what a verdict says of one document under one requirement: whether it is linked
// to it, if only as a near miss, whether it counts, and why not.
type Looked func(requirement string, d cchc.DocumentID) (linked, counts bool, why []cchc.Reason)

// Absence is what is known of a gap before anything is searched: the row of the criterion,
// cut down to one requirement where one is asked for. look says of a document that is
// found why it does not count. A requirement the criterion does not have is a usage error.
func (p *Prepared) Absence(f Filter, requirement string) (out cchc.Absence, look Looked, err error) {
	if f.Criterion == "" {
		f.Criterion, _, _ = strings.Cut(requirement, "/")
	}
	if err := p.check(f); err != nil {
		return out, nil, err
	}
	a := p.assessor
	leaves := a.leavesUnder(f.Criterion)
	if len(leaves) != 1 {
		return out, nil, cchc.Usage("no-such-criterion", fmt.Errorf("criterion %q is no leaf: %w", f.Criterion, cchc.ErrNotFound), f.Criterion)
	}
	if a.several() && f.Office+f.Unit == "" {
		return out, nil, cchc.Usage("absence-needs-office", nil)
	}
	rows := a.Assess(View{Office: f.Office, Unit: f.Unit, Criterion: f.Criterion})
	l := &a.leaves[leaves[0]]
	out = cchc.Absence{Catalogue: a.in.Catalogue.Ref(), Title: a.in.Catalogue.Title, Criterion: l.ID, Name: l.Title, Requirement: requirement,
		Office: f.Office, Unit: f.Unit, Period: f.Period, Unread: a.in.Unread, Files: p.files, Verdict: cchc.VerdictMissing}
	if p.round != nil {
		out.Round = p.round.ID
	}
	unit := whole
	if who := cmp.Or(f.Unit, f.Office); who != "" {
		unit = int32(slices.IndexFunc(a.units, func(u cchc.Unit) bool { return u.ID == who }))
		out.Whose = a.units[unit].Name
	}
	if len(rows) > 0 {
		out.Verdict, out.Notes, out.Requirements = rows[0].Verdict, rows[0].Notes, rows[0].Requirements
	}
	if requirement != "" {
		at := slices.IndexFunc(out.Requirements, func(q cchc.RequirementCoverage) bool { return q.ID == requirement })
		if at < 0 {
			return out, nil, cchc.Usage("absence-no-requirement", fmt.Errorf("requirement %q: %w", requirement, cchc.ErrNotFound), requirement, l.ID)
		}
		out.Requirements = out.Requirements[at : at+1]
		if out.Verdict != cchc.VerdictExplained {
			out.Verdict = verdict([]clause{{alternatives: [][]int{{0}}}}, slices.Clone(out.Requirements), func(i int) int { return i })
		}
	}
	return out, func(req string, d cchc.DocumentID) (bool, bool, []cchc.Reason) { return a.look(l, req, unit, d) }, nil
}

// look finds a document among the links of a requirement, whoever they count for.
func (a *Assessor) look(l *leaf, requirement string, unit int32, d cchc.DocumentID) (linked, counts bool, why []cchc.Reason) {
	for k := l.first; k < l.end; k++ {
		r := &a.reqs[k]
		if r.ID != requirement {
			continue
		}
		for i := range r.lines {
			x := &r.lines[i]
			if a.papers[x.paper].doc != d {
				continue
			}
			j := a.judge()
			if x.counts && (unit == whole || contains(r.of(unit), int32(i))) {
				return true, true, nil
			}
			chief := cchc.Reason{Code: "other-unit"}
			if !x.counts {
				chief = j.whyNot(r, x)
			}
			return true, false, j.nearest(x, chief).Why
		}
	}
	return false, false, nil
}
