package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/messages"
	"minhchung/internal/record"
)

type suggestInput struct {
	Query string `query:"q" required:"true" maxLength:"200" doc:"What was typed so far"`
	Limit int    `query:"limit" default:"10" minimum:"1" maximum:"10"`
}

type suggestAnswer struct {
	Items   []record.Completion `json:"items"`
	Notices []messages.Said     `json:"notices" doc:"Which limits acted"`
}

func (a *api) registerSuggest(h huma.API) {
	huma.Register(h, huma.Operation{
		OperationID: "suggest", Method: http.MethodGet, Path: "/api/v1/search/suggest", Tags: []string{"Tìm kiếm"},
		Summary: "Gợi ý khi đang gõ: trích yếu, số ký hiệu và cơ quan ban hành có chữ bắt đầu như vậy, có dấu hoặc không dấu",
	}, func(ctx context.Context, in *suggestInput) (*body[suggestAnswer], error) {
		list, err := a.completions.get(ctx, a.cfg.Store, a.scope(ctx), a.cfg.Now, a.cfg.Log)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		return &body[suggestAnswer]{suggestAnswer{Items: orEmpty(list.Complete(in.Query, in.Limit)), Notices: saidAll(ctx, list.Notices())}}, nil
	})
}
