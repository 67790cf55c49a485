package round

import (
	"minhchung/internal/cchc"
)

// Left is a score, or points of one, that could not go along to another catalogue.
type Left struct {
	Criterion string      `json:"criterion"` // of the old version
	Office    string      `json:"office"`
	Reason    cchc.Reason `json:"reason"`
}

// Carry takes scores along to another version of the catalogue: to the criterion a mapping
// names (old identity → new, "" for none), without one to the criterion of the same
// identity. What has no counterpart, or whose points do not fit the new maximum, is told.
// next are the rules of the round on the next version.
func Carry(scores []cchc.Score, mapping map[string]string, next *Rules) (kept []cchc.Score, left []Left) {
	taken := map[[2]string]string{}
	for _, from := range scores {
		s := from
		tell := func(r cchc.Reason) { left = append(left, Left{from.Criterion, from.Office, r}) }
		to, given := mapping[s.Criterion]
		if mapping == nil {
			to, given = s.Criterion, true
		}
		leaf, ok := next.leaves[to]
		if !given || !ok {
			tell(cchc.NewReason("carry-no-criterion", s.Criterion, OfficeName(s.Office, next.units)))
			continue
		}
		key := [2]string{s.Office, to}
		if first, twice := taken[key]; twice {
			tell(cchc.NewReason("carry-twice", s.Criterion, OfficeName(s.Office, next.units), to, first))
			continue
		}
		taken[key] = s.Criterion
		s.Criterion = to
		kept = append(kept, fit(next, leaf, from, s, tell))
	}
	return kept, left
}

// fit takes out of a score what the new criterion does not take.
func fit(next *Rules, leaf cchc.Criterion, from, s cchc.Score, tell func(cchc.Reason)) cchc.Score {
	office := OfficeName(s.Office, next.units)
	for _, p := range []**float64{&s.Self, &s.First, &s.Second} {
		if *p == nil {
			continue
		}
		if _, ok := fits(**p, min(0, leaf.Points), max(0, leaf.Points)); !ok {
			tell(cchc.NewReason("carry-points", from.Criterion, office, Decimal(**p), Decimal(leaf.Points)))
			*p = nil
		}
	}
	if leaf.ScoredBy == cchc.ScoredBySurvey && s.Self != nil {
		tell(cchc.NewReason("carry-survey", from.Criterion, office))
		s.Self = nil
	}
	if leaf.Ratio == nil && (s.A != nil || s.B != nil) {
		tell(cchc.NewReason("carry-figures", from.Criterion, office))
		s.A, s.B = nil, nil
	}
	return s
}
