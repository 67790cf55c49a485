package httpapi

import (
	"context"
	"io"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/export"
	"minhchung/internal/messages"
	"minhchung/internal/record"
	"minhchung/internal/search"
)

type batchBody struct {
	Lines   []string       `json:"lines" minItems:"1" maxItems:"5000" doc:"Questions, one a line; empty lines are passed over. At most 500 questions"`
	Filters record.Filters `json:"filters,omitempty" doc:"Of all questions"`
	Sort    string         `json:"sort,omitempty" enum:"relevance,newest,oldest"`
}

type batchInput struct{ Body batchBody }

type batchFileInput struct {
	Format string `path:"format" enum:"csv,xlsx"`
	Body   batchBody
}

type batchRow struct {
	record.BatchRow
	Notices []messages.Said `json:"notices"`
}

type batchAnswer struct {
	Items []batchRow `json:"items"`
	Total int        `json:"total" doc:"Questions asked"`
	Found int        `json:"found" doc:"Questions something was found for"`
}

func (a *api) registerBatch(h huma.API) {
	tags := []string{"Tìm kiếm"}
	huma.Register(h, huma.Operation{
		OperationID: "search-batch", Method: http.MethodPost, Path: "/api/v1/search/batch", Tags: tags,
		Summary: "Tìm nhiều câu một lúc: mỗi câu bao nhiêu văn bản, ba văn bản khớp nhất, câu nào không thấy",
	}, func(ctx context.Context, in *batchInput) (*body[batchAnswer], error) {
		rows, err := a.batch(ctx, in.Body)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		out := batchAnswer{Items: []batchRow{}, Total: len(rows)}
		for _, r := range rows {
			if r.Found() {
				out.Found++
			}
			out.Items = append(out.Items, batchRow{r, saidAll(ctx, r.Notices)})
		}
		return &body[batchAnswer]{out}, nil
	})
	huma.Register(h, huma.Operation{
		OperationID: "search-batch-file", Method: http.MethodPost, Path: "/api/v1/search/batch/{format}", Tags: tags,
		Summary: "Tìm nhiều câu một lúc, tải kết quả về dạng bảng tính Excel hoặc CSV",
		Responses: map[string]*huma.Response{"200": {
			Description: "The table",
			Content: map[string]*huma.MediaType{
				export.TypeCSV:  {Schema: &huma.Schema{Type: "string", Format: "binary"}},
				export.TypeXLSX: {Schema: &huma.Schema{Type: "string", Format: "binary"}},
			},
		}},
	}, a.batchFile)
}

func (a *api) batch(ctx context.Context, in batchBody) ([]record.BatchRow, error) {
	q := search.Query{Scope: a.scope(ctx)}
	var err error
	if q.Filters, err = in.Filters.Search(); err != nil {
		return nil, err
	}
	if q.Sort, err = record.Order(in.Sort); err != nil {
		return nil, err
	}
	return record.Batch(ctx, a.cfg.Searcher, a.cfg.Store, in.Lines, q)
}

func (a *api) batchFile(ctx context.Context, in *batchFileInput) (*huma.StreamResponse, error) {
	rows, err := a.batch(ctx, in.Body)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	head, lines := record.BatchTable(rows, func(r cchc.Reason) string { return messages.Words(r, langOf(ctx)).Message })
	table := export.Table{Name: "Kết quả tìm", Head: head, Rows: lines}
	kind, write := export.TypeCSV, table.CSV
	if in.Format == "xlsx" {
		kind, write = export.TypeXLSX, table.XLSX
	}
	return a.download(kind, "ket-qua-tim."+in.Format, write), nil
}

// download streams a file that is made while it is sent.
func (a *api) download(kind, name string, write func(io.Writer) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", kind)
		hc.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		if err := write(hc.BodyWriter()); err != nil && hc.Context().Err() == nil {
			a.cfg.Log.ErrorContext(hc.Context(), "download broke off", "name", name, "error", err)
		}
	}}
}
