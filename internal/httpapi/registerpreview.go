package httpapi

import (
	"context"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"minhchung/internal/cchc"
	"minhchung/internal/register"
)

type previewSheet struct {
	Name    string         `json:"name,omitempty" doc:"Absent where the sheet has none of its own"`
	Rows    []previewRow   `json:"rows" doc:"The first rows with content"`
	Columns int            `json:"columns" doc:"How many columns hold anything"`
	Found   map[string]int `json:"found" doc:"What was made out: column of the sheet from 0, by what it holds"`
	Enough  bool           `json:"enough" doc:"The sheet can be read as it is"`
}

type previewRow struct {
	Line  int      `json:"line" doc:"Of the sheet, from 1"`
	Cells []string `json:"cells"`
}

type registerPreview struct {
	Sheets []previewSheet `json:"sheets"`
	Enough bool           `json:"enough" doc:"At least one sheet can be read as it is"`
}

// registerPreview adds the operation that shows what a register looks like before it is taken.
func (a *api) registerPreview(router *gin.Engine, h huma.API, tags []string) {
	const path = "/api/v1/register/preview"
	router.POST(path, func(c *gin.Context) {
		ctx := c.Request.Context()
		sheets, err := a.sentTables(ctx, c)
		if err != nil {
			_ = a.fail(ctx, err)
			refuse(c, err)
			return
		}
		c.Header("Content-Type", "application/json")
		c.JSON(http.StatusOK, previewOf(sheets))
	})
	schema := h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[registerPreview](), true, "RegisterPreview")
	h.OpenAPI().AddOperation(&huma.Operation{
		OperationID: "preview-register", Method: http.MethodPost, Path: path, Tags: tags,
		Summary:     "Xem trước tệp sổ văn bản đi: các trang tính, những dòng đầu, cột nào đã nhận ra; chưa nhập gì",
		Description: "The body is the file itself, at most 32 MB. It is read in a reading child and not kept.",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}},
		Responses: map[string]*huma.Response{
			"200":     {Description: "The top of each sheet", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}},
			"default": {Description: "Error", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[problem](), true, "Problem")}}},
		},
	})
}

func previewOf(sheets []register.Sheet) registerPreview {
	out := registerPreview{Sheets: []previewSheet{}}
	for _, p := range register.Previews(sheets) {
		s := previewSheet{Name: p.Name, Columns: p.Columns, Enough: p.Enough, Rows: []previewRow{}, Found: map[string]int{}}
		for i, cells := range p.Rows {
			s.Rows = append(s.Rows, previewRow{p.Lines[i], cells})
		}
		for column, at := range p.Mapping {
			s.Found[string(column)] = at
		}
		out.Sheets, out.Enough = append(out.Sheets, s), out.Enough || s.Enough
	}
	return out
}

// sentTables reads the tables of the file that is the body of a request.
func (a *api) sentTables(ctx context.Context, c *gin.Context) ([]register.Sheet, error) {
	if a.cfg.Tables == nil {
		return nil, cchc.Waiting("not-taking-in")
	}
	sent := &watched{body: c.Request.Body, idle: defaultUploadIdle, rc: http.NewResponseController(c.Writer)}
	bounded := &bounded{r: sent, left: maxRegister}
	sheets, err := a.cfg.Tables.Tables(ctx, bounded)
	switch {
	case bounded.over:
		return nil, cchc.Usage("register-too-large", err, strconv.Itoa(maxRegister>>20))
	case bounded.broken:
		return nil, cchc.Usage("upload-broken", err)
	}
	return sheets, err
}
