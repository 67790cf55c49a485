package coverage

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"minhchung/internal/cchc"
)

// Assess returns the verdicts in the order of the catalogue: for each leaf a row of the
// office (Unit ""), with the points, and behind it a row without points for each unit
// that has to contribute. Where a round has several offices, the rows are those of each
// office in turn, in the order of the round. The order of links is of no consequence.
func Assess(in Input) []cchc.Coverage { return NewAssessor(in).Assess(View{}) }

// Assess returns the rows a view asks for. Rows share parts and must not be changed.
func (a *Assessor) Assess(v View) []cchc.Coverage {
	leaves := a.leavesUnder(v.Criterion)
	if a.several() {
		return a.ofOffices(leaves, cmp.Or(v.Office, v.Unit))
	}
	units := a.unitsOfView(v.Unit)
	parts := make([][]cchc.Coverage, len(leaves))
	a.judges(len(leaves), func(j *judge, i int) {
		l := &a.leaves[leaves[i]]
		var rows []cchc.Coverage
		if v.Unit == "" {
			if slices.ContainsFunc(l.Requires, perUnit) {
				rows = make([]cchc.Coverage, 0, len(units)+1)
			}
			rows = append(rows, j.office(l, -1))
		}
		for _, u := range units {
			if row, ok := j.unit(l, u); ok {
				rows = append(rows, row)
			}
		}
		parts[i] = rows
	})
	return slices.Concat(parts...)
}

func (a *Assessor) ofOffices(leaves []int, only string) []cchc.Coverage {
	var offices []int32
	for _, u := range a.offices {
		if only == "" || a.units[u].ID == only {
			offices = append(offices, u)
		}
	}
	out := make([]cchc.Coverage, len(offices)*len(leaves))
	a.judges(len(offices), func(j *judge, i int) {
		for k, l := range leaves {
			out[i*len(leaves)+k] = j.office(&a.leaves[l], offices[i])
		}
	})
	return out
}

func (a *Assessor) unitsOfView(only string) []int32 {
	var out []int32
	for i, u := range a.units {
		if only == "" || u.ID == only {
			out = append(out, int32(i))
		}
	}
	return out
}

// leavesUnder are the numbers of the leaves of a criterion, itself if it is one; all for "".
func (a *Assessor) leavesUnder(criterion string) []int {
	wanted := map[string]bool{}
	for _, l := range leavesUnder(a.in.Catalogue.Criteria, criterion) {
		wanted[l.ID] = true
	}
	var out []int
	for i := range a.leaves {
		if wanted[a.leaves[i].ID] {
			out = append(out, i)
		}
	}
	return out
}

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

// judges runs f for 0..n-1 on all processors, each with a judge of its own.
func (a *Assessor) judges(n int, f func(*judge, int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		j := a.judge()
		for i := range n {
			f(j, i)
		}
		return
	}
	var wg sync.WaitGroup
	next := make(chan int)
	for range workers {
		wg.Go(func() {
			j := a.judge()
			for i := range next {
				f(j, i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

func perUnit(r cchc.Requirement) bool {
	return r.Scope == cchc.ScopeUnit || r.Scope == cchc.ScopeEachUnitConcerned
}

// clause is what a criterion asks for as a whole: one requirement, or a group of which one
// alternative is enough. An alternative is a list of requirements that go together.
type clause struct {
	optional     bool
	alternatives [][]int // positions in the requirements of the criterion
}

func clauses(rs []cchc.Requirement) []clause {
	var out []clause
	at, alternative := map[string]int{}, map[string]int{}
	for i, r := range rs {
		if r.AnyOf == "" {
			out = append(out, clause{optional: r.Optional, alternatives: [][]int{{i}}})
			continue
		}
		group, name := r.Group()
		n, known := at[group]
		if !known {
			n = len(out)
			at[group] = n
			out = append(out, clause{optional: true})
		}
		c := &out[n]
		c.optional = c.optional && r.Optional
		k, known := alternative[group+"/"+name]
		if !known {
			k = len(c.alternatives)
			alternative[group+"/"+name] = k
			c.alternatives = append(c.alternatives, nil)
		}
		c.alternatives[k] = append(c.alternatives[k], i)
	}
	return out
}

// verdict sums requirements up. Optional ones never make a gap; where all are optional
// they decide among themselves. of says where a requirement stands in rs, -1 where it does
// not count for this row.
func verdict(cs []clause, rs []cchc.RequirementCoverage, of func(int) int) cchc.Verdict {
	needed, only := 0, true
	for i := range cs {
		if !cs[i].optional && cs[i].in(of) {
			only = false
		}
	}
	confirmed, satisfied, some := true, true, false
	for i := range cs {
		c := &cs[i]
		if c.optional && !only || !c.in(of) {
			continue
		}
		needed++
		sure, met, any := c.state(rs, of)
		confirmed, satisfied, some = confirmed && sure, satisfied && met, some || any
		c.spare(rs, of, met)
	}
	switch {
	case needed > 0 && confirmed:
		return cchc.VerdictCovered
	case needed > 0 && satisfied:
		return cchc.VerdictPending
	case some:
		return cchc.VerdictPartial
	}
	return cchc.VerdictMissing
}

func (c *clause) in(of func(int) int) bool {
	for _, alternative := range c.alternatives {
		for _, i := range alternative {
			if of(i) >= 0 {
				return true
			}
		}
	}
	return false
}

// state is how far a clause is met: by what is accepted, by what is proposed too, at all.
func (c *clause) state(rs []cchc.RequirementCoverage, of func(int) int) (confirmed, satisfied, some bool) {
	for _, alternative := range c.alternatives {
		sure, met, there := true, true, false
		for _, i := range alternative {
			k := of(i)
			if k < 0 {
				continue
			}
			there = true
			sure, met = sure && rs[k].Confirmed, met && rs[k].Satisfied
			some = some || rs[k].Have > 0
		}
		confirmed, satisfied = confirmed || there && sure, satisfied || there && met
	}
	return confirmed, satisfied, some
}

// spare marks what another alternative stands for: it makes no gap.
func (c *clause) spare(rs []cchc.RequirementCoverage, of func(int) int, met bool) {
	if !met || len(c.alternatives) < 2 {
		return
	}
	for _, alternative := range c.alternatives {
		for _, i := range alternative {
			if k := of(i); k >= 0 && !rs[k].Satisfied {
				rs[k].Spared, rs[k].Missing = true, nil
			}
		}
	}
}
