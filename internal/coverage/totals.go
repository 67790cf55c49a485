package coverage

import (
	"math"

	"minhchung/internal/cchc"
)

// Sum keeps the points of the assessed office apart by verdict. They add up to Points.
type Sum struct {
	Points        float64 `json:"points"`         // maximum, without what does not apply
	Covered       float64 `json:"covered"`        // Đủ tài liệu: confirmed by a person
	Pending       float64 `json:"pending"`        // Chờ xác nhận
	Partial       float64 `json:"partial"`        // Thiếu một phần
	Missing       float64 `json:"missing"`        // Chưa có tài liệu kiểm chứng
	Explained     float64 `json:"explained"`      // Có giải trình
	Survey        float64 `json:"survey"`         // điều tra xã hội học: no file proves them
	NotApplicable float64 `json:"not_applicable"` // outside Points
	CoveredShare  float64 `json:"covered_share"`  // Covered of Points, 0..1
	TargetShare   float64 `json:"target_share"`   // of the catalogue, 0 for none
	Reached       bool    `json:"target_reached"` // the covered share alone reaches the target
}

// Totals adds up the rows of the office (Unit ""); rows of units carry no points. target
// is Catalogue.TargetShare.
func Totals(rows []cchc.Coverage, target float64) Sum {
	var s Sum
	for _, r := range rows {
		if r.Unit != "" {
			continue
		}
		switch r.Verdict {
		case cchc.VerdictCovered:
			s.Covered += r.Points
		case cchc.VerdictPending:
			s.Pending += r.Points
		case cchc.VerdictPartial:
			s.Partial += r.Points
		case cchc.VerdictExplained:
			s.Explained += r.Points
		case cchc.VerdictMissing:
			s.Missing += r.Points
		case cchc.VerdictSurvey:
			s.Survey += r.Points
		case cchc.VerdictNotApplicable:
			s.NotApplicable += r.Points
			continue
		}
		s.Points += r.Points
	}
	for _, v := range []*float64{&s.Points, &s.Covered, &s.Pending, &s.Partial, &s.Missing, &s.Explained, &s.Survey, &s.NotApplicable} {
		*v = math.Round(*v*100) / 100
	}
	s.TargetShare = target
	if s.Points > 0 {
		s.CoveredShare = math.Round(s.Covered/s.Points*10000) / 10000
		s.Reached = target > 0 && s.Covered >= target*s.Points-1e-9
	}
	return s
}
