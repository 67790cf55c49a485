package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
)

func (a *api) registerCriteria(h huma.API) {
	huma.Register(h, huma.Operation{
		OperationID: "get-criteria", Method: http.MethodGet, Path: "/api/v1/criteria", Tags: []string{"Tiêu chí"},
		Summary: "Bộ tiêu chí đang dùng, cả cây với yêu cầu của từng tiêu chí",
	}, func(ctx context.Context, _ *struct{}) (*body[cchc.Catalogue], error) {
		cat, err := a.cfg.Store.CurrentCatalogue(ctx, a.scope(ctx))
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		return &body[cchc.Catalogue]{cat}, nil
	})
}
