package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
	"minhchung/internal/record"
	"minhchung/internal/search"
)

type similarInput struct {
	ID    string `path:"id" doc:"SHA-256 of the file, with .n for the n-th document in it"`
	Limit int    `query:"limit" default:"10" minimum:"1" maximum:"50"`
	record.Filters
}

type similarAnswer struct {
	Document cchc.DocumentID `json:"document"`
	Items    []record.HitRow `json:"items" doc:"Most alike first; never the document itself"`
	Total    int             `json:"total" doc:"Documents alike in all; there are no further pages"`
	TookMS   int64           `json:"took_ms"`
	Notices  []messages.Said `json:"notices"`
}

type insideInput struct {
	ID    string `path:"id" doc:"SHA-256 of the file, with .n for the n-th document in it"`
	Query string `query:"q" required:"true" doc:"What to look for in the document, as in a search"`
	Limit int    `query:"limit" default:"50" minimum:"1" maximum:"200" doc:"Places shown; the best ones where there are more"`
}

type insideAnswer struct {
	Document cchc.DocumentID   `json:"document"`
	Query    string            `json:"query"`
	Items    []record.PlaceRow `json:"items" doc:"In the order of the document"`
	Total    int               `json:"total" doc:"Places in all"`
	TookMS   int64             `json:"took_ms"`
	Notices  []messages.Said   `json:"notices"`
}

func (a *api) registerNear(h huma.API) {
	huma.Register(h, huma.Operation{
		OperationID: "list-similar", Method: http.MethodGet, Path: "/api/v1/documents/{id}/similar", Tags: []string{"Văn bản"},
		Summary: "Văn bản tương tự: cùng nội dung, bản trước, bản dự thảo, bản của đơn vị khác",
	}, a.similar)
	huma.Register(h, huma.Operation{
		OperationID: "list-hits", Method: http.MethodGet, Path: "/api/v1/documents/{id}/hits", Tags: []string{"Văn bản"},
		Summary: "Tìm trong một văn bản: mọi chỗ khớp, kèm trang, mục và vị trí từng chữ",
	}, a.inside)
}

func (a *api) similar(ctx context.Context, in *similarInput) (*body[similarAnswer], error) {
	d, err := a.document(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	q := search.Query{Scope: a.scope(ctx), Limit: in.Limit}
	if q.Filters, err = in.Search(); err != nil {
		return nil, a.fail(ctx, err)
	}
	r, err := record.Similar(ctx, a.cfg.Searcher, a.cfg.Store, d, q)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[similarAnswer]{similarAnswer{
		Document: d.ID, Items: orEmpty(r.Hits), Total: r.Total, TookMS: r.TookMS, Notices: saidAll(ctx, r.Notices),
	}}, nil
}

func (a *api) inside(ctx context.Context, in *insideInput) (*body[insideAnswer], error) {
	d, err := a.document(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	r, err := record.Inside(ctx, a.cfg.Searcher, a.cfg.Store, d.ID, search.Query{Text: in.Query, Scope: a.scope(ctx), Limit: in.Limit})
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[insideAnswer]{insideAnswer{
		Document: d.ID, Query: r.Query, Items: r.Places, Total: r.Total, TookMS: r.TookMS, Notices: saidAll(ctx, r.Notices),
	}}, nil
}
