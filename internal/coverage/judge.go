package coverage

import (
	"strconv"
	"strings"

	"minhchung/internal/cchc"
)

// judge makes rows. It has room of its own to count in and belongs to one goroutine.
type judge struct {
	a *Assessor
	// all and sure hold, by work, the turn of counting the work was last seen in.
	all, sure []uint32
	turn      uint32
	shown     []uint32 // near misses, by work
	gap       gap

	requirements slab[cchc.RequirementCoverage]
	links        slab[cchc.LinkID]
	missings     slab[cchc.Missing]
	nearests     slab[cchc.Nearest]
	reasons      slab[cchc.Reason]
}

func (a *Assessor) judge() *judge {
	return &judge{a: a, all: make([]uint32, a.works), sure: make([]uint32, a.works), shown: make([]uint32, a.works)}
}

// slab hands out short lists from long ones: a report of a province has a million of them.
type slab[T any] struct{ free []T }

const slabSize = 512

// keep returns a copy of a list that nothing else is appended to; nil for an empty one.
func (s *slab[T]) keep(list []T) []T {
	if len(list) == 0 {
		return nil
	}
	out := s.take(len(list))
	copy(out, list)
	return out
}

func (s *slab[T]) take(n int) []T {
	if n > len(s.free) {
		s.free = make([]T, max(n, slabSize))
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}

// whole stands for all links of a requirement, where others are of one unit.
const whole int32 = -1

// office is the row of an assessed office: that of the installation (whole), or a unit of
// a round with several.
func (j *judge) office(l *leaf, unit int32) cchc.Coverage {
	row := cchc.Coverage{Criterion: l.ID, Title: l.Title, Points: l.Points, Verdict: cchc.VerdictSurvey, Requirements: []cchc.RequirementCoverage{}}
	if unit != whole {
		row.Office = j.a.units[unit].ID
	}
	s := j.a.scores[scored{row.Office, l.ID}]
	if s != nil {
		row.Self = s.Self
	}
	switch {
	case s != nil && s.NotApplicable:
		row.Verdict = cchc.VerdictNotApplicable
		row.Notes = []cchc.Reason{cchc.NewReason("not-applicable-why", s.Why)}
		return row
	case l.ScoredBy == cchc.ScoredBySurvey:
		return row
	case unit != whole && j.a.bareFor(l, unit):
		row.Requirements = l.bare
		row.Verdict = cchc.VerdictMissing
	default:
		row.Requirements = j.requirements.take(l.end - l.first)
		for i := range row.Requirements {
			row.Requirements[i] = j.requirement(&j.a.reqs[l.first+i], unit)
		}
		row.Verdict = verdict(l.groups, row.Requirements, func(i int) int { return i })
	}
	j.note(&row, l, s)
	return row
}

// note says what belongs beside a verdict, and lets a giải trình stand for what is missing.
func (j *judge) note(row *cchc.Coverage, l *leaf, s *cchc.Score) {
	gap := row.Verdict == cchc.VerdictMissing || row.Verdict == cchc.VerdictPartial
	if s != nil && s.Explanation != "" {
		row.Notes = append(row.Notes, cchc.NewReason("explained-so", s.Explanation))
		if gap {
			row.Verdict = cchc.VerdictExplained
		}
	}
	if l.Ratio != nil && !gap && s != nil {
		if s.A != nil && s.B != nil {
			row.Notes = append(row.Notes, cchc.NewReason("ratio-unchecked", l.Ratio.A, decimal(*s.A), l.Ratio.B, decimal(*s.B)))
		} else {
			row.Notes = append(row.Notes, cchc.NewReason("ratio-undeclared", l.Ratio.A, l.Ratio.B))
		}
	}
	if l.NotApplicableWhen != "" && gap {
		row.Notes = append(row.Notes, cchc.NewReason("not-applicable-when", l.NotApplicableWhen))
	}
	late := 0
	for i := range row.Requirements {
		late += len(row.Requirements[i].AfterLock)
	}
	if late > 0 {
		row.Notes = append(row.Notes, cchc.NewReason("after-lock", strconv.Itoa(late)))
	}
}

// decimal writes a number the Vietnamese way.
func decimal(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", ",", 1)
}

// unit is the share of one unit in a criterion. A unit that only may contribute gets a
// row where it did.
func (j *judge) unit(l *leaf, u int32) (cchc.Coverage, bool) {
	row := cchc.Coverage{Criterion: l.ID, Title: l.Title, Unit: j.a.units[u].ID, Verdict: cchc.VerdictMissing}
	if j.a.bareFor(l, u) {
		row.Requirements = l.bare
		return row, l.bareRow
	}
	var room [8]cchc.RequirementCoverage
	var at [16]int
	list, of, has := room[:0], at[:0], false
	for i := l.first; i < l.end; i++ {
		r := &j.a.reqs[i]
		if !perUnit(r.Requirement) {
			of = append(of, -1)
			continue
		}
		c := j.requirement(r, u)
		has = has || !r.Optional || c.Have > 0
		of = append(of, len(list))
		list = append(list, c)
	}
	if !has {
		return row, false
	}
	row.Requirements = j.requirements.keep(list)
	row.Verdict = verdict(l.groups, row.Requirements, func(i int) int { return of[i] })
	return row, true
}

// prepareBare works out once what is said of a unit nothing was found for.
func (a *Assessor) prepareBare() {
	if len(a.units) == 0 {
		return
	}
	j := a.judge()
	for i := range a.leaves {
		l := &a.leaves[i]
		for k := l.first; k < l.end; k++ {
			r := &a.reqs[k]
			if !a.several() && !perUnit(r.Requirement) {
				continue
			}
			l.bare = append(l.bare, j.count(r, nobody))
			l.bareRow = l.bareRow || !r.Optional
		}
	}
}

// nobody stands for a unit no link is of.
const nobody int32 = -2

// bareFor reports whether nothing was found for a unit, under any requirement of a leaf
// that counts for it.
func (a *Assessor) bareFor(l *leaf, u int32) bool {
	for i := l.first; i < l.end; i++ {
		r := &a.reqs[i]
		if len(r.of(u)) > 0 || len(r.registered.of(u)) > 0 {
			return false
		}
	}
	return true
}

// requirement judges a requirement for the office (whole) or a unit. Counted by unit, what
// the office needs is Min papers for each unit.
func (j *judge) requirement(r *requirement, unit int32) cchc.RequirementCoverage {
	if unit == whole && perUnit(r.Requirement) && len(j.a.units) > 0 {
		return j.ofEach(r)
	}
	return j.count(r, unit)
}

// shownUnits is the most units named as lacking a paper.
const shownUnits = 20

func (j *judge) ofEach(r *requirement) cchc.RequirementCoverage {
	out := cchc.RequirementCoverage{ID: r.ID, Name: r.Name, Optional: r.Optional, AnyOf: r.AnyOf, Satisfied: true, Confirmed: true}
	seen := make([]bool, len(r.lines))
	var links, late []cchc.LinkID
	var without []string
	lacking := 0
	for u := range j.a.units {
		cells := r.of(int32(u))
		have, sure := j.tally(r, int32(u))
		need := max(1, r.Min)
		out.Need += need
		out.Have += min(have, need)
		out.Confirmed = out.Confirmed && sure >= need
		for _, c := range cells {
			if x := r.lines[c]; x.counts && !seen[c] {
				seen[c] = true
				links = append(links, j.a.in.Links[x.link].ID)
				if x.late {
					late = append(late, j.a.in.Links[x.link].ID)
				}
			}
		}
		if have < need {
			out.Satisfied = false
			if lacking++; lacking <= shownUnits {
				without = append(without, j.a.units[u].Name)
			}
		}
	}
	out.Links, out.AfterLock = links, late
	switch {
	case out.Satisfied || r.Optional:
	case lacking == len(j.a.units) && out.Have == 0:
		out.Missing = j.missing(r, whole)
	case lacking > len(without):
		out.Missing = append([]cchc.Missing{{Reason: cchc.NewReason("units-without-many", strings.Join(without, ", "), strconv.Itoa(lacking-len(without)))}}, j.hidden(r, whole)...)
	default:
		out.Missing = append([]cchc.Missing{{Reason: cchc.NewReason("units-without", strings.Join(without, ", "))}}, j.hidden(r, whole)...)
	}
	return out
}

// each calls f for the links of a unit, of all for whole, best first, as long as it says so.
func (r *requirement) each(unit int32, f func(x *line) bool) {
	switch unit {
	case nobody:
	case whole:
		for i := range r.lines {
			if !f(&r.lines[i]) {
				return
			}
		}
	default:
		for _, i := range r.of(unit) {
			if !f(&r.lines[i]) {
				return
			}
		}
	}
}

// tally counts Works: the versions of one document count once.
func (j *judge) tally(r *requirement, unit int32) (have, sure int) {
	j.turn++
	r.each(unit, func(x *line) bool {
		if !x.counts {
			return true
		}
		work := j.a.papers[x.paper].work
		if j.all[work] != j.turn {
			j.all[work] = j.turn
			have++
		}
		if x.sure && j.sure[work] != j.turn {
			j.sure[work] = j.turn
			sure++
		}
		return true
	})
	return have, sure
}

func (j *judge) count(r *requirement, unit int32) cchc.RequirementCoverage {
	out := cchc.RequirementCoverage{ID: r.ID, Name: r.Name, Optional: r.Optional, AnyOf: r.AnyOf, Need: max(1, r.Min)}
	have, sure := j.tally(r, unit)
	out.Have, out.Satisfied, out.Confirmed = have, have >= out.Need, sure >= out.Need
	if have > 0 {
		var room, after [16]cchc.LinkID
		links, late := room[:0], after[:0]
		r.each(unit, func(x *line) bool {
			if x.counts {
				links = append(links, j.a.in.Links[x.link].ID)
				if x.late {
					late = append(late, j.a.in.Links[x.link].ID)
				}
			}
			return true
		})
		out.Links, out.AfterLock = j.links.keep(links), j.links.keep(late)
	}
	if !out.Satisfied && !r.Optional {
		out.Missing = j.missing(r, unit)
	}
	return out
}
