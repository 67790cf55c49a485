package coverage

import (
	"math"

	"minhchung/internal/cchc"
)

// Sum keeps the points of an assessed office apart: maxima by verdict, which add up to
// Points, and beside them self-scored points by what stands behind them, which add up to
// Self. Points of different kinds are never added together.
type Sum struct {
	Office        string  `json:"office,omitempty"`
	Points        float64 `json:"points" doc:"Điểm tối đa: maximum, without what does not apply"`
	Covered       float64 `json:"covered" doc:"Đủ tài liệu: maximum of criteria confirmed by a person"`
	Pending       float64 `json:"pending" doc:"Chờ xác nhận"`
	Partial       float64 `json:"partial" doc:"Thiếu một phần"`
	Missing       float64 `json:"missing" doc:"Chưa có tài liệu kiểm chứng"`
	Explained     float64 `json:"explained" doc:"Có giải trình"`
	Survey        float64 `json:"survey" doc:"Điều tra xã hội học: no file proves them, their points are not known here"`
	NotApplicable float64 `json:"not_applicable" doc:"Không áp dụng: outside points"`
	CoveredShare  float64 `json:"covered_share" doc:"Covered of points, 0..1"`
	TargetShare   float64 `json:"target_share" doc:"Of the catalogue, 0 for none"`
	Target        float64 `json:"target" doc:"Chỉ tiêu in points: the target share of points, 0 for none"`
	Reached       bool    `json:"target_reached" doc:"The covered share alone reaches the target"`

	Self          float64 `json:"self" doc:"Điểm tự chấm of the criteria scored"`
	SelfConfirmed float64 `json:"self_evidenced" doc:"Điểm tự chấm có tài liệu kiểm chứng: of criteria confirmed by a person"`
	SelfEvidenced float64 `json:"self_evidenced_with_pending" doc:"The same with those waiting for confirmation"`
	SelfExplained float64 `json:"self_explained" doc:"Điểm tự chấm of criteria with a written explanation in place of papers"`
	AtRisk        float64 `json:"at_risk" doc:"Điểm tự chấm of criteria whose papers are missing, wholly or in part"`
	Scored        int     `json:"scored" doc:"Criteria with a self-score"`
	Unscored      int     `json:"unscored" doc:"Criteria of the office that are scored by evidence and have no self-score yet"`
}

// Totals adds up the rows of offices (Unit ""); rows of units carry no points. target
// is Catalogue.TargetShare.
func Totals(rows []cchc.Coverage, target float64) Sum {
	var s Sum
	for i := range rows {
		if rows[i].Unit == "" {
			s.add(&rows[i])
		}
	}
	s.finish(target)
	return s
}

// TotalsByOffice are the totals of each office, in the order of the rows.
func TotalsByOffice(rows []cchc.Coverage, target float64) []Sum {
	var out []Sum
	at := map[string]int{}
	for i := range rows {
		r := &rows[i]
		if r.Unit != "" {
			continue
		}
		n, known := at[r.Office]
		if !known {
			n = len(out)
			at[r.Office] = n
			out = append(out, Sum{Office: r.Office})
		}
		out[n].add(r)
	}
	for i := range out {
		out[i].finish(target)
	}
	return out
}

func (s *Sum) add(r *cchc.Coverage) {
	self := 0.0
	if r.Self != nil {
		self = *r.Self
	}
	switch r.Verdict {
	case cchc.VerdictCovered:
		s.Covered += r.Points
		s.SelfConfirmed += self
		s.SelfEvidenced += self
	case cchc.VerdictPending:
		s.Pending += r.Points
		s.SelfEvidenced += self
	case cchc.VerdictPartial:
		s.Partial += r.Points
		s.AtRisk += self
	case cchc.VerdictMissing:
		s.Missing += r.Points
		s.AtRisk += self
	case cchc.VerdictExplained:
		s.Explained += r.Points
		s.SelfExplained += self
	case cchc.VerdictSurvey: // nobody scores himself
		s.Survey += r.Points
		s.Points += r.Points
		return
	case cchc.VerdictNotApplicable:
		s.NotApplicable += r.Points
		return
	}
	s.Points += r.Points
	s.Self += self
	if r.Self != nil {
		s.Scored++
	} else {
		s.Unscored++
	}
}

func (s *Sum) finish(target float64) {
	for _, v := range []*float64{
		&s.Points, &s.Covered, &s.Pending, &s.Partial, &s.Missing, &s.Explained, &s.Survey, &s.NotApplicable,
		&s.Self, &s.SelfConfirmed, &s.SelfEvidenced, &s.SelfExplained, &s.AtRisk,
	} {
		*v = math.Round(*v*1e4) / 1e4
	}
	s.TargetShare = target
	if s.Points > 0 {
		s.CoveredShare = math.Round(s.Covered/s.Points*10000) / 10000
		s.Target = math.Round(target*s.Points*1e4) / 1e4
		s.Reached = target > 0 && s.Covered >= target*s.Points-1e-9
	}
}
