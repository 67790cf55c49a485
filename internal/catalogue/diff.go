package catalogue

import (
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
)

// ChangeKind is a way two versions differ.
type ChangeKind string

// The ways two versions differ.
const (
	Added              ChangeKind = "added"
	Removed            ChangeKind = "removed"
	Renumbered         ChangeKind = "renumbered"
	Renamed            ChangeKind = "renamed"
	PointsChanged      ChangeKind = "points"
	ScoringChanged     ChangeKind = "scoring" // survey, ratio, target, exemption, personal
	RequirementAdded   ChangeKind = "requirement-added"
	RequirementRemoved ChangeKind = "requirement-removed"
	RequirementChanged ChangeKind = "requirement-changed"
)

// Change is one difference of two versions of a catalogue.
type Change struct {
	Kind  ChangeKind `json:"kind"`
	Old   string     `json:"old,omitempty"` // identity of criterion or requirement
	New   string     `json:"new,omitempty"`
	Title string     `json:"title"` // of the newer, of the older where it was removed
	Was   string     `json:"was,omitempty"`
	Is    string     `json:"is,omitempty"`
}

// Diff lists how the leaves of a catalogue and their requirements differ from those of an
// older version, in the order of the older, additions last. Criteria are matched as by
// [Mapping]. Phrases and dates that only move with the year do not count.
func Diff(old, next cchc.Catalogue) []Change {
	olds, news := leavesOf(old), leavesOf(next)
	pairs := pairLeaves(olds, news)
	taken := map[int]bool{}
	var out []Change
	for i, x := range olds {
		p, ok := pairs[i]
		if ok && p.basis == BasisCode && p.confidence < sameCode/2 {
			ok = false // one code, two criteria
		}
		if !ok {
			out = append(out, Change{Kind: Removed, Old: x.ID, Title: x.Title, Was: number(x.Points)})
			continue
		}
		taken[p.at] = true
		out = append(out, diffCriterion(x.Criterion, news[p.at].Criterion, old.Year, next.Year)...)
	}
	for j, y := range news {
		if !taken[j] {
			out = append(out, Change{Kind: Added, New: y.ID, Title: y.Title, Is: number(y.Points)})
		}
	}
	return out
}

func diffCriterion(x, y cchc.Criterion, oldYear, newYear int) []Change {
	var out []Change
	add := func(kind ChangeKind, was, is string) {
		if was != is {
			out = append(out, Change{Kind: kind, Old: x.ID, New: y.ID, Title: y.Title, Was: was, Is: is})
		}
	}
	add(Renumbered, x.ID, y.ID)
	add(Renamed, withoutYearIn(x.Title, oldYear), withoutYearIn(y.Title, newYear))
	add(PointsChanged, number(x.Points), number(y.Points))
	add(ScoringChanged, scoring(x), scoring(y))
	to := map[string]string{}
	for _, m := range mapRequirements(x.Requires, y.Requires, oldYear, newYear) {
		to[m.Old] = m.New
	}
	met := map[string]bool{}
	for _, a := range x.Requires {
		at := slices.IndexFunc(y.Requires, func(b cchc.Requirement) bool { return b.ID == to[a.ID] })
		if at < 0 {
			out = append(out, Change{Kind: RequirementRemoved, Old: a.ID, Title: a.Name})
			continue
		}
		b := y.Requires[at]
		met[b.ID] = true
		if was, is := paperText(a, oldYear), paperText(b, newYear); was != is {
			out = append(out, Change{Kind: RequirementChanged, Old: a.ID, New: b.ID, Title: b.Name, Was: was, Is: is})
		}
	}
	for _, b := range y.Requires {
		if !met[b.ID] {
			out = append(out, Change{Kind: RequirementAdded, New: b.ID, Title: b.Name, Is: paperText(b, newYear)})
		}
	}
	return out
}

// scoring says in one line how a criterion is scored.
func scoring(x cchc.Criterion) string {
	out := []string{shownAs(scoringWords(), x.ScoredBy)}
	if x.Personal {
		out = append(out, "dữ liệu cá nhân")
	}
	if x.NotApplicableWhen != "" {
		out = append(out, "không áp dụng: "+x.NotApplicableWhen)
	}
	if x.Ratio != nil {
		out = append(out, "tỷ lệ "+x.Ratio.A+" / "+x.Ratio.B)
	}
	if x.Target != nil {
		out = append(out, "ít nhất "+number(x.Target.AtLeast)+" "+x.Target.ShareOf)
	}
	return strings.Join(out, "; ")
}

// paperText says in one line what a requirement asks for.
func paperText(r cchc.Requirement, year int) string {
	out := []string{withoutYearIn(r.Name, year), strings.Join(r.Kinds, ", "), strings.Join(withoutYear(r.About, year), " | ")}
	if r.Where != "" {
		out = append(out, shownAs(whereWords(), r.Where))
	}
	out = append(out, "tính cho "+shownAs(scopeWords(), string(r.Scope)), "ban hành: "+shownAs(issuerWords(), string(r.By)))
	if !r.Issued.From.IsZero() || !r.Issued.To.IsZero() {
		out = append(out, withoutYearIn(r.Issued.From.String(), year)+" – "+withoutYearIn(r.Issued.To.String(), year))
	}
	if r.InForce {
		out = append(out, "còn hiệu lực")
	}
	if r.Optional {
		out = append(out, "không bắt buộc")
	}
	if r.AnyOf != "" {
		out = append(out, "thay thế cho nhau: "+r.AnyOf)
	}
	return strings.Join(append(out, "ít nhất "+strconv.Itoa(r.Min)), "; ")
}

// withoutYear puts templates back for the years around that of a catalogue.
func withoutYear(texts []string, year int) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = withoutYearIn(s, year)
	}
	return out
}

func withoutYearIn(s string, year int) string {
	if year == 0 {
		return s
	}
	return strings.NewReplacer(strconv.Itoa(year), "{year}", strconv.Itoa(year-1), "{prev}", strconv.Itoa(year+1), "{next}").Replace(s)
}
