package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
)

type health struct {
	Status  string             `json:"status" enum:"ok" doc:"ok where the record answers"`
	Version string             `json:"version"`
	Files   map[cchc.State]int `json:"files" doc:"Dropped files by state of the ledger"`
}

func (a *api) registerHealth(h huma.API) {
	huma.Register(h, huma.Operation{
		OperationID: "get-health", Method: http.MethodGet, Path: "/api/v1/health",
		Summary: "Chương trình có đang chạy tốt không, và các tệp đang ở trạng thái nào", Tags: []string{"Hệ thống"},
	}, func(ctx context.Context, _ *struct{}) (*body[health], error) {
		files, err := a.cfg.Store.Summary(ctx, a.scope(ctx))
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		return &body[health]{health{Status: "ok", Version: a.cfg.Version, Files: files}}, nil
	})
}
