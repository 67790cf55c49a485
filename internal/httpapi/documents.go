package httpapi

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"os"
	"path/filepath"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"minhchung/internal/cchc"
	"minhchung/internal/store"
)

type documentsInput struct {
	Paging
	Type string `query:"type" doc:"Abbreviation of Nghị định 30/2020: KH, BC, QĐ, …"`
	Unit string `query:"unit"`
	Year int    `query:"year" doc:"Year of issue"`
	Text string `query:"text" doc:"Part of number, subject or path"`
}

type documentInput struct {
	ID string `path:"id" doc:"SHA-256 of the file, with .n for the n-th document in it"`
}

type documentPage struct {
	Number   int         `json:"number" doc:"From 1; 0 where the format has no pages"`
	Text     string      `json:"text"`
	Source   cchc.Source `json:"source"`
	Quality  float64     `json:"quality" doc:"0..1"`
	NeedsOCR bool        `json:"needs_ocr"`
}

func (a *api) registerDocuments(h huma.API) {
	tags := []string{"Văn bản"}
	huma.Register(h, huma.Operation{
		OperationID: "list-documents", Method: http.MethodGet, Path: "/api/v1/documents", Tags: tags,
		Summary: "Danh sách văn bản đã đọc",
	}, a.listDocuments)
	huma.Register(h, huma.Operation{
		OperationID: "get-document", Method: http.MethodGet, Path: "/api/v1/documents/{id}", Tags: tags,
		Summary: "Một văn bản với các thông tin của nó",
	}, a.getDocument)
	huma.Register(h, huma.Operation{
		OperationID: "list-document-pages", Method: http.MethodGet, Path: "/api/v1/documents/{id}/pages", Tags: tags,
		Summary: "Chữ của từng trang",
	}, a.documentPages)
	huma.Register(h, huma.Operation{
		OperationID: "get-document-original", Method: http.MethodGet, Path: "/api/v1/documents/{id}/original", Tags: tags,
		Summary: "Tệp gốc, nguyên từng byte",
		Responses: map[string]*huma.Response{"200": {
			Description: "The bytes as they were dropped",
			Content:     map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}}},
		}},
	}, a.documentOriginal)
}

func (a *api) listDocuments(ctx context.Context, in *documentsInput) (*body[list[cchc.Document]], error) {
	docs, next, total, err := a.cfg.Store.Documents(ctx, a.scope(ctx), store.DocumentFilter{
		Type: in.Type, Unit: in.Unit, Year: in.Year, Text: in.Text, Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[list[cchc.Document]]{list[cchc.Document]{Items: orEmpty(docs), Total: total, Next: next}}, nil
}

func (a *api) document(ctx context.Context, id string) (cchc.Document, error) {
	d, err := a.cfg.Store.Document(ctx, a.scope(ctx), cchc.DocumentID(id))
	if errors.Is(err, cchc.ErrNotFound) {
		return d, cchc.Usage("no-such-document", err, id)
	}
	return d, err
}

func (a *api) getDocument(ctx context.Context, in *documentInput) (*body[cchc.Document], error) {
	d, err := a.document(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[cchc.Document]{d}, nil
}

func (a *api) documentPages(ctx context.Context, in *documentInput) (*body[list[documentPage]], error) {
	d, err := a.document(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	pages, err := a.cfg.Store.Pages(ctx, a.scope(ctx), d.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	out := make([]documentPage, 0, len(pages))
	for _, p := range pages {
		out = append(out, documentPage{p.Number, p.Text(), p.Source, p.Quality, p.NeedsOCR})
	}
	return &body[list[documentPage]]{list[documentPage]{Items: out, Total: len(out)}}, nil
}

// documentOriginal sends the kept bytes, always as a download: a dropped HTML file must
// not run in our origin.
func (a *api) documentOriginal(ctx context.Context, in *documentInput) (*huma.StreamResponse, error) {
	d, err := a.document(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	f, err := os.Open(a.cfg.Original(d.File))
	if err != nil {
		return nil, a.fail(ctx, cchc.OurFault("original-damaged", err, string(d.File)))
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer f.Close() //nolint:errcheck // read only
		c := humagin.Unwrap(hc)
		h := c.Writer.Header()
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": filepath.Base(d.Path)}))
		http.ServeContent(c.Writer, c.Request, "", d.Received, f)
	}}, nil
}

// orEmpty makes a missing list an empty one: clients get [] and never null.
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
