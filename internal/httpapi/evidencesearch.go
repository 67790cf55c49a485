package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/messages"
	"minhchung/internal/record"
)

type evidenceInput struct {
	Code    string `path:"code" doc:"Code of the criterion, a leaf: 1.4"`
	Unit    string `query:"unit" doc:"Only papers of this unit; - is the office itself"`
	From    string `query:"from" format:"date" doc:"Issued on this day or later, instead of the window of the criterion"`
	To      string `query:"to" format:"date" doc:"Issued on this day or earlier"`
	AnyTime bool   `query:"any_time" doc:"Whenever issued, papers without a date too"`
	AnyType bool   `query:"any_type" doc:"Whatever the type of paper"`
	Query   string `query:"q" maxLength:"500" doc:"Further words"`
	Limit   int    `query:"limit" default:"20" minimum:"1" maximum:"100"`
}

type evidenceAnswer struct {
	Criterion string                 `json:"criterion"`
	Title     string                 `json:"title"`
	Queries   []record.EvidenceQuery `json:"queries" doc:"What was run, built from the requirements of the criterion"`
	Items     []record.EvidenceHit   `json:"items" doc:"Documents with their best passage, merged by rank; proposed as evidence or not"`
	Total     int                    `json:"total" doc:"Different documents found by all queries"`
	TookMS    int64                  `json:"took_ms"`
	Notices   []messages.Said        `json:"notices"`
}

func (a *api) registerEvidenceSearch(h huma.API) {
	huma.Register(h, huma.Operation{
		OperationID: "search-evidence", Method: http.MethodGet, Path: "/api/v1/criteria/{code}/search", Tags: []string{"Tìm kiếm"},
		Summary: "Tìm tài liệu kiểm chứng cho một tiêu chí theo chủ đề, loại văn bản và thời gian mà tiêu chí yêu cầu; nêu rõ đã tìm bằng câu nào",
	}, func(ctx context.Context, in *evidenceInput) (*body[evidenceAnswer], error) {
		out, err := a.evidenceSearch(ctx, in)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		return &body[evidenceAnswer]{out}, nil
	})
}

func (a *api) evidenceSearch(ctx context.Context, in *evidenceInput) (evidenceAnswer, error) {
	cat, err := a.cfg.Store.CurrentCatalogue(ctx, a.scope(ctx))
	if err != nil {
		return evidenceAnswer{}, err
	}
	window, err := record.Filters{From: in.From, To: in.To}.Search()
	if err != nil {
		return evidenceAnswer{}, err
	}
	r, err := record.FindEvidence(ctx, a.cfg.Searcher, a.cfg.Store, cat, in.Code, record.EvidenceAsk{
		Scope: a.scope(ctx), Unit: in.Unit, From: window.From, To: window.To, AnyTime: in.AnyTime, AnyType: in.AnyType, Words: in.Query, Limit: in.Limit,
	})
	if err != nil {
		return evidenceAnswer{}, err
	}
	return evidenceAnswer{
		Criterion: r.Criterion, Title: r.Title, Queries: r.Queries, Items: orEmpty(r.Hits), Total: r.Total, TookMS: r.TookMS, Notices: saidAll(ctx, r.Notices),
	}, nil
}
