package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/coverage"
)

type coverageInput struct {
	Unit      string `query:"unit" doc:"Only this unit; the assessed office and all units where absent"`
	Criterion string `query:"criterion" doc:"Only this criterion or branch"`
}

type coverageAnswer struct {
	Catalogue string         `json:"catalogue" doc:"id@version the verdicts are of"`
	Title     string         `json:"title"`
	Year      int            `json:"year,omitempty"`
	Items     []coverage.Row `json:"items"`
	Total     int            `json:"total"`
	Totals    coverage.Sum   `json:"totals" doc:"Points of the assessed office"`
	Unread    int            `json:"unread" doc:"Files with pages nobody could read yet; they may hide evidence"`
}

func (a *api) registerCoverage(h huma.API) {
	huma.Register(h, huma.Operation{
		OperationID: "get-coverage", Method: http.MethodGet, Path: "/api/v1/coverage", Tags: []string{"Tình trạng minh chứng"},
		Summary: "Tiêu chí nào đủ tài liệu kiểm chứng, tiêu chí nào thiếu, thiếu gì, vì sao và tài liệu gần đúng nhất",
	}, func(ctx context.Context, in *coverageInput) (*body[coverageAnswer], error) {
		r, err := a.coverage(ctx, a.scope(ctx), coverage.Filter{Unit: in.Unit, Criterion: in.Criterion})
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		rows := coverage.Say(r.Rows, langOf(ctx))
		return &body[coverageAnswer]{coverageAnswer{
			Catalogue: r.Catalogue.Ref(), Title: r.Catalogue.Title, Year: r.Catalogue.Year,
			Items: rows, Total: len(rows), Totals: r.Totals, Unread: r.Unread,
		}}, nil
	})
}
