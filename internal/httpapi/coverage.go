package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/coverage"
)

// CoverageQuery is what coverage can be narrowed to. It is exported because huma passes
// over embedded fields that are not.
type CoverageQuery struct {
	Round     string `query:"round" doc:"A round; the one on the current catalogue where absent, the current catalogue where there is none"`
	Office    string `query:"office" doc:"Only this assessed office of a round with several"`
	Unit      string `query:"unit" doc:"Only this unit; the assessed office and all units where absent"`
	Criterion string `query:"criterion" doc:"Only this criterion or branch"`
	Period    string `query:"period" doc:"Only papers of a part of the year: 2020-Q3, 2020-H1, 2020-9T, 2020-07 or 2020-01-01..2020-03-31"`
}

func (q CoverageQuery) filter() coverage.Filter {
	return coverage.Filter{Round: q.Round, Office: q.Office, Unit: q.Unit, Criterion: q.Criterion, Period: q.Period}
}

type coverageInput struct {
	CoverageQuery
	Offset int `query:"offset" minimum:"0" doc:"Rows passed over"`
	Limit  int `query:"limit" default:"20000" minimum:"1" maximum:"20000" doc:"Rows given"`
}

type coverageAnswer struct {
	Catalogue string               `json:"catalogue" doc:"id@version the verdicts are of"`
	Title     string               `json:"title"`
	Year      int                  `json:"year,omitempty"`
	Round     *cchc.Round          `json:"round,omitempty" doc:"Absent where there is no round"`
	Items     []coverage.Row       `json:"items"`
	Total     int                  `json:"total" doc:"Rows in all"`
	Totals    coverage.Sum         `json:"totals" doc:"Points of the assessed office; zero where several were asked for"`
	Offices   []coverage.Sum       `json:"offices,omitempty" doc:"Points of each office of a round with several"`
	Unread    int                  `json:"unread" doc:"Files with pages nobody could read yet; they may hide evidence"`
	Files     []coverage.UnreadRow `json:"unread_files" doc:"The first of them by path, at most 200"`
}

func (a *api) registerCoverage(h huma.API) {
	huma.Register(h, huma.Operation{
		OperationID: "get-coverage", Method: http.MethodGet, Path: "/api/v1/coverage", Tags: []string{"Tình trạng minh chứng"},
		Summary: "Tiêu chí nào đủ tài liệu kiểm chứng, tiêu chí nào thiếu, thiếu gì, vì sao và tài liệu gần đúng nhất",
	}, func(ctx context.Context, in *coverageInput) (*body[coverageAnswer], error) {
		r, err := a.coverage(ctx, a.scope(ctx), in.filter())
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		shown := r.Rows[min(in.Offset, len(r.Rows)):]
		rows := coverage.Say(shown[:min(in.Limit, len(shown))], langOf(ctx))
		return &body[coverageAnswer]{coverageAnswer{
			Catalogue: r.Catalogue.Ref(), Title: r.Catalogue.Title, Year: r.Catalogue.Year,
			Round: r.Round, Items: rows, Total: len(r.Rows), Totals: r.Totals, Offices: r.Offices,
			Unread: r.Unread, Files: coverage.SayUnread(r.Files, langOf(ctx)),
		}}, nil
	})
}
