package round

import (
	"math"

	"minhchung/internal/cchc"
)

// OfficeTotal is what the scores of one office come to. Points of different kinds stand apart
// and are never added together. Max, Survey and NotApplicable split the points of the
// catalogue.
type OfficeTotal struct {
	Office        string  `json:"office"`
	Name          string  `json:"name"`
	Points        float64 `json:"points" doc:"Maximum of what applies to the office and is scored by evidence"`
	Survey        float64 `json:"survey" doc:"Maximum of what a survey scores; the survey's points are not known here"`
	NotApplicable float64 `json:"not_applicable" doc:"Maximum of what does not apply to the office; outside points"`
	Self          float64 `json:"self" doc:"Self-scored points"`
	First         float64 `json:"first" doc:"Points of the first appraisal"`
	Second        float64 `json:"second" doc:"Points of the second appraisal"`
	Criteria      int     `json:"criteria" doc:"Criteria that apply and are scored by evidence"`
	SelfScored    int     `json:"self_scored"`
	FirstScored   int     `json:"first_scored"`
	SecondScored  int     `json:"second_scored"`
	Explained     int     `json:"explained" doc:"Criteria with a written explanation"`
	Exempt        int     `json:"exempt" doc:"Criteria that do not apply"`
}

// Totals sums the scores up, an office a row in the order of the round. Scores of criteria
// or offices the round does not have are passed over.
func (x *Rules) Totals(scores []cchc.Score) []OfficeTotal {
	held := map[[2]string]cchc.Score{}
	for _, s := range scores {
		held[[2]string{s.Office, s.Criterion}] = s
	}
	out := make([]OfficeTotal, 0, len(x.offices))
	for _, o := range x.offices {
		t := OfficeTotal{Office: o, Name: OfficeName(o, x.units)}
		for _, leaf := range x.order {
			t.add(leaf, held[[2]string{o, leaf.ID}])
		}
		for _, v := range []*float64{&t.Points, &t.Survey, &t.NotApplicable, &t.Self, &t.First, &t.Second} {
			*v = math.Round(*v*fineness) / fineness // sums of decimals
		}
		out = append(out, t)
	}
	return out
}

func (t *OfficeTotal) add(leaf cchc.Criterion, s cchc.Score) {
	switch {
	case s.NotApplicable:
		t.NotApplicable += leaf.Points
		t.Exempt++
		return
	case leaf.ScoredBy == cchc.ScoredBySurvey:
		t.Survey += leaf.Points
		return
	}
	t.Points += leaf.Points
	t.Criteria++
	for _, x := range []struct {
		v   *float64
		sum *float64
		n   *int
	}{{s.Self, &t.Self, &t.SelfScored}, {s.First, &t.First, &t.FirstScored}, {s.Second, &t.Second, &t.SecondScored}} {
		if x.v != nil {
			*x.sum += *x.v
			*x.n++
		}
	}
	if s.Explanation != "" {
		t.Explained++
	}
}
