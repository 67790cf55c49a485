package httpapi

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
)

// maxScores bounds the body of a change of scores, in bytes.
const maxScores = 16 << 20

type scoresInput struct {
	ID     string `path:"id" maxLength:"40" doc:"Of the round; current for the one in use"`
	Office string `query:"office" doc:"Only this office, by id or name; all of the round where absent"`
}

// scoreRow is the score of one criterion of one office, blank where nobody gave it.
type scoreRow struct {
	Criterion     string    `json:"criterion"`
	Title         string    `json:"title"`
	Office        string    `json:"office" doc:"Blank: the office as a whole"`
	OfficeName    string    `json:"office_name"`
	Points        float64   `json:"points" doc:"Maximum"`
	Survey        bool      `json:"survey" doc:"Scored by a survey: takes no self-score"`
	Ratio         bool      `json:"ratio" doc:"Takes the figures a and b"`
	Self          *float64  `json:"self,omitempty" doc:"Absent is not zero"`
	First         *float64  `json:"first,omitempty" doc:"Of the first appraisal"`
	Second        *float64  `json:"second,omitempty" doc:"Of the second appraisal"`
	A             *float64  `json:"a,omitempty"`
	B             *float64  `json:"b,omitempty"`
	Figures       string    `json:"figures,omitempty"`
	Explanation   string    `json:"explanation,omitempty"`
	NotApplicable bool      `json:"not_applicable,omitempty"`
	Why           string    `json:"why,omitempty" doc:"Why it does not apply"`
	Note          string    `json:"note,omitempty"`
	By            string    `json:"by,omitempty"`
	At            time.Time `json:"at,omitzero"`
}

func scoreRowOf(rules *round.Rules, leaf cchc.Criterion, office string, s cchc.Score) scoreRow {
	return scoreRow{
		leaf.ID, leaf.Title, office, rules.Name(office), leaf.Points, leaf.ScoredBy == cchc.ScoredBySurvey, leaf.Ratio != nil,
		s.Self, s.First, s.Second, s.A, s.B, s.Figures, s.Explanation, s.NotApplicable, s.Why, s.Note, s.By, s.At,
	}
}

// scoreEdit sets what is given of one score; what is absent stays.
type scoreEdit struct {
	Criterion     string        `json:"criterion" maxLength:"80"`
	Office        string        `json:"office,omitempty" maxLength:"80" doc:"Id; blank for the office as a whole"`
	Self          *float64      `json:"self,omitempty"`
	First         *float64      `json:"first,omitempty"`
	Second        *float64      `json:"second,omitempty"`
	A             *float64      `json:"a,omitempty"`
	B             *float64      `json:"b,omitempty"`
	Figures       string        `json:"figures,omitempty" maxLength:"8000"`
	Explanation   string        `json:"explanation,omitempty" maxLength:"8000"`
	NotApplicable bool          `json:"not_applicable,omitempty"`
	Why           string        `json:"why,omitempty" maxLength:"8000"`
	Note          string        `json:"note,omitempty" maxLength:"8000"`
	Clear         []round.Field `json:"clear,omitempty" enum:"self,first,second,a,b,figures,explanation,not_applicable,why,note" doc:"What is taken back"`
}

func (e scoreEdit) edit() round.Edit {
	return round.Given(cchc.Score{
		Criterion: e.Criterion, Office: e.Office, Self: e.Self, First: e.First, Second: e.Second, A: e.A, B: e.B,
		Figures: e.Figures, Explanation: e.Explanation, NotApplicable: e.NotApplicable, Why: e.Why, Note: e.Note,
	}, e.Clear...)
}

type saveScoresInput struct {
	ID   string `path:"id" maxLength:"40"`
	Body struct {
		Items []scoreEdit `json:"items" minItems:"1" maxItems:"20000"`
		By    string      `json:"by,omitempty" maxLength:"100" doc:"Who does it"`
		Unit  string      `json:"unit,omitempty" maxLength:"80" doc:"The unit he speaks for"`
	}
}

type scoresAnswer struct {
	Round  string              `json:"round"`
	Items  []scoreRow          `json:"items"`
	Total  int                 `json:"total"`
	Totals []round.OfficeTotal `json:"totals" doc:"An office a row"`
}

func (a *api) registerScores(router *gin.Engine, h huma.API) {
	tags := []string{"Đợt đánh giá"}
	huma.Register(h, huma.Operation{
		OperationID: "list-scores", Method: http.MethodGet, Path: "/api/v1/rounds/{id}/scores", Tags: tags,
		Summary: "Bảng điểm của đợt: mỗi tiêu chí, mỗi đơn vị một dòng, kể cả chưa chấm",
	}, a.listScores)
	huma.Register(h, huma.Operation{
		OperationID: "save-scores", Method: http.MethodPut, Path: "/api/v1/rounds/{id}/scores", Tags: tags, MaxBodyBytes: maxScores,
		Summary:     "Nhập điểm, số liệu, giải trình; tất cả hoặc không dòng nào",
		Description: "What is absent of a score stays as it is; clear takes a field back. The answer holds the rows that changed.",
	}, a.saveScores)
	a.registerScoreBook(router, h, tags)
}

func (a *api) listScores(ctx context.Context, in *scoresInput) (*body[scoresAnswer], error) {
	out, err := a.scoreTable(ctx, in.ID, in.Office, nil)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[scoresAnswer]{out}, nil
}

// scoreTable is the table of scores, or only the rows of some of them.
func (a *api) scoreTable(ctx context.Context, id, office string, only []cchc.Score) (out scoresAnswer, err error) {
	r, err := a.round(ctx, id)
	if err != nil {
		return out, err
	}
	rules, cat, err := a.rulesOf(ctx, r)
	if err != nil {
		return out, err
	}
	offices := round.Offices(r)
	if office != "" {
		if office, err = rules.Office(office); err != nil {
			return out, err
		}
		offices = []string{office}
	}
	held, err := a.cfg.Store.ScoresOf(ctx, a.scope(ctx), r.ID)
	if err != nil {
		return out, err
	}
	by := map[[2]string]cchc.Score{}
	for _, s := range held {
		by[[2]string{s.Office, s.Criterion}] = s
	}
	wanted := map[[2]string]bool{}
	for _, s := range only {
		wanted[[2]string{s.Office, s.Criterion}] = true
	}
	out = scoresAnswer{Round: r.ID, Items: []scoreRow{}, Totals: []round.OfficeTotal{}}
	for _, o := range offices {
		for _, leaf := range cat.Leaves() {
			if only == nil || wanted[[2]string{o, leaf.ID}] {
				out.Items = append(out.Items, scoreRowOf(rules, leaf, o, by[[2]string{o, leaf.ID}]))
			}
		}
	}
	for _, t := range rules.Totals(held) {
		if slices.Contains(offices, t.Office) {
			out.Totals = append(out.Totals, t)
		}
	}
	out.Total = len(out.Items)
	return out, nil
}

func (a *api) saveScores(ctx context.Context, in *saveScoresInput) (*body[scoresAnswer], error) {
	r, err := a.round(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	edits := make([]round.Edit, 0, len(in.Body.Items))
	for _, e := range in.Body.Items {
		edits = append(edits, e.edit())
	}
	changed, err := a.cfg.Store.SaveScores(ctx, a.scorer(ctx, in.Body.By, in.Body.Unit), r.ID, edits)
	a.computed.forget()
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	if changed == nil {
		changed = []cchc.Score{}
	}
	out, err := a.scoreTable(ctx, r.ID, "", changed)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[scoresAnswer]{out}, nil
}
