package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/export"
)

type coverageFileInput struct {
	CoverageQuery
}

func (a *api) registerCoverageFiles(h huma.API) {
	for _, f := range []struct{ ending, kind, what string }{
		{"xlsx", export.TypeXLSX, "bảng tính Excel"}, {"docx", export.TypeDOCX, "văn bản Word"}, {"csv", export.TypeCSV, "tệp CSV"},
	} {
		huma.Register(h, huma.Operation{
			OperationID: "export-coverage-" + f.ending, Method: http.MethodGet, Path: "/api/v1/coverage." + f.ending, Tags: []string{"Tình trạng minh chứng"},
			Summary: "Tải tình trạng minh chứng về dạng " + f.what,
			Responses: map[string]*huma.Response{"200": {
				Description: "The report",
				Content:     map[string]*huma.MediaType{f.kind: {Schema: &huma.Schema{Type: "string", Format: "binary"}}},
			}},
		}, func(ctx context.Context, in *coverageFileInput) (*huma.StreamResponse, error) {
			r, err := a.coverage(ctx, a.scope(ctx), in.filter())
			if err != nil {
				return nil, a.fail(ctx, err)
			}
			c := export.Coverage{Report: r, Lang: langOf(ctx), Made: a.cfg.Now()}
			write := c.XLSX
			switch f.ending {
			case "docx":
				write = c.DOCX
			case "csv":
				write = c.CSV
			}
			return a.download(f.kind, "tinh-trang-minh-chung."+f.ending, write), nil
		})
	}
}
